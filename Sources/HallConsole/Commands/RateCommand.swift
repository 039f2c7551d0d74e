import ArgumentParser
import HallAPI

/// `hallctl rate WINDOW LEVEL`
struct RateCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "rate", abstract: HelpText.rate.here)
    @Argument(help: ArgumentHelp(HelpText.ratedWindow.here)) var window: String
    @Argument(help: ArgumentHelp(HelpText.level.here)) var level: String
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        let parameters = RateService.Parameters(window: window, level: level, idempotencyKey: freshIdempotencyKey())
        try console.call(RateService.self, parameters) { rated in
            console.print(
                Cell(console.say(.rated(number: rated.number, window: rated.window, level: rated.level)), .good))
        }
    }
}
