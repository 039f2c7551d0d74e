/// What people read about a kind of alarm: plain enough for whoever is in the hall at night.
public struct AlarmText: Sendable, Equatable {
    /// What is wrong, in a few words.
    public var text: Bilingual
    /// Why that happens.
    public var cause: Bilingual
    /// What it means for visitors.
    public var consequence: Bilingual
    /// What to do, in order.
    public var response: Bilingual
}

extension AlarmKind {
    /// What people read about it.
    public var text: AlarmText {
        AlarmText(text: title, cause: cause, consequence: consequence, response: response)
    }

    private var title: Bilingual {
        switch self {
        case .paperOut: Bilingual(zh: "打印机缺纸", en: "Printer is out of paper")
        case .paperNearEnd: Bilingual(zh: "打印纸即将用完", en: "Printer paper is nearly used up")
        case .coverOpen: Bilingual(zh: "打印机上盖打开", en: "Printer cover is open")
        case .cutterError: Bilingual(zh: "打印机切刀卡住", en: "Printer cutter is jammed")
        case .printerFault: Bilingual(zh: "打印机故障", en: "Printer has a fault")
        case .notAnswering: Bilingual(zh: "设备无应答", en: "Device does not answer")
        case .portLost: Bilingual(zh: "设备端口不可用", en: "Device port cannot be used")
        case .ticketNotPrinted: Bilingual(zh: "号票未打印，号码已作废", en: "A ticket was not printed and its number is void")
        case .journalUnavailable: Bilingual(zh: "日志无法写入", en: "The journal cannot be written")
        case .inputOverflow: Bilingual(zh: "输入过多，部分被丢弃", en: "Too much input, some was dropped")
        case .clockImplausible: Bilingual(zh: "系统时间不可信", en: "The clock shows a time that cannot be")
        case .planRefused: Bilingual(zh: "新配置未生效", en: "The changed configuration is not in force")
        default: Bilingual(zh: rawValue, en: rawValue)
        }
    }

    private var cause: Bilingual {
        switch self {
        case .paperOut: Bilingual(zh: "纸卷用完或未装好。", en: "The roll is used up or not seated.")
        case .paperNearEnd: Bilingual(zh: "纸卷快用完。", en: "The roll is near its end.")
        case .coverOpen: Bilingual(zh: "上盖未关紧。", en: "The cover is not shut.")
        case .cutterError: Bilingual(zh: "纸屑或纸张卡住切刀。", en: "Paper or scraps block the cutter.")
        case .printerFault:
            Bilingual(
                zh: "打印机报告故障，或处于脱机状态。", en: "The printer reports an error, or has been switched off line.")
        case .notAnswering:
            Bilingual(
                zh: "设备未通电、线缆松动，或设备损坏。", en: "The device has no power, its cable is loose, or it is broken.")
        case .portLost:
            Bilingual(
                zh: "接口线缆被拔出、接口被其他程序占用，或没有权限。",
                en: "The cable or adapter is unplugged, another program uses the port, or permission is missing.")
        case .ticketNotPrinted:
            Bilingual(
                zh: "取号后打印机在规定时间内没有打印。", en: "The printer did not print the number in time.")
        case .journalUnavailable:
            Bilingual(
                zh: "磁盘已满、只读或损坏，或文件已达长度上限。",
                en: "The disk is full, read-only or broken, or a file has the greatest size allowed.")
        case .inputOverflow:
            Bilingual(
                zh: "某个设备或程序发送过快，或系统过慢。", en: "A device or program sends too fast, or the system is too slow.")
        case .clockImplausible:
            Bilingual(
                zh: "主板电池没电，或时间同步失败。", en: "The clock's battery is empty, or time is not synchronised.")
        case .planRefused:
            Bilingual(
                zh: "配置文件有错误，或更改会影响正在等候或办理的人员。",
                en: "The file has errors, or the change would affect visitors who wait or are being served.")
        default: Bilingual(zh: rawValue, en: rawValue)
        }
    }

    private var consequence: Bilingual {
        switch self {
        case .paperOut, .coverOpen, .cutterError, .printerFault:
            Bilingual(zh: "这台取号机不能取号。", en: "No numbers can be taken at this kiosk.")
        case .paperNearEnd: Bilingual(zh: "这台取号机不久将停止取号。", en: "This kiosk will soon stop giving numbers.")
        case .notAnswering, .portLost:
            Bilingual(
                zh: "这台设备不工作：取号机不能取号，按键无效，或显示屏内容可能过时。",
                en: "The device does not work: a kiosk gives no numbers, keys do nothing, a display may be out of date."
            )
        case .ticketNotPrinted:
            Bilingual(zh: "取号人没有拿到号票，不会被叫到。", en: "The visitor got no ticket and will not be called.")
        case .journalUnavailable:
            Bilingual(zh: "全厅停止取号和叫号，显示屏显示暂停。", en: "No numbers are given or called; displays say paused.")
        case .inputOverflow:
            Bilingual(zh: "部分按键或命令可能没有生效。", en: "Some keys or commands may have had no effect.")
        case .clockImplausible:
            Bilingual(
                zh: "服务日不切换，票面和记录的时间可能错误。",
                en: "The service day does not turn; printed and recorded times may be wrong.")
        case .planRefused:
            Bilingual(zh: "继续使用原来的配置。", en: "The former configuration stays in force.")
        default: Bilingual(zh: rawValue, en: rawValue)
        }
    }

