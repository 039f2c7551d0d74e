/// The queue, the journal, the configuration and ratings.
extension AlarmText {
    static let ticketNotPrinted = AlarmText(
        text: Bilingual(zh: "号票未打印，号码已作废", en: "A ticket was not printed and its number is void"),
        cause: Bilingual(zh: "取号后打印机在规定时间内没有打印。", en: "The printer did not print the number in time."),
        consequence: Bilingual(
            zh: "取号人没有拿到号票，不会被叫到。", en: "The visitor got no ticket and will not be called."),
        response: Bilingual(
            zh: "检查这台打印机的纸张和上盖，请取号人重新取号。",
            en: "Check this printer's paper and cover, and ask the visitor to take a new number."))

    static let journalUnavailable = AlarmText(
        text: Bilingual(zh: "日志无法写入", en: "The journal cannot be written"),
        cause: Bilingual(
            zh: "磁盘已满、只读或损坏，或文件已达长度上限。",
            en: "The disk is full, read-only or broken, or a file has the greatest size allowed."),
        consequence: Bilingual(
            zh: "全厅停止取号和叫号，显示屏显示暂停。", en: "No numbers are given or called; displays say paused."),
        response: Bilingual(
            zh: "请人工引导排队，并联系维保单位：需在机柜主机上释放磁盘空间或检修磁盘。能写入后系统自动继续。",
            en: "Guide the visitors by hand and call the maintenance company: the cabinet's computer needs free "
                + "disk space or its disk mended. The hall then goes on by itself."))

    static let recordContradicts = AlarmText(
        text: Bilingual(zh: "窗口与号码的记录互相矛盾", en: "The record of who is at which window contradicts itself"),
        cause: Bilingual(
            zh: "日志中的占用表与记录不一致：有人手工改过数据库，或程序有缺陷。",
            en: "The journal's table of windows and its facts differ: the database was changed by hand, or the program "
                + "has a fault."),
        consequence: Bilingual(
            zh: "与记录矛盾的叫号会被拒绝，什么都没有丢失；其他窗口照常。",
            en: "Calls that contradict the record are refused and nothing is lost; other windows go on."),
        response: Bilingual(
            zh: "请到其他窗口叫号和办理；服务日切换时自动消除。联系维保单位查明原因：journalctl -u halld 说明哪个窗口、哪个号码。",
            en:
                "Call and serve at another window; the turn of the service day ends it. Call the maintenance company to "
                + "find the cause: journalctl -u halld names the window and the number."))

    static let journalRestored = AlarmText(
        text: Bilingual(zh: "日志已由备份恢复", en: "The journal was restored from a backup"),
        cause: Bilingual(
            zh: "维护人员用 halld restore 把备份放回原处。", en: "Somebody put a backup in the journal's place with halld restore."),
        consequence: Bilingual(
            zh: "备份之后的取号、叫号和评价不在记录中：那些号码不会被叫到。今天的号码跳过一段继续，不会重号。",
            en:
                "Numbers, calls and ratings after the backup are not on record: those numbers will not be called. Today's "
                + "numbers go on further up, so that none is given twice."),
        response: Bilingual(
            zh: "请持有备份之后号码的办事人重新取号，先办理他们；服务日切换时自动消除。",
            en:
                "Ask visitors whose numbers are missing to take new ones, and serve them first; the turn of the service "
                + "day ends this alarm."))

    static let historyUnavailable = AlarmText(
        text: Bilingual(zh: "测量值无法保存", en: "Measured values cannot be kept"),
        cause: Bilingual(
            zh: "保存历史数据的磁盘已满、只读或损坏，或文件已达长度上限。", en: "The disk for the history is full, read-only or broken."),
        consequence: Bilingual(
            zh: "取号、叫号和报警照常，但这段时间的温度、湿度等没有记录。",
            en: "Numbers, calls and alarms go on, but temperatures and other values of this time are not on record."),
        response: Bilingual(
            zh: "大厅照常运行。工作时间联系维保单位：需在机柜主机上释放磁盘空间或检修磁盘。能写入后自动继续。",
            en: "The hall keeps working. Call the maintenance company in working hours: the cabinet's computer needs "
                + "free disk space or its disk mended. Recording then goes on by itself."))

    static let inputOverflow = AlarmText(
        text: Bilingual(zh: "输入过多，部分被丢弃", en: "Too much input, some was dropped"),
        cause: Bilingual(
            zh: "某个设备或程序发送过快，或系统过慢。", en: "A device or program sends too fast, or the system is too slow."),
        consequence: Bilingual(zh: "部分按键或命令可能没有生效。", en: "Some keys or commands may have had no effect."),
        response: Bilingual(
            zh: "请重新操作没有生效的按键。反复出现时联系维保单位。",
            en: "Press again what had no effect. If it comes back, call the maintenance company."))

