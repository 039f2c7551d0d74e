/// Whether a device is there, as far as its wire can tell.
public enum Presence: String, Sendable, Codable, CaseIterable {
    /// It answered lately.
    case online
    /// It should answer and does not, or its port is gone.
    case offline
    /// Not configured or optional and not fitted; never a fault.
    case absent
    /// Taken out of service by a person.
    case disabled
    /// A device that never answers: nobody can know.
    case unknown
}

/// What a ticket printer last said of itself. A printer that never answers keeps `unknown` values and may print.
public struct PrinterCondition: Sendable, Equatable, Codable {
    /// Paper, as the sensors see it.
    public enum Paper: String, Sendable, Codable {
        /// The printer has not said.
        case unknown
        /// Enough.
        case present
        /// Near its end: prints, must be changed soon.
        case nearEnd
        /// None: does not print.
        case out
    }

    /// Paper.
    public var paper: Paper
    /// The cover is open.
    public var coverOpen: Bool
    /// The cutter is jammed.
    public var cutterError: Bool
    /// An error that only power off and on clears.
    public var unrecoverableError: Bool
    /// The printer says it is off line, for one of the causes above or another.
    public var offline: Bool

    /// Any condition; by default nothing is known and nothing is wrong.
    public init(
        paper: Paper = .unknown, coverOpen: Bool = false, cutterError: Bool = false, unrecoverableError: Bool = false,
        offline: Bool = false
    ) {
        self.paper = paper
        self.coverOpen = coverOpen
        self.cutterError = cutterError
        self.unrecoverableError = unrecoverableError
        self.offline = offline
    }

    /// False when a ticket sent now would not come out.
    public var canPrint: Bool { paper != .out && !coverOpen && !cutterError && !unrecoverableError && !offline }
}

/// What a driver tells the hall. Levels (presence, condition) are told on each change and again when asked.
public struct DeviceReport: Sendable, Equatable {
    /// The content.
    public enum Content: Sendable, Equatable {
        /// The device came, went, or cannot be known. `detail` is for a technician.
        case presence(Presence, detail: DeviceDetail)
        /// A printer's state.
        case printer(PrinterCondition)
        /// A key of a kiosk or caller, by its name in the profile.
        case key(String)
        /// A print job ended.
        case print(JobID, PrintOutcome)
        /// A sentence ended.
        case spoken(SpeechID, SpeechOutcome)
        /// What is known of a point, by its name in the profile; told after each poll and each change.
        case reading(String, Reading)
        /// An attempt to write ended; what was read back, if anything.
        case written(WriteID, WriteOutcome, readBack: PointValue?)
        /// Bytes that fit no message of the device: counted, never acted on.
        case noise(count: Int)
        /// What became of questions to the device since this was last told: how many it answered with what can be read,
        /// a refusal too, and how many failed (no answer, a damaged one, a refusal). Told at most once a second.
        case exchanges(answered: Int, failed: Int)
    }

    /// Who speaks.
    public var device: DeviceID
    /// What it says.
    public var content: Content

    /// A device and what it says.
    public init(device: DeviceID, _ content: Content) {
        self.device = device
        self.content = content
    }
}

/// Why a device has its presence, in a form that both languages can say.
public enum DeviceDetail: String, Sendable, Codable, CaseIterable {
    /// Nothing to add.
    case none
    /// The path of its port does not exist.
    case portMissing
    /// The port is held by another process.
    case portBusy
    /// The port may not be opened.
    case portForbidden
    /// The port failed while in use.
    case portLost
    /// The port is open and nothing answers.
    case noAnswer
    /// The device has no way to answer.
    case oneWay
    /// Still asking for the first time.
    case probing
    /// Its server answers, and says that it cannot reach the device.
    case serverCannotReach
    /// It answers, but not as its profile says: another model, or another address.
    case wrongModel
    /// Its program is not installed.
    case programMissing
    /// Its program ended with an error, or not at all.
    case programFailed
}

/// A print job's number: rises over the whole journal, never given twice.
public struct JobID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// 1 and up.
    public let number: Int

    /// A job's number.
    public init(_ number: Int) { self.number = number }

    /// Older is smaller.
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    /// The bare number.
    public var description: String { String(number) }

    /// Reads a bare integer.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Int.self))
    }

    /// Writes a bare integer.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}

/// How a print job ended.
public enum PrintOutcome: String, Sendable, Codable, CaseIterable {
    /// The printer said, after the paper had moved, that it printed this very job (or passed the fence behind it).
    case proven
    /// Everything was sent and the printer has no way to say more.
    case unproven
    /// The printer can prove, bytes went out, and no proof came: it may or may not be on paper.
    case lost
    /// The printer refused it for good; nothing of it is on paper.
    case failed
    /// Withdrawn before the first byte went out; nothing is on paper.
    case withdrawn
}
