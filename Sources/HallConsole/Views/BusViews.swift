import DeviceDrivers
import HallAPI
import HallModel

extension Console {
    func show(_ buses: [BusView]) {
        guard !buses.isEmpty else { return print(Cell(say(.noBuses))) }
        print(
            Table(
                headings: [say(.id), say(.wire), say(.path), say(.open), say(.offline), say(.devices)],
                rows: buses.map { bus in
                    [
                        Cell(bus.id), Cell(bus.wire), Cell(bus.path), isOpen(bus.isOpen),
                        Cell(String(bus.offline), bus.offline > 0 ? .bad : .plain),
                        Cell(say(.list(bus.devices))),
                    ]
                }))
    }

    func show(_ buses: [BusStatisticsView]) {
        guard !buses.isEmpty else { return print(Cell(say(.noBuses))) }
        let headings: [FieldText] = [
            .open, .opens, .refusals, .losses, .bytesIn, .bytesOut, .requests, .timeouts, .garbled, .exceptions,
            .utilisation,
        ]
        let lineHeadings: [BusText] = [.failing, .ages, .saved]
        print(
            Table(
                headings: [say(.id)] + headings.map { say($0) } + lineHeadings.map { say($0) }
                    + [say(.errors), say(.lastError)],
                rows: buses.map { bus in
                    [
                        Cell(bus.id), isOpen(bus.isOpen), Cell(String(bus.opens)), count(bus.refusals),
                        count(bus.losses), Cell(String(bus.bytesIn)), Cell(String(bus.bytesOut)),
                        Cell(bus.requests.map { String($0) } ?? "–"), count(bus.timeouts), count(bus.garbled),
                        count(bus.exceptions), Cell(bus.utilisation.map { "\($0) %" } ?? "–"),
                        Cell(
                            bus.failingPercent.map { "\($0) %" } ?? "–", bus.failingPercent ?? 0 > 0 ? .warning : .plain
                        ),
                        ages(bus.ageP50Milliseconds, bus.ageP99Milliseconds), saved(bus), count(bus.errors),
                        Cell(lastError(bus)),
                    ]
                }))
        for bus in buses {
            if let culprit = bus.culprit { print(Cell(say(.culprit(culprit, bus: bus.id)), .warning)) }
        }
        for bus in buses where !bus.units.isEmpty {
            print("")
            show(bus.units)
        }
    }

    func show(_ budgets: [BusBudgetView]) {
        guard !budgets.isEmpty else { return print(Cell(say(.noBuses))) }
        for budget in budgets {
            print(Cell(say(.budget(budget)), budget.holds ? .plain : .warning))
            print(
                Table(
                    headings: [say(.devices), say(.planned), say(.worstAge), say(.measuredAge)],
                    rows: budget.units.map { unit in
                        [
                            Cell(unit.device), Cell(tenths(unit.plannedPerMille)),
                            Cell(time(unit.worstAgeMilliseconds)),
                            Cell(
                                unit.ageP99Milliseconds.map(time) ?? "–",
                                unit.ageP99Milliseconds ?? 0 > unit.worstAgeMilliseconds ? .warning : .plain),
                        ]
                    }))
        }
    }

    /// `12.3 %`
    private func tenths(_ perMille: Int) -> String { "\(perMille / 10).\(perMille % 10) %" }

    private func show(_ units: [BusUnitView]) {
        print(
            Table(
                headings: [
                    say(.devices), say(.unit), say(.asked), say(.answered), say(.timeouts), say(.garbled),
                    say(.exceptions), say(.ages), say(.longest), say(.isFailing),
                ],
                rows: units.map { unit in
                    [
                        Cell(unit.device), Cell(String(unit.unit)), Cell(String(unit.asked)),
                        Cell(String(unit.answered)), count(unit.timeouts), count(unit.garbled), count(unit.exceptions),
                        ages(unit.ageP50Milliseconds, unit.ageP99Milliseconds),
                        Cell(unit.longestThoughtMilliseconds.map(time) ?? "–"),
                        Cell(CodeText.answer(unit.isFailing).text(language), unit.isFailing ? .bad : .plain),
                    ]
                }))
    }

    private func ages(_ half: Int?, _ most: Int?) -> Cell {
        guard let half, let most else { return Cell("–") }
        return Cell("\(time(half)) / \(time(most))")
    }

    private func lastError(_ bus: BusStatisticsView) -> String {
        guard let message = bus.lastError else { return "–" }
        // A daemon of another version: as it came.
        guard let code = bus.lastErrorCode.flatMap(TransportError.Code.init(rawValue:)) else { return message }
        return say(.port(code, message: message))
    }

    private func saved(_ bus: BusStatisticsView) -> Cell {
        guard let requests = bus.savedRequests, let taken = bus.savedMilliseconds else { return Cell("–") }
        return Cell(say(.requests(requests, time: time(taken))))
    }

    /// `85 ms`, `2.3 s`, `140 s`
    private func time(_ milliseconds: Int) -> String {
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds >= 100_000 { return "\(milliseconds / 1000) s" }
        return "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
    }

    private func isOpen(_ isOpen: Bool?) -> Cell {
        guard let isOpen else { return Cell("–", .faint) }
        return Cell(CodeText.answer(isOpen).text(language), isOpen ? .good : .bad)
    }

    /// Of something that should not happen.
    private func count(_ count: Int?) -> Cell {
        guard let count else { return Cell("–") }
        return Cell(String(count), count > 0 ? .warning : .plain)
    }
}