    static let clockImplausible = AlarmText(
        text: Bilingual(zh: "系统时间不可信", en: "The clock shows a time that cannot be"),
        cause: Bilingual(
            zh: "主板电池没电，或时间同步失败。", en: "The clock's battery is empty, or time is not synchronised."),
        consequence: Bilingual(
            zh: "服务日不切换，票面和记录的时间可能错误。",
            en: "The service day does not turn; printed and recorded times may be wrong."),
        response: Bilingual(
            zh: "联系维保单位：检查机柜主机的时间同步，校正系统时间，必要时更换主板电池。",
            en: "Call the maintenance company: the cabinet's computer needs its time synchronisation checked, its "
                + "clock set, or the clock's battery changed."))

    static let safeMode = AlarmText(
        text: Bilingual(zh: "安全模式：设备均未启用", en: "Safe mode: no device is in use"),
        cause: Bilingual(
            zh: "控制程序在本次开机后多次启动，都在一分钟内异常结束。",
            en:
                "The daemon was started several times since the machine was switched on, and each time it died within a "
                + "minute."),
        consequence: Bilingual(
            zh: "打印机、显示屏、按键和传感器均不工作；接口和记录仍可使用。",
            en: "Printers, displays, keys and sensors do nothing; the socket and the record can be used."),
        response: Bilingual(
            zh: "请人工引导排队，并联系维保单位：用 journalctl -u halld 查找原因，排除后运行 systemctl restart halld 恢复。",
            en: "Guide the visitors by hand and call the maintenance company: journalctl -u halld tells why; when that "
                + "is mended, systemctl restart halld brings the devices back."))

    static let planRefused = AlarmText(
        text: Bilingual(zh: "新配置未生效", en: "The changed configuration is not in force"),
        cause: Bilingual(
            zh: "配置文件有错误，或更改会影响正在等候或办理的人员。",
            en: "The file has errors, or the change would affect visitors who wait or are being served."),
        consequence: Bilingual(zh: "继续使用原来的配置。", en: "The former configuration stays in force."),
        response: Bilingual(
            zh: "大厅照常运行，不必连夜处理。由维护人员按原因修改配置，或等相关人员办完，再运行 hallctl reload。",
            en: "The hall keeps working, so there is no hurry. Whoever keeps the configuration mends the file as "
                + "the reason says, or waits until those visitors are served, then runs hallctl reload."))

    static let badRating = AlarmText(
        text: Bilingual(zh: "差评待回访", en: "Bad rating to be followed up"),
        cause: Bilingual(
            zh: "办事人对这次服务评价为不满意或非常不满意。", en: "A visitor rated this service bad or very bad."),
        consequence: Bilingual(
            zh: "差评必须核实、整改并反馈；不处理，问题会再发生。",
            en: "A bad rating must be verified, put right and answered; else what went wrong happens again."),
        response: Bilingual(
            zh: "不要追问或打扰办事人。在配置规定的天数内（未配置时为 7 天）：核实情况，整改，回访；"
                + "然后用 hallctl alarm ack --reason 写明处理结果，报警随之关闭。",
            en: "Do not press the visitor. Within the days that the configuration sets (7 where it is silent): find "
                + "out what happened, put it right, call the visitor back; then note the result with "
                + "hallctl alarm ack --reason, which closes the alarm."))

    static let followUpOverdue = AlarmText(
        text: Bilingual(zh: "差评回访逾期", en: "Follow-up of a bad rating is overdue"),
        cause: Bilingual(
            zh: "配置规定的回访天数已过，这条差评仍未写明处理结果。",
            en: "The days that the configuration sets for the follow-up are over and no result is noted."),
        consequence: Bilingual(
            zh: "办事人没有得到答复，问题可能再次发生，考核中会计为逾期。",
            en: "The visitor has no answer, what went wrong may happen again, and the case counts as overdue."),
        response: Bilingual(
            zh: "工作时间报告大厅负责人，当天完成核实、整改和回访；"
                + "然后对差评那条报警用 hallctl alarm ack --reason 写明处理结果，本报警随之恢复。",
            en: "Tell the hall's manager in working hours and finish the follow-up the same day; then note the result "
                + "with hallctl alarm ack --reason on the alarm of the bad rating itself, which ends this one too."))
}
