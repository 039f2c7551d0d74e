/// Contacts: what a profile says that they are for, and those of which it says nothing.
extension AlarmText {
    static let contact = AlarmText(
        text: Bilingual(zh: "触点报警", en: "Contact is in its alarm state"),
        cause: Bilingual(
            zh: "按钮被按下、门被打开，或回路断开。", en: "A button was pressed, a door opened, or the loop was cut."),
        consequence: Bilingual(
            zh: "可能有人需要帮助，或设备处于不安全状态。",
            en: "Somebody may need help, or something is not safe."),
        response: Bilingual(
            zh: "立即到现场查看，需要时求助；复位按钮或关好门，再用 hallctl alarm ack 确认并写明情况。没有原因时检查接线。",
            en: "Go there at once and get help if it is needed; reset the button or shut the door, then note it with "
                + "hallctl alarm ack. If nothing is the matter, have the wiring checked."))

    static let fire = AlarmText(
        text: Bilingual(zh: "火灾报警", en: "Fire alarm"),
        cause: Bilingual(
            zh: "火灾报警系统或手动报警按钮动作，或其回路断开。",
            en: "The fire alarm system or a call point was set off, or its loop was cut."),
        consequence: Bilingual(
            zh: "可能有火情，厅内所有人有危险。", en: "There may be a fire: everybody in the hall is in danger."),
        response: Bilingual(
            zh: "立即按大厅疏散预案组织所有人撤离，不乘电梯，拨打 119。消防负责人确认没有火情后，先在消防设备上复位，"
                + "再用 hallctl alarm ack 写明情况。",
            en: "Evacuate everybody by the hall's plan at once, without lifts, and call 119. When whoever is in charge "
                + "of fire safety says that there is no fire, have it reset there, then note it with hallctl alarm ack."
        ))

    static let helpWanted = AlarmText(
        text: Bilingual(zh: "有人求助", en: "Somebody asks for help"),
        cause: Bilingual(
            zh: "有人按下求助按钮，或按钮线路断开。", en: "A help button was pressed, or its wire was cut."),
        consequence: Bilingual(zh: "有人在按钮处等待帮助。", en: "Somebody waits for help at the button."),
        response: Bilingual(
            zh: "立即到报警所示测点和标签的位置，问清情况并帮助；需要时拨打 120 或 110。处理后复位按钮，用 hallctl alarm ack 写明情况。",
            en: "Go at once to the spot that the alarm's point and label name, ask and help; call 120 or 110 if it is "
                + "needed. Then reset the button and note it with hallctl alarm ack."))

    static let panic = AlarmText(
        text: Bilingual(zh: "紧急按钮报警", en: "Panic button pressed"),
        cause: Bilingual(
            zh: "工作人员遇到危险按下紧急按钮，或其回路断开。",
            en: "Somebody at the counters is in danger and pressed it, or its loop was cut."),
        consequence: Bilingual(
            zh: "报警所示位置的人员可能正受到威胁。", en: "People at the spot that the alarm names may be threatened."),
        response: Bilingual(
            zh: "立即通知保安并拨打 110，不要独自上前，引导旁人离开。平息后复位按钮，用 hallctl alarm ack 写明情况。",
            en: "Send the guards and call 110 at once, do not go there alone, lead others away. When it is over reset "
                + "the button and note it with hallctl alarm ack."))

    static let intrusion = AlarmText(
        text: Bilingual(zh: "入侵报警", en: "Intrusion"),
        cause: Bilingual(
            zh: "有人进入设防区域，或探测器回路断开。", en: "Somebody entered a guarded place, or the loop was cut."),
        consequence: Bilingual(zh: "人员和财物可能有危险。", en: "People and property may be in danger."),
        response: Bilingual(
            zh: "通知保安查看监控并到报警所示位置，有人闯入时拨打 110，不要独自上前。查清后用 hallctl alarm ack 写明情况。",
            en: "Have the guards look at the cameras and go to the spot; if somebody is there call 110 and do not go "
                + "alone. When it is cleared up note it with hallctl alarm ack."))

    static let waterLeak = AlarmText(
        text: Bilingual(zh: "检测到漏水", en: "Water leak"),
        cause: Bilingual(
            zh: "管道、空调或屋面漏水，或探测线断开。",
            en: "A pipe, an air conditioner or the roof leaks, or the detector's wire was cut."),
        consequence: Bilingual(
            zh: "设备可能损坏，触电和滑倒的危险增加。",
            en: "Equipment may be damaged; people may slip or get a shock."),
        response: Bilingual(
            zh: "到报警所示位置查看，关闭水阀；水靠近带电设备时先切断其电源，不要触碰。围住积水，联系物业。擦干后自动恢复。",
            en: "Go to the spot and shut the water off; where water is near live equipment switch its power off first "
                + "and touch nothing. Fence the water off and call the building's staff. It ends when all is dry."))

    static let doorOpen = AlarmText(
        text: Bilingual(zh: "门没有关好", en: "Door is open"),
        cause: Bilingual(
            zh: "门被打开或没有关好，或门磁线路断开。", en: "It was opened or not shut firmly, or its wire was cut."),
        consequence: Bilingual(
            zh: "机柜或非公共区域可能有人进入。", en: "Somebody may get into a cabinet or a room that is not public."),
        response: Bilingual(
            zh: "到报警所示的门查看：有人施工时问明身份，否则关好门。门关着仍报警时检查门磁和接线。",
            en: "Go to the door: if somebody works there ask who they are, else shut it. If it is shut and the alarm "
                + "stays, have its contact and wiring checked."))

    static let unitFault = AlarmText(
        text: Bilingual(zh: "设备报告故障", en: "Unit reports a fault"),
        cause: Bilingual(
            zh: "设备自身检测到故障，或其故障回路断开。", en: "The unit has found a fault of its own, or the loop was cut."),
        consequence: Bilingual(
            zh: "该设备可能已停止工作。", en: "The unit may not be working."),
        response: Bilingual(
            zh: "到报警所示设备查看面板上的提示，按其说明书处理。不能恢复时联系维保单位。恢复后报警自动消除。",
            en: "See what the unit's own panel says and do as its manual asks. If it does not recover, call the "
                + "maintenance company. The alarm ends by itself when the unit is well."))
}
