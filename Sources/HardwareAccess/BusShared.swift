import CLinux
import DeviceDrivers
import Glibc
import HallModel
import Synchronization

/// What a bus thread and its owner both see.
final class BusShared: Sendable {
    /// A loop without work, or in the middle of it, still shows that it lives.
    static let heartbeat: Duration = .seconds(1)
    /// Nanoseconds; half of that, so that a beat is never missed.
    private static let longestWait: Int64 = 500_000_000

    let mailbox: BusMailbox
    let statistics = Mutex(BusStatistics())
    let figures = Mutex<LineFigures?>(nil)
    let recorder: FlightRecorder
    let questions = BusQuestions()
    let isStopping = Atomic(false)
    let pulse: Pulse

    /// The longest that a healthy thread is away: many heartbeats, on a machine that is short of time.
    static let deadline: Duration = .seconds(10)

    init(mailbox: BusMailbox, bus: BusID = "test", recorder: FlightRecorder = FlightRecorder()) {
        self.mailbox = mailbox
        self.recorder = recorder
        pulse = Pulse("bus-" + bus.rawValue, deadline: Self.deadline)
    }

    /// How a wait ended.
    enum Waking: Equatable {
        /// The descriptor is ready; poll's answer.
        case ready(Int32)
        /// The moment is there.
        case timeUp
        /// The thread is to end.
        case stopping
    }

    /// Waits in the middle of work on the wire: for a descriptor (none is −1) or a moment, while the heart beats and a
    /// stop ends it at once. Mail is left where it is.
    func wait(for descriptor: Int32, _ events: Int32 = POLLIN, until end: MonotonicInstant) -> Waking {
        var now = MonotonicInstant.now
        if descriptor < 0, end <= now { return .timeUp }
        while true {
            if isStopping.load(ordering: .acquiring) { return .stopping }
            pulse.beat(at: now)
            let left = min(max(end.nanoseconds - now.nanoseconds, 0), Self.longestWait)
            let ready = clinux_ppoll_two(mailbox.number, descriptor, Int16(events), left)
            if ready.second != 0 { return .ready(Int32(ready.second)) }
            // Whoever waits here looks into the box itself afterwards.
            if ready.first != 0 { mailbox.quiet() }
            now = .now
            if end <= now { return .timeUp }
        }
    }

    /// Shows that the thread lives.
    func beat() { pulse.beat() }
}
