import CModbus
import DeviceDrivers
import DeviceProtocols
import Glibc
import HallModel
import Synchronization

/// libmodbus as a client, behind rules that keep its traps shut. The only file that calls it.
///
/// ```
/// serial  unit, function, data …, CRC low, CRC high
/// TCP     transaction ×2, 0, 0, length ×2, unit, function, data …
/// ```
///
/// What libmodbus 3.1.6 (measured) would do by itself, and what is done about it:
/// - a late answer is taken for the next one, for ever: flushed before every request; after a failure the line must be
///   silent, and the same unit is not asked before a late answer would be over
/// - it aborts without a unit, and on descriptors from 1024: the unit is set each time, descriptors from 1000 are refused
/// - it does not compare the echo of a write, nor the unit on TCP: whole answers are compared here
/// - its waits cannot be ended: it is asked to read only what is there already
/// - its raw requests all have transaction 0: the seven bytes of the TCP header are written here
/// - it takes 9600 baud for a rate it does not know, and resolves names: it never opens anything itself
/// - a write to everybody ends in a time-out: not waited for
struct ModbusGuard: ~Copyable {
    /// Why there is no reply.
    enum Trouble: Error {
        /// This request failed; the line is silent now.
        case failed(ModbusFailure)
        /// The port is gone.
        case lost(TransportError)
        /// The thread is to end.
        case stopped
    }
    /// libmodbus waits with select(2), which cannot take descriptors from 1024.
    static let descriptorLimit: Int32 = 1000
    /// A line that said nothing for so long (or t3.5 if that is longer) is silent; how long that is waited for.
    private static let silence: Duration = .milliseconds(50)
    private static let silenceLimit: Duration = .seconds(1)
    /// A pause this long within an answer is its end: adapters and their drivers hold bytes back for some 16 ms, networks
    /// repeat a lost packet after 200 ms or more.
    private static let serialPause: Duration = .milliseconds(100)
    private static let networkPause: Duration = .milliseconds(500)
    /// After a write to everybody all need time for it.
    private static let turnaround: Duration = .milliseconds(100)
    /// The longest that a late answer is waited for beyond the time it had.
    private static let latenessLimit: Duration = .seconds(1)

    private let port: StreamPort
    private let context: ModbusContext
    private let shared: BusShared
    private let isNetwork: Bool
    /// Silence between frames: 3.5 characters of 11 bits, 1.75 ms from 19 200 baud; none on TCP.
    private let gap: Duration
    private var transaction: UInt16 = 0
    /// When something was last on the line.
    private var lastByte = MonotonicInstant.now
    /// Units that may still answer a question that is given up, and until when.
    private var late: [Int: MonotonicInstant] = [:]

    /// Takes over an open port.
    init(
        _ port: consuming StreamPort, shared: BusShared, descriptorLimit: Int32 = Self.descriptorLimit
    ) throws(TransportError) {
        guard port.number < descriptorLimit else {
            throw TransportError(
                .system, disposition: .portLost, errno: EMFILE,
                message: "open \(port.place): too many files are open for Modbus: lower LimitNOFILE, restart the daemon"
            )
        }
        let context = try ModbusContext(place: port.place, settings: port.settings)
        modbus_set_error_recovery(context.pointer, MODBUS_ERROR_RECOVERY_NONE)
        modbus_set_socket(context.pointer, port.number)
        // Only for reads of bytes that have come already; a fraction that did not is given up soon.
        modbus_set_response_timeout(context.pointer, 0, 20_000)
        modbus_set_byte_timeout(context.pointer, 0, 20_000)
        isNetwork = port.settings == nil
        gap = port.settings.map { max(.nanoseconds(38_500_000_000 / Int64($0.baud)), .microseconds(1750)) } ?? .zero
        self.context = context
        self.shared = shared
        self.port = port
    }

    /// For poll; borrowed.
    var number: Int32 { port.number }

