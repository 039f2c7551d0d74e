import ArgumentParser
import HallAPI
import HallModel

/// `hallctl watch`
struct WatchCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "watch", abstract: HelpText.watch.here)
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        let screen = WatchScreen(console)
        try console.stream(HallWatch.self) { last in
            HallWatch.Parameters(position: last?.position, language: console.language.rawValue)
        } show: { reply in
            screen.show(reply)
        }
    }
}
