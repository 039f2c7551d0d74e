import Glibc
import HallModel

/// What belongs to an installed hall outside its file: what systemd and udev were told of it.
struct Installation {
    /// The file that the service runs.
    var configuration = "/etc/halld/hall.yaml"
    /// There only where systemd runs the machine.
    var system = "/run/systemd/system"
    /// Where the service's own settings stand.
    var settings = "/etc/systemd/system/halld.service.d"
    /// Where udev looks for the names of the hall's ports.
    var rules = "/etc/udev/rules.d/61-halld.rules"

    /// Warnings about what is missing or out of date; none about a file that no service runs.
    func problems(
        of result: ConfigurationLoader.Result, from file: String, in language: Language
    ) -> [ConfigurationProblem] {
        guard file == configuration, let plan = result.plan, FileSystem.isFolder(system) else { return [] }
        let allowed = allowedRanges()
        let closed = ServiceSettings.addresses(of: plan).filter { address in !allowed.contains { $0.contains(address) }
        }
        let settingsLog = ProblemLog(file: settings + "/addresses.conf", language: language)
        if !closed.isEmpty {
            settingsLog.report(.addressesNotAllowed(closed, config: file, target: settingsLog.file), at: .wholeFile)
        }
        let rulesLog = ProblemLog(file: rules, language: language)
        let wanted = UdevRules.text(of: result.ports)
        if (text(of: rules) ?? "") != wanted {
            rulesLog.report(.portsNotNamed(config: file, target: rules), at: .wholeFile)
        }
        return settingsLog.sorted + rulesLog.sorted
    }

    /// What the settings beside the service allow; an empty value takes back what stood before it.
    private func allowedRanges() -> [AddressRange] {
        let key = "IPAddressAllow="
        let files = ((try? FileSystem.names(in: settings)) ?? []).filter { $0.hasSuffix(".conf") }
        let lines = files.flatMap { (text(of: "\(settings)/\($0)") ?? "").split(separator: "\n") }
        return lines.filter { $0.hasPrefix(key) }.reduce(into: []) { ranges, line in
            let words = line.dropFirst(key.count).split(separator: " ")
            if words.isEmpty { ranges = [] } else { ranges += words.flatMap { AddressRange.named(String($0)) } }
        }
    }

    private func text(of file: String) -> String? {
        (try? FileSystem.read(file, limit: Limit.fileBytes)).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Addresses that begin alike: `192.168.10.0/24`
struct AddressRange {
    private let start: [UInt8]
    private let bits: Int

    /// The ranges that a word of systemd stands for; none for a word it does not know either.
    static func named(_ word: String) -> [AddressRange] {
        switch word {
        case "any": ["0.0.0.0/0", "::/0"].compactMap(AddressRange.init)
        case "localhost": ["127.0.0.0/8", "::1/128"].compactMap(AddressRange.init)
        case "link-local": ["169.254.0.0/16", "fe80::/64"].compactMap(AddressRange.init)
        default: [AddressRange(word)].compactMap(\.self)
        }
    }

    private init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let start = Self.bytes(parts[0]) else { return nil }
        let bits = parts.count == 1 ? start.count * 8 : Int(parts[1])
        guard parts.count <= 2, let bits, (0...start.count * 8).contains(bits) else { return nil }
        self.start = start
        self.bits = bits
    }

    /// A numeric address lies in it.
    func contains(_ address: String) -> Bool {
        guard let bytes = Self.bytes(address), bytes.count == start.count else { return false }
        return (0..<bits).allSatisfy { bit in
            let mask: UInt8 = 0x80 >> (bit % 8)
            return bytes[bit / 8] & mask == start[bit / 8] & mask
        }
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        FileSystem.address(text, family: AF_INET) ?? FileSystem.address(text, family: AF_INET6)
    }
}

extension Finding {
    fileprivate static func addressesNotAllowed(_ addresses: [String], config: String, target: String) -> Finding {
        .warning(
            Bilingual(
                zh: "服务不得访问 \(addresses.joined(separator: "、"))",
                en: "the service may not talk to \(addresses.joined(separator: ", "))"),
            Bilingual(
                zh:
                    "请运行：halld units --config \(config) >\(target) && systemctl daemon-reload && systemctl restart halld",
                en: "halld units --config \(config) >\(target) && systemctl daemon-reload && systemctl restart halld"))
    }

    fileprivate static func portsNotNamed(config: String, target: String) -> Finding {
        .warning(
            Bilingual(zh: "与配置中的 USB 适配器不一致", en: "does not say what the configuration says of USB adapters"),
            Bilingual(
                zh: "请运行：halld rules --config \(config) >\(target) && udevadm control --reload && udevadm trigger",
                en: "halld rules --config \(config) >\(target) && udevadm control --reload && udevadm trigger"))
    }
}
