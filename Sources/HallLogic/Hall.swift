import HallModel

/// The hall as a value: takes inputs, decides, leaves facts.
public struct Hall: Sendable, Equatable {
    /// Changed only by `apply`: what the journal can bring back.
    public private(set) var recorded: RecordedHall

    /// A hall with nothing in it; facts or `started` fill it.
    public init() { recorded = RecordedHall() }

    /// Decides about one input. Changes `recorded` only through `apply`.
    public mutating func handle(_ input: HallInput, at now: HallInstant) -> HallDecision { HallDecision() }

    /// Makes a fact so. Decides nothing, never fails, and gives the same for the same facts in any build.
    public mutating func apply(_ fact: HallFact) {}

    /// When the hall wants `timeReached` next.
    public func nextWake(at now: HallInstant) -> MonotonicInstant? { nil }

    /// What a device should show; nil for a device that shows nothing.
    public func desired(_ device: DeviceID) -> DesiredState? { nil }
}

/// Everything the journal can bring back.
public struct RecordedHall: Sendable, Equatable {
    /// The plan in force; nil before the first.
    public internal(set) var plan: HallPlan?
    /// Its hash.
    public internal(set) var planHash: String?
    /// The open service day; nil before the first.
    public internal(set) var day: ServiceDay?
    /// Today's tickets and those carried over the turn, in the order of taking.
    public internal(set) var tickets: [Ticket] = []
    /// The windows, in the plan's order.
    public internal(set) var windows: [WindowState] = []
    /// The alarms that are not normal, in the order of rising.
    public internal(set) var alarms: [Alarm] = []
}
