import DeviceProtocols
import HallModel

/// Prints tickets and says what came of each; says when paper, cover or cutter need a hand.
///
/// ```
///           opened                round over              proof is known, printer can print
/// closed ───────────▶ opening ───────────────▶ probing ───────────────▶ idle ◀─────────────┐
///    ▲   GS a on,                (auto only)                           │   ▲               │
///    │   DLE EOT 1…4,            GS ( H, 2 s, then                 job │   │ poll, 5 s     │
///    │   one at a time           GS r 1, 2 s, then none                ▼   │               │
///    │                                                       in flight ──▶ proof · drained · lost
///    └── port lost: job in flight is lost, queued jobs stay
///
/// presence   unknown(probing) ─▶ online ─3 polls missed─▶ offline(noAnswer) ─answers─▶ online, asked anew
///                             └▶ unknown(oneWay)  it never answered and its profile does not say it would
/// ```
///
/// A command that broke off (a pulled cable, a killed daemon, dropped output) would swallow what follows: opening and
/// closing bytes therefore begin with fillers that complete it.
///
/// One activity at a time on the wire: a question and its answer, the probe, or clearing the buffer. Nothing is asked
/// while bytes of a job are still on their way, and nothing is written while an answer is due. A job's bytes are given
/// in one piece, so that a job is either untouched or in flight.
///
/// What a job in flight becomes:
/// * its own process id, or the fence behind it, came back: `proven`. Any other id is noise. A fence's answer is one
///   byte without a name, so that it is not believed on a line that carried noise since the job was sent.
/// * the printer cannot prove, and all bytes went down the line: `unproven`.
/// * the printer could print for 15 s after the last byte and proved nothing; the port was lost; a cutter error was
///   recovered; it was withdrawn; 10 minutes passed: `lost`. What may stand in the printer is ended before the next job.
/// * paper out or an open cover alone change nothing: the printer keeps its buffer and goes on.
///
/// A stray XOFF, or one whose XON was lost, would hold the line for ever. Bytes that do not move are therefore let go:
/// a question after 5 s, and it is offline; a job after 30 s, unless the printer said that it cannot print, and it goes on
/// where it stopped. While the printer says so between jobs, or holds a whole job, it is asked again every 30 s in spite
/// of its XOFF: real-time commands are carried out off line too. Behind a part of a job that the line still holds nothing
/// can be asked; it waits for the printer's word, or for the job's end.
public struct EscposPrinterDriver: Sendable {
    /// Jobs that may wait; one more fails at once.
    public static let queueLimit = 512
    /// Time for the answer to a question, after it went down the line.
    public static let answerTime = Duration.seconds(1)
    /// Time in which a few bytes must have gone down the line; after it, nobody takes them.
    public static let stallTime = Duration.seconds(5)
    /// Time in which a job's bytes, or any while the printer said that it cannot print, must have moved. A printer that
    /// prints a line a second frees its buffer several times in it.
    public static let holdTime = Duration.seconds(30)
    /// So long after noise, what the printer says by itself is believed only when its answers agree.
    public static let doubtTime = Duration.seconds(1)
    /// Between two reports that a printer which goes on answering is online.
    public static let heardInterval = Duration.seconds(10)
    /// Between two polls of a printer that answers questions, or should.
    public static let pollInterval = Duration.seconds(5)
    /// Between two polls of a printer that never answered a question.
    public static let quietPollInterval = Duration.seconds(30)
    /// Between two polls while the cutter is jammed.
    public static let cutterPollInterval = Duration.seconds(2)
    /// Between two attempts to recover from a cutter error.
    public static let recoveryInterval = Duration.seconds(5)
    /// Polls in a row that may stay without answer; the third makes the printer offline.
    public static let missesAllowed = 3
    /// Time for the answer to a probe, while the printer can print.
    public static let probeTime = Duration.seconds(2)
    /// Time for the proof after the last byte, while the printer can print.
    public static let proofTime = Duration.seconds(15)
    /// Time for a job, whatever happens.
    public static let jobTime = Duration.seconds(600)
    /// Time for the printer to forget its buffer.
    public static let clearingTime = Duration.seconds(2)
    /// A message that pauses longer than this broke off.
    public static let messageGap = Duration.seconds(1)

