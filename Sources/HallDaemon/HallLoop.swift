import DeviceDrivers
import Glibc
import HallLogic
import HallModel
import HallStore
import HardwareAccess
import Logging

/// Owns the hall and the writing end of the journal. Lives on one thread.
///
/// ```
/// drain the mailbox ─▶ handle each ─▶ commit (one fsync) ─▶ release jobs, wishes, answers ─▶ publish
///                                        └─ fails ─▶ back to the last commit; safety facts are kept and leave at once;
///                                                    every second: reopen, restore, commit what was kept
/// ```
///
/// What arrives during a commit forms the next batch.
final class HallLoop: @unchecked Sendable {
    // Unchecked: made on the starting thread, handed to the hall thread, used by nobody else.

    /// Between two attempts to get the journal back.
    static let storeRetry = Duration.seconds(1)
    /// Between two times that all wires are asked for their levels, because letters were dropped.
    static let levelsPause = Duration.seconds(10)
    /// Safety facts kept while the journal is away; the oldest ones give way.
    static let keptUnrecorded = 256
    /// Without anything to do it still shows that it lives.
    static let heartbeat = Duration.seconds(1)
    /// A turn ends with a commit: a disk that takes longer than this has hung.
    static let deadline = Duration.seconds(20)

    private enum Store {
        case working(Journal)
        /// The next attempt is due then.
        case away(nextAttempt: MonotonicInstant)
    }

    let surroundings: HallThread.Surroundings
    private let publication: Publication
    private let mailbox: Mailbox
    private let start: HallStart
    private let startedAt: HallInstant

    var hall = Hall()
    /// The hall as of the last commit.
    var committed = Hall()
    private var store: Store
    private var devices: DeviceTable
    var desk = CommandDesk()
    private var wishes: [DeviceID: DesiredState] = [:]
    private var followedPlan: String?
    private var sequence: Int64 = 0

    /// Safety facts that are in force and not on disk.
    private var unrecorded: [HallFact] = []
    /// Those of them that stand in the batch that failed: they may be on disk all the same.
    private var unrecordedOfFailedBatch = 0
    /// The newest fact known to be on disk.
    private var knownSequence: Int64 = 0

    /// Letters were dropped since the wires were last asked for their levels.
    private var hasLostLevels = false
    private var levelsAllowedAt = MonotonicInstant(nanoseconds: 0)

    let pulse: Pulse

    init(
        surroundings: HallThread.Surroundings, publication: Publication, mailbox: Mailbox, start: HallStart,
        pulse: Pulse
    ) throws(StoreError) {
        self.pulse = pulse
        self.surroundings = surroundings
        self.publication = publication
        self.mailbox = mailbox
        self.start = start
        devices = DeviceTable()
        let journal = try Journal(directory: surroundings.directory, vfs: surroundings.fileLayer)
        store = .working(journal)
        for fact in try journal.restore() { hall.apply(fact) }
        committed = hall
        var start = start
        start.restored = try journal.unrecordedRestore()
        // A refused plan's time zone is refused with it: the first decision is made by the clock of the plan in force.
        if let plan = hall.recorded.plan { surroundings.keepTime(plan) }
        startedAt = surroundings.now()
        var batch = HallBatch()
        batch.touchesWishes = true
        let compared = try compare(journal, hall.recorded)
        batch.take(hall.handle(.started(start), at: startedAt))
        if let compared { batch.take(hall.handle(compared, at: startedAt)) }
        try journal.commit(batch.record(desk, at: startedAt.wall))
        release(batch, at: startedAt)
    }

    /// Runs until the mailbox is shut and empty.
    func run() {
        while true {
            let isNews = mailbox.wait(atMost: min(untilNextWake() ?? Self.heartbeat, Self.heartbeat))
            pulse.beat()
            let content = mailbox.drain()
            let now = surroundings.now()
            hasLostLevels = hasLostLevels || content.dropped > 0
            if hasLostLevels, now.monotonic >= levelsAllowedAt { askForLevels(at: now) }
            // Nothing came and nothing is due: only its heart beat.
            if !isNews, content.isEmpty, untilNextWake().map({ $0 > .zero }) ?? true { continue }
            if case .away(let due) = store, due <= now.monotonic { recover(at: now) }
            turn(content, at: now)
            if content.isLast { break }
        }
        desk.close()
        close()
    }

    /// Lets go of the journal.
    func close() {
        if case .working(let journal) = store { journal.close() }
    }

    /// What was dropped may have been the last word of a contact. Not often: in a large hall the answers fill the box again.
    private func askForLevels(at now: HallInstant) {
        hasLostLevels = false
        levelsAllowedAt = now.monotonic + Self.levelsPause
        surroundings.presentLevels()
    }

    private func untilNextWake() -> Duration? {
        let now = surroundings.now()
        var due = hall.nextWake(at: now)
        if case .away(let attempt) = store { due = min(due ?? attempt, attempt) }
        return due.map { $0 - now.monotonic }
    }

    // MARK: One batch

