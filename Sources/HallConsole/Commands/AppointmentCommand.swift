import ArgumentParser
import HallAPI
import HallModel

/// `hallctl appointment …`
struct AppointmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "appointment", abstract: AppointmentText.command.here,
        subcommands: [Import.self, List.self, Cancel.self])

    /// `hallctl appointment import FILE [--dry-run]`
    struct Import: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "import", abstract: AppointmentText.imports.here)
        @Argument(help: ArgumentHelp(AppointmentText.file.here)) var file: String
        @Flag(help: ArgumentHelp(AppointmentText.dryRun.here)) var dryRun = false
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let table = try AppointmentFile(path: file)
            guard table.problems.isEmpty else {
                let problems = table.problems.map { ($0.place, $0.text.text(console.language)) }
                throw console.refuse(problems, isList: table.isList)
            }
            let reply = try console.ask(
                ImportAppointments.self,
                .init(
                    appointments: table.entries, dryRun: dryRun ? true : nil, language: console.language.rawValue,
                    idempotencyKey: freshIdempotencyKey()))
            let result = reply.value
            if console.json { console.print(reply.json) }
            guard result.problems.isEmpty else {
                let problems = result.problems.map { problem in
                    (table.places.indices.contains(problem.index) ? table.places[problem.index] : 0, problem.text)
                }
                throw console.refuse(problems, isList: table.isList)
            }
            guard !console.json else { return }
            let (added, changed, unchanged) = (result.added, result.changed, result.unchanged)
            let told: AppointmentText =
                dryRun
                ? .trial(added: added, changed: changed, unchanged: unchanged)
                : .imported(added: added, changed: changed, unchanged: unchanged)
            console.print(Cell(told.text(console.language)))
        }
    }

    /// `hallctl appointment list [--day DATE]`
    struct List: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: AppointmentText.list.here)
        @Option(help: ArgumentHelp(AppointmentText.day.here, valueName: "date")) var day: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard day.map({ CivilDate($0) != nil }) ?? true else {
                throw ValidationError(ReportText.noDate(day ?? "").text(HelpText.processLanguage))
            }
        }

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.call(ListAppointments.self, .init(day: day)) { console.show($0.appointments) }
        }
    }

    /// `hallctl appointment cancel CODE [--reason TEXT]`
    struct Cancel: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "cancel", abstract: AppointmentText.cancel.here)
        @Argument(help: ArgumentHelp(AppointmentText.code.here)) var code: String
        @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = CancelAppointment.Parameters(
                code: code, reason: reason, idempotencyKey: freshIdempotencyKey())
            try console.call(CancelAppointment.self, parameters) { appointment in
                console.print(Cell(AppointmentText.cancelled(appointment.code).text(console.language)))
            }
        }
    }
}

extension Console {
    /// Every row that is wrong, on standard error, and that nothing was taken in.
    fileprivate func refuse(_ problems: [(place: Int, text: String)], isList: Bool) -> ConsoleFailure {
        for problem in problems.sorted(by: { $0.place < $1.place }) {
            let told: AppointmentText =
                isList ? .entry(problem.place, problem.text) : .line(problem.place, problem.text)
            surroundings.errors(told.text(language).withoutControls)
        }
        return ConsoleFailure(.nothingImported(problems.count), .mendAndRepeat)
    }

    func show(_ appointments: [AppointmentView]) {
        func word(_ text: AppointmentText) -> String { text.text(language) }
        guard !appointments.isEmpty else { return print(Cell(word(.none))) }
        print(
            Table(
                headings: [
                    word(.start), word(.minutes), say(.id), say(.service), word(.source), word(.state), word(.number),
                ],
                rows: appointments.map { appointment in
                    [
                        Cell(day(appointment.start)), Cell(String(appointment.minutes)), Cell(appointment.code),
                        Cell(appointment.serviceName ?? appointment.service),
                        Cell(code(Appointment.Source(rawValue: appointment.source), appointment.source)),
                        Cell(word(.word(appointment.state))), Cell(appointment.number ?? "–"),
                    ]
                }))
    }

    /// `2026-11-28 09:30` of RFC 3339.
    private func day(_ time: String) -> String {
        time.count >= 16 ? time.prefix(10) + " " + time.dropFirst(11).prefix(5) : time
    }
}
