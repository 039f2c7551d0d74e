/// Visitors who wait, and windows that let them wait.
extension AlarmText {
    static let waitLong = AlarmText(
        text: Bilingual(zh: "等候时间快到限值", en: "Somebody has waited nearly as long as the limit"),
        cause: Bilingual(zh: "办理这个事项的窗口太少，或办理太慢。", en: "Too few windows serve this, or they are slow."),
        consequence: Bilingual(zh: "再不增加窗口，等候会超过限值。", en: "Unless a window is added, the limit will be broken."),
        response: Bilingual(
            zh: "请现场负责人增开窗口或调配人员；用 hallctl queue 查看各事项的等候。",
            en: "Ask whoever runs the hall to open another window for it; hallctl queue shows who waits for what."))

    static let waitOverLimit = AlarmText(
        text: Bilingual(zh: "等候超过限值", en: "Somebody has waited longer than the limit"),
        cause: Bilingual(zh: "办理这个事项的窗口太少，或办理太慢。", en: "Too few windows serve this, or they are slow."),
        consequence: Bilingual(
            zh: "违反了本大厅承诺的等候时限。", en: "The time that the hall promises its visitors is broken."),
        response: Bilingual(
            zh: "立即增开窗口或由综合窗口代办，向等候的人说明情况。没有人等候超限后报警自动恢复。",
            en:
                "Open another window for it, or let a comprehensive one serve it, and tell those who wait. The alarm ends "
                + "when nobody waits longer than the limit."))

    static let serviceUnattended = AlarmText(
        text: Bilingual(zh: "有人等候，没有窗口办理", en: "Somebody waits and no window is open for it"),
        cause: Bilingual(
            zh: "办理这个事项的窗口都已暂停、关闭或无人登录。",
            en: "All windows that serve it are paused or closed, or nobody has signed on there."),
        consequence: Bilingual(zh: "等候的人不会被叫到。", en: "Those who wait will not be called."),
        response: Bilingual(
            zh: "请开放一个办理它的窗口，或用 hallctl ticket transfer 转到其他事项；如已下班，请向等候的人说明。",
            en:
                "Open a window that serves it, or send those who wait on with hallctl ticket transfer; after hours, tell "
                + "them."))

    static let waitingAreaFull = AlarmText(
        text: Bilingual(zh: "等候区人数超过座位", en: "More visitors wait than there are seats"),
        cause: Bilingual(zh: "同时等候的人太多。", en: "Too many visitors wait at the same time."),
        consequence: Bilingual(zh: "有人没有座位，通道可能拥堵。", en: "Some have to stand, and ways may be blocked."),
        response: Bilingual(
            zh: "请引导员疏导，优先安排老年人和行动不便的人就座，增开窗口。",
            en: "Guide visitors, seat elders and those who cannot stand first, and open more windows."))

    static let noticeTooLate = AlarmText(
        text: Bilingual(zh: "预约无法兑现，已来不及提前告知", en: "Appointments cannot be kept and notice is too late"),
        cause: Bilingual(
            zh: "窗口关闭或配置变更后，预约时段没有窗口办理，或不在开放时间内。",
            en:
                "A window was closed or the configuration changed: nobody serves them at their time, or the hall is not "
                + "open then."),
        consequence: Bilingual(
            zh: "预约人会白跑一趟；规定须提前 8 小时告知。",
            en: "The visitors would come in vain; they are to be told 8 hours before."),
        response: Bilingual(
            zh: "立即开放办理该事项的窗口或恢复配置；不能时请预约系统按列出的预约码通知改期，再用 hallctl appointment cancel 取消。",
            en:
                "Open a window that serves them, or put the configuration back. Where that cannot be, have the booking "
                + "system tell the visitors of the codes listed, then run hallctl appointment cancel."))

    static let windowAway = AlarmText(
        text: Bilingual(zh: "窗口暂停过久", en: "A window is paused for too long"),
        cause: Bilingual(zh: "工作人员离开后没有恢复叫号。", en: "Whoever works there has not come back or not resumed."),
        consequence: Bilingual(zh: "该窗口不叫号，其他窗口等候变长。", en: "It calls nobody; waits at other windows grow."),
        response: Bilingual(
            zh: "请联系该窗口人员恢复（hallctl window 窗口 resume），或安排顶岗；不再开放则关闭窗口。",
            en:
                "Ask whoever works there to resume (hallctl window ID resume) or send somebody else; close the window if "
                + "nobody comes."))

    static let assistCalled = AlarmText(
        text: Bilingual(zh: "窗口人员求助", en: "A clerk calls for help"),
        cause: Bilingual(
            zh: "窗口人员遇到办不了的事，或需要有人到场。", en: "Whoever works there cannot go on alone, or wants somebody to come."),
        consequence: Bilingual(
            zh: "该窗口的办理可能停下，等候变长；矛盾可能升级。",
            en: "Service there may stand still and waits grow; a quarrel may get worse."),
        response: Bilingual(
            zh: "立即派人到该窗口，并用 hallctl assist answer 窗口 应答，报警随之结束；有危险时先报警求助。",
            en:
                "Send somebody to the window at once and say so with hallctl assist answer WINDOW, which ends the alarm; "
                + "in danger call the police first."))
}
