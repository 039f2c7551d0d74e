import CLinux
import Glibc
import HallAPI
import HallModel
import HardwareAccess

/// Waits for the listening socket, the connections and other threads at once, and serves whoever is ready.
///
/// ```
/// ppoll ─▶ work from other threads ─▶ read, answer, send, one connection after the other ─▶ admit new ones ─▶ …
/// ```
/// A call that the published state answers is read, answered and sent in one turn: three system calls.
final class APILoop: @unchecked Sendable {
    // Unchecked: made on the starting thread, handed to the API thread, used by nobody else.

    /// Bytes read from a connection in one turn.
    private static let chunk = 65_536
    /// Nobody is admitted for so long when the system has no descriptor left.
    private static let breath = Duration.milliseconds(100)
    /// Without anything to do it still shows that it lives.
    private static let heartbeat = Duration.seconds(1)
    /// A turn serves each connection once; only the system's name service can hold it, and a directory that does not answer
    /// holds it long: no reason to end a hall that works.
    static let deadline = Duration.seconds(120)

    private let door: LoopDoor
    private let connections: Connections
    private var listener: OwnedDescriptor?
    private var isBreathing = false
    private let pulse: Pulse

    /// Takes over the listening socket.
    init(listener: consuming OwnedDescriptor, connections: Connections, door: LoopDoor, pulse: Pulse) {
        self.pulse = pulse
        self.listener = consume listener
        self.connections = connections
        self.door = door
    }

    /// Serves until the door is shut.
    func run() {
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        var polled: [pollfd] = []
        while true {
            let count = wait(&polled)
            pulse.beat()
            if count < 0 { continue }
            if polled[0].revents != 0, door.work() { break }
            // Work can have closed connections, never put one in another's place.
            for (connection, entry) in zip(connections.open, polled[2...]) where connection.isOpen {
                if entry.revents != 0 { connection.ready(entry.revents, &buffer) }
                if connection.wantsTurn { connection.pull() }
            }
            isBreathing = false
            if polled[1].revents != 0 { accept() }
            if connections.deadline != nil { connections.tick(APIServer.monotonicNow()) }
            connections.forgetClosed()
        }
        connections.closeAll()
    }

    private func wait(_ polled: inout [pollfd]) -> Int32 {
        polled.removeAll(keepingCapacity: true)
        polled.append(pollfd(fd: door.bell.number, events: Int16(POLLIN), revents: 0))
        // A negative number is passed over.
        polled.append(pollfd(fd: isBreathing ? -1 : listenerNumber, events: Int16(POLLIN), revents: 0))
        var isInHurry = false
        for connection in connections.open {
            polled.append(pollfd(fd: connection.descriptor, events: connection.events, revents: 0))
            if connection.wantsTurn { isInHurry = true }
        }
        return clinux_ppoll(&polled, UInt(polled.count), isInHurry ? 0 : timeout)
    }

    /// Nanoseconds.
    private var timeout: Int64 {
        let rest = (isBreathing ? Self.breath : Self.heartbeat).wholeNanoseconds
        guard let deadline = connections.deadline else { return rest }
        return min(rest, max(0, (deadline - APIServer.monotonicNow()).wholeNanoseconds))
    }

    private var listenerNumber: Int32 {
        switch listener {
        case .some(let socket): socket.number
        case nil: -1
        }
    }

    private func accept() {
        while listenerNumber >= 0 {
            let descriptor = clinux_accept(listenerNumber)
            if descriptor >= 0 {
                connections.admit(descriptor)
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR, errno != ECONNABORTED {
                isBreathing = true
                return
            }
        }
    }

    // MARK: The end, on the API thread

    /// Admits no more and reads nothing more from those there are; what they asked is still answered.
    func refuseNew() {
        listener = nil
        connections.stopReading()
    }

    /// Ends all connections and admits no more.
    func closeAll() {
        listener = nil
        connections.closeAll()
    }
}
