import HallModel

/// What is going to happen, soonest first; what was entered first goes before others of the same moment.
struct Agenda<Event: Sendable>: Sendable {
    private struct Entry: Sendable {
        var at: MonotonicInstant
        var order: Int
        var event: Event

        static func < (left: Self, right: Self) -> Bool { (left.at, left.order) < (right.at, right.order) }
    }

    /// A heap: no entry is before the one at half its place.
    private var heap: [Entry] = []
    private var entered = 0

    /// When the next one is due.
    var next: MonotonicInstant? { heap.first?.at }

    mutating func add(_ event: Event, at moment: MonotonicInstant) {
        entered += 1
        heap.append(Entry(at: moment, order: entered, event: event))
        var place = heap.count - 1
        while place > 0, heap[place] < heap[(place - 1) / 2] {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func takeNext() -> Event? {
        guard !heap.isEmpty else { return nil }
        heap.swapAt(0, heap.count - 1)
        let taken = heap.removeLast()
        var place = 0
        while true {
            let below = [2 * place + 1, 2 * place + 2].filter { $0 < heap.count }
            guard let least = below.min(by: { heap[$0] < heap[$1] }), heap[least] < heap[place] else { break }
            heap.swapAt(place, least)
            place = least
        }
        return taken.event
    }
}
