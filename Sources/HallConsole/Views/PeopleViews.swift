import HallAPI
import HallModel

extension Console {
    func show(_ operators: [OperatorView]) {
        guard !operators.isEmpty else { return print(Cell(say(.noOperators))) }
        print(
            Table(
                headings: [.id, .name, .post, .department, .phone, .badge, .window].map { say($0) },
                rows: operators.map { person in
                    [
                        Cell(person.id), Cell(person.name), Cell(person.post ?? ""), Cell(person.department ?? ""),
                        Cell(person.phone ?? ""), Cell(person.number ?? ""), place(of: person),
                    ]
                }))
    }

    private func place(of person: OperatorView) -> Cell {
        if let window = person.window { return Cell(window, .good) }
        return Cell(person.coveredAt.map { say(.coveredAt($0)) } ?? "–")
    }

    func show(_ assists: [AssistView]) {
        guard !assists.isEmpty else { return print(Cell(say(.noAssists))) }
        print(
            Table(
                headings: [.window, .since, .by, .why].map { say($0) },
                rows: assists.map { assist in
                    [Cell(assist.window), Cell(time(assist.since)), Cell(actor(assist.by)), Cell(assist.reason ?? "")]
                }))
    }

    func show(_ messages: [MessageView]) {
        guard !messages.isEmpty else { return print(Cell(say(.noMessages))) }
        print(
            Table(
                headings: [.time, .sender, .recipient, .by, .text].map { say($0) },
                rows: messages.map { message in
                    [
                        Cell(time(message.at)), Cell(post(message.from)), Cell(post(message.to)), Cell(message.by),
                        Cell(message.text),
                    ]
                }))
    }
}