    /// What the printer can prove.
    enum Proof: Sendable, Equatable { case processID, fence, none }

    /// What the wire is used for.
    enum Activity: Sendable, Equatable {
        case nothing
        /// The deadline is nil until the question went down the line; so for all here.
        case asking(ESCPOSQuestion, deadline: MonotonicInstant?)
        case probing(Proof, deadline: MonotonicInstant?)
        case clearing(deadline: MonotonicInstant?)
    }

    /// The job of which bytes were given to the wire.
    struct InFlight: Sendable, Equatable {
        var id: JobID
        var proof: Proof
        var processID: ESCPOSProcessID
        /// Given up at this moment in any case.
        var endsAt: MonotonicInstant
        /// Lost at this moment; nil while the printer cannot print or has not got everything.
        var proofDeadline: MonotonicInstant?
        /// All its bytes went down the line.
        var hasGoneOut = false
        /// The printer said it cannot print, then took the rest of the job without saying that it can again: it was
        /// probably switched off and on, and a proof would speak for the rest only.
        var isSuspect = false
        /// Noise came while it was in flight: one byte, which is all that a fence says, may be noise too.
        var isTainted = false
        /// The printer was told to forget it.
        var isDiscarded = false
    }

    let settings: PrinterSettings
    let sheets: ESCPOSSheetEncoder
    var parser = ESCPOSStatusParser()
    var lastByteAt: MonotonicInstant?

    var isOpen = false
    /// Since when bytes are on their way; nil when all went down the line.
    var outputSince: MonotonicInstant?
    /// When some of them were last known to move; may lie ahead when they are on the wire for certain.
    var movedAt: MonotonicInstant?
    /// Since when the printer takes no more data, as far as its XOFF comes through to here.
    var xoffAt: MonotonicInstant?
    /// The last bytes broke off, or nobody knows what they were: the printer may stand inside a command.
    var mayBeInsideCommand = true
    /// The line took nothing for `stallTime`.
    var isStalled = false

    var level = PresenceLevel()
    /// It spoke in the present event, and when it was last reported online.
    var hasSpoken = false
    var onlineToldAt: MonotonicInstant?
    /// It said anything since the port was opened.
    var isHeard = false
    /// Questions it answered, and those it did not, since the port was opened or it came back.
    var answered: [ESCPOSQuestion] = []
    var unanswered: [ESCPOSQuestion] = []
    var misses = 0
    /// What became of the questions.
    var exchanges = ExchangeMeter()

    var condition = PrinterCondition()
    /// The condition as the answers of the present round say.
    var asked = PrinterCondition()
    var reportedCondition: PrinterCondition?
    /// Automatic status comes.
    var reportsByItself = false
    /// When the last noise, and the last automatic status that was taken over, came.
    var noiseAt: MonotonicInstant?
    var statusAt: MonotonicInstant?
    /// Automatic status came with noise around it: a round of answers decides, beside a job too.
    var isDoubtful = false
    /// Noise came in the present round, and what the answers of such a round before it said.
    var isRoundNoisy = false
    var noisyAnswer: PrinterCondition?
    /// Rounds in a row whose answers differ from the automatic status.
    var contradictions = 0

    var proof: Proof?
    var activity = Activity.nothing
    /// Questions of the present round still to be asked.
    var round: [ESCPOSQuestion] = []
    var isRoundOpen = false
    /// The first round after opening, or after it came back, is not over.
    var isOpening = false
    var needsRefresh = false
    var nextPoll: MonotonicInstant?
    var recoverAt: MonotonicInstant?

    var queue: [PrintJob] = []
    var inFlight: InFlight?
    /// Part of a job may stand in the printer.
    var isInterrupted = false
    /// A fence may still be answered, or a withdrawn job printed: forget it first.
    var needsClearing = false

    var actions: [DriverAction] = []