    private func turn(_ content: Mailbox.Content, at now: HallInstant) {
        var batch = HallBatch()
        if content.dropped > 0 { handle(.input(.inputDropped(count: content.dropped)), into: &batch, at: now) }
        for letter in content.letters { take(letter, into: &batch, at: now) }
        if let due = hall.nextWake(at: now), due <= now.monotonic {
            handle(.input(.timeReached), into: &batch, at: now)
            batch.touchesWishes = true
        }
        commit(batch, at: now)
    }

    private func take(_ letter: Letter, into batch: inout HallBatch, at now: HallInstant) {
        if !letter.isReading { batch.touchesWishes = true }
        switch letter {
        case .command(let request): take(request, into: &batch, at: now)
        case .history(let trouble):
            handle(.input(trouble.map { .historyFailed($0.code) } ?? .historyRecovered), into: &batch, at: now)
        case .plan(let offer): handle(.plan(offer), into: &batch, at: now)
        case .report(let report):
            if let status = devices.take(report, at: now.wall) { batch.devices.append(status) }
            if case .exchanges = report.content { return }
            handle(.input(.report(report)), into: &batch, at: now)
        }
    }

    /// The one place where the hall takes something in for a batch, also when a batch is taken apart.
    func handle(_ step: HallBatch.Step, into batch: inout HallBatch, at now: HallInstant) {
        switch step {
        case .input(let input): batch.take(hall.handle(input, at: now), about: step)
        case .command(let request, let token):
            batch.asked.append(token)
            let decision = hall.handle(.command(request.command, by: request.user, token: token), at: now)
            batch.take(decision, about: step)
            // Without the journal the hall decides nothing about commands.
            let isLater = if case .working = store { request.command.isAnsweredLater } else { false }
            if !isLater, !decision.answers.contains(where: { $0.token == token }) { batch.unanswered.append(token) }
        case .plan(let offer):
            if let completion = offer.completion, case .away = store { return completion(.failure(.storeUnavailable)) }
            let former = hall.recorded.planHash
            batch.take(hall.handle(.planOffered(offer.plan, hash: offer.hash), at: now), about: step)
            guard let completion = offer.completion else { return }
            batch.offers.append((completion, hall.decision(about: offer.hash, former: former)))
        }
    }

    private func take(_ request: CommandRequest, into batch: inout HallBatch, at now: HallInstant) {
        switch desk.join(request) {
        case .joined: return
        case .keyReused: return request.completion(.failure(.keyReused))
        case .none: break
        }
        guard let key = request.key, case .working(let journal) = store else { return ask(request, &batch, at: now) }
        do throws(StoreError) {
            guard let kept = try journal.reply(user: request.user, key: key) else {
                return ask(request, &batch, at: now)
            }
            guard kept.commandHash == CommandCoding.hash(request.command) else {
                return request.completion(.failure(.keyReused))
            }
            batch.repeated.append((request, kept.reply))
        } catch {
            surroundings.logger.error("journal: \(error.message)")
            batch.failure = batch.failure ?? error
            batch.refused.append(request)
        }
    }

    private func ask(_ request: CommandRequest, _ batch: inout HallBatch, at now: HallInstant) {
        guard let token = desk.ask(request) else { return request.completion(.failure(.busy)) }
        handle(.command(request, token), into: &batch, at: now)
    }

    func commit(_ batch: HallBatch, at now: HallInstant) {
        switch store {
        case .working(let journal):
            do throws(StoreError) {
                if let failure = batch.failure { throw failure }
                try journal.commit(batch.record(desk, at: now.wall))
                release(batch, at: now)
                if batch.isEmpty { journal.checkpointIfIdle() }
                lookAgain(journal, after: batch, at: now)
            } catch {
                guard error.code == .contradiction else { return lose(journal, batch, error, at: now) }
                takeApart(batch, error, journal, at: now)
            }
        case .away:
            // Only safety facts and refusals arise now; both leave without the journal.
            keep(batch.facts)
            release(batch, at: now)
        }
    }

    /// Everything that may leave once the batch is durable.
    private func release(_ batch: HallBatch, at now: HallInstant) {
        committed = hall
        if case .working(let journal) = store { knownSequence = journal.lastSequence }
        followPlan()
        for job in batch.jobs { post(job) }
        // Readings come many times a second, and what is shown depends on them through facts only.
        if batch.touchesWishes || !batch.facts.isEmpty { converge() }
        publish(batch, at: now)
        BatchLog.write(batch, hall.recorded.plan, to: surroundings.logger)
        batch.answer(&desk)
    }

    private func followPlan() {
        guard let plan = hall.recorded.plan, hall.recorded.planHash != followedPlan else { return }
        followedPlan = hall.recorded.planHash
        devices.follow(plan)
        wishes = [:]
        surroundings.keepTime(plan)
        surroundings.planAdopted(plan)
    }

