import HallModel

/// How much of the time each wire was taken since somebody last asked. Lives on the API thread.
final class BusMeter: @unchecked Sendable {
    // Unchecked: used on the API thread only.

    /// Shorter looks are no measurement: they get the figure of the one before.
    static let shortest = Duration.seconds(1)

    /// What takes time.
    private enum Use { case all, failing }
    private struct Key: Hashable {
        var bus: BusID
        var use: Use
    }
    private struct Look {
        var busy: Duration
        var at: MonotonicInstant
        var percent: Int?
    }
    private var looks: [Key: Look] = [:]
    private let startedAt: MonotonicInstant

    /// Before the first look, time counts from here.
    init(startedAt: MonotonicInstant) { self.startedAt = startedAt }

    /// Per cent, 0…100; nil where nobody measures it, and at once after the start.
    func utilisation(of bus: BusID, busy: Duration?, at now: MonotonicInstant) -> Int? {
        share(Key(bus: bus, use: .all), busy, at: now)
    }

    /// Per cent of the time that requests took which failed.
    func failing(of bus: BusID, time: Duration?, at now: MonotonicInstant) -> Int? {
        share(Key(bus: bus, use: .failing), time, at: now)
    }

    private func share(_ key: Key, _ busy: Duration?, at now: MonotonicInstant) -> Int? {
        guard let busy else { return nil }
        let former = looks[key] ?? Look(busy: .zero, at: startedAt)
        let time = now - former.at
        guard time >= Self.shortest else { return former.percent }
        // A wire whose thread was replaced begins to count anew.
        let taken = busy >= former.busy ? busy - former.busy : busy
        let percent = min(100, Int((taken / time * 100).rounded()))
        looks[key] = Look(busy: busy, at: now, percent: percent)
        return percent
    }
}
