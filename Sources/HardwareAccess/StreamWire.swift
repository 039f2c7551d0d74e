import CLinux
import DeviceDrivers
import Glibc
import HallModel
import Synchronization

/// A stream of bytes as a bus's wire: a serial line or a TCP connection.
struct StreamWire: BusWire, ~Copyable {
    /// With more bytes than this waiting for the wire no new events are taken from the mailbox: whoever asks for more waits
    /// there, and the mailbox refuses when it is full. Time, bytes from the wire and hang-ups are never held back.
    private let outgoingLimit = 64 * 1024
    /// Bytes for the kernel in one turn.
    private let bytesPerTurn = 64 * 1024
    private let chunk = 4096
    /// How long a stop waits for bytes already given.
    private let stopGrace: Duration = .milliseconds(500)
    /// The machine hears at most so often that bytes move.
    private let movedInterval: Duration = .seconds(1)
    /// How often the kernel is asked whether the last byte has gone.
    private let drainPoll: ClosedRange<Duration> = .milliseconds(1)...(.milliseconds(20))

    private let place: PortPlace
    private let shared: BusShared
    private var port: StreamPort?
    private var outgoing = OutgoingBytes()
    /// Bytes were given and `drained` was not yet said.
    private var owesDrained = false
    /// Bytes moved since `moved` was last said, and when that was; what the kernel held at the last look.
    private var hasMoved = false
    private var movedToldAt: MonotonicInstant?
    private var lastQueued = 0
    private var buffer: [UInt8]

    init(place: PortPlace, shared: BusShared) {
        self.place = place
        self.shared = shared
        buffer = [UInt8](repeating: 0, count: chunk)
    }

    var watchedPath: String? { place.watchedPath }
    var isOpen: Bool { portNumber >= 0 }
    var takesMail: Bool { outgoing.count <= outgoingLimit }

    var polled: [pollfd] {
        [pollfd(fd: portNumber, events: Int16(outgoing.isEmpty ? POLLIN : POLLIN | POLLOUT), revents: 0)]
    }

    var patience: Duration? {
        guard owesDrained, outgoing.isEmpty else { return nil }
        return min(max(byteTime * outputQueued, drainPoll.lowerBound), drainPoll.upperBound)
    }

    mutating func open() throws(TransportError) { port = try place.open(shared: shared) }

    mutating func close() {
        port = nil
        outgoing.removeAll()
        owesDrained = false
    }

    mutating func perform(_ action: BusAction) throws(TransportError) -> BusEvent? {
        switch action {
        case .write(let bytes):
            outgoing.append(bytes)
            owesDrained = true
        case .discardOutput:
            outgoing.removeAll()
            owesDrained = false
            port?.discardOutput()
            shared.recorder.note(.discarded, at: .now)
        case .releaseOutput:
            port?.releaseOutput()
            shared.recorder.note(.released, at: .now)
        case .open, .report, .transact, .configure, .answer, .scanned, .holdLines, .setLine, .run, .endRun: break
        }
        return nil
    }

    mutating func receive(hangUp: Bool) throws(TransportError) -> BusEvent? {
        let count = try Self.read(port, into: &buffer)
        guard count > 0 else {
            // Hung up and nothing left to read.
            if hangUp, let error = port?.hungUp() { throw error }
            return nil
        }
        account(count, \.bytesIn)
        let bytes = Array(buffer.prefix(count))
        shared.recorder.note(.received(bytes), at: .now)
        return .received(bytes)
    }

    /// Gives bytes to the kernel and says how far they are.
    mutating func work() throws(TransportError) -> BusEvent? {
        if try send() { return .drained }
        guard hasMoved, movedToldAt.map({ .now - $0 >= movedInterval }) ?? true else { return nil }
        hasMoved = false
        movedToldAt = .now
        return .moved
    }

    /// What was given already goes out, if the wire takes it soon.
    mutating func finish() {
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
            account(count, \.bytesOut)
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

    private func account(_ count: Int, _ counter: any WritableKeyPath<BusStatistics, Int> & Sendable) {
        let busy = byteTime * count
        shared.statistics.withLock {
            $0[keyPath: counter] += count
            $0.busy += busy
        }
    }

    private static func read(
        _ port: borrowing StreamPort?, into buffer: inout [UInt8]
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

    private var byteTime: Duration {
        switch port {
        case .none: .zero
        case .some(let port): port.byteTime
        }
    }

    private var portNumber: Int32 {
        switch port {
        case .none: -1
        case .some(let port): port.number
        }
    }
}
