/// Uninterruptible power supplies.
extension AlarmText {
    static let onBattery = AlarmText(
        text: Bilingual(zh: "不间断电源正在用电池供电", en: "UPS runs from its battery"),
        cause: Bilingual(
            zh: "市电中断，或不间断电源的插头、空气开关断开。",
            en: "The mains have failed, or the plug or breaker of the UPS is out."),
        consequence: Bilingual(
            zh: "取号和叫号照常，但只能维持电池剩余的时间。", en: "Numbers and calls go on for as long as the battery lasts."),
        response: Bilingual(
            zh: "看周围照明和插座是否有电：只有不间断电源断电时，插紧插头，合上空气开关；全厅停电时联系物业或供电部门，"
                + "并关掉不必要的用电设备。来电后自动恢复。",
            en: "See whether lights and sockets around have power. If only the UPS is without, push in its plug and "
                + "close its breaker. If all is dark, call the building's electrician and switch off what is not "
                + "needed. All goes on by itself when the mains are back."))

    static let batteryLow = AlarmText(
        text: Bilingual(zh: "不间断电源电池即将用尽", en: "UPS battery is nearly empty"),
        cause: Bilingual(
            zh: "停电时间长，或电池老化。", en: "The mains have been out for long, or the battery is old."),
        consequence: Bilingual(
            zh: "它供电的设备不久将断电。大厅主用 UPS 电池将尽时停止发新号，显示屏说明原因；已取的号继续叫和办，不会丢失。",
            en:
                "What it feeds will soon be without power. Where it is the hall's own UPS, no new numbers are given and "
                + "displays say why; numbers already given are called and served, and none is lost."),
        response: Bilingual(
            zh: "用 hallctl status 看大厅是否停止取号：是则告知来人，尽快办完在窗口的人员，保存各自的工作。不要关闭主机。市电恢复且电池不再偏低后自动继续。",
            en:
                "See with hallctl status whether the hall still gives numbers. If not, tell visitors, finish with those "
                + "at the windows, save your work. Leave the computer on. All goes on by itself when the mains are back "
                + "and the battery is no longer low."))

    static let autonomyShort = AlarmText(
        text: Bilingual(zh: "不间断电源可供电时间不足", en: "UPS could not carry the load for long enough"),
        cause: Bilingual(
            zh: "电池老化、刚放过电，或接入的设备太多。",
            en: "The battery is old, has just been used, or too many devices hang on it."),
        consequence: Bilingual(
            zh: "现在一切正常；停电时大厅会比规定更早停止服务。",
            en: "All is well now; in a power failure the hall would stop sooner than is asked for."),
        response: Bilingual(
            zh: "刚停过电时，等充电几小时后再看。仍不足时拔掉不必要的设备，再联系维保单位更换电池。",
            en: "After a power failure let it charge for some hours and look again. If it stays short, unplug what "
                + "need not hang on it, then have the maintenance company change the battery."))

    static let upsFault = AlarmText(
        text: Bilingual(zh: "不间断电源故障", en: "UPS has a fault"),
        cause: Bilingual(
            zh: "电池需更换、负载过大、处于旁路，或设备自身故障。",
            en: "Its battery must be replaced, it is overloaded, it runs on bypass, or it has failed itself."),
        consequence: Bilingual(
            zh: "现在仍有电；停电时可能立即断电。", en: "There is power now; when the mains fail it may end at once."),
        response: Bilingual(
            zh: "看不间断电源面板：过载时拔掉不必要的设备；旁路时确认是否正在检修，否则恢复正常模式；"
                + "需更换电池或故障时联系维保单位。",
            en:
                "Look at its panel. Overload: unplug what need not hang on it. Bypass: if nobody works on it, switch it "
                + "back to normal. Battery or fault: call the maintenance company."))

    static let upsSilent = AlarmText(
        text: Bilingual(zh: "不间断电源失联", en: "Nothing is heard of the UPS"),
        cause: Bilingual(
            zh: "通信线松动、不间断电源关闭，或其服务程序未运行。",
            en: "Its data cable is loose, it is switched off, or its server program does not run."),
        consequence: Bilingual(
            zh: "停电和电池偏低无法得知，大厅可能突然断电；因电池偏低而停止取号的，保持停止。",
            en: "A power failure or a low battery would not be noticed: the hall may go dark without warning. Where "
                + "numbers were stopped because its battery was low, they stay stopped."),
        response: Bilingual(
            zh: "看不间断电源面板是否亮着，插紧它与主机之间的通信线。仍失联时联系维保单位（用 hallctl devices 查看）。",
            en: "See whether its panel is lit and push in the data cable between it and the computer. If it stays "
                + "silent, call the maintenance company (hallctl devices shows the reason)."))
}
