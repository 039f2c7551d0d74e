import CLinux
import DeviceDrivers
import Glibc
import HallModel
import Synchronization

/// The life of a bus thread. Everything here belongs to that thread; it executes and decides nothing.
struct WireLoop<Machine: WireMachine>: ~Copyable {
    /// With more bytes than this waiting for the wire no new events are taken from the mailbox: whoever asks for more waits
    /// there, and the mailbox refuses when it is full. Time, bytes from the wire and hang-ups are never held back.
    private let outgoingLimit = 64 * 1024
    /// Events from the mailbox in one turn, reads in one turn, bytes for the kernel in one turn: a talkative side leaves
    /// room for the others.
    private let eventsPerTurn = 64
    private let readsPerTurn = 16
    private let bytesPerTurn = 64 * 1024
    private let chunk = 4096
    /// A loop without work still shows that it lives.
    private let heartbeat: Duration = .seconds(1)
    /// How long a stop waits for bytes already given.
    private let stopGrace: Duration = .milliseconds(500)
    /// The machine hears at most so often that bytes move.
    private let movedInterval: Duration = .seconds(1)
    /// How often the kernel is asked whether the last byte has gone.
    private let drainPoll: ClosedRange<Duration> = .milliseconds(1)...(.milliseconds(20))

    private let path: String
    private let settings: SerialSettings
    private let shared: BusShared
    private let report: @Sendable (DeviceReport) -> Void
    private var machine: Machine
    private var port: SerialPort?
    private var watch: PathWatch?
    private var outgoing = OutgoingBytes()
    /// Bytes were given and `drained` was not yet said.
    private var owesDrained = false
    /// Bytes moved since `moved` was last said, and when that was; what the kernel held at the last look.
    private var hasMoved = false
    private var movedToldAt: MonotonicInstant?
    private var lastQueued = 0
    private var buffer: [UInt8]

    init(
        path: String, settings: SerialSettings, machine: Machine, shared: BusShared,
        report: @escaping @Sendable (DeviceReport) -> Void
    ) {
        self.path = path
        self.settings = settings
        self.machine = machine
        self.shared = shared
        self.report = report
        buffer = [UInt8](repeating: 0, count: chunk)
        do throws(SystemFailure) {
            watch = try PathWatch(path: path)
        } catch {
            // Without inotify the machine's back-off finds the port, only later.
            watch = nil
        }
        let isPathWatched = watchNumber >= 0
        shared.statistics.withLock { $0.isPathWatched = isPathWatched }
    }

    mutating func run() {
        while !shared.isStopping.load(ordering: .acquiring) {
            shared.lastTurn.store(MonotonicInstant.now.nanoseconds, ordering: .releasing)
            feedMail()
            let wasDue = feedTime()
            sendAndTell()
            let ready = wait(atMost: untilNextTurn(wasDue: wasDue))
            if ready.port != 0 { receive(hangUp: ready.port & (POLLHUP | POLLERR | POLLNVAL) != 0) }
            if ready.path { pathChanged() }
        }
        finishOutput()
        port = nil
        shared.statistics.withLock { $0.isOpen = false }
    }

    // MARK: Events in

    private mutating func feedMail() {
        for _ in 0..<eventsPerTurn {
            // Looked at before each one: it may have filled the queue.
            guard outgoing.count <= outgoingLimit, let event = shared.mailbox.take(atMost: 1).first else { return }
            feed(event)
        }
    }

    /// Says that time is reached if it is.
    private mutating func feedTime() -> Bool {
        guard let wake = machine.nextWake, wake <= .now else { return false }
        feed(.timeReached)
        return true
    }

    /// Tells the machine and does what it says. What becomes of an attempt to open is told before anything else, so that
    /// the machine never hears of a port that it does not know to be open.
    private mutating func feed(_ event: BusEvent) {
        var events = [event]
        while !events.isEmpty {
            for action in machine.handle(events.removeFirst(), at: .now) {
                switch action {
                case .open: events.append(open())
                case .write(let bytes): give(bytes)
                case .discardOutput: discardOutput()
                case .releaseOutput: releaseOutput()
                case .report(let content): report(content)
                case .transact, .holdLines, .setLine: break
                }
            }
            // A machine that opens again at once and for ever can still be stopped.
            if shared.isStopping.load(ordering: .acquiring) { return }
        }
    }

    private mutating func give(_ bytes: [UInt8]) {
        // Given to a closed port they are dropped: the machine is told of every loss.
        guard portNumber >= 0 else { return }
        outgoing.append(bytes)
        owesDrained = true
    }

    private mutating func discardOutput() {
        outgoing.removeAll()
        owesDrained = false
        port?.discardOutput()
        shared.recorder.note(.discarded, at: .now)
    }

    private mutating func releaseOutput() {
        port?.releaseOutput()
        shared.recorder.note(.released, at: .now)
    }

    private mutating func open() -> BusEvent {
        // Our own lock would refuse a second open.
        close()
        do throws(TransportError) {
            port = try SerialPort(path: path, settings: settings)
            shared.statistics.withLock {
                $0.opens += 1
                $0.isOpen = true
            }
            shared.recorder.note(.opened, at: .now)
            return .opened
        } catch {
            shared.statistics.withLock {
                $0.refusals += 1
                $0.lastError = error
            }
            shared.recorder.note(.refused(error.code), at: .now)
            return .refused(error)
        }
    }