    /// Asks and waits for the answer: the time of both on the line and the request's time-out, after a failure up to 1 s
    /// more. A request that the protocol does not allow is `garbled` and is never sent.
    mutating func transact(_ request: ModbusRequest) throws(Trouble) -> ModbusReply {
        guard let question = ModbusQuestion(request.operation), request.unit != 0 || question.isWrite,
            modbus_set_slave(context.pointer, Int32(clamping: request.unit)) == 0
        else { throw .failed(.garbled) }
        try awaitRoom(for: request.unit)
        let frame = try send(unit: UInt8(request.unit), question.data)
        let sentAt = MonotonicInstant.now + port.byteTime * frame
        if request.unit == 0 {
            try rest(until: sentAt + Self.turnaround)
            return .written
        }
        do throws(Trouble) {
            let answer = try awaitAnswer(
                from: UInt8(request.unit), size: question.answerSize, until: sentAt + request.timeout)
            do throws(ModbusFailure) {
                return try question.answer(answer)
            } catch {
                throw .failed(error)
            }
        } catch {
            switch error {
            case .failed(.timeout):
                late[request.unit] = sentAt + request.timeout + min(request.timeout, Self.latenessLimit)
                try awaitSilence(until: .now + Self.silenceLimit)
            case .failed(.garbled):
                // What was heard may have been somebody else's.
                late[request.unit] = sentAt + request.timeout
                try awaitSilence(until: .now + Self.silenceLimit)
            case .failed(.exception), .lost, .stopped: break
            }
            throw error
        }
    }

    /// Takes what came unasked, so that it is nobody's answer; a hang-up shows itself here.
    mutating func drop(hangUp: Bool = false) throws(TransportError) {
        var buffer = [UInt8](repeating: 0, count: 512)
        var span = buffer.mutableSpan
        let count = try port.read(into: &span)
        guard count > 0 else {
            if hangUp { throw port.hungUp() }
            return
        }
        lastByte = .now
        shared.statistics.withLock { $0.bytesIn += count }
        shared.recorder.note(.received(Array(buffer.prefix(count))), at: .now)
    }

    // MARK: Out

    private mutating func awaitRoom(for unit: Int) throws(Trouble) {
        // TCP's transaction tells a late answer from the right one; on a serial line nothing does.
        if let end = late.removeValue(forKey: unit), end > .now, !isNetwork {
            while MonotonicInstant.now < end { try listen(until: end) }
            try awaitSilence(until: .now + Self.silenceLimit)
        }
        try rest(until: lastByte + gap)
        modbus_flush(context.pointer)
    }

    /// Sends a frame; says how many bytes it has.
    private mutating func send(unit: UInt8, _ data: [UInt8]) throws(Trouble) -> Int {
        var frame = [unit] + data
        if isNetwork {
            transaction &+= 1
            let length = UInt8(frame.count)
            frame = [UInt8(transaction >> 8), UInt8(truncatingIfNeeded: transaction), 0, 0, 0, length] + frame
            let count: Int
            do throws(TransportError) { count = try port.write(frame.span) } catch { throw .lost(error) }
            // Half a request would make nonsense of all that follow.
            guard count == frame.count else { throw .lost(port.hungUp()) }
        } else {
            guard modbus_send_raw_request(context.pointer, frame, Int32(frame.count)) > 0 else { throw trouble(errno) }
            frame += ByteMap.Checksum.crc16Modbus.wireBytes(over: frame)
        }
        let sent = frame
        shared.statistics.withLock {
            $0.bytesOut += sent.count
            $0.requests += 1
        }
        shared.recorder.note(.sent(sent), at: .now)
        lastByte = .now + port.byteTime * sent.count
        return sent.count
    }

    // MARK: In

    /// Function and data of the unit's answer.
    private mutating func awaitAnswer(
        from unit: UInt8, size: Int, until deadline: MonotonicInstant
    ) throws(Trouble) -> [UInt8] {
        while true {
            switch shared.wait(for: number, until: deadline) {
            case .timeUp: throw .failed(.timeout)
            case .stopping: throw .stopped
            case .ready: break
            }
            try awaitFrame(size: 1 + size + 2)
            let frame = try receiveFrame()
            guard isNetwork else {
                guard frame.count > 3, frame[0] == unit else { throw .failed(.garbled) }
                return Array(frame[1..<(frame.count - 2)])
            }
            guard frame.count > 7, frame[2] == 0, frame[3] == 0, frame[4] == 0, Int(frame[5]) == frame.count - 6 else {
                throw .failed(.garbled)
            }
            // An answer to a question that was given up.
            if UInt16(frame[0]) << 8 | UInt16(frame[1]) != transaction { continue }
            guard frame[6] == unit else { throw .failed(.garbled) }
            return Array(frame[7...])
        }
    }

