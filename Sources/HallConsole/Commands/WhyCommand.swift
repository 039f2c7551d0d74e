import ArgumentParser
import HallAPI
import HallModel

/// `hallctl why …`
struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: HelpText.why.here,
        subcommands: [OfTicket.self, OfCall.self, OfAlarm.self, OfPoint.self, OfWindow.self])

    /// `hallctl why ticket NUMBER`
    struct OfTicket: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "ticket", abstract: HelpText.whyTicket.here)
        @Argument(help: ArgumentHelp(HelpText.number.here)) var number: String
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.call(WhyTicket.self, .init(number: number)) { console.show($0) }
        }
    }

    /// `hallctl why call NUMBER|WINDOW`
    struct OfCall: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "call", abstract: HelpText.whyCall.here)
        @Argument(help: ArgumentHelp(HelpText.numberOrWindow.here)) var subject: String
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            // Prefixes are capital letters, ids of windows have none.
            let isNumber = subject.contains("/") || subject.contains { ("A"..."Z").contains($0) }
            let parameters = isNumber ? WhyCall.Parameters(number: subject) : WhyCall.Parameters(window: subject)
            try console.call(WhyCall.self, parameters) { console.show($0) }
        }
    }

    /// `hallctl why alarm ID`
    struct OfAlarm: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "alarm", abstract: HelpText.whyAlarm.here)
        @Argument(help: ArgumentHelp(HelpText.alarmID.here)) var id: String
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.call(WhyAlarm.self, .init(id: id, language: console.language.rawValue)) { console.show($0) }
        }
    }

    /// `hallctl why point ID`
    struct OfPoint: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "point", abstract: HelpText.whyPoint.here)
        @Argument(help: ArgumentHelp(HelpText.pointID.here)) var id: String
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.call(WhyPoint.self, .init(point: id, language: console.language.rawValue)) { console.show($0) }
        }
    }

    /// `hallctl why window ID`
    struct OfWindow: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "window", abstract: HelpText.whyWindow.here)
        @Argument(help: ArgumentHelp(HelpText.storyWindow.here)) var id: String
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.call(WhyWindow.self, .init(window: id)) { console.show($0) }
        }
    }
}