    private mutating func close() {
        port = nil
        outgoing.removeAll()
        owesDrained = false
        shared.statistics.withLock {
            $0.isOpen = false
            $0.bytesWaiting = 0
        }
    }

    private mutating func lose(_ error: TransportError) {
        close()
        shared.statistics.withLock {
            $0.losses += 1
            $0.lastError = error
        }
        shared.recorder.note(.lost(error.code), at: .now)
        feed(.lost(error))
    }

    // MARK: The wire

    private mutating func receive(hangUp: Bool) {
        for _ in 0..<readsPerTurn {
            guard portNumber >= 0 else { return }
            do throws(TransportError) {
                let count = try Self.read(port, into: &buffer)
                if count == 0 {
                    // Hung up and nothing left to read.
                    if hangUp {
                        lose(
                            TransportError(
                                .hungUp, disposition: .portLost, errno: 0,
                                message: "poll \(path): hung up: check the plug and the adapter"))
                    }
                    return
                }
                shared.statistics.withLock { $0.bytesIn += count }
                let bytes = Array(buffer.prefix(count))
                shared.recorder.note(.received(bytes), at: .now)
                feed(.received(bytes))
            } catch {
                lose(error)
            }
        }
    }

    private static func read(
        _ port: borrowing SerialPort?, into buffer: inout [UInt8]
    ) throws(TransportError) -> Int {
        var span = buffer.mutableSpan
        switch port {
        case .none: return 0
        case .some(let port): return try port.read(into: &span)
        }
    }

    private func writeOnce() throws(TransportError) -> Int {
        switch port {
        case .none: 0
        case .some(let port): try port.write(outgoing.next(atMost: chunk).span)
        }
    }

    private var outputQueued: Int {
        switch port {
        case .none: 0
        case .some(let port): port.outputQueued()
        }
    }

    private mutating func sendAndTell() {
        do throws(TransportError) {
            if try send() {
                feed(.drained)
            } else if hasMoved, movedToldAt.map({ .now - $0 >= movedInterval }) ?? true {
                hasMoved = false
                movedToldAt = .now
                feed(.moved)
            }
        } catch {
            lose(error)
        }
    }

    /// Gives bytes to the kernel as far as it takes them; true, once, when the last one has gone down the line.
    private mutating func send() throws(TransportError) -> Bool {
        guard owesDrained else { return false }
        var budget = bytesPerTurn
        while !outgoing.isEmpty, budget > 0 {
            let count = try writeOnce()
            if count == 0 { break }
            shared.recorder.note(.sent(Array(outgoing.next(atMost: count))), at: .now)
            outgoing.taken(count)
            hasMoved = true
            budget -= count
            shared.statistics.withLock { $0.bytesOut += count }
        }
        let waiting = outgoing.count
        shared.statistics.withLock { $0.bytesWaiting = waiting }
        guard waiting == 0 else { return false }
        let queued = outputQueued
        if queued < lastQueued { hasMoved = true }
        lastQueued = queued
        guard queued == 0 else { return false }
        owesDrained = false
        hasMoved = false
        return true
    }

    private mutating func pathChanged() {
        guard watch?.appeared() == true, portNumber < 0 else { return }
        feed(.pathAppeared)
    }

    /// After a stop: what was given already goes out, if the wire takes it soon.
    private mutating func finishOutput() {
        let end = MonotonicInstant.now + stopGrace
        while owesDrained, MonotonicInstant.now < end {
            do throws(TransportError) {
                if try send() { return }
            } catch {
                return
            }
            var none = pollfd()
            clinux_ppoll(&none, 0, drainPoll.lowerBound.wholeNanoseconds)
        }
    }

    // MARK: Waiting

    private var portNumber: Int32 {
        switch port {
        case .none: -1
        case .some(let port): port.number
        }
    }

    private var watchNumber: Int32 {
        switch watch {
        case .none: -1
        case .some(let watch): watch.number
        }
    }

    private func untilNextTurn(wasDue: Bool) -> Duration {
        if outgoing.count <= outgoingLimit, shared.mailbox.count > 0 { return .zero }
        var least = heartbeat
        if let wake = machine.nextWake {
            // A machine that stays due must not burn the processor.
            least = min(least, max(wake - .now, wasDue ? .milliseconds(1) : .zero))
        }
        if owesDrained, outgoing.isEmpty {
            let left = settings.byteTime * outputQueued
            least = min(least, min(max(left, drainPoll.lowerBound), drainPoll.upperBound))
        }
        return least
    }

    private func wait(atMost timeout: Duration) -> (port: Int32, path: Bool) {
        // A negative descriptor is left out by poll.
        var polled = [
            pollfd(fd: shared.mailbox.number, events: Int16(POLLIN), revents: 0),
            pollfd(fd: watchNumber, events: Int16(POLLIN), revents: 0),
            pollfd(
                fd: portNumber, events: Int16(outgoing.isEmpty ? POLLIN : POLLIN | POLLOUT), revents: 0),
        ]
        // A signal or a failed poll is a turn without news.
        guard clinux_ppoll(&polled, UInt(polled.count), timeout.wholeNanoseconds) > 0 else { return (0, false) }
        if polled[0].revents != 0 { shared.mailbox.quiet() }
        return (Int32(polled[2].revents) & ~POLLOUT, polled[1].revents != 0)
    }
}
