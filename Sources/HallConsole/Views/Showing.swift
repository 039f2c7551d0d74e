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
        let known: [Ticket.Stage] = [.called("", times: 1), .serving(""), .parked("")]
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

    func deviceKind(_ code: String) -> Cell {
        Cell(self.code(DeviceKindWord(rawValue: code).map(CodeText.deviceKind), code))
    }

    /// Who did something: a user as the daemon names it, or the caller whose key was pressed.
    func actor(_ name: String?) -> String {
        guard let name else { return say(.nobody) }
        let mark = "device:"
        return name.hasPrefix(mark) ? say(.caller(String(name.dropFirst(mark.count)))) : name
    }

    func rule(_ code: String) -> String { self.code(TicketCalled.Rule(rawValue: code).map(CodeText.rule), code) }

    /// How a print or a write ended: no two codes of them are the same.
    func outcome(_ code: String) -> String {
        if let write = WriteOutcome(rawValue: code) { return self.code(FieldCode.writeOutcome(write), code) }
        return self.code(PrintOutcome(rawValue: code).map(CodeText.outcome), code)
    }

    /// What a decision looked at, and what it saw.
    func input(_ input: EventView.Input) -> (name: String, value: String) {
        let word = InputWord(rawValue: input.name)
        let value =
            switch word {
            case .serves, .asConfigured: say(.list((input.names ?? input.value).split(separator: ",").map(String.init)))
            case .skipped, .passed, .levels, .unmanned: say(.list(input.value.split(separator: ",").map(String.init)))
            case .taken, .until, .backAt, .booked: time(input.value)
            case .person, .relieves, .boundToPerson: person(input.value, named: input.names)
            case .away: place(input.value)
            case .source: code(Appointment.Source(rawValue: input.value), input.value)
            case .printed: printed(input.value).text
            case .callable, .inService: code(["yes": true, "no": false][input.value].map(CodeText.answer), input.value)
            case .state: windowState(input.value).text
            case .stage: stage(input.value).text
            case .windows: say(.list(input.value.split(separator: ",").map { windowAndState($0) }))
            case .waiting, .oldest, .order, .place, .turn, .from, .to, .boundTo, .grace, .ahead, .value, .limit,
                .clause,
                .under, .readBack, .presses, .ticket, .answeredAfter, .sender, .recipient, .appointment, .appointments,
                .estimate, nil:
                input.value
            }
        return (code(word.map(CodeText.input), input.name), value)
    }

    /// `王丽 (wang)`, or the id of whom nobody knows the name.
    func person(_ id: String, named name: String?) -> String {
        guard let name, name != id else { return id }
        return say(.aside(name, id))
    }

    /// Where somebody is.
    func place(_ code: String) -> String { self.code(Away.Place(rawValue: code).map(CodeText.away), code) }

    /// `desk`, or a window's id.
    func post(_ name: String) -> String {
        name == MessageSent.Place.deskName ? say(.desk) : say(.windowNamed(name))
    }

    /// `1 paused` with the state in words.
    private func windowAndState(_ text: Substring) -> String {
        let text = text.drop { $0 == " " }
        guard let space = text.lastIndex(of: " ") else { return String(text) }
        return "\(text[..<space]) \(windowState(String(text[text.index(after: space)...])).text)"
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
        return Cell(say(.list(words)), isBad ? .bad : paper == .nearEnd ? .warning : .plain)
    }
}
