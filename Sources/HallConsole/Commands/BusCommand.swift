import ArgumentParser
import HallAPI

/// `hallctl bus …`
struct BusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bus", abstract: HelpText.bus.here,
        subcommands: [List.self, Stats.self, Budget.self, Trace.self, Read.self, Scan.self])

    /// `hallctl bus list`
    struct List: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: HelpText.busList.here)
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.call(ListBuses.self, NoParameters()) { console.show($0.buses) }
        }
    }

    /// `hallctl bus budget [ID]`
    struct Budget: ConsoleCommand {
        static let configuration = CommandConfiguration(
            commandName: "budget", abstract: HelpText.busBudget.here)
        @Argument(help: ArgumentHelp(HelpText.busID.here)) var bus: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.call(BusBudgets.self, .init(bus: bus)) { console.show($0.buses) }
        }
    }

    /// `hallctl bus stats [ID]`
    struct Stats: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "stats", abstract: HelpText.busStats.here)
        @Argument(help: ArgumentHelp(HelpText.busID.here)) var bus: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.call(BusStats.self, .init(bus: bus)) { console.show($0.buses) }
        }
    }
}
