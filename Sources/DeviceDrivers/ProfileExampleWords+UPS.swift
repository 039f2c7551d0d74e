import DeviceProtocols
import HallModel

/// The words of `nut-ups`.
struct NutWords {
    private static let known = "ask, ask UPS"

    var settings: NutSettings

    func bytes(of meaning: String) throws(ProfileExampleProblem) -> [UInt8] {
        if meaning == "ask" { return NutProtocol.listUPS }
        guard let ups = Substring(meaning).after("ask "), !ups.isEmpty else {
            throw ProfileExampleProblem.unknown(meaning, known: Self.known)
        }
        return NutProtocol.listVariables(of: String(ups))
    }

    func meaning(of bytes: [UInt8]) -> String {
        var parser = NutLineParser()
        var words = parser.parse(bytes).map { message in
            switch message {
            case .begin(let list): "begin \(list.joined(separator: " "))"
            case .end(let list): "end \(list.joined(separator: " "))"
            case .ups(let name): "ups \(name)"
            case .variable(_, let name, let value): self.words(name, value)
            case .error(let code): "error \(code)"
            case .other, .noise: "noise"
            }
        }
        if parser.abandon() > 0 { words.append("noise") }
        return joinedParts(words)
    }

    private func words(_ name: String, _ text: String) -> String {
        guard let point = settings.variables.first(where: { $0.name == name })?.point else { return "unused \(name)" }
        switch NutUPSDriver.outcome(of: text, point) {
        case .value(let value): return "\(point.name) \(point.text(of: value))"
        case .nonsense, .missed: return "\(point.name) nonsense"
        }
    }
}

/// The words of `megatec-ups`.
struct MegatecWords {
    var settings: MegatecSettings

    func bytes(of meaning: String) throws(ProfileExampleProblem) -> [UInt8] {
        guard meaning == "ask" else { throw ProfileExampleProblem.unknown(meaning, known: "ask") }
        return MegatecQ1.question
    }

    func meaning(of bytes: [UInt8]) -> String {
        var parser = MegatecParser()
        var words = parser.parse(bytes).map { message in
            switch message {
            case .status(let status): self.words(status)
            case .echo: "not understood"
            case .noise: "noise"
            }
        }
        if parser.abandon() > 0 { words.append("noise") }
        return joinedParts(words)
    }

    private func words(_ status: MegatecQ1.Status) -> String {
        zip(settings.points, MegatecUPSDriver.outcomes(status, cells: settings.cells)).map { point, outcome in
            switch outcome {
            case .value(let value): "\(point.name) \(point.text(of: value))"
            case .nonsense: "\(point.name) nonsense"
            case .missed: "\(point.name) missing"
            }
        }.joined(separator: ", ")
    }
}
