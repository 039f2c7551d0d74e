import HallModel

/// The talking side of a NUT server (TCP, NETVER 1.3): one line a message, values in quotes.
///
/// ```
/// → LIST UPS                     ← BEGIN LIST UPS / UPS hall "…" / END LIST UPS
/// → GET VAR hall ups.status      ← VAR hall ups.status "OL"
/// → GET VAR hall no.such         ← ERR VAR-NOT-SUPPORTED
/// ```
/// It only tells: whoever wants to change something is refused as by a server without users. Written from NUT's
/// net-protocol text and a transcript of upsd 2.8.0.
public struct NutServerSimulator: Sendable {
    /// A line longer than this ends the connection.
    static let lineLimit = 512

    /// A line of the client, and what it is about.
    enum Question: Sendable, Equatable {
        /// Answered by the server itself.
        case server(String)
        /// About a UPS by this name, in these words.
        case ups(name: String, words: [String])
    }

    /// The client was told goodbye, or talked nonsense without end: its connection is to be closed.
    public private(set) var isFinished = false
    private var line: [UInt8] = []
    private var user: String?
    private var password: String?

    /// A server that nobody is connected to.
    public init() {}

    /// A client came, or the last one went.
    public mutating func disconnect() { self = NutServerSimulator() }

    /// Bytes of the client; gives what it asked, line by line.
    mutating func receive(_ bytes: [UInt8], upses: [String]) -> [Question] {
        var questions: [Question] = []
        for byte in bytes where !isFinished {
            guard byte == 0x0A else {
                line.append(byte)
                if line.count > NutServerSimulator.lineLimit { isFinished = true }
                continue
            }
            let words = NutServerSimulator.words(line)
            line = []
            if let question = question(words, upses) { questions.append(question) }
        }
        return questions
    }

    private mutating func question(_ words: [String], _ upses: [String]) -> Question? {
        guard let verb = words.first else { return nil }
        func ups(at place: Int) -> Question {
            guard words.count > place else { return .server("ERR INVALID-ARGUMENT") }
            guard upses.contains(words[place]) else { return .server("ERR UNKNOWN-UPS") }
            return .ups(name: words[place], words: words)
        }
        switch verb {
        case "VER": return .server("Network UPS Tools upsd 2.8.0 - http://www.networkupstools.org/")
        case "NETVER", "PROTVER": return .server("1.3")
        case "HELP": return .server("Commands: HELP VER GET LIST SET INSTCMD LOGIN LOGOUT USERNAME PASSWORD STARTTLS")
        case "LIST":
            guard words.count >= 2 else { return .server("ERR INVALID-ARGUMENT") }
            if words[1] == "UPS" {
                let lines = upses.map { "UPS \($0) \"hallsim\"" }
                return .server((["BEGIN LIST UPS"] + lines + ["END LIST UPS"]).joined(separator: "\n"))
            }
            guard ["VAR", "RW", "CMD", "CLIENT"].contains(words[1]) else { return .server("ERR INVALID-ARGUMENT") }
            return ups(at: 2)
        case "GET":
            guard words.count >= 3 else { return .server("ERR INVALID-ARGUMENT") }
            guard ["VAR", "NUMLOGINS", "UPSDESC", "TYPE", "DESC"].contains(words[1]) else {
                return .server("ERR INVALID-ARGUMENT")
            }
            return ups(at: 2)
        case "USERNAME", "PASSWORD": return .server(credential(verb, words))
        case "LOGIN", "PRIMARY", "MASTER", "FSD", "INSTCMD":
            if user == nil { return .server("ERR USERNAME-REQUIRED") }
            return .server(password == nil ? "ERR PASSWORD-REQUIRED" : "ERR ACCESS-DENIED")
        case "SET":
            if user == nil { return .server("ERR USERNAME-REQUIRED") }
            return .server(password == nil ? "ERR PASSWORD-REQUIRED" : "ERR ACCESS-DENIED")
        case "STARTTLS": return .server("ERR FEATURE-NOT-CONFIGURED")
        case "LOGOUT":
            isFinished = true
            return .server("OK Goodbye")
        default: return .server("ERR UNKNOWN-COMMAND")
        }
    }

    private mutating func credential(_ verb: String, _ words: [String]) -> String {
        guard words.count == 2 else { return "ERR INVALID-ARGUMENT" }
        let isUser = verb == "USERNAME"
        guard (isUser ? user : password) == nil else { return "ERR ALREADY-SET-\(verb)" }
        if isUser { user = words[1] } else { password = words[1] }
        return "OK"
    }

    /// What is said about a UPS. `stale` when its driver gives nothing new.
    static func answer(_ words: [String], about ups: NutUPSSimulator, stale: Bool) -> String {
        guard ups.isOn else { return "ERR DRIVER-NOT-CONNECTED" }
        guard !stale else { return "ERR DATA-STALE" }
        switch (words[0], words[1]) {
        case ("LIST", "VAR"):
            let lines = ups.variables.map { variable($0, of: ups) }
            return (["BEGIN LIST VAR \(ups.name)"] + lines + ["END LIST VAR \(ups.name)"]).joined(separator: "\n")
        case ("LIST", let what): return "BEGIN LIST \(what) \(ups.name)\nEND LIST \(what) \(ups.name)"
        case ("GET", "NUMLOGINS"): return "NUMLOGINS \(ups.name) 0"
        case ("GET", "UPSDESC"): return "UPSDESC \(ups.name) \"hallsim\""
        case ("GET", let what):
            guard words.count == 4 else { return "ERR INVALID-ARGUMENT" }
            guard let found = ups.variables.first(where: { $0.name == words[3] }) else {
                return "ERR VAR-NOT-SUPPORTED"
            }
            switch what {
            case "VAR": return variable(found, of: ups)
            case "TYPE": return "TYPE \(ups.name) \(found.name) NUMBER"
            default: return "DESC \(ups.name) \(found.name) \"Description unavailable\""
            }
        default: return "ERR INVALID-ARGUMENT"
        }
    }

    private static func variable(_ variable: NutUPSSimulator.Variable, of ups: NutUPSSimulator) -> String {
        var quoted = ""
        for character in variable.value.unicodeScalars {
            if character == "\"" || character == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(character)
        }
        return "VAR \(ups.name) \(variable.name) \"\(quoted)\""
    }

    /// Words between spaces; quotes hold spaces together, a backslash takes the next character as it is.
    static func words(_ line: [UInt8]) -> [String] {
        var words: [[UInt8]] = []
        var word: [UInt8]?
        var isQuoted = false
        var isEscaped = false
        for byte in line where byte != 0x0D {
            if isEscaped {
                word = (word ?? []) + [byte]
                isEscaped = false
                continue
            }
            switch byte {
            case 0x5C: isEscaped = true
            case 0x22:
                isQuoted.toggle()
                word = word ?? []
            case 0x20 where !isQuoted, 0x09 where !isQuoted:
                if let whole = word { words.append(whole) }
                word = nil
            default: word = (word ?? []) + [byte]
            }
        }
        if let whole = word { words.append(whole) }
        return words.map { String(decoding: $0, as: UTF8.self).withoutControls }
    }
}
