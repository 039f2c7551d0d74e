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
/// While it waits, a level (presence, printer condition, reading) is renewed by one that says the same, a number by a newer
/// one, and counts add up. What says something else is a letter of its own, however short it was true: a button that was
/// pressed and let go while the disk was slow has raised its alarm.
///
/// ```
/// posted   t 26.1  panic open  t 26.2  panic open  t 26.3  panic closed  panic open  key  panic open
/// waiting  t 26.1  panic open  t 26.3  panic closed  panic open  key  panic open
/// ```
/// Of numbers that come within one such wait the newest is judged: they are samples, and what lay between two polls is not
/// seen either. But a number takes the place of nothing else and nothing takes its place: if a sensor says 70 °C and then
/// nothing more, both are judged. In the order of its device a number passes no word and no missing reading; no level
/// passes a press, an outcome, a presence or a condition. Outcomes are taken even when the box is full. Every letter costs
/// the same, however many wait.
final class Mailbox: Sendable {
    /// Letters kept; what comes on top is dropped and counted.
    static let capacity = 10_000
    /// Measured values that come alone wait so long for others: the hall is decided and shown once for all of them.
    static let gathering = Duration.milliseconds(100)

    fileprivate struct State {
        var letters: [Letter] = []
        /// Where what was last told of each level stands.
        var levels: [Level: Int] = [:]
        /// What levels of each device do not pass.
        var bounds: [DeviceID: Bounds] = [:]
        var dropped = 0
        var closed = false
        /// Somebody waits for what is in the box, or nobody is in a hurry.
        var isUrgent = false
    }

    /// What a level is about.
    fileprivate struct Level: Hashable {
        enum Kind: Hashable { case presence, printer, exchanges, point(String) }
        var device: DeviceID
        var kind: Kind
    }

    /// Where the last letters stand that others of their device do not pass.
    fileprivate struct Bounds {
        /// No level passes this.
        var ofLevels = -1
        /// No number passes this.
        var ofNumbers = -1
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
                state.levels.removeAll(keepingCapacity: true)
                state.bounds.removeAll(keepingCapacity: true)
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
        if renewLevel(letter) { return (.taken, false) }
        if letters.count >= Mailbox.capacity, !letter.isOutcome {
            dropped += 1
            return (.full, true)
        }
        if case .report(let report) = letter { note(report, at: letters.count) }
        letters.append(letter)
        let isFirstUrgent = !isUrgent && !letter.isMeasured
        if isFirstUrgent { isUrgent = true }
        return (.taken, isFirstUrgent || letters.count == 1)
    }

    /// Puts a level in the place of the one that waits, if nothing is lost by that.
    private mutating func renewLevel(_ letter: Letter) -> Bool {
        guard case .report(let new) = letter, let level = new.level, let index = levels[level],
            case .report(let old) = letters[index], let renewed = new.renewing(old)
        else { return false }
        let bounds = bounds[new.device] ?? Mailbox.Bounds()
        let isFree =
            switch new.rank {
            case .count: true
            case .number: index > bounds.ofNumbers
            case .word, .event: index >= bounds.ofLevels
            }
        guard isFree else { return false }
        letters[index] = .report(renewed)
        return true
    }

    /// A report takes a place of its own.
    private mutating func note(_ report: DeviceReport, at index: Int) {
        if let level = report.level { levels[level] = index }
        guard report.rank >= .word else { return }
        bounds[report.device, default: Mailbox.Bounds()].ofNumbers = index
        if report.rank == .event { bounds[report.device]?.ofLevels = index }
    }
}

extension Letter {
    /// What is known of a point, or only that its device answers: what is shown depends on it through facts only.
    var isReading: Bool {
        guard case .report(let report) = self else { return false }
        return switch report.content {
        case .reading, .exchanges: true
        case .presence, .printer, .key, .print, .written, .noise, .spoken: false
        }
    }

    /// A number that was measured, or that a device answers: nobody waits for it. A contact, a mode and a UPS's status are
    /// words.
    fileprivate var isMeasured: Bool {
        guard case .report(let report) = self else { return false }
        switch report.content {
        case .reading(_, let reading): if case .word = reading.value { return false } else { return true }
        case .exchanges: return true
        case .presence, .printer, .key, .print, .written, .noise, .spoken: return false
        }
    }

    /// How a print ended: as many as there are jobs, and told only once.
    fileprivate var isOutcome: Bool {
        guard case .report(let report) = self else { return false }
        return switch report.content {
        case .print, .written, .spoken: true
        default: false
        }
    }
}

extension DeviceReport {
    /// Who passes whom in the order of a device.
    fileprivate enum Rank: Int, Comparable {
        case count, number, word, event

        static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
    }

    fileprivate var rank: Rank {
        switch content {
        case .exchanges: .count
        case .reading(_, let reading): reading.isNumber ? .number : .word
        case .presence, .printer, .key, .print, .noise, .written, .spoken: .event
        }
    }

    /// The level that it tells; nil for what happens once.
    fileprivate var level: Mailbox.Level? {
        switch content {
        case .presence: Mailbox.Level(device: device, kind: .presence)
        case .printer: Mailbox.Level(device: device, kind: .printer)
        case .exchanges: Mailbox.Level(device: device, kind: .exchanges)
        case .reading(let point, _): Mailbox.Level(device: device, kind: .point(point))
        case .key, .print, .noise, .written, .spoken: nil
        }
    }

    /// What takes the place of an older report of the same level; nil if something would be lost.
    fileprivate func renewing(_ old: Self) -> Self? {
        switch (content, old.content) {
        case (.reading(_, let new), .reading(_, let former)):
            new.isNumber && former.isNumber || new.says(former) ? self : nil
        case (.exchanges(let answered, let failed), .exchanges(let formerAnswers, let formerFailures)):
            DeviceReport(
                device: device, .exchanges(answered: formerAnswers + answered, failed: formerFailures + failed))
        default: content == old.content ? self : nil
        }
    }
}

extension Reading {
    /// A number that was measured.
    fileprivate var isNumber: Bool {
        guard quality == .good, case .number = value else { return false }
        return true
    }

    /// The same as another but for its time.
    fileprivate func says(_ other: Self) -> Bool {
        value == other.value && quality == other.quality && missing == other.missing
    }
}
