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
        print(
            Table(
                headings: [say(.id)] + headings.map { say($0) } + [say(.errors), say(.lastError)],
                rows: buses.map { bus in
                    [
                        Cell(bus.id), isOpen(bus.isOpen), Cell(String(bus.opens)), count(bus.refusals),
                        count(bus.losses), Cell(String(bus.bytesIn)), Cell(String(bus.bytesOut)),
                        Cell(bus.requests.map { String($0) } ?? "–"), count(bus.timeouts), count(bus.garbled),
                        count(bus.exceptions), Cell(bus.utilisation.map { "\($0) %" } ?? "–"), count(bus.errors),
                        Cell(bus.lastError ?? "–"),
                    ]
                }))
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
