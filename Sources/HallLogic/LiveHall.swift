import HallModel
import OrderedCollections

/// What is known of this run only: what devices last said, and what is being timed. Never journalled.
struct LiveHall: Sendable, Equatable {
    /// Outcomes remembered for the recovery of the journal.
    private static let outcomeLimit = 512

    /// A device's presence, as last told.
    struct DevicePresence: Sendable, Equatable {
        var presence: Presence
        var detail: DeviceDetail
    }

    /// A print job that has not ended yet.
    struct OpenJob: Sendable, Equatable {
        var printer: DeviceID
        /// When the hall acts: asks for withdrawal, or gives up waiting for its answer.
        var due: MonotonicInstant
        /// The printer has it; else it waits for the jobs before it.
        var isSent = false
        /// The printer was asked to forget it.
        var withdrawn = false
    }

    /// The build's date, once the daemon has started.
    var builtAt: WallTime?
    private(set) var presences: OrderedDictionary<DeviceID, DevicePresence> = [:]
    private(set) var printers: OrderedDictionary<DeviceID, PrinterCondition> = [:]
    /// What is known of points, as last told.
    private(set) var readings: OrderedDictionary<PointID, Reading> = [:]
    /// When an appointment comes so near that its visitor should have been told, or is over.
    var noticeWake: MonotonicInstant?
    /// Since when visitors wait.
    var waits = WaitClock()
    /// When those who did not come have had their time to come back.
    var absences: OrderedDictionary<TicketID, MonotonicInstant> = [:]
    /// Printers in which a part of a broken-off job may stand: the next one closes it.
    var brokenOff: OrderedSet<DeviceID> = []
    /// In the order of ordering.
    var jobs: OrderedDictionary<JobID, OpenJob> = [:]
    /// Since when windows call for help.
    var assists: OrderedDictionary<WindowID, MonotonicInstant> = [:]
    /// When each user sent messages, of the last minute.
    var sent: OrderedDictionary<String, [MonotonicInstant]> = [:]
    /// Proofs lost in a row, for each ticket that waits for one.
    var lostProofs: OrderedDictionary<TicketID, Int> = [:]
    /// The newest outcomes told, oldest first.
    private(set) var outcomes: OrderedDictionary<JobID, PrintOutcome> = [:]
    /// Causes that are there and have not lasted long enough, with the moment at which they have.
    var rising: OrderedDictionary<AlarmCause, RisingAlarm> = [:]
    /// Suppressed alarms whose bus is back, with the moment at which they stand for themselves again.
    var releasing: OrderedDictionary<AlarmID, MonotonicInstant> = [:]
    /// Batteries in use.
    var power = LivePower()
    /// Presses at rating pads, and times to rate.
    var ratings = LiveRatings()
    /// When the alarm about dropped input returns.
    var overflowEnds: MonotonicInstant?
    /// A configuration offered while the journal could not be written.
    var heldPlan: HeldPlan?
    /// What is being averaged and timed about readings.
    var climate = LiveClimate()
    /// What is being called aloud.
    var voice = LiveVoice()
    /// Attempts to write under way, and who waits for them.
    var controls = LiveControls()

    /// The configuration last offered, while it is refused: it is tried again when the day turns.
    var refusedPlan: RefusedPlan?

    /// A configuration that was refused on a service day.
    struct RefusedPlan: Sendable, Equatable {
        var offer: HeldPlan
        /// The day of the refusal; nil before the first.
        var day: ServiceDay?
    }

    /// A configuration that waits for the journal.
    struct HeldPlan: Sendable, Equatable {
        var plan: HallPlan
        var hash: String
    }