    /// A printer as its profile describes it.
    public init(settings: PrinterSettings, text: ChineseEncoder) {
        self.settings = settings
        self.sheets = ESCPOSSheetEncoder(settings: settings, text: text)
    }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: DriverEvent, at now: MonotonicInstant) -> [DriverAction] {
        actions = []
        hasSpoken = false
        switch event {
        case .opened: open(at: now)
        case .closed(let error): close(error)
        case .received(let bytes): receive(bytes, at: now)
        case .drained: drained()
        case .moving(let until): if outputSince != nil { movedAt = max(until, now) }
        case .print(let job): accept(job)
        case .withdraw(let id): withdraw(id, at: now)
        case .speak(let job): actions.append(.report(.spoken(job.id, .failed)))
        case .presentLevels: presentLevels()
        case .timeReached, .wish: break
        }
        if isOpen { work(at: now) }
        defer { actions = [] }
        return actions
    }

    /// Something is known that keeps the printer from printing or from taking bytes.
    var isBlocked: Bool { !condition.canPrint || xoffAt != nil }

    /// Its silence means that it is not there.
    var shouldAnswer: Bool { isHeard || settings.proof == .processID || settings.proof == .fence }

    private mutating func open(at now: MonotonicInstant) {
        if isOpen { loseWire() }
        isOpen = true
        mayBeInsideCommand = true
        isHeard = false
        isStalled = false
        misses = 0
        condition = PrinterCondition()
        reportsByItself = false
        contradictions = 0
        noiseAt = nil
        statusAt = nil
        isDoubtful = false
        isRoundNoisy = false
        noisyAnswer = nil
        proof =
            switch settings.proof {
            case .auto: nil
            case .processID: .processID
            case .fence: .fence
            case .none: Proof.none
            }
        needsRefresh = true
    }

    private mutating func close(_ error: TransportError) {
        if isOpen { loseWire() }
        isOpen = false
        actions += level.become(.offline, error.detail)
    }

    /// The port is gone: what was on its way is nobody's knowledge.
    private mutating func loseWire() {
        if case .clearing = activity { needsClearing = true }
        if inFlight != nil { finish(.lost) }
        activity = .nothing
        outputSince = nil
        movedAt = nil
        xoffAt = nil
        round = []
        isRoundOpen = false
        isOpening = false
        nextPoll = nil
        recoverAt = nil
        parser = ESCPOSStatusParser()
    }

    private mutating func accept(_ job: PrintJob) {
        guard inFlight?.id != job.id, !queue.contains(where: { $0.id == job.id }) else { return }
        if queue.count < Self.queueLimit {
            queue.append(job)
        } else {
            actions.append(.report(.print(job.id, .failed)))
        }
    }

    private mutating func withdraw(_ id: JobID, at now: MonotonicInstant) {
        if let index = queue.firstIndex(where: { $0.id == id }) {
            queue.remove(at: index)
            actions.append(.report(.print(id, .withdrawn)))
        } else if inFlight?.id == id {
            abandon(at: now)
        }
    }

    /// Gives up the job in flight and lets the printer forget it.
    mutating func abandon(at now: MonotonicInstant) {
        finish(.lost)
        needsClearing = true
        discardOutput()
    }

    /// Ends the job in flight.
    mutating func finish(_ outcome: PrintOutcome) {
        guard let job = inFlight else { return }
        inFlight = nil
        if outcome == .lost {
            isInterrupted = true
            if job.proof == .fence { needsClearing = true }
        }
        actions.append(.report(.print(job.id, outcome)))
    }

    /// Drops what is on its way, and with it the question it may hold.
    mutating func discardOutput() {
        guard outputSince != nil else { return }
        actions.append(.discardOutput)
        if case .clearing = activity { needsClearing = true }
        mayBeInsideCommand = true
        outputSince = nil
        movedAt = nil
        xoffAt = nil
        activity = .nothing
    }

    mutating func write(_ bytes: [UInt8], at now: MonotonicInstant) {
        actions.append(.write((mayBeInsideCommand ? ESCPOS.headerFiller : []) + bytes))
        mayBeInsideCommand = false
        if outputSince == nil {
            outputSince = now
            movedAt = now
        }
    }

    private mutating func presentLevels() {
        actions.append(level.report)
        if let reportedCondition { actions.append(.report(.printer(reportedCondition))) }
    }
}
