import DeviceProtocols
import HallModel

/// All decisions of a wire that carries a stream of bytes (a serial line, a TCP connection): what to send, what the
/// bytes from it mean.
///
/// Several displays may share a wire by address; their frames keep a gap and the newest of each display wins.
///
/// `drained` is passed on when the bytes had the time they need on the wire: adapters and pseudo-terminals swallow them
/// long before.
public struct StreamMachine: Sendable {
    /// Between the end of a frame and the next on a wire with several frames.
    public static let frameGap = Duration.milliseconds(100)
    /// Between two reports of noise of one device; counts are added up.
    public static let noiseInterval = Duration.seconds(1)

    private struct Seat: Sendable {
        let id: DeviceID
        var driver: DriverKind
        /// The frame that waits for its turn.
        var frame: [UInt8]?
        /// Noise not told yet, and when it may be.
        var noise = 0
        var noiseAt: MonotonicInstant?
    }

    private var port: PortKeeper
    private var seats: [Seat]
    /// Whose bytes arrive: the first device that can speak.
    private let listener: Int?
    /// Whose question is out: several UPSs share the connection to their server, and its answers name nobody.
    private var asker: Int?
    /// Bytes were given and did not all go down the line yet.
    private var isSending = false
    /// What one byte takes on the wire, when the last one given is through, and when that is passed on.
    private let byteTime: Duration
    private var lineFreeAt: MonotonicInstant
    private var drainedAt: MonotonicInstant?
    private var frameAt: MonotonicInstant?
    /// The display whose frame is looked for first, so that all get their turn.
    private var nextSeat = 0

    /// A machine for a bus of the plan and the devices on it; asks to open the port at its first `timeReached`.
    ///
    /// `text` encodes for the printers on this bus. Devices of other buses are left out.
    public init(bus: BusPlan, devices: [DevicePlan], text: ChineseEncoder, at now: MonotonicInstant) {
        port = PortKeeper(at: now)
        lineFreeAt = now
        switch bus.wire {
        case .serial(_, let settings): byteTime = settings.baud > 0 ? settings.byteTime : .zero
        case .tcp, .nut, .gpio, .program: byteTime = .zero
        }
        seats = devices.filter { $0.bus == bus.id }.compactMap { device in
            DriverKind(device, text: text).map { Seat(id: device.id, driver: $0) }
        }
        let speaker = seats.firstIndex {
            switch $0.driver {
            case .escposPrinter, .byteMapKeys, .onbonDisplay, .nutUPS, .megatecUPS, .voiceModule: true
            case .alphaDisplay: false
            }
        }
        listener = speaker ?? (seats.isEmpty ? nil : 0)
    }

