import ArgumentParser
import HallAPI
import HallModel
import HardwareAccess

/// `hallctl discharges [UPS] [--last 90d]`
struct DischargesCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "discharges", abstract: HelpText.discharges.here)
    @Argument(help: ArgumentHelp(HelpText.upsID.here)) var ups: String?
    @Option(help: ArgumentHelp(HelpText.lastDischarges.here, valueName: "90d"))
    var last = PlotSpan(seconds: ListDischarges.usualDays * 86_400)
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        let from = CivilClock(fixedOffsetSeconds: 0).local(WallTime.now + .seconds(-last.seconds)).rfc3339
        try console.call(ListDischarges.self, .init(ups: ups, from: from)) { console.show($0.discharges) }
    }
}
