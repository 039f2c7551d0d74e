import HallLogic
import HallModel
import HardwareAccess
import Synchronization

/// What arrives for the hall thread.
enum Letter: Sendable {
    /// Somebody asks for something.
    case command(CommandRequest)
    /// A device says something.
    case report(DeviceReport)
    /// A configuration was read and checked.
    case plan(PlanOffer)
    /// Measured values cannot be kept, for this reason; nil when they can.
    case history(StoreTrouble?)
}

/// The hall thread's mailbox: bounded, and never in the way of the one who posts.
///
/// Levels (presence, printer condition) of one device replace each other while they wait; presses, commands and
/// outcomes never do. A level takes the place of the device's last letter, if that is a level of the same kind: it stays
/// where the former stood among the letters of others, and never passes a letter of its own device. Outcomes are taken
/// even when the box is full. Every letter costs the same, however many wait.
final class Mailbox: Sendable {
    /// Letters kept; what comes on top is dropped and counted.
    static let capacity = 10_000
    /// Measured values that come alone wait so long for others: the hall is decided and shown once for all of them.
    static let gathering = Duration.milliseconds(100)

    fileprivate struct State {
        var letters: [Letter] = []
        /// Where each device's last letter stands.
        var lastOf: [DeviceID: Int] = [:]
        var dropped = 0
        var closed = false
        /// Somebody waits for what is in the box, or nobody is in a hurry.
        var isUrgent = false
    }

    private let state = Mutex(State())
    private let bell: Bell

    init() throws(SystemFailure) { bell = try Bell("the hall's mailbox") }

    /// What became of a letter.
    enum Receipt { case taken, full, shut }

    /// Puts a letter in.
    func post(_ letter: Letter) -> Receipt {
        let (receipt, ring) = state.withLock { $0.put(letter) }
        if ring { bell.ring() }
        return receipt
    }

    /// Puts in what devices report.
    func post(_ reports: [DeviceReport]) {
        let ring = state.withLock { state in
            reports.reduce(false) { state.put(.report($1)).ring || $0 }
        }
        if ring { bell.ring() }
    }

    /// Takes no more letters; those inside can still be drained.
    func shut() {
        state.withLock { $0.closed = true }
        bell.ring()
    }

    /// What was in the box.
    struct Content {
        /// In order of arrival.
        var letters: [Letter]
        /// Letters dropped since the last time.
        var dropped: Int
        /// Nothing more will come.
        var isLast: Bool

        /// There is nothing to do about it.
        var isEmpty: Bool { letters.isEmpty && dropped == 0 && !isLast }
    }

    /// Takes everything out.
    func drain() -> Content {
        state.withLock { state in
            defer {
                state.letters = []
                state.lastOf.removeAll(keepingCapacity: true)
                state.dropped = 0
                state.isUrgent = false
            }
            return Content(letters: state.letters, dropped: state.dropped, isLast: state.closed)
        }
    }

    /// Waits for a letter, at most `duration`; false when none came. Measured values gather for a moment.
    func wait(atMost duration: Duration) -> Bool {
        guard bell.wait(atMost: duration) else { return false }
        let isGathering = state.withLock { !$0.isUrgent && !$0.closed && !$0.letters.isEmpty }
        if isGathering { bell.wait(atMost: min(duration, Self.gathering)) }
        return true
    }
}

extension Mailbox.State {
    /// Puts a letter in; whether somebody must be woken for it.
    fileprivate mutating func put(_ letter: Letter) -> (receipt: Mailbox.Receipt, ring: Bool) {
        if closed { return (.shut, false) }
        if replaceLevel(letter) { return (.taken, false) }
        if letters.count >= Mailbox.capacity, !letter.isOutcome {
            dropped += 1
            return (.full, true)
        }
        if case .report(let report) = letter { lastOf[report.device] = letters.count }
        letters.append(letter)
        let isFirstUrgent = !isUrgent && !letter.isMeasured
        if isFirstUrgent { isUrgent = true }
        return (.taken, isFirstUrgent || letters.count == 1)
    }

    /// Puts a level in the place of the one that waits, unless another letter of the device came since.
    fileprivate mutating func replaceLevel(_ letter: Letter) -> Bool {
        guard case .report(let new) = letter, new.isLevel, let index = lastOf[new.device],
            case .report(let old) = letters[index], old.isLevel, old.sameLevel(as: new)
        else { return false }
        letters[index] = letter
        return true
    }
}

extension Letter {
    /// What is known of a point, or only that its device answers: what is shown depends on it through facts only.
    var isReading: Bool {
        guard case .report(let report) = self else { return false }
        return switch report.content {
        case .reading, .exchanges: true
        case .presence, .printer, .key, .print, .written, .noise: false
        }
    }

    /// A number that was measured, or that a device answers: nobody waits for it. A contact, a mode and a UPS's status are
    /// words.
    fileprivate var isMeasured: Bool {
        guard case .report(let report) = self else { return false }
        switch report.content {
        case .reading(_, let reading): if case .word = reading.value { return false } else { return true }
        case .exchanges: return true
        case .presence, .printer, .key, .print, .written, .noise: return false
        }
    }

    /// How a print ended: as many as there are jobs, and told only once.
    fileprivate var isOutcome: Bool {
        guard case .report(let report) = self else { return false }
        return switch report.content {
        case .print, .written: true
        default: false
        }
    }
}

extension DeviceReport {
    fileprivate var isLevel: Bool {
        switch content {
        case .presence, .printer, .reading: true
        case .key, .print, .noise, .written, .exchanges: false
        }
    }

    fileprivate func sameLevel(as other: Self) -> Bool {
        switch (content, other.content) {
        case (.presence, .presence), (.printer, .printer): true
        case (.reading(let one, _), .reading(let other, _)): one == other
        default: false
        }
    }
}
