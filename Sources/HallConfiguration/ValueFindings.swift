import HallModel

/// What a mapping, a reference or a name is of.
enum Subject: LocalizedText {
    case file, hall, calendar, access, buses, bus, zone, device, service, window, kiosk, key
    case profile, serial, settings, frame, example, gpio, ratings, queue, kioskKey, limitSet, limit, standard, point,
        power, line,
        usb
    case seasons, season, registers, appointments
    case voice, manner, plate
    case `operator`

    var bilingual: Bilingual {
        switch self {
        case .file: Bilingual(zh: "文件", en: "file")
        case .hall: Bilingual(zh: "大厅", en: "hall")
        case .calendar: Bilingual(zh: "日历", en: "calendar")
        case .access: Bilingual(zh: "权限", en: "access")
        case .buses: Bilingual(zh: "总线表", en: "buses")
        case .bus: Bilingual(zh: "总线", en: "bus")
        case .zone: Bilingual(zh: "区域", en: "zone")
        case .device: Bilingual(zh: "设备", en: "device")
        case .service: Bilingual(zh: "事项", en: "service")
        case .window: Bilingual(zh: "窗口", en: "window")
        case .kiosk: Bilingual(zh: "取号机", en: "kiosk")
        case .key: Bilingual(zh: "按键", en: "key")
        case .profile: Bilingual(zh: "型号", en: "profile")
        case .serial: Bilingual(zh: "串口", en: "serial")
        case .settings: Bilingual(zh: "设置", en: "settings")
        case .frame: Bilingual(zh: "帧", en: "frame piece")
        case .example: Bilingual(zh: "示例", en: "example")
        case .line: Bilingual(zh: "线", en: "line")
        case .gpio: Bilingual(zh: "GPIO 芯片", en: "GPIO chip")
        case .ratings: Bilingual(zh: "评价设置", en: "rating settings")
        case .queue: Bilingual(zh: "排队设置", en: "queue settings")
        case .kioskKey: Bilingual(zh: "取号按键", en: "kiosk key")
        case .limitSet: Bilingual(zh: "限值集", en: "limit set")
        case .limit: Bilingual(zh: "限值", en: "limit")
        case .standard: Bilingual(zh: "双语文字", en: "text in both languages")
        case .registers: Bilingual(zh: "寄存器", en: "registers")
        case .point: Bilingual(zh: "测点", en: "point")
        case .power: Bilingual(zh: "电源开关", en: "power switch")
        case .seasons: Bilingual(zh: "季节", en: "seasons")
        case .season: Bilingual(zh: "季节日期", en: "season")
        case .appointments: Bilingual(zh: "预约设置", en: "appointment settings")
        case .usb: Bilingual(zh: "USB 设备", en: "USB device")
        case .voice: Bilingual(zh: "语音设置", en: "voice settings")
        case .plate: Bilingual(zh: "席位牌", en: "plate")
        case .manner: Bilingual(zh: "语音方式", en: "manner of speaking")
        case .operator: Bilingual(zh: "人员", en: "operator")
        }
    }
}

/// The shapes a value can have.
enum Shape: LocalizedText {
    case text, number, boolean, list, mapping, nothing

    var bilingual: Bilingual {
        switch self {
        case .text: Bilingual(zh: "文字", en: "text")
        case .number: Bilingual(zh: "整数", en: "a whole number")
        case .boolean: Bilingual(zh: "true 或 false", en: "true or false")
        case .list: Bilingual(zh: "列表", en: "a list")
        case .mapping: Bilingual(zh: "映射", en: "a mapping")
        case .nothing: Bilingual(zh: "空", en: "nothing")
        }
    }

    /// How it is written.
    fileprivate var remedy: Bilingual {
        switch self {
        case .text: Bilingual(zh: "请写：键: 文字", en: "write key: text")
        case .number: Bilingual(zh: "请写不带引号的整数", en: "write a whole number without quotes")
        case .boolean: Bilingual(zh: "请写不带引号的 true 或 false", en: "write true or false without quotes")
        case .list: Bilingual(zh: "请写：[甲, 乙]，或每行以 - 开头", en: "write [a, b], or lines that begin with -")
        case .mapping: Bilingual(zh: "请写：{键: 值}，或缩进的 键: 值 行", en: "write {key: value}, or indented key: value lines")
        case .nothing: Bilingual(zh: "请删除", en: "remove it")
        }
    }
}

/// Findings about single keys and values.
extension Finding {
    static func unknownKey(_ key: String, known: [String]) -> Finding {
        .error(
            Bilingual(zh: "未知的键 \(quoted(key))", en: "unknown key \(quoted(key))"),
            suggestion(for: key, among: known))
    }

