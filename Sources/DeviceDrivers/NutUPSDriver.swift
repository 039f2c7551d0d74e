import DeviceProtocols
import HallModel

/// Reads a UPS through a NUT server.
///
/// ```
/// closed ──opened──▶ naming ──one UPS──▶ reading ──values──▶ online
///            (LIST UPS, if the         │  LIST VAR every `pollSeconds`
///             plan names none)         ├──ERR DATA-STALE, DRIVER-NOT-CONNECTED──▶ offline(serverCannotReach)
///                                      ├──another ERR, no UPS, several──────────▶ offline(wrongModel)
///                                      └──nothing in 5 s, three times───────────▶ offline(noAnswer)
/// ```
///
/// One question is under way at a time: answers carry no number. An answer that comes after its deadline shows that the
/// server is alive and is not taken for values; the next question follows it at once.
public struct NutUPSDriver: Sendable {
    /// How long a whole answer may take.
    public static let answerTime = Duration.seconds(5)
    /// How long a late answer is waited for before the question is asked again.
    public static let patience = Duration.seconds(30)
    /// Bytes of one answer; a longer one is garbled.
    public static let answerLimit = 65_536
    /// Questions without an answer after which the UPS is off line.
    public static let silenceLimit = 3

    /// A question that was sent.
    fileprivate struct Question: Sendable, Equatable {
        var askedAt: MonotonicInstant
        /// Nil: which UPSs there are.
        var ups: String?
        /// Its time is over.
        var isLate = false
        /// The list has begun.
        var hasBegun = false
        var bytes = 0
        /// What was heard of each variable, or the names of the UPSs.
        var values: [String?]
        var names: [String] = []
    }

    private let settings: NutSettings
    private let plannedUnit: String?
    private var unit: String?
    private var parser = NutLineParser()
    private var points: PolledPoints
    private var level = PresenceLevel()
    private var isOpen = false
    private var question: Question?
    private var pollAt: MonotonicInstant?
    private var silences = 0
    /// What became of the questions.
    var exchanges = ExchangeMeter()

    /// The UPS that the server calls `unit`; nil for its only one.
    public init(settings: NutSettings, unit: String?) {
        self.settings = settings
        self.plannedUnit = unit
        self.unit = unit
        self.points = PolledPoints(settings.variables.map(\.point))
    }

    /// When it wants `timeReached`.
    public var nextWake: MonotonicInstant? {
        earliest(pollAt, question.flatMap { $0.isLate ? nil : $0.askedAt + Self.answerTime })
    }

    /// A question is out whose answer has not come: the bytes that arrive are for this driver.
    var isAwaitingAnswer: Bool { question != nil }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: DriverEvent, at now: MonotonicInstant) -> [DriverAction] {
        switch event {
        case .opened:
            let noise = forget()
            isOpen = true
            silences = 0
            unit = plannedUnit
            return noise + ask(at: now)
        case .closed(let error):
            return close(error, at: now)
        case .received(let bytes):
            return isOpen ? receive(bytes, at: now) : []
        case .timeReached:
            return timeReached(at: now)
        case .presentLevels:
            return [level.report] + points.reports
        case .print(let job):
            return [.report(.print(job.id, .failed))]
        case .speak(let job):
            return [.report(.spoken(job.id, .failed))]
        case .wish, .withdraw, .drained, .moving:
            return []
        }
    }

    private var period: Duration { .seconds(min(max(settings.pollSeconds, 1), 60)) }

    private mutating func forget() -> [DriverAction] {
        question = nil
        let unfinished = parser.abandon()
        return unfinished > 0 ? [.report(.noise(count: unfinished))] : []
    }

    private mutating func close(_ error: TransportError, at now: MonotonicInstant) -> [DriverAction] {
        let wasOpen = isOpen
        let noise = forget()
        isOpen = false
        pollAt = wasOpen || pollAt == nil ? now + period : pollAt
        return noise + level.become(.offline, error.detail) + (wasOpen ? points.miss(.portLost) : [])
    }

    private mutating func ask(at now: MonotonicInstant) -> [DriverAction] {
        pollAt = now + period
        question = Question(askedAt: now, ups: unit, values: settings.variables.map { _ in nil })
        return [.write(unit.map { NutProtocol.listVariables(of: $0) } ?? NutProtocol.listUPS)]
    }

    private mutating func timeReached(at now: MonotonicInstant) -> [DriverAction] {
        var actions: [DriverAction] = []
        if let asked = question, !asked.isLate, asked.askedAt + Self.answerTime <= now {
            question?.isLate = true
            silences += 1
            exchanges.failure()
            actions += points.miss(.timeout)
            if silences >= Self.silenceLimit { actions += level.become(.offline, .noAnswer) }
        }
        guard let pollAt, pollAt <= now else { return actions }
        self.pollAt = now + period
        guard isOpen else { return actions + points.miss(.portLost) }
        guard let asked = question else { return actions + ask(at: now) }
        guard asked.isLate else { return actions }
        if asked.askedAt + Self.patience <= now { return actions + forget() + ask(at: now) }
        // Each poll that brings nothing counts, whether or not it could be asked; the first was counted above.
        guard actions.isEmpty else { return actions }
        silences += 1
        return points.miss(.timeout) + (silences >= Self.silenceLimit ? level.become(.offline, .noAnswer) : [])
    }
}

