import ArgumentParser
import HallAPI

/// `hallctl devices [GLOB]`
struct DevicesCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "devices", abstract: HelpText.devices.here)
    @Argument(help: ArgumentHelp(HelpText.pattern.here)) var pattern: String?
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        try console.call(ListDevices.self, .init(pattern: pattern)) { console.show($0.devices) }
    }
}
