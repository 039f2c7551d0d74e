/// Printers, ports, buses, sensors and contacts.
extension AlarmText {
    static let paperOut = AlarmText(
        text: Bilingual(zh: "打印机缺纸", en: "Printer is out of paper"),
        cause: Bilingual(zh: "纸卷用完或未装好。", en: "The roll is used up or not seated."),
        consequence: noNumbers,
        response: Bilingual(
            zh: "打开上盖，装入新纸卷，纸头拉出后关紧上盖。",
            en: "Open the cover, put in a new roll with its end out, shut the cover."))

    static let paperNearEnd = AlarmText(
        text: Bilingual(zh: "打印纸即将用完", en: "Printer paper is nearly used up"),
        cause: Bilingual(zh: "纸卷快用完。", en: "The roll is near its end."),
        consequence: Bilingual(zh: "这台取号机不久将停止取号。", en: "This kiosk will soon stop giving numbers."),
        response: Bilingual(zh: "准备新纸卷，人少时更换。", en: "Get a new roll and change it when few people are there."))

    static let coverOpen = AlarmText(
        text: Bilingual(zh: "打印机上盖打开", en: "Printer cover is open"),
        cause: Bilingual(zh: "上盖未关紧。", en: "The cover is not shut."),
        consequence: noNumbers,
        response: Bilingual(zh: "按下上盖两侧，直到听到咔嗒声。", en: "Press both sides of the cover until it clicks."))

    static let cutterError = AlarmText(
        text: Bilingual(zh: "打印机切刀卡住", en: "Printer cutter is jammed"),
        cause: Bilingual(zh: "纸屑或纸张卡住切刀。", en: "Paper or scraps block the cutter."),
        consequence: noNumbers,
        response: Bilingual(
            zh: "关闭电源，打开上盖，取出卡纸，关紧上盖后再通电。仍卡住时联系维保单位。",
            en: "Switch off, open the cover, take out the paper, shut it and switch on. "
                + "If it stays jammed, call the maintenance company."))

    static let printerFault = AlarmText(
        text: Bilingual(zh: "打印机故障", en: "Printer has a fault"),
        cause: Bilingual(
            zh: "打印机报告故障，或处于脱机状态。", en: "The printer reports an error, or has been switched off line."),
        consequence: noNumbers,
        response: Bilingual(
            zh: "关闭打印机电源，等 10 秒后再打开。故障仍在时联系维保单位。",
            en: "Switch the printer off, wait 10 seconds, switch it on. "
                + "If the fault stays, call the maintenance company."))

    static let notAnswering = AlarmText(
        text: Bilingual(zh: "设备无应答", en: "Device does not answer"),
        cause: Bilingual(
            zh: "设备未通电、线缆松动，或设备损坏。", en: "The device has no power, its cable is loose, or it is broken."),
        consequence: deviceIsOut,
        response: Bilingual(
            zh: "检查设备电源灯和两端线缆，断电 10 秒后再通电。仍无应答时联系维保单位。",
            en: "Check the power light and both ends of the cable; switch off for 10 seconds. "
                + "If it stays silent, call the maintenance company."))

    static let portLost = AlarmText(
        text: Bilingual(zh: "设备端口不可用", en: "Device port cannot be used"),
        cause: Bilingual(
            zh: "接口线缆被拔出、接口被其他程序占用，或没有权限。",
            en: "The cable or adapter is unplugged, another program uses the port, or permission is missing."),
        consequence: deviceIsOut,
        response: Bilingual(
            zh: "重新插紧机柜内对应的线缆或转换器。仍不可用时联系维保单位。",
            en: "Plug the cable or adapter in the cabinet in again. "
                + "If that does not help, call the maintenance company."))

    static let busDown = AlarmText(
        text: Bilingual(zh: "总线不可用", en: "Bus is down"),
        cause: Bilingual(
            zh: "总线的转换器、线缆或供电有问题：线上所有设备同时失联。",
            en: "The adapter, cable or power of the line has failed: all devices on it are lost at once."),
        consequence: Bilingual(
            zh: "这条线上的设备都不工作或读不到，它们各自的报警并入此报警。",
            en: "No device on this line works or can be read; their own alarms are folded into this one."),
        response: Bilingual(
            zh: "先看机柜内这条线的转换器指示灯，插紧转换器和线缆；再检查线上设备的供电。"
                + "恢复后报警自动消除。仍不可用时联系维保单位（可用 hallctl bus stats 查看）。",
            en: "Look at the lights of this line's adapter in the cabinet and plug adapter and cable in firmly; then "
                + "check the power of the devices on the line. The alarm ends by itself when one answers. If none "
                + "does, call the maintenance company (hallctl bus stats shows the line)."))

    static let sensorFault = AlarmText(
        text: Bilingual(zh: "传感器读数不可能", en: "Sensor gives values that cannot be"),
        cause: Bilingual(
            zh: "传感器损坏、进水、接线错误，或报告自身故障。",
            en: "The sensor is broken, wet or wired wrongly, or reports a fault of its own."),
        consequence: Bilingual(
            zh: "这个测点没有可用的数值，相关限值暂不判断。",
            en: "The point has no value that can be used, so its limits are not judged."),
        response: Bilingual(
            zh: "查看传感器外观和接线，断电 10 秒后再通电，用 hallctl points 查看读数。仍异常时更换传感器。",
            en: "Look at the sensor and its wiring, switch it off for 10 seconds, then see hallctl points. "
                + "If the values stay wrong, have the sensor replaced."))

    static let pointMissing = AlarmText(
        text: Bilingual(zh: "测点读不到", en: "Point cannot be read"),
        cause: Bilingual(
            zh: "设备有应答，但不提供这个测点：型号配置不符，或该功能损坏。",
            en: "The device answers but not for this point: its profile does not fit, or that part is broken."),
        consequence: Bilingual(
            zh: "这个测点没有数值，相关限值暂不判断。", en: "The point has no value, so its limits are not judged."),
        response: Bilingual(
            zh: "用 hallctl points 查看原因，断电 10 秒后再通电。仍读不到时由维护人员核对设备型号和配置。",
            en: "See the reason with hallctl points and switch the device off for 10 seconds. If it stays missing, "
                + "whoever keeps the configuration compares the model with its profile."))

    static let voiceFailed = AlarmText(
        text: Bilingual(zh: "语音程序不能运行", en: "Voice program does not work"),
        cause: Bilingual(
            zh: "语音程序没有安装，或声卡不可用。", en: "The program is not installed, or it finds no sound device."),
        consequence: Bilingual(
            zh: "叫号只在显示屏上显示，没有语音；窗口业务照常。",
            en: "Numbers are called on the displays and not aloud; the windows work as usual."),
        response: Bilingual(
            zh: "请工作人员口头叫号。由维护人员安装程序（apt install espeak-ng）并检查音箱、声卡和 hall.yaml 中的 program；恢复后下一次叫号会有语音。",
            en:
                "Let the clerks call aloud. Whoever keeps the machine installs the program (apt install espeak-ng) and looks "
                + "at the loudspeaker, the sound device and 'program' in hall.yaml; the next call is spoken then."))

    private static let noNumbers = Bilingual(zh: "这台取号机不能取号。", en: "No numbers can be taken at this kiosk.")

    private static let deviceIsOut = Bilingual(
        zh: "这台设备不工作：取号机不能取号，按键无效，显示屏内容可能过时，或测点没有数值。",
        en: "The device does not work: a kiosk gives no numbers, keys do nothing, a display may be out of date, "
            + "points have no values.")
}