    /// The moment at which `timeReached` is due; nil when only an event can change anything.
    public var nextWake: MonotonicInstant? {
        var wake = port.nextWake
        if port.isOpen {
            wake = drainedAt ?? (!isSending && asker == nil && seats.contains { $0.frame != nil } ? frameAt : nil)
        }
        for seat in seats {
            wake = earliest(wake, seat.driver.nextWake, seat.noise > 0 ? seat.noiseAt : nil)
        }
        return wake
    }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: BusEvent, at now: MonotonicInstant) -> [BusAction] {
        var actions: [BusAction] = []
        if let drainedAt, drainedAt <= now, !event.closesPort { passDrained(at: now, &actions) }
        switch event {
        case .opened:
            // Open already: the thread opened it anew, so that what was given before is nobody's knowledge.
            port.opened(at: now)
            forgetOutput(at: now)
            asker = nil
            frameAt = now
            tellAll(.opened, at: now, &actions)
        case .refused(let error), .lost(let error):
            close(error, at: now, &actions)
        case .pathAppeared:
            port.pathAppeared(at: now)
        case .received(let bytes):
            if port.isOpen, let hearer = asker ?? listener { tell(hearer, .received(bytes), at: now, &actions) }
            if let asker, !seats[asker].driver.isAwaitingAnswer { self.asker = nil }
        case .drained:
            guard port.isOpen, isSending else { break }
            if lineFreeAt <= now {
                passDrained(at: now, &actions)
            } else {
                drainedAt = lineFreeAt
                tellAll(.moving(until: lineFreeAt), at: now, &actions)
            }
        case .moved:
            if port.isOpen, isSending { tellAll(.moving(until: now), at: now, &actions) }
        case .wish(let device, let state):
            if let index = index(device) { tell(index, .wish(state), at: now, &actions) }
        case .print(let job):
            if let index = index(job.printer) {
                tell(index, .print(job), at: now, &actions)
            } else {
                actions.append(.report(DeviceReport(device: job.printer, .print(job.id, .failed))))
            }
        case .speak(let job):
            if let index = index(job.device) {
                tell(index, .speak(job), at: now, &actions)
            } else {
                actions.append(.report(DeviceReport(device: job.device, .spoken(job.id, .failed))))
            }
        case .withdraw(let job):
            tellAll(.withdraw(job), at: now, &actions)
        case .presentLevels:
            tellAll(.presentLevels, at: now, &actions)
        case .timeReached:
            tellAll(.timeReached, at: now, &actions)
        case .write(let write):
            // No device on such a wire has a point that can be written.
            actions.append(
                .report(
                    DeviceReport(device: write.point.device, .written(write.id, .rejected, readBack: nil))))
        case .ask(let question): actions.append(.answer(question.id, .refused))
        case .scan(let scan): actions.append(.scanned(scan.id, .ended(.refused)))
        case .endScan, .overheard, .replied, .failed, .linesRead, .lineChanged, .ended: break
        case .stopping: return []
        }
        openIfDue(at: now, &actions)
        sendFrame(at: now, &actions)
        reportNoise(at: now, &actions)
        return actions
    }

    /// What became of questions since it was last told: for each device at most once a second.
    mutating func exchanges(at now: MonotonicInstant) -> [DeviceReport] {
        seats.indices.compactMap { index in
            seats[index].driver.exchanges(at: now).map { DeviceReport(device: seats[index].id, $0) }
        }
    }

    private func index(_ device: DeviceID) -> Int? { seats.firstIndex { $0.id == device } }

    private mutating func openIfDue(at now: MonotonicInstant, _ actions: inout [BusAction]) {
        if port.startOpening(at: now) { actions.append(.open) }
    }

    private mutating func close(_ error: TransportError, at now: MonotonicInstant, _ actions: inout [BusAction]) {
        port.closed(error, at: now)
        forgetOutput(at: now)
        asker = nil
        for index in seats.indices { seats[index].frame = nil }
        tellAll(.closed(error), at: now, &actions)
    }

    private mutating func write(_ bytes: [UInt8], at now: MonotonicInstant, _ actions: inout [BusAction]) {
        isSending = true
        drainedAt = nil
        lineFreeAt = max(lineFreeAt, now) + byteTime * bytes.count
        actions.append(.write(bytes))
    }

    private mutating func forgetOutput(at now: MonotonicInstant) {
        isSending = false
        drainedAt = nil
        lineFreeAt = now
    }

    private mutating func passDrained(at now: MonotonicInstant, _ actions: inout [BusAction]) {
        forgetOutput(at: now)
        frameAt = now + Self.frameGap
        tellAll(.drained, at: now, &actions)
    }

    private mutating func tellAll(_ event: DriverEvent, at now: MonotonicInstant, _ actions: inout [BusAction]) {
        for index in seats.indices { tell(index, event, at: now, &actions) }
    }

    private mutating func tell(
        _ index: Int, _ event: DriverEvent, at now: MonotonicInstant, _ actions: inout [BusAction]
    ) {
        for action in seats[index].driver.handle(event, at: now) {
            switch action {
            case .write(let bytes) where asker == nil || asker == index:
                if seats[index].driver.isAwaitingAnswer { asker = index }
                write(bytes, at: now, &actions)
            case .write(let bytes), .frame(let bytes):
                seats[index].frame = bytes
            case .discardOutput:
                forgetOutput(at: now)
                actions.append(.discardOutput)
            case .releaseOutput:
                actions.append(.releaseOutput)
            case .report(.noise(let count)):
                seats[index].noise += count
            case .report(let content):
                actions.append(.report(DeviceReport(device: seats[index].id, content)))
            }
        }
    }

    private mutating func sendFrame(at now: MonotonicInstant, _ actions: inout [BusAction]) {
        guard port.isOpen, !isSending, asker == nil, let frameAt, frameAt <= now else { return }
        for offset in seats.indices {
            let index = (nextSeat + offset) % seats.count
            guard let frame = seats[index].frame else { continue }
            seats[index].frame = nil
            nextSeat = index + 1
            if seats[index].driver.isAwaitingAnswer { asker = index }
            return write(frame, at: now, &actions)
        }
    }

    private mutating func reportNoise(at now: MonotonicInstant, _ actions: inout [BusAction]) {
        for index in seats.indices where seats[index].noise > 0 {
            if let noiseAt = seats[index].noiseAt, noiseAt > now { continue }
            actions.append(.report(DeviceReport(device: seats[index].id, .noise(count: seats[index].noise))))
            seats[index].noise = 0
            seats[index].noiseAt = now + Self.noiseInterval
        }
    }
}

extension BusEvent {
    /// After it, nothing that was due before has a port to go to.
    fileprivate var closesPort: Bool {
        switch self {
        case .opened, .refused, .lost: true
        default: false
        }
    }
}
