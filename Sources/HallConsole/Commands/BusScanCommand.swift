import ArgumentParser
import HallAPI
import HallModel

extension BusCommand {
    /// `hallctl bus scan ID [--from N] [--to N] [--interrupt --reason TEXT]`
    struct Scan: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "scan", abstract: HelpText.busScan.here)
        @Argument(help: ArgumentHelp(HelpText.oneBus.here)) var bus: String
        @Option(help: ArgumentHelp(HelpText.scanFrom.here, valueName: "1…247")) var from = 1
        @Option(help: ArgumentHelp(HelpText.scanTo.here, valueName: "1…247")) var to = 247
        @Flag(help: ArgumentHelp(HelpText.scanInterrupt.here)) var interrupt = false
        @Option(help: ArgumentHelp(HelpText.scanReason.here, valueName: "text")) var reason: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard (1...247).contains(from), (from...247).contains(to) else {
                throw ValidationError(BusUsage.units.here)
            }
            guard !interrupt || reason.map({ $0.contains { !$0.isWhitespace } }) ?? false else {
                throw ValidationError(BusUsage.reason.here)
            }
        }

        func run(_ console: Console) throws(ConsoleFailure) {
            let screen = ScanScreen(console)
            var end: ScanBus.Reply?
            do throws(APIError) {
                // Without patience: a search is never begun again by itself.
                try APIClient(path: console.socket, patience: .zero).stream(ScanBus.self) { _ in
                    ScanBus.Parameters(
                        bus: bus, from: from, to: to, interrupt: interrupt ? true : nil, reason: reason)
                } each: { reply in
                    if console.json { console.print(reply.json) } else { screen.show(reply.value) }
                    end = reply.value
                    return true
                }
            } catch {
                throw ConsoleFailure(error)
            }
            guard let end, let ended = end.outcome, ended != .complete else { return }
            throw ConsoleFailure(
                BusText.notSearched(ended, detail: end.detail.map { console.detail($0) }),
                ended == .stopped ? BusText.stopped : BusText.see("hallctl bus trace \(bus)"))
        }
    }
}

/// How far a search is: a bar that is drawn over itself on a terminal, a line at each tenth elsewhere.
final class ScanScreen {
    private static let width = 30
    private let console: Console
    private var found = 0
    private var isBarDrawn = false
    private var tenths = -1

    init(_ console: Console) { self.console = console }

    func show(_ reply: ScanBus.Reply) {
        if !reply.found.isEmpty { clear() }
        for found in reply.found { show(found) }
        found += reply.found.count
        if reply.outcome == .complete {
            clear()
            let text = found == 0 ? BusText.nobodyAnswered : .searched(found: found, of: reply.of)
            return console.print(Cell(console.say(text)))
        }
        guard reply.outcome == nil else { return clear() }
        progress(reply)
    }

    private func progress(_ reply: ScanBus.Reply) {
        let text = console.say(.progress(done: reply.done, of: reply.of, found: found))
        let share = reply.of > 0 ? min(1, Double(reply.done) / Double(reply.of)) : 0
        guard console.surroundings.isTerminal else {
            let tenth = Int(share * 10)
            if tenth > tenths { console.print(Cell(text, .faint)) }
            tenths = max(tenths, tenth)
            return
        }
        clear()
        let full = Int(share * Double(Self.width))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: Self.width - full)
        console.print(Cell("\(bar)  \(text)"))
        isBarDrawn = true
    }

    /// Takes the bar away: the cursor stands below it.
    private func clear() {
        guard isBarDrawn else { return }
        isBarDrawn = false
        console.surroundings.output("\u{1B}[1A\u{1B}[2K\u{1B}[1A")
    }

    private func show(_ found: ScanBus.Reply.Found) {
        let place = found.baud.map { "\($0) \(found.format ?? "")" }
        let models = found.profiles.isEmpty ? "–" : found.profiles.joined(separator: ", ")
        let tone: Cell.Tone = found.verdict == .asPlanned ? .good : .warning
        let words = [console.say(.found(unit: found.unit, at: place)), models, console.say(.model(found))]
        console.print(Cell(words.joined(separator: "  "), tone))
    }
}