    private func post(_ job: HallDecision.Job) {
        switch job {
        case .print(let job):
            // A wire that cannot take a job answers for it, so that the hall never waits for nothing.
            if !surroundings.post(job.printer, .print(job)) {
                _ = mailbox.post(.report(DeviceReport(device: job.printer, .print(job.id, .withdrawn))))
            }
        case .withdraw(let id, let printer):
            if !surroundings.post(printer, .withdraw(id)) {
                _ = mailbox.post(.report(DeviceReport(device: printer, .print(id, .lost))))
            }
        case .speak(let job):
            if !surroundings.post(job.device, .speak(job)) {
                _ = mailbox.post(.report(DeviceReport(device: job.device, .spoken(job.id, .failed))))
            }
        case .write(let write):
            let device = write.point.device
            if !surroundings.post(device, .write(write)) {
                _ = mailbox.post(.report(DeviceReport(device: device, .written(write.id, .expired, readBack: nil))))
            }
        }
    }

    /// Tells each wire what its devices should show, where that has changed.
    private func converge() {
        for status in devices.all {
            guard let wish = hall.desired(status.id), wishes[status.id] != wish else { continue }
            if surroundings.post(status.id, .wish(status.id, wish)) { wishes[status.id] = wish }
        }
    }

    private func publish(_ batch: HallBatch, at now: HallInstant) {
        let contents =
            batch.facts.map(PublishedChange.Content.fact) + batch.devices.map(PublishedChange.Content.device)
        var changes: [PublishedChange] = []
        changes.reserveCapacity(contents.count)
        for content in contents {
            sequence += 1
            changes.append(PublishedChange(sequence: sequence, at: now.wall, content: content))
        }
        publication.publish(
            PublishedHall(
                hall: hall, devices: devices.all, sequence: sequence, epoch: start.epoch, startedAt: startedAt, at: now),
            changes: changes)
    }

    // MARK: Without the journal

    func lose(_ journal: Journal, _ batch: HallBatch, _ error: StoreError, at now: HallInstant) {
        surroundings.logger.error("journal: \(error.message)")
        journal.close()
        store = .away(nextAttempt: now.monotonic + Self.storeRetry)
        hall.rollBack(to: committed)
        for fact in batch.facts where fact.isSafety { hall.apply(fact) }
        keep(batch.facts)
        unrecordedOfFailedBatch = unrecorded.count
        batch.refuse(&desk)
        var paused = HallBatch()
        paused.touchesWishes = true
        paused.take(hall.handle(.journalFailed(error.trouble.code), at: now))
        paused.devices = batch.devices
        keep(paused.facts)
        release(paused, at: now)
    }

    /// Reopens, restores from disk, and records what was kept. Never retries a failed fsync: the connection is new.
    private func recover(at now: HallInstant) {
        do throws(StoreError) {
            let journal = try Journal(directory: surroundings.directory, vfs: surroundings.fileLayer)
            do throws(StoreError) {
                try recover(with: journal, at: now)
            } catch {
                journal.close()
                throw error
            }
        } catch {
            surroundings.logger.debug("journal: \(error.message)")
            store = .away(nextAttempt: now.monotonic + Self.storeRetry)
        }
    }

    private func recover(with journal: Journal, at now: HallInstant) throws(StoreError) {
        try journal.settle()
        // A failed batch has an unknown outcome. If it is on disk after all, its facts are not recorded again.
        let missing =
            journal.lastSequence > knownSequence ? unrecorded.dropFirst(unrecordedOfFailedBatch) : unrecorded[...]
        var restored = hall
        restored.recover(from: try journal.restore())
        for fact in missing { restored.apply(fact) }
        let compared = try compare(journal, restored.recorded)
        let decision = restored.handle(.journalRecovered, at: now)
        // What was kept was published when it happened.
        var batch = HallBatch()
        batch.touchesWishes = true
        batch.take(decision)
        if let compared { batch.take(restored.handle(compared, at: now)) }
        var recording = batch.record(desk, at: now.wall)
        recording.facts.insert(contentsOf: missing, at: 0)
        // Its outcome is as unknown as that of any other: what it holds may be on disk at the next attempt.
        unrecordedOfFailedBatch = unrecorded.count
        try journal.commit(recording)
        surroundings.logger.notice("journal: works again, \(missing.count) kept facts recorded")
        unrecorded = []
        unrecordedOfFailedBatch = 0
        hall = restored
        store = .working(journal)
        release(batch, at: now)
        desk.forgetPostponed()
        surroundings.presentLevels()
    }

    /// The oldest are given up first, and a fire, a panic and the hall's closing only when there is nothing else.
    private func keep(_ facts: [HallFact]) {
        unrecorded += facts.filter(\.isSafety)
        while unrecorded.count > Self.keptUnrecorded {
            let place = unrecorded.firstIndex { !$0.isKeptLongest } ?? 0
            unrecorded.remove(at: place)
            if place < unrecordedOfFailedBatch { unrecordedOfFailedBatch -= 1 }
        }
    }
}

extension HallFact {
    /// Of what happened while the journal was away, this must be known when it is back.
    fileprivate var isKeptLongest: Bool {
        switch self {
        case .alarmRaised(let raised): raised.alarm == .fire || raised.alarm == .panic
        case .hallClosed, .hallReopened: true
        default: false
        }
    }
}
