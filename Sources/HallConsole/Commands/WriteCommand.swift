import ArgumentParser
import HallAPI
import HallModel

/// `hallctl write POINT VALUE --reason TEXT`: succeeds only when the device has the value.
struct WriteCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "write", abstract: HelpText.write.here)
    @Argument(help: ArgumentHelp(HelpText.pointID.here)) var point: String
    @Argument(help: ArgumentHelp(HelpText.value.here)) var value: String
    @Option(help: ArgumentHelp(HelpText.writeReason.here, valueName: "text")) var reason: String
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        let parameters = WritePoint.Parameters(
            point: point, value: value, reason: reason, idempotencyKey: freshIdempotencyKey())
        let reply = try console.ask(WritePoint.self, parameters)
        if console.json { console.print(reply.json) }
        let end = reply.value
        let value = console.text(end.value, unit: end.unit)
        guard end.outcome == WriteOutcome.confirmed.rawValue else {
            throw ConsoleFailure(
                FieldText.notWritten(
                    point: end.point, value: value, outcome: WriteOutcome(rawValue: end.outcome),
                    readBack: end.readBack.map { console.text($0, unit: end.unit) }),
                FieldText.seeWhyPoint(end.point))
        }
        if !console.json { console.print(Cell(console.say(.written(point: end.point, value: value)), .good)) }
    }
}
