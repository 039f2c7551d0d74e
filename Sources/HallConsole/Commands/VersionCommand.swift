import ArgumentParser
import HallAPI
import HallModel

/// `hallctl version`
struct VersionCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: HelpText.version.here)
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        if !console.json { console.print(Cell("hallctl \(ProductVersion.current)")) }
        try console.call(HallVersion.self, NoParameters()) { reply in
            console.print(Cell("halld \(reply.version)"))
        }
    }
}
