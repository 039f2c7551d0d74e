import HallModel
import OrderedCollections

/// The hall as a value: takes inputs, decides, leaves facts.
///
/// ```
///  input ─▶ JournalWatch ─▶ ClockWatch ─▶ Adoption ─▶ Calendar ─▶ … ─▶ Queue ─▶ Ratings ─▶ Duties ─▶ Alarms ─▶ Announcer ─▶ decision
///                │                │           │           │              │         │         │         │
///                └────────────────┴───────────┴── facts ──┴──────────────┴─────────┴─────────┴─────────┴──▶ apply ─▶ recorded
/// ```
/// The rooms are visited once each, always in this order. A room sees what the rooms before it recorded and hears
/// their signals; no room calls another.
public struct Hall: Sendable, Equatable {
    /// Changed only by `apply`: what the journal can bring back.
    public private(set) var recorded: RecordedHall
    /// What devices last said and what is being timed: never journalled, empty after a restart.
    private(set) var live = LiveHall()
    /// The last step left nothing, and nothing was changed since but readings by which nothing is decided.
    private var isSettled = false
    /// Nothing falls due before; nil until that was looked up.
    private var settledUntil: MonotonicInstant?
    /// Readings that are known already.
    private var heard = HeardReadings()
    /// Rises whenever anything changes but readings by which nothing new is decided: what falls due stays the same until then.
    public var changes: UInt64 { counter.count }
    private var counter = ChangeCounter()

    /// A hall with nothing in it; facts or `started` fill it.
    public init() { recorded = RecordedHall() }

    /// Decides about one input. Changes `recorded` only through `apply`.
    public mutating func handle(_ input: HallInput, at now: HallInstant) -> HallDecision {
        // Most of what comes, hundreds of times a second: no room would find anything new.
        let told = input.told
        if let told, heard.repeats(told, live) || live.isUnwatched(told, recorded), isSettled(at: now) {
            live.keep(told.reading, of: told.point)
            return HallDecision()
        }
        let before = told.flatMap { live.readings[$0.point] }
        // The step owns the state while it works, so that nothing is copied.
        var step = HallStep(input: input, now: now)
        step.exchange(&recorded, &live)
        step.visitRooms()
        heard.follow(input, before, step)
        step.exchange(&recorded, &live)
        unsettle()
        isSettled = step.decision.isEmpty
        return step.decision
    }

    /// Makes a fact so. Decides nothing, never fails, and gives the same for the same facts in any build.
    public mutating func apply(_ fact: HallFact) {
        recorded.apply(fact)
        heard = HeardReadings()
        unsettle()
    }

    /// Goes back to what the journal holds after a failed commit, and keeps what devices last said: jobs of the lost
    /// batch never left, outcomes of earlier jobs are settled with the next `journalRecovered`.
    public mutating func recover(from facts: some Sequence<HallFact>) {
        recorded = RecordedHall()
        heard = HeardReadings()
        unsettle()
        for fact in facts { recorded.apply(fact) }
        live.forgetLostBatch(lastJob: recorded.lastJob, lastWrite: recorded.controls.lastWrite)
    }

    /// Goes back to the last commit at once, before the journal can be read again, and keeps what devices last said.
    public mutating func rollBack(to committed: Hall) {
        recorded = committed.recorded
        heard = HeardReadings()
        unsettle()
        // What was to be sent with the lost batch never was.
        live.jobs = committed.live.jobs
        live.lostProofs = committed.live.lostProofs
        live.brokenOff = committed.live.brokenOff
        live.voice = committed.live.voice
        live.controls.attempts = committed.live.controls.attempts
        live.forgetLostBatch(lastJob: recorded.lastJob, lastWrite: recorded.controls.lastWrite)
    }

    /// When the hall wants `timeReached` next: a print or an alarm falls due, the service day turns, or the wall clock
    /// is to be looked at again, since nobody tells when it is set.
    public func nextWake(at now: HallInstant) -> MonotonicInstant? {
        var wakes = live.alarmWakes + live.climate.wakes
        wakes += live.voice.wakes
        wakes += live.climate.book.map { LimitClock.wakes($0, recorded, at: now) } ?? []
        if !recorded.isActive(.journalUnavailable) {
            wakes += live.printWakes + live.controls.wakes
            wakes += ServiceDays.wakes(recorded, at: now)
            // A configuration that the day's turn may have made possible.
            if let refused = live.refusedPlan, refused.day != recorded.day { wakes.append(now.monotonic) }
            wakes += live.power.wakes
            wakes += live.ratings.wakes + live.absences.values + live.waits.wakes
            if let wake = live.noticeWake { wakes.append(wake) }
            wakes += Alarms.shelfWakes(recorded, at: now) + Alarms.followUpWakes(recorded, at: now)
        }
        return wakes.min()
    }

    /// At most for a second, since nobody tells when the wall clock is set.
    private mutating func isSettled(at now: HallInstant) -> Bool {
        guard isSettled else { return false }
        let longest = now.monotonic + .seconds(1)
        let until = settledUntil ?? nextWake(at: now).map { min($0, longest) } ?? longest
        settledUntil = until
        return now.monotonic < until
    }

    private mutating func unsettle() {
        isSettled = false
        settledUntil = nil
        counter.count &+= 1
    }

    /// What a device should show; nil for a device that shows nothing.
    public func desired(_ device: DeviceID) -> DesiredState? { Signage.desired(device, recorded, live) }

    /// Whether a ticket sent to the kiosk's printer now would come out, as far as the printer has told.
    public func canPrint(at kiosk: KioskID) -> Bool {
        guard let plan = recorded.plan, let kiosk = plan.kiosk(kiosk) else { return false }
        return live.canPrint(at: kiosk)
    }
}

/// Halls that came to the same by different steps are equal.
private struct ChangeCounter: Sendable, Equatable {
    var count: UInt64 = 0

    static func == (left: Self, right: Self) -> Bool { true }
}