extension NutUPSDriver {
    private mutating func receive(_ bytes: [UInt8], at now: MonotonicInstant) -> [DriverAction] {
        var actions: [DriverAction] = []
        var noise = 0
        question?.bytes += bytes.count
        for message in parser.parse(bytes) {
            switch message {
            case .noise(let count): noise += count
            case .error(let code):
                actions += settle(at: now) { driver, _ in driver.refused(code) }
            case .begin(let words):
                if words == question?.subject { question?.hasBegun = true } else { noise += 1 }
            case .ups(let name):
                question?.hear(ups: name)
            case .variable(let ups, let name, let value):
                question?.hear(name, value, of: ups, among: settings.variables)
            case .end(let words):
                guard let asked = question, asked.hasBegun, words == asked.subject else {
                    noise += 1
                    continue
                }
                actions += settle(at: now) { driver, question in driver.answered(question, at: now) }
            case .other: noise += 1
            }
        }
        if let asked = question, asked.bytes > Self.answerLimit {
            noise += parser.abandon()
            actions += settle(at: now) { driver, _ in
                driver.exchanges.failure()
                return driver.points.miss(.crc)
            }
        }
        return actions + (noise > 0 ? [.report(.noise(count: noise))] : [])
    }

    /// The question under way has its answer. One that came late is not taken.
    private mutating func settle(
        at now: MonotonicInstant, _ take: (inout Self, Question) -> [DriverAction]
    ) -> [DriverAction] {
        guard let asked = question else { return [] }
        question = nil
        if asked.isLate { return ask(at: now) }
        silences = 0
        return take(&self, asked)
    }

    /// The server's word, not the UPS's.
    private mutating func refused(_ code: String) -> [DriverAction] {
        exchanges.failure()
        let isUnreachable = code == "DATA-STALE" || code == "DRIVER-NOT-CONNECTED"
        if !isUnreachable { unit = plannedUnit }
        return level.become(.offline, isUnreachable ? .serverCannotReach : .wrongModel) + points.miss(.exception)
    }

    private mutating func answered(_ question: Question, at now: MonotonicInstant) -> [DriverAction] {
        guard question.ups != nil else {
            guard question.names.count == 1 else {
                exchanges.failure()
                return level.become(.offline, .wrongModel) + points.miss(.exception)
            }
            unit = question.names[0]
            return ask(at: now)
        }
        // Between the end of its driver and DRIVER-NOT-CONNECTED, upsd answers for it with this word alone.
        let status = settings.variables.firstIndex { $0.name == "ups.status" }
        if let status, question.values[status] == "WAIT" { return refused("DRIVER-NOT-CONNECTED") }
        exchanges.answer()
        let outcomes = zip(settings.variables, question.values).map { Self.outcome(of: $1, $0.point) }
        return level.become(.online, .none) + points.take(outcomes, at: now)
    }

    /// What a variable's text is for its point.
    static func outcome(of text: String?, _ point: PointDefinition) -> PolledPoints.Outcome {
        guard let text else { return .missed(.exception) }
        switch point.form {
        case .number: return Quantity(parsing: text).map { .value(.number($0)) } ?? .nonsense
        case .words(let words): return words.contains(text) ? .value(.word(text)) : .nonsense
        case .text:
            let words = text.split(separator: " ").joined(separator: " ")
            return words.isEmpty ? .nonsense : .value(.word(words))
        }
    }
}

extension NutUPSDriver.Question {
    /// How the list that answers it is called.
    fileprivate var subject: [String] { ups.map { ["VAR", $0] } ?? ["UPS"] }

    fileprivate mutating func hear(ups name: String) {
        // Two are as wrong as a thousand.
        if hasBegun, ups == nil, names.count < 2 { names.append(name) }
    }

    fileprivate mutating func hear(
        _ name: String, _ value: String, of ups: String, among variables: [NutSettings.Variable]
    ) {
        guard hasBegun, ups == self.ups else { return }
        for index in variables.indices where variables[index].name == name { values[index] = value }
    }
}
