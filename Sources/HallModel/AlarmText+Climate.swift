/// Plants, rooms and air.
extension AlarmText {
    static let setPointTooLow = AlarmText(
        text: Bilingual(zh: "制冷设定温度过低", en: "Cooling is set too low"),
        cause: Bilingual(
            zh: "有人在温控器上把制冷温度设到限值以下。", en: "Somebody set the thermostat below the limit while it cools."),
        consequence: Bilingual(
            zh: "浪费能源，不符合夏季室温规定。", en: "Energy is wasted and the rule for summer is broken."),
        response: setBack)

    static let setPointTooHigh = AlarmText(
        text: Bilingual(zh: "采暖设定温度过高", en: "Heating is set too high"),
        cause: Bilingual(
            zh: "有人在温控器上把采暖温度设到限值以上。", en: "Somebody set the thermostat above the limit while it heats."),
        consequence: Bilingual(
            zh: "浪费能源，不符合冬季室温规定。", en: "Energy is wasted and the rule for winter is broken."),
        response: setBack)

    static let changedAtUnit = AlarmText(
        text: Bilingual(zh: "设定值或输出未保持", en: "Setting or output does not stay as it was put"),
        cause: Bilingual(
            zh: "有人在设备上或用其他控制器更改；或系统的一次写入没有得到应答，但设备已执行。",
            en: "Somebody changed it at the unit or from another controller; or an attempt of the hall's was not "
                + "answered and took effect all the same."),
        consequence: Bilingual(
            zh: "设定值和模式：系统已改回一次，不再改回，设备按现值运行。输出：系统继续改回，可能反复通断。",
            en:
                "A setting or mode was put back once and is left now: the unit runs as it is set there. An output is put "
                + "back every time and may switch on and off."),
        response: Bilingual(
            zh: "用 hallctl why point 看最近的写入是否无应答；否则问清谁在更改和原因，锁定温控器按键，检查手动开关和接线。要改设定用 hallctl write。",
            en: "See with hallctl why point whether the last attempt was not answered. If it was, find out who changes "
                + "it and why, lock the thermostat's keys, check hand switches and wiring. To set it use hallctl write."
        ))

    static let roomOvercooled = AlarmText(
        text: Bilingual(zh: "制冷时室温过低", en: "Room is too cold while it is cooled"),
        cause: Bilingual(
            zh: "设定温度过低、阀门卡住，或出风口对着传感器。",
            en: "The setting is too low, a valve is stuck, or the air blows on the sensor."),
        consequence: Bilingual(
            zh: "浪费能源，人员受凉，不符合夏季室温规定。",
            en: "Energy is wasted, people are cold, and the rule for summer is broken."),
        response: Bilingual(
            zh: "用 hallctl points 查看设定值，必要时调高；过 30 分钟仍过低时关闭这台空调，联系维保单位检查阀门。",
            en: "See the setting with hallctl points and raise it if need be. If the room is still too cold after 30 "
                + "minutes, switch the unit off and have the maintenance company check its valve."))

    static let roomOverheated = AlarmText(
        text: Bilingual(zh: "采暖时室温过高", en: "Room is too warm while it is heated"),
        cause: Bilingual(
            zh: "设定温度过高、阀门卡住，或传感器靠近热源。",
            en: "The setting is too high, a valve is stuck, or the sensor is near something warm."),
        consequence: Bilingual(
            zh: "浪费能源，人员闷热，不符合冬季室温规定。",
            en: "Energy is wasted, people are hot, and the rule for winter is broken."),
        response: Bilingual(
            zh: "用 hallctl points 查看设定值，必要时调低；过 30 分钟仍过高时关闭这台设备，联系维保单位检查阀门。",
            en: "See the setting with hallctl points and lower it if need be. If the room is still too warm after 30 "
                + "minutes, switch the unit off and have the maintenance company check its valve."))

    static let roomUncomfortable = AlarmText(
        text: Bilingual(zh: "室温超出健康范围", en: "Room is too warm or too cold to be healthy"),
        cause: Bilingual(
            zh: "空调或采暖未开、故障或能力不足，或门窗敞开。",
            en: "Cooling or heating is off, broken or too weak, or doors and windows are open."),
        consequence: Bilingual(
            zh: "老人、孕妇和儿童可能不适。", en: "The elderly, the pregnant and children may feel unwell."),
        response: Bilingual(
            zh: "关好门窗，打开空调或采暖；照看老人和儿童，提供饮水或换到舒适的区域。1 小时后仍超出时联系维保单位。",
            en: "Shut doors and windows and switch cooling or heating on; look after the elderly and children, offer "
                + "water or another place. If nothing changes in an hour, call the maintenance company."))

    static let airHumid = AlarmText(
        text: Bilingual(zh: "空气过于潮湿", en: "Air is too humid"),
        cause: Bilingual(
            zh: "雨天门窗敞开、漏水，或空调不除湿。",
            en: "Doors are open in wet weather, water leaks, or the plant does not dry the air."),
        consequence: Bilingual(
            zh: "地面湿滑，纸张受潮，取号机可能卡纸。", en: "Floors get slippery and paper damp; kiosks may jam."),
        response: Bilingual(
            zh: "关好门窗，查看有无漏水，打开空调除湿，擦干地面。",
            en: "Shut doors and windows, look for a leak, let the plant dry the air, wipe the floor."))

    static let airDry = AlarmText(
        text: Bilingual(zh: "空气过于干燥", en: "Air is too dry"),
        cause: Bilingual(zh: "采暖时没有加湿。", en: "The hall is heated and nothing moistens the air."),
        consequence: Bilingual(
            zh: "人员不适，静电增多。", en: "People feel unwell, and there is more static electricity."),
        response: Bilingual(
            zh: "打开加湿器或调低采暖温度；没有加湿器时放置水盆。",
            en: "Switch a humidifier on or heat less; where there is none, set out bowls of water."))

    static let airStale = AlarmText(
        text: Bilingual(zh: "二氧化碳过高，新风不足", en: "Too much carbon dioxide: fresh air is short"),
        cause: Bilingual(
            zh: "人多，新风机未开、故障或滤网堵塞。",
            en: "Many people are there, and the fresh air plant is off, broken or clogged."),
        consequence: Bilingual(
            zh: "人员困倦、头痛，传染病容易传播。", en: "People get tired and have headaches; infections spread easily."),
        response: Bilingual(
            zh: "打开新风机，打开门窗通风，人多时引导到其他区域。1 小时后仍过高时请维保单位检查新风机和滤网。",
            en: "Switch the fresh air plant on, open doors and windows, lead people to other areas. If it is still too "
                + "high after an hour, have the maintenance company check the plant and its filter."))

    static let lightLow = AlarmText(
        text: Bilingual(zh: "照度不足", en: "Too little light"),
        cause: Bilingual(
            zh: "灯未打开、损坏，或传感器被遮挡。", en: "Lamps are off or broken, or the sensor is covered."),
        consequence: Bilingual(
            zh: "办事人看不清表格，行走不安全。", en: "Visitors cannot read forms well, and walking is less safe."),
        response: Bilingual(
            zh: "打开这一区域的灯，更换坏灯；灯都亮着时查看传感器是否被遮挡。",
            en: "Switch the lamps of this area on and replace broken ones; if all are lit, see whether the sensor is "
                + "covered."))

    private static let setBack = Bilingual(
        zh: "系统会自动改回一次。仍不合规时用 hallctl write 改回到限值以内，并提醒相关人员。",
        en: "The hall puts it back once by itself. If it stays wrong, put it within the limit with hallctl write and "
            + "tell the people there.")
}