    /// Takes in what a device says of itself; devices outside the plan are not listened to.
    mutating func absorb(_ input: HallInput, plan: HallPlan?, newest: WallTime?) {
        switch input {
        case .started(let start):
            builtAt = start.builtAt
            power.knownUntil = newest
        case .report(let report):
            if case .print(let job, let outcome) = report.content { remember(outcome, of: job) }
            if case .reading(let name, let reading) = report.content {
                // The book knows every point of the plan, and is asked thousands of times a second.
                let point = PointID(report.device, name)
                if climate.book?.entries[point] != nil { readings[point] = reading }
                return
            }
            guard plan?.device(report.device) != nil else { return }
            switch report.content {
            case .presence(let presence, let detail):
                presences[report.device] = DevicePresence(presence: presence, detail: detail)
                if presence == .offline { fallSilent(report.device) }
            case .printer(let condition): printers[report.device] = condition
            case .written(let write, let outcome, let readBack):
                controls.remember(outcome, readBack, of: write, from: report.device)
            case .reading, .key, .print, .noise, .exchanges, .spoken: break
            }
        case .planOffered, .command, .journalFailed, .journalRecovered, .historyFailed, .historyRecovered,
            .recordCompared, .inputDropped, .timeReached:
            break
        }
    }

    /// A good reading of a point by which nothing is decided and of which nothing is wrong.
    func isUnwatched(_ told: ToldReading, _ recorded: RecordedHall) -> Bool {
        told.reading.quality == .good && climate.book?.unwatched.contains(told.point) ?? false
            && climate.book?.planHash == recorded.planHash && climate.troubles[told.point] == nil
            && !recorded.hasAlarm(about: .point(told.point))
    }

    /// Keeps what is known of a point of the plan.
    mutating func keep(_ reading: Reading, of point: PointID) { readings[point] = reading }

    /// What was read before a device fell silent says nothing about the time after.
    private mutating func fallSilent(_ device: DeviceID) {
        let times = readings.elements.filter { $0.key.device == device }.compactMap(\.value.readAt)
        power.silentAfter[device] = times.max()
    }

    private mutating func remember(_ outcome: PrintOutcome, of job: JobID) {
        outcomes[job] = outcome
        if outcomes.count > Self.outcomeLimit { outcomes.removeFirst() }
    }

    /// What a device has read back after a write is what it has.
    mutating func takeReadBack(_ value: PointValue, of point: PointID, at now: MonotonicInstant) {
        readings[point] = .good(value, at: now)
    }

    /// A printer may print unless it, or its wire, said that it cannot.
    func canPrint(at kiosk: KioskPlan) -> Bool {
        guard let printer = kiosk.printer else { return false }
        if let condition = printers[printer], !condition.canPrint { return false }
        switch presences[printer]?.presence {
        case .offline, .absent, .disabled: return false
        case .online, .unknown, nil: return true
        }
    }

    /// Forgets devices that are no longer in the plan.
    mutating func keepDevices(of plan: HallPlan) {
        for device in presences.keys where plan.device(device) == nil { presences[device] = nil }
        for device in printers.keys where plan.device(device) == nil { printers[device] = nil }
        for point in readings.keys where plan.point(point) == nil { readings[point] = nil }
        for cause in rising.keys where !plan.holds(cause.source) { rising[cause] = nil }
    }

    /// Forgets what was decided and never left: jobs that the journal does not know, whose numbers are given again, and
    /// requests to withdraw, which are made again.
    mutating func forgetLostBatch(lastJob last: JobID, lastWrite: WriteID) {
        controls.forget(after: lastWrite)
        for job in jobs.keys {
            jobs[job]?.withdrawn = false
            if job > last { jobs[job] = nil }
        }
        for job in outcomes.keys where job > last { outcomes[job] = nil }
    }

    /// When prints fall due.
    var printWakes: [MonotonicInstant] { jobs.values.map(\.due) }

    /// When alarms fall due.
    var alarmWakes: [MonotonicInstant] {
        rising.values.map(\.due) + releasing.values + (overflowEnds.map { [$0] } ?? [])
    }
}

extension HallPlan {
    /// What an alarm is about is still in the plan.
    func holds(_ source: AlarmSource) -> Bool {
        switch source {
        case .hall, .ticket: true
        case .device(let id): device(id) != nil
        case .point(let id): point(id) != nil
        case .bus(let id): bus(id) != nil
        case .window(let id): window(id) != nil
        case .service(let id): service(id) != nil
        case .zone(let id): zones.contains { $0.id == id }
        }
    }
}
