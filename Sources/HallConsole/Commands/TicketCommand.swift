import ArgumentParser
import HallAPI
import HallModel

/// `hallctl ticket …`
struct TicketCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket", abstract: HelpText.ticket.here,
        subcommands: [
            Take.self, Show.self, Cancel.self, Park.self, Return.self, Transfer.self, Reprint.self,
        ])

    /// `hallctl ticket take [SERVICE] [--class CLASS] [--kiosk ID] [--appointment CODE]`
    struct Take: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "take", abstract: HelpText.take.here)
        @Argument(help: ArgumentHelp(HelpText.service.here)) var service: String?
        @Option(name: .customLong("class"), help: ArgumentHelp(HelpText.priority.here, valueName: "class"))
        var priority: Ticket.Priority?
        @Option(help: ArgumentHelp(HelpText.kiosk.here, valueName: "id")) var kiosk: String?
        @Option(help: ArgumentHelp(AppointmentText.checkIn.here, valueName: "code")) var appointment: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard service != nil || appointment != nil else { throw ValidationError(AppointmentText.takeNeeds.here) }
        }

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = TakeTicket.Parameters(
                service: service, kiosk: kiosk, priority: priority?.rawValue, appointment: appointment,
                idempotencyKey: freshIdempotencyKey())
            try console.call(TakeTicket.self, parameters) { ticket in
                let slip = console.code(
                    Ticket.Printed(rawValue: ticket.printed).map(CodeText.slip), ticket.printed)
                let wait = ticket.estimatedWaitSeconds.map(console.duration)
                console.print(
                    Cell(console.say(.taken(number: ticket.number, ahead: ticket.ahead, wait: wait, slip: slip))))
            }
        }
    }

    /// `hallctl ticket show NUMBER`
    struct Show: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: HelpText.show.here)
        @Argument(help: ArgumentHelp(HelpText.number.here)) var number: String
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.call(ShowTicket.self, .init(number: number)) { console.show($0) }
        }
    }

    /// `hallctl ticket cancel NUMBER [--reason TEXT]`
    struct Cancel: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "cancel", abstract: HelpText.cancel.here)
        @Argument(help: ArgumentHelp(HelpText.number.here)) var number: String
        @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = CancelTicket.Parameters(
                number: number, reason: reason, idempotencyKey: freshIdempotencyKey())
            try console.call(CancelTicket.self, parameters) { console.show($0) }
        }
    }

    /// `hallctl ticket reprint NUMBER [--kiosk ID]`
    struct Reprint: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "reprint", abstract: HelpText.reprint.here)
        @Argument(help: ArgumentHelp(HelpText.number.here)) var number: String
        @Option(help: ArgumentHelp(HelpText.kiosk.here, valueName: "id")) var kiosk: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = ReprintTicket.Parameters(
                number: number, kiosk: kiosk, idempotencyKey: freshIdempotencyKey())
            try console.call(ReprintTicket.self, parameters) { console.show($0) }
        }
    }
}

extension Ticket.Priority: ExpressibleByArgument {}
