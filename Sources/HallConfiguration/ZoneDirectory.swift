import HallModel

/// The machine's time zones: compiled files in one folder, and a table of their names.
struct ZoneDirectory {
    /// Where Debian's tzdata puts them.
    static let standard = ZoneDirectory(path: "/usr/share/zoneinfo")

    let path: String
    /// The largest zone of tzdata has some 4 KiB.
    private static let largestFile = 65_536

    /// Reports a name that is no zone; a warning when the machine has no zones at all.
    func check(_ zone: Placed<String>, log: ProblemLog) {
        guard FileSystem.isFolder(path) else {
            log.report(.noZoneData(path), at: zone.mark)
            return
        }
        if !isZone(zone.value) { log.report(.noSuchTimezone(zone.value, known: names), at: zone.mark) }
    }

    private func isZone(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isSafe = parts.allSatisfy { part in
            !part.isEmpty && part.first != "."
                && part.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"):
                        true
                    default: false
                    }
                }
        }
        guard isSafe, let content = try? FileSystem.read("\(path)/\(name)", limit: Self.largestFile) else {
            return false
        }
        return content.starts(with: Array("TZif".utf8))
    }

    /// Third column of `zone.tab`.
    private var names: [String] {
        guard let content = try? FileSystem.read("\(path)/zone.tab", limit: Limit.fileBytes) else { return [] }
        let lines = String(decoding: content, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
        return ["UTC"]
            + lines.compactMap { line in
                let fields = line.split(separator: "\t")
                return fields.count >= 3 ? String(fields[2]) : nil
            }
    }
}
