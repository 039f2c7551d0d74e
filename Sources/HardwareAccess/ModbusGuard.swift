import CModbus
import DeviceDrivers
import DeviceProtocols
import Glibc
import HallModel
import Synchronization

/// A Modbus line or connection as a client: one request, one answer, nothing mistaken for it. Only this and
/// `ModbusContext` call libmodbus.
///
/// ```
/// serial  unit, function, data …, CRC low, CRC high
/// TCP     transaction ×2, 0, 0, length ×2, unit, function, data …
/// ```
///
/// What libmodbus 3.1.6 (measured) would do by itself, and what is done about it:
/// - a late answer is taken for the next one, for ever: what came before a request is thrown away, and counted
/// - it gives up at an echo, at noise and at another unit's frame, and forgets the bytes: on a serial line answers are found
///   by `ModbusListener`, which goes on and says what it was; libmodbus frames and sends
/// - it aborts without a unit, and on descriptors from 1024: the unit is set each time, descriptors from 1000 are refused
/// - it does not compare the echo of a write, nor the unit on TCP: whole answers are compared here
/// - its waits cannot be ended: on TCP it is asked to read only what is there already
/// - its raw requests all have transaction 0: the seven bytes of the TCP header are written here
/// - it takes 9600 baud for a rate it does not know, and resolves names: it never opens anything itself
/// - a write to everybody ends in a time-out: not waited for
struct ModbusGuard: ~Copyable {
    /// Why there is no reply.
    enum Trouble: Error {
        /// This request failed; the line is silent now, or was listened to for long enough.
        case failed(ModbusFailure)
        /// The port is gone.
        case lost(TransportError)
        /// The thread is to end.
        case stopped
    }
    /// libmodbus waits with select(2), which cannot take descriptors from 1024.
    static let descriptorLimit: Int32 = 1000
    /// After something damaged the line must say nothing for so long (or t3.5 if that is longer), at most for as long as so
    /// many characters take.
    private static let silence: Duration = .milliseconds(20)
    private static let silenceCharacters = 100
    /// A pause this long within an answer is its end: adapters and their drivers hold bytes back for some 16 ms, networks
    /// repeat a lost packet after 200 ms or more. What cannot become an answer is waited for less.
    private static let serialPause: Duration = .milliseconds(100)
    private static let garbagePause: Duration = .milliseconds(20)
    static let networkPause: Duration = .milliseconds(500)
    /// A thread that rests wakes up to about so much late. On a line that is asked without a pause that would be lost time.
    private static let waking: Duration = .microseconds(60)
    /// An answer that has begun may take so much longer than its bytes.
    private static let dawdling: Duration = .milliseconds(300)
    /// Echoes of reads after which a line is taken to give back writes too.
    private static let echoesToLearn = 2
    /// The longest that a late answer is waited for beyond the time it had.
    private static let latenessLimit: Duration = .seconds(1)
    /// After a write to everybody all need time for it.
    private static let turnaround: Duration = .milliseconds(100)