    private var response: Bilingual {
        switch self {
        case .paperOut:
            Bilingual(
                zh: "打开上盖，装入新纸卷，纸头拉出后关紧上盖。",
                en: "Open the cover, put in a new roll with its end out, shut the cover.")
        case .paperNearEnd:
            Bilingual(zh: "准备新纸卷，人少时更换。", en: "Get a new roll and change it when few people are there.")
        case .coverOpen:
            Bilingual(zh: "按下上盖两侧，直到听到咔嗒声。", en: "Press both sides of the cover until it clicks.")
        case .cutterError:
            Bilingual(
                zh: "关闭电源，打开上盖，取出卡纸，关紧上盖后再通电。仍卡住时联系维保单位。",
                en: "Switch off, open the cover, take out the paper, shut it and switch on. "
                    + "If it stays jammed, call the maintenance company.")
        case .printerFault:
            Bilingual(
                zh: "关闭打印机电源，等 10 秒后再打开。故障仍在时联系维保单位。",
                en: "Switch the printer off, wait 10 seconds, switch it on. "
                    + "If the fault stays, call the maintenance company.")
        case .notAnswering:
            Bilingual(
                zh: "检查设备电源灯和两端线缆，断电 10 秒后再通电。仍无应答时联系维保单位。",
                en: "Check the power light and both ends of the cable; switch off for 10 seconds. "
                    + "If it stays silent, call the maintenance company.")
        case .portLost:
            Bilingual(
                zh: "重新插紧机柜内对应的线缆或转换器。仍不可用时联系维保单位。",
                en: "Plug the cable or adapter in the cabinet in again. "
                    + "If that does not help, call the maintenance company.")
        case .ticketNotPrinted:
            Bilingual(
                zh: "检查这台打印机的纸张和上盖，请取号人重新取号。",
                en: "Check this printer's paper and cover, and ask the visitor to take a new number.")
        case .journalUnavailable:
            Bilingual(
                zh: "请人工引导排队，并联系维保单位：需在机柜主机上释放磁盘空间或检修磁盘。能写入后系统自动继续。",
                en: "Guide the visitors by hand and call the maintenance company: the cabinet's computer needs free "
                    + "disk space or its disk mended. The hall then goes on by itself.")
        case .inputOverflow:
            Bilingual(
                zh: "请重新操作没有生效的按键。反复出现时联系维保单位。",
                en: "Press again what had no effect. If it comes back, call the maintenance company.")
        case .clockImplausible:
            Bilingual(
                zh: "联系维保单位：检查机柜主机的时间同步，校正系统时间，必要时更换主板电池。",
                en: "Call the maintenance company: the cabinet's computer needs its time synchronisation checked, its "
                    + "clock set, or the clock's battery changed.")
        case .planRefused:
            Bilingual(
                zh: "大厅照常运行，不必连夜处理。由维护人员按原因修改配置，或等相关人员办完，再运行 systemctl reload halld。",
                en: "The hall keeps working, so there is no hurry. Whoever keeps the configuration mends the file as "
                    + "the reason says, or waits until those visitors are served, then runs systemctl reload halld.")
        default: Bilingual(zh: rawValue, en: rawValue)
        }
    }
}

extension Alarm: LocalizedText {
    /// What is wrong, where and why, in one line: `打印机缺纸 (kiosk-1-printer)`.
    public var bilingual: Bilingual {
        let title = kind.text.text
        let place = device.map { " (\($0.rawValue.withoutControls))" } ?? ""
        let detail = detail
        return Bilingual(
            zh: title.zh + place + (detail.map { "：\($0.zh)" } ?? ""),
            en: title.en + place + (detail.map { ": \($0.en)" } ?? ""))
    }

    private var detail: Bilingual? {
        guard let subject else { return nil }
        if kind == .planRefused, let refusal = PlanRefusal(code: subject) { return refusal.bilingual }
        if kind == .journalUnavailable, let trouble = StoreTrouble(code: subject) {
            let (why, remedy) = (trouble.bilingual, trouble.remedy)
            return Bilingual(zh: "\(why.zh)；\(remedy.zh)", en: "\(why.en); \(remedy.en)")
        }
        let plain = subject.withoutControls
        return Bilingual(zh: plain, en: plain)
    }
}
