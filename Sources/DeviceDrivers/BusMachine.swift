import DeviceProtocols
import HallModel

/// All decisions of one wire: when to open it, what to send or ask, what comes from it means.
///
/// A value. The bus thread (or virtual time) feeds events and carries out the actions; it decides nothing. What the
/// devices on a wire speak decides which machine it has: configuration keeps different kinds apart.
public enum BusMachine: Sendable {
    /// A stream of bytes.
    case stream(StreamMachine)
    /// Modbus requests, one at a time.
    case modbus(ModbusMachine)
    /// The lines of a GPIO chip.
    case contacts(ContactMachine)
    /// A program that is started for each sentence.
    case program(VoiceProgramMachine)
    /// While one of them changes: held here too, it would be copied at each event.
    case changing

    /// The first wait before a port is opened again.
    public static let firstBackOff = PortKeeper.firstBackOff
    /// The longest wait.
    public static let longestBackOff = PortKeeper.longestBackOff
    /// A port that was open for so long begins with the first wait again.
    public static let steadyTime = PortKeeper.steadyTime
    /// Between the end of a frame and the next on a wire with several frames.
    public static let frameGap = StreamMachine.frameGap
    /// Between two reports of noise of one device; counts are added up.
    public static let noiseInterval = StreamMachine.noiseInterval

    /// A machine for a bus of the plan and the devices on it; asks to open the port at its first `timeReached`.
    ///
    /// `text` encodes for printers and displays on this bus. Devices of other buses are left out.
    public init(bus: BusPlan, devices: [DevicePlan], text: ChineseEncoder, at now: MonotonicInstant) {
        switch devices.first(where: { $0.bus == bus.id })?.profile.transport ?? .stream {
        case .stream: self = .stream(StreamMachine(bus: bus, devices: devices, text: text, at: now))
        case .modbus: self = .modbus(ModbusMachine(bus: bus, devices: devices, at: now))
        case .gpio: self = .contacts(ContactMachine(bus: bus, devices: devices, at: now))
        case .program: self = .program(VoiceProgramMachine(bus: bus, devices: devices, at: now))
        }
    }

    /// The moment at which `timeReached` is due; nil when only an event can change anything.
    public var nextWake: MonotonicInstant? {
        switch self {
        case .stream(let machine): machine.nextWake
        case .modbus(let machine): machine.nextWake
        case .contacts(let machine): machine.nextWake
        case .program(let machine): machine.nextWake
        case .changing: nil
        }
    }

    /// What became of questions to devices since it was last told, at most once a second for each. Asked for after
    /// events, or now and then: nothing is due for its sake.
    public mutating func exchanges(at now: MonotonicInstant) -> [DeviceReport] {
        switch self {
        case .stream(var machine):
            self = .changing
            defer { self = .stream(machine) }
            return machine.exchanges(at: now)
        case .modbus(var machine):
            self = .changing
            defer { self = .modbus(machine) }
            return machine.exchanges(at: now)
        // The lines of a chip are not asked, nor is a program.
        case .contacts, .program, .changing: return []
        }
    }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: BusEvent, at now: MonotonicInstant) -> [BusAction] {
        switch self {
        case .stream(var machine):
            self = .changing
            defer { self = .stream(machine) }
            return machine.handle(event, at: now)
        case .modbus(var machine):
            self = .changing
            defer { self = .modbus(machine) }
            return machine.handle(event, at: now)
        case .contacts(var machine):
            self = .changing
            defer { self = .contacts(machine) }
            return machine.handle(event, at: now)
        case .program(var machine):
            self = .changing
            defer { self = .program(machine) }
            return machine.handle(event, at: now)
        case .changing: return []
        }
    }
}
