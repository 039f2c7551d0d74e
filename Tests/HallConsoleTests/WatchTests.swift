import HallAPI
import HallModel
import Synchronization
import Testing

@testable import HallConsole

@Suite struct WatchTests {
    private func lines(_ language: Language, _ changes: [ChangeView]) -> [String] {
        let lines = Mutex([String]())
        let surroundings = Surroundings(
            environment: [:], isTerminal: false, output: { line in lines.withLock { $0.append(line) } },
            errors: { _ in })
        let screen = WatchScreen(Console(language: language, json: false, socket: "", surroundings: surroundings))
        for change in changes {
            screen.show(
                .init(position: Position(epoch: "e", sequence: 1), resumed: nil, snapshot: nil, change: change))
        }
        return lines.withLock { $0 }
    }

    private func print(_ kind: String, reason: String? = nil, outcome: PrintOutcome? = nil) -> ChangeView {
        var change = ChangeView(
            kind: kind, at: "2026-11-21T09:05:07+08:00", subject: "2026-11-21/B003", reason: reason,
            outcome: outcome?.rawValue)
        change.ticket = TicketView(
            id: "2026-11-21/B003", number: "B003", service: "tax", serviceName: "税务", priority: "ordinary",
            stage: "waiting", window: nil, ahead: 0, printed: "pending", reprints: 0, since: "t", calledAt: nil,
            startedAt: nil, takenBy: "kiosk-1")
        return change
    }

    private func device(_ presence: Presence, detail: DeviceDetail = .none, errors: Int = 0, label: String = "D")
        -> ChangeView
    {
        var change = ChangeView(kind: "device-changed", at: "2026-11-21T09:05:07+08:00", subject: "w1-display")
        change.device = DeviceView(
            id: "w1-display", kind: "alpha-display", profile: "x", bus: "b", zone: nil, label: label,
            presence: presence.rawValue, lastSeen: nil, errors: errors, detail: detail.rawValue, printer: nil)
        return change
    }

    @Test func `a watcher reads why a print was ordered and how it ended`() {
        let changes = [
            print("print-ordered", reason: PrintOrdered.Reason.interrupted.rawValue),
            print("print-settled", outcome: .lost),
        ]
        #expect(
            lines(.en, changes) == [
                "11-21 09:05:07  sent to print  B003  pending  reprint: the former print was cut off",
                "11-21 09:05:07  print ended  B003  lost: no proof came, it may not be on paper",
            ])
        #expect(lines(.zh, changes).last == "11-21 09:05:07  打印结束  B003  未得到证实，可能未出票")
    }

    @Test(arguments: PrintOutcome.allCases)
    func `no two outcomes read the same`(_ outcome: PrintOutcome) {
        for language in Language.allCases {
            let others = PrintOutcome.allCases.filter { $0 != outcome }
            let line = lines(language, [print("print-settled", outcome: outcome)])
            for other in others { #expect(lines(language, [print("print-settled", outcome: other)]) != line) }
        }
    }

    @Test func `a device is told again only when something that is shown changed`() {
        let text = lines(
            .en,
            [
                device(.online), device(.online, label: "E"), device(.online, errors: 1),
                device(.offline, detail: .noAnswer, errors: 1), device(.offline, detail: .noAnswer, errors: 1),
                device(.offline, detail: .portLost, errors: 2), device(.online, errors: 2),
            ])
        #expect(
            text == [
                "11-21 09:05:07  device changed  w1-display  online",
                "11-21 09:05:07  device changed  w1-display  online  1 error",
                "11-21 09:05:07  device changed  w1-display  offline  nothing answers  1 error",
                "11-21 09:05:07  device changed  w1-display  offline  its port failed  2 errors",
                "11-21 09:05:07  device changed  w1-display  online  2 errors",
            ])
    }

    @Test func `a window stands with its state, in each language's marks`() {
        var change = ChangeView(
            kind: "window-mode-changed", at: "2026-11-21T09:05:07+08:00", subject: "1", by: "device:w1-caller",
            reason: "喝水")
        change.window = WindowView(id: "1", name: "综合", state: "paused", serving: nil)
        #expect(lines(.zh, [change]) == ["11-21 09:05:07  窗口变更  1  窗口 1（暂停服务）  呼叫器 w1-caller  喝水"])
        #expect(
            lines(.en, [change]) == [
                "11-21 09:05:07  window changed  1  window 1 (paused)  caller w1-caller  喝水"
            ])
    }
}
