import HallAPI
import HallModel

/// What `hallctl watch` has shown, so that it tells nothing twice.
final class WatchScreen {
    private let console: Console
    /// The last line of each device, without its time. A change of what a line does not show makes no line.
    private var devices: [String: String] = [:]

    init(_ console: Console) { self.console = console }

    func show(_ watch: HallWatch.Reply) {
        if let snapshot = watch.snapshot {
            devices = [:]
            console.print(Cell(console.say(.snapshot(hall: snapshot.status.hall))))
            console.show(snapshot.status)
        } else if watch.resumed == true {
            console.print(Cell(console.say(.resumed), .faint))
        } else if let change = watch.change {
            show(change)
        }
    }

    private func show(_ change: ChangeView) {
        let words = words(change).filter { !$0.isEmpty }.joined(separator: "  ")
        if change.device != nil, devices.updateValue(words, forKey: change.subject) == words { return }
        console.print(Cell("\(console.time(change.at))  \(words)", change.alarm == nil ? .plain : .warning))
    }

    private func words(_ change: ChangeView) -> [String] {
        var words = [console.event(change.kind), change.ticket?.number ?? change.subject]
        if let window = change.window {
            words.append(
                console.say(
                    .aside(console.say(.windowNamed(window.id)), console.windowState(window.state).text)))
        }
        if let outcome = change.outcome {
            words.append(console.outcome(outcome))
        } else if let ticket = change.ticket {
            words.append(console.printed(ticket.printed).text)
        }
        if let device = change.device {
            words += [console.presence(device.presence).text, console.detail(device).text]
            if let printer = device.printer { words.append(console.printer(printer).text) }
            if device.errors > 0 { words.append(console.say(.errorCount(device.errors))) }
        }
        if let point = change.point, let value = change.value {
            words.append(console.text(value, unit: point.unit, decimals: point.decimals))
        }
        if let alarm = change.alarm { words.append(alarm.text) }
        if let by = change.by { words.append(console.actor(by)) }
        if let reason = change.reason { words.append(console.reason(reason, of: change.kind)) }
        return words
    }
}