    static func missingKey(_ key: String, in subject: Subject) -> Finding {
        .error(
            Bilingual(zh: "\(subject.text(.zh))缺少 \(quoted(key))", en: "\(subject.text(.en)) lacks \(quoted(key))"),
            Bilingual(zh: "请加上 \(key): …", en: "add \(key): …"))
    }

    static func noValue(_ name: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(name)) 没有值", en: "\(quoted(name)) has no value"),
            Bilingual(zh: "请写上值或删除该键", en: "give it one, or remove the key"))
    }

    static func wrongShape(_ name: String, wanted: Shape, found: Shape) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(name)) 应为\(wanted.text(.zh))，却是\(found.text(.zh))",
                en: "\(quoted(name)) must be \(wanted.text(.en)), not \(found.text(.en))"), wanted.remedy)
    }

    static func outOfRange(_ name: String, value: String, allowed: String) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(name)) 的值 \(quoted(value)) 超出范围", en: "\(quoted(name)) is out of range: \(quoted(value))"),
            Bilingual(zh: "允许：\(allowed)", en: "allowed: \(allowed)"))
    }

    static func notOneOf(_ name: String, value: String, allowed: [String]) -> Finding {
        let near = NearNames.of(value, among: allowed).first
        let all = allowed.joined(separator: ", ")
        return .error(
            Bilingual(zh: "\(quoted(name)) 不能是 \(quoted(value))", en: "\(quoted(name)) cannot be \(quoted(value))"),
            Bilingual(
                zh: (near.map { "是否应为 \(quoted($0))？" } ?? "") + "允许：\(all)",
                en: (near.map { "did you mean \(quoted($0))? " } ?? "") + "allowed: \(all)"))
    }

    static func badForm(_ name: String, value: String, form: Bilingual) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(name)) 的值 \(quoted(value)) 写法不对", en: "\(quoted(name)) cannot be read: \(quoted(value))"),
            form)
    }

    static func controlInText(_ name: String, _ scalar: Unicode.Scalar) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(name)) 含有控制字符 \(scalar.hexName)",
                en: "\(quoted(name)) contains the control character \(scalar.hexName)"),
            Bilingual(zh: "名称只能有一行，且不含控制字符", en: "one line without control characters"))
    }

    static func tooLong(_ name: String, limit: Int) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(name)) 超过 \(limit) 个字符", en: "\(quoted(name)) is longer than \(limit) characters"),
            Bilingual(zh: "请缩短", en: "shorten it"))
    }

    static func emptyText(_ name: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(name)) 是空的", en: "\(quoted(name)) is empty"),
            Bilingual(zh: "请写上文字", en: "give it a text"))
    }

    static func badIdentifier(_ value: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(value)) 不能用作名称", en: "\(quoted(value)) cannot be an id"),
            Bilingual(
                zh: "1 到 64 个小写字母、数字、连字符，首尾不能是连字符",
                en: "1 to 64 lower-case letters, digits and hyphens, no hyphen at either end"))
    }

    static func badGroup(_ value: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(value)) 不能是用户组的名称", en: "\(quoted(value)) cannot be the name of a group"),
            Bilingual(
                zh: "请写系统用户组的名称，见 /etc/group", en: "write the name of a group of the system, as in /etc/group"))
    }

    static func othersAreNoViewers(_ value: String) -> Finding {
        .error(
            Bilingual(
                zh: "其他用户不能是 \(quoted(value))", en: "whoever is in none of the groups cannot be \(quoted(value))"),
            Bilingual(zh: "只能写 others: viewer，或删除", en: "others: viewer is all there is, or remove it"))
    }

    static func tooMany(_ name: String, limit: Int) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(name)) 超过 \(limit) 项", en: "\(quoted(name)) has more than \(limit) entries"),
            Bilingual(zh: "请减少到 \(limit) 项以内", en: "at most \(limit)"))
    }

    static func badHex(_ found: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(found)) 不是十六进制字节", en: "\(quoted(found)) is no byte in hex"),
            Bilingual(zh: "每字节两位 0-9 A-F，以空格分隔", en: "two digits 0-9 A-F a byte, bytes apart by a space"))
    }

    static func byteCount(_ name: String, allowed: ClosedRange<Int>) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(name)) 的字节数不对", en: "\(quoted(name)) has the wrong number of bytes"),
            Bilingual(
                zh: "允许 \(allowed.lowerBound) 到 \(allowed.upperBound) 个字节",
                en: "allowed: \(allowed.lowerBound) to \(allowed.upperBound) bytes"))
    }
}
