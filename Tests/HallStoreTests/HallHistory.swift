import HallModel

@testable import HallStore

/// Days of a small hall that could have happened, in batches as the daemon would commit them. The same seed gives the
/// same history.
struct HallHistory {
    private(set) var batches: [Journal.Batch] = []
    private var generator: SeededGenerator
    private var day = Golden.day
    private var second: Int64 = 0
    private var count = 0
    private var order = 0
    private var job = 0
    private var waiting: [TicketID] = []

    /// As many batches as asked for; a new day begins every `batchesADay`.
    init(seed: UInt64, batches wanted: Int, batchesADay: Int = .max) {
        generator = SeededGenerator(seed: seed)
        add([
            .planAdopted(PlanAdopted(hash: Golden.planHash, plan: Golden.plan, at: now)), dayOpened,
            .daemonStarted(DaemonStarted(at: now, version: "0.1.0", epoch: "e")),
        ])
        while batches.count < wanted {
            if batches.count.isMultiple(of: batchesADay) { turn() } else { step() }
        }
    }

    var facts: [HallFact] { batches.flatMap(\.facts) }

    private var now: WallTime { Golden.at(second) }

    private mutating func step() {
        second += Int64.random(in: 1...90, using: &generator)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<5: take()
        case 5..<9 where !waiting.isEmpty: serve(waiting.removeFirst())
        default:
            add([
                .windowModeChanged(WindowModeChanged(window: "1", mode: .open, reason: "", at: now, by: "clerk-1"))
            ])
        }
    }

    private mutating func take() {
        count += 1
        order += 1
        job += 1
        let ticket = TicketID(day: day, number: TicketNumber(prefix: "A", count: count))
        add([
            .ticketTaken(
                TicketTaken(
                    ticket: ticket, service: "household", count: count, priority: .ordinary, at: now, order: order,
                    source: .kiosk("kiosk-1"), ahead: waiting.count, onPaper: true)),
            .printOrdered(
                PrintOrdered(job: JobID(job), ticket: ticket, printer: "printer-gb2312", reason: .taken, at: now)),
        ])
        waiting.append(ticket)
    }

    private mutating func serve(_ ticket: TicketID) {
        add([
            .ticketCalled(
                TicketCalled(ticket: ticket, window: "1", at: now, by: "w1-caller", rule: .firstTaken, inputs: []))
        ])
        add([
            .serviceStarted(ServiceStarted(ticket: ticket, window: "1", at: now, by: "w1-caller")),
            .serviceFinished(ServiceFinished(ticket: ticket, window: "1", at: now, by: "w1-caller")),
        ])
    }

    private mutating func turn() {
        day = CivilDate(daysSince1970: day.daysSince1970 + 1)
        count = 0
        add([dayOpened])
        waiting = []
    }

    private var dayOpened: HallFact {
        .dayOpened(
            DayOpened(
                day: day, at: now, planHash: Golden.planHash, alarms: [], carried: [], lapsed: waiting,
                windows: [WindowState(id: "1")], lastJob: JobID(job), lastOrder: order))
    }

    private mutating func add(_ facts: [HallFact]) {
        var batch = Journal.Batch()
        batch.facts = facts
        batches.append(batch)
    }
}

extension Journal {
    /// Commits a history, batch by batch.
    func commit(_ history: HallHistory) throws(StoreError) {
        for batch in history.batches { try commit(batch) }
    }

    /// Commits facts as one batch.
    func commit(_ facts: HallFact...) throws(StoreError) {
        var batch = Batch()
        batch.facts = facts
        try commit(batch)
    }
}

/// A fact that is told apart by its epoch.
func started(_ epoch: Int) -> HallFact {
    .daemonStarted(DaemonStarted(at: Golden.at(Int64(epoch)), version: "0.1.0", epoch: "\(epoch)"))
}
