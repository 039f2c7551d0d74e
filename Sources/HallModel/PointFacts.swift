/// A write's number: rises over the whole journal, never given twice.
public typealias WriteID = Int

/// An attempt to give a point a value: a command of a person, or a correction by the hall. It has a deadline and an
/// outcome, and is never sent later.
public struct PointWrite: Sendable, Equatable {
    /// Its number.
    public var id: WriteID
    /// Which point.
    public var point: PointID
    /// What it shall have.
    public var value: PointValue
    /// When the attempt ends: nothing is sent after it.
    public var deadline: MonotonicInstant

    /// An attempt.
    public init(id: WriteID, point: PointID, value: PointValue, deadline: MonotonicInstant) {
        self.id = id
        self.point = point
        self.value = value
        self.deadline = deadline
    }
}

/// How an attempt to write ended.
public enum WriteOutcome: String, Sendable, Codable, CaseIterable {
    /// Read back: the point has the value.
    case confirmed
    /// Read back: the point has another value.
    case differs
    /// The device answered that it will not.
    case rejected
    /// No answer, or none that could be read; whether it was taken is not known.
    case unanswered
    /// The deadline passed before it could be sent.
    case expired
    /// Another value for the point was ordered before it could be sent.
    case superseded
    /// The daemon stopped before the outcome was known.
    case interrupted
}

/// A point shall be written.
public struct PointWriteOrdered: FactPayload {
    /// Its name in the journal.
    public static let kind = "point-write-ordered"
    /// Its number.
    public var write: WriteID
    /// Which point.
    public var point: PointID
    /// What it shall have.
    public var value: PointValue
    /// Who: a user's name, or `hall` for a correction.
    public var by: String
    /// Their words; for a correction the limit that asks for it.
    public var reason: String
    /// When.
    public var at: WallTime

    /// All fields.
    public init(write: WriteID, point: PointID, value: PointValue, by: String, reason: String, at: WallTime) {
        self.write = write
        self.point = point
        self.value = value
        self.by = by
        self.reason = reason
        self.at = at
    }
}

/// An attempt to write ended.
public struct PointWriteSettled: FactPayload {
    /// Its name in the journal.
    public static let kind = "point-write-settled"
    /// Its number.
    public var write: WriteID
    /// Which point.
    public var point: PointID
    /// How.
    public var outcome: WriteOutcome
    /// What was read back; nil if nothing was.
    public var readBack: PointValue?
    /// When.
    public var at: WallTime

    /// All fields.
    public init(write: WriteID, point: PointID, outcome: WriteOutcome, readBack: PointValue?, at: WallTime) {
        self.write = write
        self.point = point
        self.outcome = outcome
        self.readBack = readBack
        self.at = at
    }
}

/// What the hall wants of its outputs and plants, and the attempts under way: what the journal can bring back.
public struct ControlState: Sendable, Equatable, Codable {
    /// A value that a point shall keep.
    public struct Wish: Sendable, Equatable, Codable {
        /// Which point.
        public var point: PointID
        /// What it shall have.
        public var value: PointValue
        /// Corrections since somebody chose the value: a set-point is corrected once, then left.
        public var corrections: Int

        /// A value that a point shall keep.
        public init(point: PointID, value: PointValue, corrections: Int = 0) {
            self.point = point
            self.value = value
            self.corrections = corrections
        }
    }
    /// The values that points shall keep, in the order of the first wish.
    public var wishes: [Wish] = []
    /// Attempts without an outcome, oldest first.
    public var pending: [PointWriteOrdered] = []
    /// The number of the last attempt.
    public var lastWrite: WriteID = 0

    /// Nothing is wanted.
    public init() {}
}
