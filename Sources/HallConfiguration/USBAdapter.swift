import HallModel

/// How a USB adapter is told from others: what udev names its port by.
public struct USBAdapter: Sendable, Equatable {
    /// What stays the same when the machine starts again.
    public enum Place: Sendable, Equatable {
        /// The number in the adapter's memory: wherever it is plugged in.
        case serialNumber(String)
        /// A socket as the kernel counts them, `1-1.2`: whatever is plugged in there.
        case port(String)
    }
    /// How it is found.
    public var place: Place
    /// Which port of an adapter that has several, 0…31; nil where there is but one.
    public var interface: Int?
}

/// A serial port that udev is to name. Not in the plan: no decision needs it.
public struct NamedPort: Sendable, Equatable {
    /// What stands behind `/dev/hall/`: letters, digits, dots, underscores, hyphens.
    public var name: String
    /// The adapter behind it.
    public var adapter: USBAdapter
}

extension MappingReader {
    /// The keys of a bus's `usb`; nil (and reported) when it is not clear which adapter is meant.
    ///
    /// What comes back stands in a rule of udev as it is: nothing in it ends a string there or matches more than itself.
    func usbAdapter() -> Placed<USBAdapter>? {
        var keys = self
        let number = keys.text("serial", limit: Limit.name)
        let port = keys.text("port", limit: Limit.name)
        let interface = keys.integer("interface", in: 0...31)
        let given = ["serial", "port"].filter { keys.node($0) != nil }.count
        keys.finish()
        guard given == 1 else {
            log.report(.adapterPlace(given: given), at: mark)
            return nil
        }
        if let number, !USBText.isSerialNumber(number.value) {
            let form = Bilingual(
                zh: "字母、数字、点、下划线、连字符；其他序列号请改用 port",
                en: "letters, digits, dots, underscores, hyphens; for another number use 'port'")
            log.report(.badForm("serial", value: number.value, form: form), at: number.mark)
        } else if let port, !USBText.isPort(port.value) {
            let form = Bilingual(zh: "总线-端口.端口，例如 \"1-1.2\"", en: "bus-port.port: \"1-1.2\"")
            log.report(.badForm("port", value: port.value, form: form), at: port.mark)
        } else if let place = number.map({ USBAdapter.Place.serialNumber($0.value) }) ?? port.map({ .port($0.value) }) {
            return Placed(value: USBAdapter(place: place, interface: interface?.value), mark: mark)
        }
        return nil
    }

    /// A vendor's or product's number: four hexadecimal digits, in lower case then.
    mutating func usbNumber(_ key: String) -> String? {
        guard let text = text(key, limit: Limit.name, required: true) else { return nil }
        guard text.value.utf8.count == 4, text.value.allSatisfy(\.isHexDigit) else {
            let form = Bilingual(zh: "四位十六进制数，例如 \"04b8\"", en: "four hexadecimal digits: \"04b8\"")
            log.report(.badForm(key, value: text.value, form: form), at: text.mark)
            return nil
        }
        return text.value.lowercased()
    }
}

/// What may stand in a rule.
enum USBText {
    static func isSerialNumber(_ text: String) -> Bool { text.utf8.allSatisfy(isPlain) }

    /// A name for a port: one that is no folder's.
    static func isPortName(_ text: String) -> Bool { !text.isEmpty && !text.hasPrefix(".") && isSerialNumber(text) }

    /// `1-1.2`
    static func isPort(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, isNumber(parts[0]) else { return false }
        return parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isNumber)
    }

    private static func isNumber(_ text: Substring) -> Bool {
        (1...3).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// Which ports udev is to name, and whether it can.
struct PortChecks {
    private static let folder = "/dev/hall/"
    let file: HallFile
    let log: ProblemLog

    /// The ports in the file's order.
    func ports() -> [NamedPort] {
        var known: [(bus: String, adapter: Placed<USBAdapter>)] = []
        return file.buses.entries.compactMap { bus in
            guard let adapter = bus.adapter, let path = bus.path else { return nil }
            if let first = known.first(where: { $0.adapter.value.isMistakable(for: adapter.value) }) {
                log.report(.adapterTwice(first.bus, first: first.adapter.mark), at: adapter.mark)
            }
            known.append((bus.id.value, adapter))
            let name = path.value.hasPrefix(Self.folder) ? String(path.value.dropFirst(Self.folder.count)) : ""
            guard USBText.isPortName(name) else {
                log.report(.portNotNamed(path.value), at: path.mark)
                return nil
            }
            return NamedPort(name: name, adapter: adapter.value)
        }
    }
}

extension USBAdapter {
    /// One port of an adapter could be meant by both.
    fileprivate func isMistakable(for other: USBAdapter) -> Bool {
        place == other.place && (interface == nil || other.interface == nil || interface == other.interface)
    }
}
