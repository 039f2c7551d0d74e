import ArgumentParser
import HallAPI
import HallModel

/// `hallctl whoami`
struct WhoAmICommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "whoami", abstract: HelpText.whoAmI.here)
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        try console.call(WhoAmI.self, NoParameters()) { reply in
            let roles = reply.roles.map { Role(rawValue: $0).map { CodeText.role($0).text(console.language) } ?? $0 }
            let none = console.say(.noRole)
            var rows: [(name: String, value: Cell)] = [
                (console.say(.user), Cell(reply.user)),
                (console.say(.roles), roles.isEmpty ? Cell(none, .bad) : Cell(console.say(.list(roles)))),
            ]
            if !reply.windows.isEmpty { rows.append((console.say(.windows), Cell(console.say(.list(reply.windows))))) }
            console.print(Sheet(rows: rows))
        }
    }
}