    var port: StreamPort
    let context: ModbusContext
    let shared: BusShared
    private let isNetwork: Bool
    /// Silence between frames: t3.5; none on TCP.
    private let gap: Duration
    var transaction: UInt16 = 0
    /// When something was last on the line.
    var lastByte = MonotonicInstant.now
    private var echoes = 0
    /// Units whose last answer was a refusal: the next one is expected to be as short.
    private var refusing: Set<UInt8> = []
    /// Questions that were given up, by unit: until then their answers may come.
    private var late: [Int: (data: [UInt8], until: MonotonicInstant)] = [:]
    /// What was heard that answers nothing, since it was last taken.
    private(set) var heard: [BusNoise] = []

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
        gap = port.settings.map { LineTiming.silence(baud: $0.baud) } ?? .zero
        self.context = context
        self.shared = shared
        self.port = port
    }

    /// The port with other settings, under a new guard.
    consuming func configured(_ settings: SerialSettings) throws(TransportError) -> ModbusGuard {
        var port = self.port
        try port.configure(settings)
        return try ModbusGuard(port, shared: shared)
    }

    /// For poll; borrowed.
    var number: Int32 { port.number }

    /// What was heard that answers nothing, since it was last asked for.
    mutating func takeHeard() -> [BusNoise] {
        defer { heard = [] }
        return heard
    }

    /// Asks, not before that moment and not before t3.5 is over, and waits for the answer: the time of both on the line and
    /// the request's time-out. A request that the protocol does not allow is `garbled` and is never sent.
    mutating func transact(
        _ request: ModbusRequest, notBefore: MonotonicInstant = MonotonicInstant(nanoseconds: 0)
    ) throws(Trouble) -> ModbusReply {
        guard let question = ModbusQuestion(request.operation), request.unit != 0 || question.isWrite,
            modbus_set_slave(context.pointer, Int32(clamping: request.unit)) == 0
        else { throw .failed(.garbled) }
        try awaitLateAnswer(of: request.unit, to: question.data)
        try clear(notBefore)
        let frame = try send(unit: UInt8(request.unit), question.data)
        let sentAt = lastByte
        if request.unit == 0 {
            try rest(until: sentAt + Self.turnaround)
            return .written
        }
        let deadline = sentAt + request.timeout
        let answer: [UInt8]
        do throws(Trouble) {
            answer =
                isNetwork
                ? try awaitAnswer(from: UInt8(request.unit), until: deadline)
                : try listen(for: question, frame, until: deadline)
        } catch {
            if !isNetwork { late[request.unit] = (question.data, deadline + min(request.timeout, Self.latenessLimit)) }
            throw error
        }
        if !late.isEmpty { late[request.unit] = nil }
        do throws(ModbusFailure) {
            return try question.answer(answer)
        } catch {
            if error == .garbled { try awaitSilence() }
            throw .failed(error)
        }
    }

    /// Takes what came unasked, so that it is nobody's answer; a hang-up shows itself here.
    mutating func drop(hangUp: Bool = false) throws(TransportError) {
        let bytes = try take()
        if bytes.isEmpty {
            if hangUp { throw port.hungUp() }
        } else if !isNetwork {
            note(.bytes(bytes.count))
        }
    }

    // MARK: Out

    /// An answer says its function only: one to another question of the same function that was given up must not be taken
    /// for this one's. `ModbusMachine` asks nothing for which anybody would have to wait here; this is for whoever does not.
    private mutating func awaitLateAnswer(of unit: Int, to data: [UInt8]) throws(Trouble) {
        guard let (former, until) = late[unit], former.first == data.first, former != data else { return }
        while MonotonicInstant.now < until {
            switch shared.wait(for: number, until: until) {
            case .timeUp: return
            case .stopping: throw .stopped
            case .ready: do throws(TransportError) { try drop() } catch { throw .lost(error) }
            }
        }
    }

    /// Waits until the line may be used, and throws away what came before.
    private mutating func clear(_ moment: MonotonicInstant) throws(Trouble) {
        try rest(until: max(moment, lastByte + gap))
        do throws(TransportError) { try drop() } catch { throw .lost(error) }
    }

    /// Sends a frame and says what it is; `lastByte` is when its end has left.
    private mutating func send(unit: UInt8, _ data: [UInt8]) throws(Trouble) -> [UInt8] {
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
            frame = ModbusFrame(unit: unit, function: data[0], data: Array(data[1...])).bytes
        }
        let sent = frame
        let now = MonotonicInstant.now
        lastByte = now + port.byteTime * sent.count
        shared.statistics.withLock {
            $0.bytesOut += sent.count
            $0.requests += 1
        }
        shared.recorder.note(.sent(sent), at: now)
        return sent
    }

    // MARK: In, on a serial line

    /// Function and data of the answer. What else is heard is noted, and the wait goes on.
    private mutating func listen(
        for question: ModbusQuestion, _ frame: [UInt8], until deadline: MonotonicInstant
    ) throws(Trouble) -> [UInt8] {
        var listener = ModbusListener(
            request: frame, answerSize: question.answerSize, echoes: echoes >= Self.echoesToLearn)
        let lineTime = port.byteTime * (question.answerSize + frame.count)
        let size = refusing.contains(frame[0]) ? ModbusListener.least : question.answerSize + ModbusListener.envelope
        var limit: MonotonicInstant?
        var end = deadline
        while true {
            switch shared.wait(for: number, until: min(end, limit ?? end)) {
            case .stopping: throw .stopped
            case .timeUp:
                let (isHalf, isGarbage) = (listener.missing != nil, listener.isGarbage)
                listener.finish()
                note(listener)
                guard isGarbage else { throw .failed(.timeout) }
                try awaitSilence()
                throw .failed(isHalf ? .timeout : .garbled)
            case .ready: break
            }
            let giveUp = limit ?? .now + lineTime + Self.dawdling
            limit = giveUp
            try hear(&listener, expecting: size, until: giveUp)
            if let answer = listener.answer {
                note(listener)
                if answer.count == question.answerSize {
                    refusing.remove(frame[0])
                } else {
                    refusing.insert(frame[0])
                }
                return answer
            }
            if listener.missing != nil {
                end = .now + max(Self.serialPause, port.byteTime * 4)
            } else {
                end = listener.isGarbage ? max(.now, min(deadline, .now + Self.garbagePause)) : deadline
            }
        }
    }

    /// Takes what comes without a pause. Each look costs a waking of the thread, so there is one for most of an answer: when
    /// as much as is expected can be there, and another when more was found to be missing then. Its end is left to the next
    /// wait.
    private mutating func hear(
        _ listener: inout ModbusListener, expecting size: Int, until limit: MonotonicInstant
    ) throws(Trouble) {
        let noticed = MonotonicInstant.now
        let there = port.inputQueued()
        var taken = 0
        var missing = listener.missing ?? size
        while true {
            try rest(until: noticed + (port.byteTime * (taken + missing - there) - Self.waking))
            let bytes: [UInt8]
            do throws(TransportError) {
                bytes = try take()
                if bytes.isEmpty, taken == 0 { throw port.hungUp() }
            } catch {
                throw .lost(error)
            }
            taken += bytes.count
            listener.receive(bytes)
            guard let more = listener.missing, !bytes.isEmpty, port.byteTime * more > Self.waking * 2, lastByte < limit
            else { return }
            missing = more
        }
    }

    private mutating func note(_ listener: ModbusListener) {
        for heard in listener.heard {
            switch heard {
            case .echo:
                echoes += 1
                note(.echo)
            case .frame(let unit): note(.frame(unit: unit))
            case .bytes(let count): note(.bytes(count))
            }
        }
    }

    private mutating func note(_ noise: BusNoise) {
        // A line that babbles without end is told so once a request.
        if heard.count < 16 { heard.append(noise) }
    }

    /// The bytes that are there.
    private mutating func take() throws(TransportError) -> [UInt8] {
        // On the stack: most often there is nothing.
        var buffer = InlineArray<512, UInt8>(repeating: 0)
        var span = buffer.mutableSpan
        let count = try port.read(into: &span)
        guard count > 0 else { return [] }
        lastByte = .now
        let bytes = span.withUnsafeBufferPointer { Array($0[..<count]) }
        shared.statistics.withLock { $0.bytesIn += count }
        shared.recorder.note(.received(bytes), at: lastByte)
        return bytes
    }

    /// Takes what comes until nothing did for a while; not for long, since others wait.
    private mutating func awaitSilence() throws(Trouble) {
        guard !isNetwork else { return }
        let pause = max(gap, Self.silence)
        let end = MonotonicInstant.now + max(pause, port.byteTime * Self.silenceCharacters)
        while MonotonicInstant.now < end {
            switch shared.wait(for: number, until: min(.now + pause, end)) {
            case .timeUp: return
            case .stopping: throw .stopped
            case .ready: do throws(TransportError) { try drop() } catch { throw .lost(error) }
            }
        }
    }

    // MARK: Waiting

    func rest(until end: MonotonicInstant) throws(Trouble) {
        if shared.wait(for: -1, until: end) == .stopping { throw .stopped }
    }

    /// What libmodbus's errno says. Those above its base are about the answer; exceptions are read by `ModbusQuestion`.
    func trouble(_ error: Int32) -> Trouble {
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
