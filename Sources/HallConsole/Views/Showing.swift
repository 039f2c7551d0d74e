import HallAPI
import HallModel

extension Console {
    /// `11-21 09:05:07` of an RFC 3339 time; as it came if it is none.
    func time(_ text: String?) -> String {
        guard let text else { return say(.never) }
        guard text.utf8.count >= 19, text.dropFirst(10).first == "T" else { return text }
        return String(text.dropFirst(5).prefix(5)) + " " + String(text.dropFirst(11).prefix(8))
    }

    /// `1 d 02:03:04`
    func duration(_ seconds: Int) -> String {
        say(
            .duration(
                days: seconds / 86_400, hours: seconds / 3600 % 24, minutes: seconds / 60 % 60, seconds: seconds % 60))
    }

    func presence(_ code: String) -> Cell {
        let presence = Presence(rawValue: code)
        let tone: Cell.Tone =
            switch presence {
            case .online: .good
            case .offline: .bad
            case .disabled, .unknown: .warning
            case .absent, nil: .faint
            }
        return Cell(self.code(presence.map(CodeText.presence), code), tone)
    }

    func printed(_ code: String) -> Cell {
        let printed = Ticket.Printed(rawValue: code)
        return Cell(self.code(printed.map(CodeText.printed), code), printed == .failed ? .bad : .plain)
    }

    func priority(_ code: String) -> Cell {
        Cell(self.code(Ticket.Priority(rawValue: code).map(CodeText.priority), code))
    }

    func stage(_ code: String) -> Cell {
        let known: [Ticket.Stage] = [.called("", times: 1), .serving("")]
        let stage = Ticket.Stage(word: code) ?? known.first { $0.word == code }
        return Cell(stage?.text(language) ?? code)
    }

    func windowState(_ code: String) -> Cell {
        let word = CodeText.WindowWord(rawValue: code)
        let tone: Cell.Tone =
            switch word {
            case .calling, .serving: .good
            case .paused: .warning
            case .closed: .faint
            case .open, nil: .plain
            }
        return Cell(self.code(word.map(CodeText.window), code), tone)
    }

    func event(_ code: String) -> String { self.code(EventWord(rawValue: code).map(CodeText.event), code) }

    func reason(_ reason: String, of event: String) -> String {
        code(CodeText.ReasonWord(reason, of: event).map(CodeText.reason), reason)
    }

    func printer(_ printer: PrinterView) -> Cell {
        let paper = PrinterCondition.Paper(rawValue: printer.paper)
        var words = [code(paper.map(CodeText.paper), printer.paper)]
        let troubles: [(Bool, CodeText.PrinterWord)] = [
            (printer.coverOpen, .coverOpen), (printer.cutterError, .cutterError),
            (printer.unrecoverableError, .unrecoverableError), (printer.offline, .offline),
        ]
        words += troubles.filter(\.0).map { CodeText.printer($0.1).text(language) }
        let isBad = paper == .out || troubles.contains(where: \.0)
        return Cell(words.joined(separator: ", "), isBad ? .bad : paper == .nearEnd ? .warning : .plain)
    }
}
