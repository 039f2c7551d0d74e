import HallModel

/// What a window or kiosk uses a device for.
enum Role: CaseIterable {
    case display, caller, printer, keys, pad, board

    /// The key in `hall.yaml`.
    var key: String {
        switch self {
        case .display: "display"
        case .caller: "caller"
        case .printer: "printer"
        case .keys: "keys"
        case .pad: "pad"
        case .board: "board"
        }
    }

    /// The kinds of device that can do it.
    var kinds: [String] {
        switch self {
        case .display, .board: ["alpha-display", "onbon-display"]
        case .caller, .keys, .pad: ["byte-map-keys"]
        case .printer: ["escpos-printer"]
        }
    }
}

/// Findings about a hall as a whole: names that refer to each other, and devices that do not fit their place.
extension Finding {
    static func duplicateID(_ subject: Subject, _ id: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "\(subject.text(.zh))名称 \(quoted(id)) 重复，\(first.zh)已有",
                en: "\(subject.text(.en)) id \(quoted(id)) is taken, first \(first.en)"),
            Bilingual(zh: "请改用另一个名称", en: "choose another id"))
    }

    static func noSuch(_ subject: Subject, _ id: String, known: [String]) -> Finding {
        .error(
            Bilingual(
                zh: "没有名为 \(quoted(id)) 的\(subject.text(.zh))", en: "there is no \(subject.text(.en)) \(quoted(id))"),
            suggestion(for: id, among: known))
    }

    static func repeated(_ subject: Subject, _ id: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "\(subject.text(.zh)) \(quoted(id)) 重复，\(first.zh)已有",
                en: "\(subject.text(.en)) \(quoted(id)) is listed twice, first \(first.en)"),
            Bilingual(zh: "请删除其中一个", en: "remove one of them"))
    }

    static func notAnAbsolutePath(_ path: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(path)) 不是串口的绝对路径", en: "\(quoted(path)) is not the absolute path of a serial port"),
            Bilingual(zh: "例如 /dev/hall/w1-display", en: "/dev/hall/w1-display, for instance"))
    }

    static func pathTwice(_ path: String, bus: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "串口 \(quoted(path)) 已由总线 \(quoted(bus)) 使用（\(first.zh)）",
                en: "port \(quoted(path)) already belongs to bus \(quoted(bus)) \(first.en)"),
            Bilingual(zh: "每条总线使用自己的串口", en: "each bus has a port of its own"))
    }

    static func wireNotClear(_ bus: String, given: [String]) -> Finding {
        .error(
            given.isEmpty
                ? Bilingual(zh: "总线 \(quoted(bus)) 没有写明线路", en: "bus \(quoted(bus)) does not say what wire it is")
                : Bilingual(
                    zh: "总线 \(quoted(bus)) 有多种线路：\(given.joined(separator: "、"))",
                    en: "bus \(quoted(bus)) is several wires at once: \(given.joined(separator: ", "))"),
            Bilingual(
                zh: "请写 serial: /dev/…、tcp: \"地址:端口\"、nut: \"地址:端口\" 或 gpio: {label: …} 之一",
                en: "write one of serial: /dev/…, tcp: \"address:port\", nut: \"address:port\", gpio: {label: …}"))
    }

    static func wrongWire(_ device: String, kind: String, wire: String, wanted: [String]) -> Finding {
        .error(
            Bilingual(
                zh: "设备 \(quoted(device))（\(kind)）不能接在 \(wire) 总线上",
                en: "device \(quoted(device)) (\(kind)) cannot be on a \(wire) bus"),
            Bilingual(
                zh: "需要 \(wanted.joined(separator: " 或 ")) 总线",
                en: "it needs a bus of \(wanted.joined(separator: " or "))"))
    }

    static func badUnitAddress(_ device: String, address: Int?) -> Finding {
        .error(
            address.map {
                Bilingual(
                    zh: "设备 \(quoted(device)) 的 Modbus 地址 \($0) 不可用",
                    en: "\($0) cannot be the Modbus address of device \(quoted(device))")
            }
                ?? Bilingual(
                    zh: "设备 \(quoted(device)) 没有 Modbus 地址", en: "device \(quoted(device)) lacks its Modbus address"),
            Bilingual(zh: "请写 address: 1 到 247", en: "write address: 1 to 247"))
    }

    static func unitTwice(_ device: String, _ other: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(device)) 与 \(quoted(other))（\(first.zh)）在同一 NUT 服务端上，无法区分",
                en: "\(quoted(device)) and \(quoted(other)) \(first.en) are the same UPS of one NUT server"),
            Bilingual(zh: "请给每台 UPS 写不同的 unit: <NUT 中的名称>", en: "give each its own unit: <its name in NUT>"))
    }

    static func lineTwice(_ device: String, offset: Int, other: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(device)) 的线路 \(offset) 已由 \(quoted(other))（\(first.zh)）使用",
                en: "line \(offset) of \(quoted(device)) already belongs to \(quoted(other)) \(first.en)"),
            Bilingual(zh: "同一芯片上的线路号必须不同", en: "lines of a chip differ"))
    }

    static func keyWithoutMeaning(_ key: String, device: String, meaning: Bilingual) -> Finding {
        .warning(
            Bilingual(
                zh: "设备 \(quoted(device)) 的 \(key) 没有作用", en: "\(key) of device \(quoted(device)) does nothing"),
            meaning)
    }

    static func padWithoutLevels(_ device: String, missing: [String]) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(device)) 的型号缺少评价键 \(missing.joined(separator: "、"))",
                en: "the profile of \(quoted(device)) lacks the keys \(missing.joined(separator: ", "))"),
            Bilingual(zh: "评价器的键名为 1（非常不满意）到 5（非常满意）", en: "keys of a pad are 1 (very bad) to 5 (very good)"))
    }

    static func noSuchLimitSet(_ name: String, folder: String, known: [String]) -> Finding {
        .error(
            Bilingual(
                zh: "\(folder) 中没有限值集 \(quoted(name))", en: "there is no limit set \(quoted(name)) in \(folder)"),
            suggestion(for: name, among: known))
    }

    static func noBaud(_ bus: String) -> Finding {
        .error(
            Bilingual(
                zh: "总线 \(quoted(bus)) 没有 'baud'，其设备型号也没有给出",
                en: "bus \(quoted(bus)) lacks 'baud', and so does its device's profile"),
            Bilingual(zh: "请加上 baud: 9600", en: "add baud: 9600, or what the device is set to"))
    }

    static func lineSettingsDiffer(_ device: String, from first: String) -> Finding {
        .warning(
            Bilingual(
                zh: "设备 \(quoted(device)) 的串口参数与同一总线上的 \(quoted(first)) 不同",
                en: "device \(quoted(device)) comes with other line settings than \(quoted(first)) on the same bus"),
            Bilingual(zh: "请设成一致，并在总线上写明 baud 和 format", en: "set both alike, and write baud and format at the bus"))
    }

    static func busWithoutDevices(_ bus: String) -> Finding {
        .warning(
            Bilingual(zh: "总线 \(quoted(bus)) 上没有设备", en: "bus \(quoted(bus)) has no device"),
            Bilingual(zh: "请添加设备或删除总线", en: "add a device or remove the bus"))
    }

    static func busNotShared(_ device: String, with other: String, bus: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(device)) 与 \(quoted(other))（\(first.zh)）不能共用总线 \(quoted(bus))：没有地址可区分",
                en:
                    "\(quoted(device)) cannot share bus \(quoted(bus)) with \(quoted(other)) \(first.en): without addresses"
                    + " nothing tells them apart"),
            Bilingual(zh: "请给其中一个设备单独的总线", en: "give one of them a bus of its own"))
    }

    static func addressTwice(_ device: String, _ other: String, address: Int, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(device)) 与 \(quoted(other))（\(first.zh)）的地址同为 \(address)",
                en: "\(quoted(device)) has the same address \(address) as \(quoted(other)) \(first.en)"),
            Bilingual(zh: "同一总线上的地址必须不同", en: "addresses on a bus differ"))
    }

    static func everybodysAddress(_ device: String) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(device)) 与其他显示屏共用总线，不能用地址 0（全体）",
                en: "\(quoted(device)) shares its bus and cannot have address 0, which is everybody"),
            Bilingual(zh: "请设置 1 到 255 的地址", en: "give it address 1 to 255"))
    }

    static func addressUnused(_ device: String, kind: String) -> Finding {
        .warning(
            Bilingual(zh: "\(kind) 设备没有地址", en: "a device of kind \(kind) has no address"),
            Bilingual(zh: "请删除 address", en: "remove address"))
    }

    static func needsEightBits(_ device: String, kind: String) -> Finding {
        .error(
            Bilingual(
                zh: "设备 \(quoted(device))（\(kind)）需要 8 个数据位", en: "device \(quoted(device)) (\(kind)) needs 8 data bits"
            ),
            Bilingual(zh: "请在总线上写 format: 8N1，并设置设备", en: "write format: 8N1 at the bus and set the device to it"))
    }

    static func flowEatsBytes(_ device: String) -> Finding {
        .error(
            Bilingual(
                zh: "flow: xonxoff 会吞掉设备 \(quoted(device)) 的字节 11 和 13",
                en: "flow: xonxoff takes bytes 11 and 13 out of what"
                    + " device \(quoted(device)) sends"),
            Bilingual(zh: "请写 flow: none", en: "write flow: none"))
    }

    static func wrongKind(_ device: String, kind: String, role: Role) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(device)) 是 \(kind)，不能用作 \(role.key)",
                en: "\(quoted(device)) is a device of kind \(kind) and cannot be"
                    + " a \(role.key)"),
            Bilingual(
                zh: "需要 \(role.kinds.joined(separator: " 或 "))",
                en: "a \(role.key) is of kind \(role.kinds.joined(separator: " or "))"))
    }

    static func deviceUsedTwice(_ device: String, by owner: Bilingual, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "设备 \(quoted(device)) 已由\(owner.zh)使用（\(first.zh)）",
                en: "device \(quoted(device)) is already used by \(owner.en) \(first.en)"),
            Bilingual(zh: "每个设备只能用于一处", en: "a device serves one window or kiosk"))
    }

    static func deviceUnused(_ device: String) -> Finding {
        .warning(
            Bilingual(zh: "设备 \(quoted(device)) 没有用于任何窗口或取号机", en: "no window or kiosk uses device \(quoted(device))"),
            Bilingual(zh: "请分配或删除", en: "assign it or remove it"))
    }

    static func callerWithoutVerbs(_ device: String, verbs: [String]) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(device)) 的型号没有叫号键", en: "the profile of \(quoted(device)) has no key with a clerk's word"),
            Bilingual(
                zh: "键名应为：\(verbs.joined(separator: "、"))", en: "keys of a caller are: \(verbs.joined(separator: ", "))"
            ))
    }

    static func callerKeysIgnored(_ keys: [String], verbs: [String]) -> Finding {
        let names = list(keys)
        return .warning(
            Bilingual(zh: "呼叫器的键 \(names.zh) 没有作用", en: "keys \(names.en) of this caller do nothing"),
            Bilingual(
                zh: "键名应为：\(verbs.joined(separator: "、"))", en: "keys of a caller are: \(verbs.joined(separator: ", "))"
            ))
    }

    static func badPrefix(_ prefix: String) -> Finding {
        .error(
            Bilingual(zh: "号码前缀 \(quoted(prefix)) 不对", en: "\(quoted(prefix)) cannot be a prefix"),
            Bilingual(zh: "1 到 3 个大写字母 A-Z", en: "one to three capital letters A-Z"))
    }

    static func prefixTwice(_ prefix: String, service: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "前缀 \(quoted(prefix)) 已由事项 \(quoted(service)) 使用（\(first.zh)）",
                en: "prefix \(quoted(prefix)) already belongs to service \(quoted(service)) \(first.en)"),
            Bilingual(zh: "每个事项的前缀必须不同", en: "each service has a prefix of its own"))
    }

    static func servesNothing(_ window: String) -> Finding {
        .error(
            Bilingual(zh: "窗口 \(quoted(window)) 不办理任何事项", en: "window \(quoted(window)) serves nothing"),
            Bilingual(zh: "请在 serves 中列出事项", en: "list its services in serves"))
    }

    static func serviceUnserved(_ service: String) -> Finding {
        .warning(
            Bilingual(
                zh: "没有窗口办理事项 \(quoted(service))", en: "no window serves \(quoted(service)): its visitors wait for ever"
            ),
            Bilingual(zh: "请加入某个窗口的 serves", en: "add it to a window's serves"))
    }

    static func noSuchKey(_ key: String, profile: String, known: [String]) -> Finding {
        .error(
            Bilingual(
                zh: "型号 \(quoted(profile)) 没有键 \(quoted(key))",
                en: "profile \(quoted(profile)) has no key \(quoted(key))"),
            suggestion(for: key, among: known))
    }

    static func servicesWithoutKeys(_ kiosk: String) -> Finding {
        .error(
            Bilingual(
                zh: "取号机 \(quoted(kiosk)) 没有按键设备，services 无从选择",
                en: "kiosk \(quoted(kiosk)) maps keys to services but has no"
                    + " keys"),
            Bilingual(zh: "请加上 keys: <设备>，或删除 services", en: "add keys: <device>, or remove services"))
    }

    static func keysWithoutServices(_ kiosk: String) -> Finding {
        .warning(
            Bilingual(zh: "取号机 \(quoted(kiosk)) 的按键没有对应事项", en: "the keys of kiosk \(quoted(kiosk)) give no numbers"),
            Bilingual(zh: "请加上 services: {\"1\": <事项>}", en: "add services: {\"1\": <service>}"))
    }

    static func idleKiosk(_ kiosk: String) -> Finding {
        .warning(
            Bilingual(
                zh: "取号机 \(quoted(kiosk)) 没有打印机也没有按键", en: "kiosk \(quoted(kiosk)) has neither a printer nor keys"),
            Bilingual(zh: "请加上设备或删除", en: "give it devices or remove it"))
    }

    static func noSuchTimezone(_ name: String, known: [String]) -> Finding {
        let near = NearNames.of(name, among: known, count: 3)
        return .error(
            Bilingual(zh: "没有时区 \(quoted(name))", en: "there is no time zone \(quoted(name))"),
            near.isEmpty
                ? Bilingual(zh: "例如 Asia/Shanghai", en: "Asia/Shanghai, for instance")
                : Bilingual(
                    zh: "是否应为 \(list(near).zh)？",
                    en: "did you mean \(near.map { quoted($0) }.joined(separator: " or "))?"))
    }

    static func noZoneData(_ folder: String) -> Finding {
        .warning(
            Bilingual(zh: "\(folder) 不存在，无法检查时区", en: "\(folder) is missing: the time zone cannot be checked"),
            Bilingual(zh: "请安装 tzdata", en: "install tzdata"))
    }
}
