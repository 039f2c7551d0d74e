/// The seasons of a hall by date, for plants that do not tell whether they cool or heat.
public struct SeasonDates: Sendable, Equatable, Codable {
    /// The days on which plants cool; nil for none.
    public var cooling: DateRange?
    /// The days on which plants heat; nil for none.
    public var heating: DateRange?

    /// Both ranges; the configuration sees that they do not overlap.
    public init(cooling: DateRange?, heating: DateRange?) {
        self.cooling = cooling
        self.heating = heating
    }

    /// Days that come every year, both ends included.
    public struct DateRange: Sendable, Equatable, Codable {
        /// The first day.
        public var from: MonthDay
        /// The last day; before the first where the range goes on over New Year.
        public var to: MonthDay

        /// From…to.
        public init(from: MonthDay, to: MonthDay) {
            self.from = from
            self.to = to
        }

        /// The day is one of them.
        public func contains(_ day: MonthDay) -> Bool {
            from <= to ? from <= day && day <= to : from <= day || day <= to
        }

        /// They have a day in common: where two ranges do, one of them begins within the other.
        public func overlaps(_ other: Self) -> Bool { contains(other.from) || other.contains(from) }
    }
}

/// A day that comes every year.
public struct MonthDay: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    private static let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    /// 1…12
    public let month: Int
    /// 1 to the month's last day, in February 28.
    public let day: Int

    /// The day of a date; a leap day counts as the day before it.
    public init(_ date: CivilDate) {
        let (_, month, day) = date.parts
        self.month = month
        self.day = min(day, Self.lengths[month - 1])
    }

    /// Reads `05-15`; nil for anything else, and for `02-29`, which does not come every year.
    public init?(_ text: some StringProtocol) {
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count == 2, fields.allSatisfy({ $0.utf8.count == 2 }),
            fields.allSatisfy({ $0.utf8.allSatisfy { UInt8(ascii: "0") <= $0 && $0 <= UInt8(ascii: "9") } }),
            let month = Int(fields[0]), let day = Int(fields[1]), (1...12).contains(month),
            (1...Self.lengths[month - 1]).contains(day)
        else { return nil }
        self.month = month
        self.day = day
    }

    /// Earlier in the year is smaller.
    public static func < (left: Self, right: Self) -> Bool { (left.month, left.day) < (right.month, right.day) }

    /// `05-15`
    public var description: String { "\(padded(month, 2))-\(padded(day, 2))" }

    /// Reads `05-15`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = MonthDay(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a day like 05-15")
        }
        self = day
    }

    /// Writes `05-15`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
