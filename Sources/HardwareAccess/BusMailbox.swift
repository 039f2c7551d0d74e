import CLinux
import DeviceDrivers
import Glibc
import HallModel
import Synchronization

/// What other threads want of a bus thread: bounded, in order, wakes the thread through an eventfd.
///
/// A newer wish takes the place of one that waits for the same device, and levels are asked for once; everything else
/// keeps its place and is never merged.
final class BusMailbox: Sendable {
    /// Events that wait at most; the next one is refused.
    static let limit = 10_000

    fileprivate struct Waiting: Sendable {
        var events: [BusEvent] = []
        /// Index of the next event to take; those before it are gone.
        var head = 0
        /// Where a device's wish waits, as an index into all events ever posted.
        var wishes: [DeviceID: Int] = [:]
        var levels: Int?
        /// Events ever taken out of the array's front.
        var removed = 0
        var refused = 0
        var isShut = false
    }
    private let waiting = Mutex(Waiting())
    private let signal: OwnedDescriptor

    init() throws(SystemFailure) {
        signal = OwnedDescriptor(owning: clinux_eventfd())
        guard signal.number >= 0 else { throw SystemFailure("create an eventfd", errno: errno) }
    }

    /// Readable when somebody posted or woke.
    var number: Int32 { signal.number }

    var count: Int { waiting.withLock { $0.events.count - $0.head } }

    /// Events that found no room.
    var refused: Int { waiting.withLock { $0.refused } }

    /// Puts an event at the end; false when the box is full or shut.
    func post(_ event: BusEvent) -> Bool {
        let accepted = waiting.withLock { $0.put(event) }
        if accepted { wake() }
        return accepted
    }

    /// Takes the oldest events, at most `limit`.
    func take(atMost limit: Int) -> [BusEvent] {
        waiting.withLock { $0.take(atMost: limit) }
    }

    /// Takes everything, and nothing any more.
    func shut() -> [BusEvent] {
        waiting.withLock { waiting in
            waiting.isShut = true
            return waiting.take(atMost: Self.limit)
        }
    }

    /// Ends a poll on `number`.
    func wake() {
        var one: UInt64 = 1
        // The counter is never near its end; a full one would be readable too.
        _ = write(signal.number, &one, 8)
    }

    /// Makes `number` unreadable again, before the events are taken.
    func quiet() {
        var count: UInt64 = 0
        _ = read(signal.number, &count, 8)
    }
}

extension BusMailbox.Waiting {
    mutating func put(_ event: BusEvent) -> Bool {
        guard !isShut else { return false }
        let position = removed + events.count
        switch event {
        case .wish(let device, _):
            if let earlier = wishes[device] {
                events[earlier - removed] = event
                return true
            }
        case .presentLevels:
            if levels != nil { return true }
        default: break
        }
        guard events.count - head < BusMailbox.limit || event.isEndOfScan else {
            refused += 1
            return false
        }
        if case .wish(let device, _) = event { wishes[device] = position }
        if case .presentLevels = event { levels = position }
        events.append(event)
        return true
    }

    mutating func take(atMost limit: Int) -> [BusEvent] {
        guard head < events.count else { return [] }
        let taken = Array(events[head...].prefix(limit))
        head += taken.count
        for event in taken {
            if case .wish(let device, _) = event { wishes[device] = nil }
            if case .presentLevels = event { levels = nil }
        }
        // Moving what is left only when at least as much has gone keeps taking cheap.
        if head * 2 >= events.count {
            removed += head
            events.removeFirst(head)
            head = 0
        }
        return taken
    }
}

extension BusEvent {
    /// What becomes of it when nobody takes it any more: whoever waits for its end hears of it.
    var declined: DeviceReport? {
        switch self {
        case .print(let job): DeviceReport(device: job.printer, .print(job.id, .withdrawn))
        case .speak(let job): DeviceReport(device: job.device, .spoken(job.id, .failed))
        case .write(let write):
            DeviceReport(device: write.point.device, .written(write.id, .expired, readBack: nil))
        default: nil
        }
    }

    /// There is one for each search at most, and without it the line would be searched for nobody.
    fileprivate var isEndOfScan: Bool { if case .endScan = self { true } else { false } }
}
