import HallModel

/// Findings about wires, and about devices that do not fit theirs.
extension Finding {
    static func notAProgram(_ path: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(path)) 不是程序的绝对路径", en: "\(quoted(path)) is not the absolute path of a program"),
            Bilingual(zh: "例如 /usr/bin/espeak-ng", en: "/usr/bin/espeak-ng, for instance"))
    }

    static func notAnAbsolutePath(_ path: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(path)) 不是串口的绝对路径", en: "\(quoted(path)) is not the absolute path of a serial port"),
            Bilingual(zh: "例如 /dev/hall/w1-display", en: "/dev/hall/w1-display, for instance"))
    }

    static func adapterPlace(given: Int) -> Finding {
        .error(
            given == 0
                ? Bilingual(zh: "没有写明是哪个适配器", en: "nothing says which adapter it is")
                : Bilingual(zh: "序列号和端口不能同时给出", en: "an adapter is known by its number or by its port, not by both"),
            Bilingual(
                zh: "请写 serial: <适配器的序列号> 或 port: \"1-1.2\"",
                en: "write serial: <the adapter's number> or port: \"1-1.2\""))
    }

    static func portNotNamed(_ path: String) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(path)) 不是可以命名的串口", en: "\(quoted(path)) is not a name that a port can be given"),
            Bilingual(
                zh: "使用 usb 的总线写 serial: /dev/hall/<字母、数字、点、下划线、连字符>",
                en: "a bus with 'usb' has serial: /dev/hall/<letters, digits, dots, underscores, hyphens>"))
    }

    static func adapterTwice(_ bus: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "该适配器已用于总线 \(quoted(bus))（\(first.zh)）",
                en: "this adapter is already that of bus \(quoted(bus)) \(first.en)"),
            Bilingual(
                zh: "多口适配器请为每条总线写不同的 interface: 0、1 …",
                en: "where an adapter has several ports, give each bus its own interface: 0, 1 …"))
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

    static func busOverloaded(_ bus: String, percent: Int, oldest: String, age: Int) -> Finding {
        .warning(
            Bilingual(
                zh: "总线 \(quoted(bus)) 的读取计划需要线路时间的 \(percent)%：\(oldest) 最久会有 \(age) 秒",
                en:
                    "the plan of bus \(quoted(bus)) takes \(percent) % of the line: \(oldest) will be up to \(age) s old"
            ),
            Bilingual(
                zh: "请提高波特率、延长 period，或把设备分到另一条总线",
                en: "raise the baud rate, lengthen periods, or put devices on another bus"))
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
}
