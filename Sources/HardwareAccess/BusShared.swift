import CLinux
import DeviceDrivers
import Glibc
import HallModel
import Synchronization

/// What a bus thread and its owner both see.
final class BusShared: Sendable {
    /// A loop without work, or in the middle of it, still shows that it lives.
    static let heartbeat: Duration = .seconds(1)

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
        while true {
            if isStopping.load(ordering: .acquiring) { return .stopping }
            beat()
            let left = max(end - .now, .zero)
            var polled = [
                pollfd(fd: mailbox.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: descriptor, events: Int16(events), revents: 0),
            ]
            let count = clinux_ppoll(&polled, 2, min(left, Self.heartbeat / 2).wholeNanoseconds)
            if count > 0, polled[1].revents != 0 { return .ready(Int32(polled[1].revents)) }
            // Whoever waits here looks into the box itself afterwards.
            if count > 0, polled[0].revents != 0 { mailbox.quiet() }
            if left == .zero { return .timeUp }
        }
    }

    /// Shows that the thread lives.
    func beat() { pulse.beat() }
}
