import Glibc
import HallModel
import Synchronization

/// Why a time zone cannot be used.
public struct TimeZoneError: Error, Sendable, Equatable, LocalizedText {
    /// The name as it was asked for.
    public var name: String
    /// What is wrong and what to do.
    public var bilingual: Bilingual
}

extension CivilClock {
    /// Days before the moment asked for whose offsets the clock knows too: records of the last weeks are shown right.
    static let daysBefore = 35
    /// Days after it.
    static let daysAfter = 400

    /// The offsets of a zone of the tz database (`Asia/Shanghai`) around a moment, as the C library computes them.
    ///
    /// The C library has one time zone for the whole process, taken from the environment: this sets `TZ`, so a
    /// process uses one zone and asks for it before other threads read the environment. Later calls with the same name
    /// change nothing and may come from any thread.
    ///
    /// - Throws: `TimeZoneError` for a name that the machine's tz database does not hold (the C library would silently
    ///   show UTC).
    public init(zone name: String, around moment: WallTime) throws(TimeZoneError) {
        try ZoneDatabase.check(name)
        self.init(changes: ZoneDatabase.changes(in: name, around: moment))
    }
}

private enum ZoneDatabase {
    private static let library = Mutex<String?>(nil)

    static func check(_ name: String) throws(TimeZoneError) {
        let directory = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let letters = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        guard letters, !parts.isEmpty, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            throw TimeZoneError(
                name: name,
                bilingual: Bilingual(
                    zh: "不是时区名：请用 Asia/Shanghai 这样的名称", en: "not the name of a time zone: use one like Asia/Shanghai"))
        }
        // UTC needs no database.
        if name == "UTC" { return }
        let path = directory + "/" + name
        guard startsWithZoneMagic(path) else {
            throw TimeZoneError(
                name: name,
                bilingual: Bilingual(
                    zh: "\(directory) 中没有时区 \(name)：请用 Asia/Shanghai 这样的名称，并安装 tzdata",
                    en: "no time zone \(name) in \(directory): use a name like Asia/Shanghai, install tzdata"))
        }
    }

    private static func startsWithZoneMagic(_ path: String) -> Bool {
        let file = OwnedDescriptor(owning: open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
        guard file.number >= 0 else { return false }
        var magic: [UInt8] = [0, 0, 0, 0]
        return read(file.number, &magic, 4) == 4 && magic == Array("TZif".utf8)
    }

    static func changes(in name: String, around moment: WallTime) -> [CivilClock.Change] {
        library.withLock { current in
            if current != name {
                setenv("TZ", name == "UTC" ? "UTC0" : ":" + name, 1)
                tzset()
                current = name
            }
            let day: Int64 = 86_400
            let first = moment.seconds - Int64(CivilClock.daysBefore) * day
            let last = moment.seconds + Int64(CivilClock.daysAfter) * day
            var changes = [
                CivilClock.Change(from: WallTime(microseconds: .min), offsetSeconds: offset(at: first))
            ]
            // A day is a finer step than any two changes of one zone are apart.
            for start in stride(from: first, to: last, by: Int(day)) {
                let before = offset(at: start)
                let after = offset(at: start + day)
                guard before != after else { continue }
                var low = start
                var high = start + day
                while high - low > 1 {
                    let middle = low + (high - low) / 2
                    if offset(at: middle) == before { low = middle } else { high = middle }
                }
                changes.append(CivilClock.Change(from: WallTime(seconds: high), offsetSeconds: after))
            }
            return changes
        }
    }

    private static func offset(at second: Int64) -> Int32 {
        var time = time_t(second)
        var parts = tm()
        guard localtime_r(&time, &parts) != nil else { return 0 }
        return Int32(parts.tm_gmtoff)
    }
}
