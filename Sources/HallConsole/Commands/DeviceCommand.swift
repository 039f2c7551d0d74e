import ArgumentParser
import HallAPI

/// `hallctl device ID`
struct DeviceCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "device", abstract: HelpText.device.here)
    @Argument(help: ArgumentHelp(HelpText.deviceID.here)) var id: String
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        try console.call(ShowDevice.self, .init(id: id)) { for device in $0.devices { console.show(device) } }
    }
}