    /// Waits until the whole frame is there, or no more of it comes.
    private mutating func awaitFrame(size: Int) throws(Trouble) {
        let pause = isNetwork ? Self.networkPause : Self.serialPause
        let end = MonotonicInstant.now + port.byteTime * size + .seconds(1)
        var seen = 0
        var grownAt = MonotonicInstant.now
        while true {
            var size = size
            if isNetwork {
                let header = port.peek(6)
                size = header.count == 6 ? 6 + (Int(header[4]) << 8 | Int(header[5])) : 6
            }
            let there = port.inputQueued()
            let now = MonotonicInstant.now
            if there > seen { (seen, grownAt) = (there, now) }
            if there >= size && (!isNetwork || there > 6) { return }
            if now - grownAt >= pause || now >= end { return }
            try rest(until: now + min(max(port.byteTime * (size - there), .milliseconds(1)), .milliseconds(20)))
        }
    }

    /// Takes a frame whose bytes are there, checked for its length and, on a serial line, its CRC.
    private mutating func receiveFrame() throws(Trouble) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: Int(MODBUS_MAX_ADU_LENGTH))
        let before = port.inputQueued()
        let count = modbus_receive_confirmation(context.pointer, &buffer)
        let error = errno
        lastByte = .now
        let taken = Array(buffer.prefix(count > 0 ? Int(count) : max(0, before - port.inputQueued())))
        if !taken.isEmpty {
            shared.statistics.withLock { $0.bytesIn += taken.count }
            shared.recorder.note(.received(taken), at: .now)
        }
        // 0: of another unit.
        if count == 0 { throw .failed(.garbled) }
        if count < 0 { throw trouble(error) }
        return taken
    }

    // MARK: Waiting

    private func rest(until end: MonotonicInstant) throws(Trouble) {
        if shared.wait(for: -1, until: end) == .stopping { throw .stopped }
    }

    /// Takes what comes; true when something did before `end`.
    @discardableResult
    private mutating func listen(until end: MonotonicInstant) throws(Trouble) -> Bool {
        switch shared.wait(for: number, until: end) {
        case .timeUp: return false
        case .stopping: throw .stopped
        case .ready:
            do throws(TransportError) { try drop() } catch { throw .lost(error) }
            return true
        }
    }

    /// Takes what comes until nothing did for a while, or `end`; then nothing is left.
    private mutating func awaitSilence(until end: MonotonicInstant) throws(Trouble) {
        while MonotonicInstant.now < end, try listen(until: min(.now + max(gap, Self.silence), end)) {}
        modbus_flush(context.pointer)
    }

    /// What libmodbus's errno says. Those above its base are about the answer; exceptions are read by `ModbusQuestion`.
    private func trouble(_ error: Int32) -> Trouble {
        if error >= MODBUS_ENOBASE { return .failed(.garbled) }
        switch error {
        case ETIMEDOUT, EAGAIN, EINTR: return .failed(.timeout)
        case ECONNRESET, EIO, ENXIO, ENODEV, EPIPE, EBADF: return .lost(port.hungUp())
        default:
            return .lost(
                TransportError(
                    .system, disposition: .portLost, errno: error,
                    message: "Modbus on \(port.place): \(SystemFailure.text(of: error)): see the kernel's log"))
        }
    }
}

/// A context of libmodbus, freed once.
struct ModbusContext: ~Copyable {
    let pointer: OpaquePointer

    /// The settings are named only: the port is open and set up already.
    init(place: String, settings: SerialSettings?) throws(TransportError) {
        let made: OpaquePointer?
        if let settings {
            let parity: UnicodeScalar =
                switch settings.parity {
                case .none: "N"
                case .even: "E"
                case .odd: "O"
                }
            made = modbus_new_rtu(
                place, Int32(settings.baud), CChar(parity.value), Int32(settings.dataBits), Int32(settings.stopBits))
        } else {
            made = modbus_new_tcp("127.0.0.1", 502)
        }
        guard let made else {
            throw TransportError(
                .system, disposition: .portLost, errno: errno,
                message: "open \(place) for Modbus: \(SystemFailure.text(of: errno)): see the kernel's log")
        }
        pointer = made
    }

    deinit {
        // Not modbus_close: the port closes its descriptor itself.
        modbus_free(pointer)
    }
}
