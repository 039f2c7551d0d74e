/// The hall's offsets from UTC, computed at the edge with the C library and handed to pure code.
///
/// Covers the days around the moment it was made (the daemon renews it daily for the next 400 days); before the
/// first change the first offset holds, after the last one the last.
public struct CivilClock: Sendable, Equatable {
    /// One offset and the moment from which it holds.
    public struct Change: Sendable, Equatable {
        /// First moment of this offset.
        public var from: WallTime
        /// Seconds east of UTC, −64 800…64 800.
        public var offsetSeconds: Int32

        /// An offset that holds from a moment on.
        public init(from: WallTime, offsetSeconds: Int32) {
            self.from = from
            self.offsetSeconds = offsetSeconds
        }
    }

    /// In order of time, at least one.
    public let changes: [Change]

    /// A clock with one offset for ever.
    public init(fixedOffsetSeconds: Int32) {
        changes = [Change(from: WallTime(microseconds: .min), offsetSeconds: fixedOffsetSeconds)]
    }

    /// A clock with changes, in order of time; without any it shows UTC.
    public init(changes: [Change]) {
        self.changes = changes.isEmpty ? Self(fixedOffsetSeconds: 0).changes : changes
    }

    /// Seconds east of UTC at a moment.
    public func offset(at wall: WallTime) -> Int32 {
        let held = changes.last { $0.from <= wall } ?? changes[0]
        return held.offsetSeconds
    }

    /// Date and time of day in the hall.
    public func local(_ wall: WallTime) -> CivilTime {
        let shifted = wall.seconds + Int64(offset(at: wall))
        let days = shifted.flooredDivision(by: 86_400)
        let second = Int(shifted - days * 86_400)
        let date = CivilDate(daysSince1970: Int(days))
        return CivilTime(date: date, secondOfDay: second, offsetSeconds: offset(at: wall))
    }

    /// The first moment from `wall` on (not before) at which the hall's time of day is `secondOfDay`.
    ///
    /// A time of day that a change of offset skips is taken at the moment of the change.
    public func next(secondOfDay: Int, from wall: WallTime) -> WallTime {
        let today = local(wall).date.daysSince1970
        for day in (today - 1)...(today + 2) {
            let naive = Int64(day) * 86_400 + Int64(secondOfDay)
            // Where the clock is set back a time of day comes twice, under two offsets: the earlier one is next.
            let candidates = changes.compactMap { change -> WallTime? in
                let candidate = WallTime(seconds: naive - Int64(change.offsetSeconds))
                return offset(at: candidate) == change.offsetSeconds && candidate >= wall ? candidate : nil
            }
            if let first = candidates.min() { return first }
            if let skipping = changes.first(where: { skips(naive, at: $0) && $0.from >= wall }) { return skipping.from }
        }
        return WallTime(seconds: wall.seconds + 86_400)
    }

    private func skips(_ naive: Int64, at change: Change) -> Bool {
        guard let index = changes.firstIndex(of: change), index > 0 else { return false }
        let before = change.from.seconds + Int64(changes[index - 1].offsetSeconds)
        let after = change.from.seconds + Int64(change.offsetSeconds)
        return before <= naive && naive < after
    }
}

/// A day of the Gregorian calendar.
public struct CivilDate: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Days since 1970-01-01, negative before.
    public let daysSince1970: Int

    /// Days since 1970-01-01.
    public init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

    /// A date by its parts; a day beyond the month's end runs into the next month.
    public init(year: Int, month: Int, day: Int) {
        // Years begin in March here, so that the leap day is a year's last.
        let marchYear = month <= 2 ? year - 1 : year
        let era = Int(Int64(marchYear).flooredDivision(by: 400))
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSince1970 = era * 146_097 + dayOfEra - 719_468
    }

    /// Year, month 1…12, day 1…31.
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = daysSince1970 + 719_468
        let era = Int(Int64(shifted).flooredDivision(by: 146_097))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Earlier is smaller.
    public static func < (left: Self, right: Self) -> Bool { left.daysSince1970 < right.daysSince1970 }

    /// `2026-11-21`
    public var description: String { String(decoding: digits, as: UTF8.self) }

    /// `2026-11-21` in ASCII.
    fileprivate var digits: [UInt8] {
        let (year, month, day) = parts
        var text: [UInt8] = []
        if 0...9999 ~= year {
            text.append(twoDigits: year / 100)
            text.append(twoDigits: year % 100)
        } else {
            text.append(contentsOf: padded(year, 4).utf8)
        }
        text.append(UInt8(ascii: "-"))
        text.append(twoDigits: month)
        text.append(UInt8(ascii: "-"))
        text.append(twoDigits: day)
        return text
    }

    /// Reads `2026-11-21`; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count == 3, fields[0].count == 4, fields[1].count == 2, fields[2].count == 2,
            fields.allSatisfy({ $0.utf8.allSatisfy { UInt8(ascii: "0") <= $0 && $0 <= UInt8(ascii: "9") } }),
            let year = Int(fields[0]), let month = Int(fields[1]), let day = Int(fields[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard parts == (year, month, day) else { return nil }
    }

    /// Reads `2026-11-21`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let date = CivilDate(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date like 2026-11-21")
        }
        self = date
    }

    /// Writes `2026-11-21`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Date and time of day in the hall.
public struct CivilTime: Sendable, Equatable {
    /// The date.
    public var date: CivilDate
    /// Seconds since local midnight, 0…86 399.
    public var secondOfDay: Int
    /// Seconds east of UTC.
    public var offsetSeconds: Int32

    /// Date and time by their parts.
    public init(date: CivilDate, secondOfDay: Int, offsetSeconds: Int32) {
        self.date = date
        self.secondOfDay = secondOfDay
        self.offsetSeconds = offsetSeconds
    }

    /// `09:05`
    public var clock: String { "\(padded(secondOfDay / 3600, 2)):\(padded(secondOfDay / 60 % 60, 2))" }

    /// `2026-11-21T09:05:07+08:00`, RFC 3339.
    public var rfc3339: String {
        let offset = abs(Int(offsetSeconds))
        // Bytes, since every ticket that is shown has some of these.
        var text = date.digits
        text.reserveCapacity(25)
        text.append(UInt8(ascii: "T"))
        text.append(twoDigits: secondOfDay / 3600)
        text.append(UInt8(ascii: ":"))
        text.append(twoDigits: secondOfDay / 60 % 60)
        text.append(UInt8(ascii: ":"))
        text.append(twoDigits: secondOfDay % 60)
        text.append(offsetSeconds < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        text.append(twoDigits: offset / 3600)
        text.append(UInt8(ascii: ":"))
        text.append(twoDigits: offset / 60 % 60)
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// A number of 0…99 as ASCII digits.
    fileprivate mutating func append(twoDigits number: Int) {
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10 % 10))
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }
}

/// The day that tickets are numbered in: from the hall's `dayStart` (04:00 unless set) to the next.
public typealias ServiceDay = CivilDate

/// The number in decimal digits, with leading zeros up to `width`.
public func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
