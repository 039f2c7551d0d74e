import HallAPI
import HallModel

/// Where hallctl runs: what it may know and where it writes.
public struct Surroundings {
    /// Environment variables.
    public var environment: [String: String]
    /// Standard output is a terminal.
    public var isTerminal: Bool
    /// Takes a line for standard output, without its end.
    public var output: (String) -> Void
    /// Takes a line for standard error, without its end.
    public var errors: (String) -> Void
    /// How long a daemon may be away.
    public var patience: Duration

    /// All fields.
    public init(
        environment: [String: String], isTerminal: Bool, output: @escaping (String) -> Void,
        errors: @escaping (String) -> Void, patience: Duration = APIClient.defaultPatience
    ) {
        self.environment = environment
        self.isTerminal = isTerminal
        self.output = output
        self.errors = errors
        self.patience = patience
    }
}

/// What a command has at hand.
struct Console {
    let language: Language
    let json: Bool
    let socket: String
    let surroundings: Surroundings

    /// Where halld listens unless told otherwise.
    static let defaultSocket = "/run/halld/halld.sock"

    init(language: Language, json: Bool, socket: String, surroundings: Surroundings) {
        self.language = language
        self.json = json
        self.socket = socket
        self.surroundings = surroundings
    }

    init(_ options: GlobalOptions, _ surroundings: Surroundings) {
        let environment = surroundings.environment
        language = options.lang ?? Language(environment: environment)
        json = options.json
        socket = options.socket ?? environment["HALLD_SOCKET"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.defaultSocket
        self.surroundings = surroundings
    }

    var isColoured: Bool { surroundings.isTerminal && surroundings.environment["NO_COLOR", default: ""].isEmpty }

    func say(_ text: ConsoleText) -> String { text.text(language) }

    func say(_ text: FieldText) -> String { text.text(language) }

    func code(_ text: (any LocalizedText)?, _ raw: String) -> String { text?.text(language) ?? raw }

    func client() -> APIClient { APIClient(path: socket, patience: surroundings.patience) }

    func print(_ cell: Cell) { surroundings.output(cell.rendered(coloured: isColoured)) }

    func print(_ table: Table) { for line in table.lines(coloured: isColoured) { surroundings.output(line) } }

    func print(_ sheet: Sheet) { for line in sheet.lines(coloured: isColoured) { surroundings.output(line) } }

    /// One line of JSON.
    func print(_ json: JSONValue) { surroundings.output(json.line) }

    /// A call, its reply shown as JSON or by `show`.
    func call<Call: APICall>(
        _ call: Call.Type, _ parameters: Call.Parameters, show: (Call.Reply) -> Void
    ) throws(ConsoleFailure) {
        let reply = try ask(call, parameters)
        if json { print(reply.json) } else { show(reply.value) }
    }

    /// A call and its reply.
    func ask<Call: APICall>(
        _ call: Call.Type, _ parameters: Call.Parameters
    ) throws(ConsoleFailure) -> APIClient.Reply<Call.Reply> {
        do throws(APIError) {
            return try client().call(call, parameters)
        } catch {
            throw ConsoleFailure(error)
        }
    }

    /// A stream until the end of the program, each reply shown as JSON or by `show`.
    func stream<Call: APICall>(
        _ call: Call.Type, _ parameters: (Call.Reply?) -> Call.Parameters, show: (Call.Reply) -> Void
    ) throws(ConsoleFailure) {
        do throws(APIError) {
            try client().stream(call, parameters) { reply in
                if json { print(reply.json) } else { show(reply.value) }
                return true
            }
        } catch {
            throw ConsoleFailure(error)
        }
    }
}

/// Why a command failed: exit status 1.
struct ConsoleFailure: Error {
    /// What happened; nil if that was shown already.
    var message: Bilingual?
    /// What to do.
    var remedy: Bilingual

    init(_ error: APIError) {
        message = error.message
        remedy = error.remedy
    }

    init(_ message: ConsoleText, _ remedy: ConsoleText) {
        self.message = message.bilingual
        self.remedy = remedy.bilingual
    }

    init(_ message: BusText, _ remedy: BusText) {
        self.message = message.bilingual
        self.remedy = remedy.bilingual
    }

    init(_ message: FieldText, _ remedy: FieldText) {
        self.message = message.bilingual
        self.remedy = remedy.bilingual
    }

    init(_ message: AppointmentText, _ remedy: AppointmentText) {
        self.message = message.bilingual
        self.remedy = remedy.bilingual
    }

    /// The output says it.
    static let shown = ConsoleFailure()

    private init() { remedy = Bilingual(zh: "", en: "") }

    /// `hallctl: what happened: what to do`
    func line(_ language: Language) -> String? {
        guard let message else { return nil }
        let parts = ["hallctl", message[language], remedy[language]].filter { !$0.isEmpty }
        return parts.joined(separator: language == .zh ? "：" : ": ").replacingPrefix("hallctl：", "hallctl: ")
            .withoutControls
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, _ other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
