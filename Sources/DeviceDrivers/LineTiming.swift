import DeviceProtocols
import HallModel

/// What time things take on a Modbus line.
///
/// ```
/// request │ t3.5 │ the slave thinks │ answer │ t3.5
///    8    │      │                  │ 5 bytes and its data
/// ```
/// Modbus over serial line 1.02, 2.5.1.1. On a network bytes take no time worth counting, and there is no silence.
public struct LineTiming: Sendable, Equatable {
    /// What a slave that is not known yet is taken to think.
    public static let typicalThought = Duration.milliseconds(5)
    /// There and back over a local network.
    private static let networkTime = Duration.milliseconds(1)

    /// One byte with its start, parity and stop bits; zero on a network.
    public let character: Duration
    /// t3.5; zero on a network.
    public let silence: Duration
    private let isNetwork: Bool

    /// The times of a wire.
    public init(_ wire: BusPlan.Wire) {
        if case .serial(_, let settings) = wire { self.init(settings) } else { self.init(nil) }
    }

    /// The times of a line with these settings; nil for a network.
    init(_ settings: SerialSettings?) {
        character = settings?.byteTime ?? .zero
        silence = settings.map { Self.silence(baud: $0.baud) } ?? .zero
        isNetwork = settings == nil
    }

    /// t3.5, the silence between frames: 3.5 characters of 11 bits, fixed above 19 200 baud.
    public static func silence(baud: Int) -> Duration {
        baud > 19_200 ? .microseconds(1750) : .nanoseconds(38_500_000_000 / Int64(max(1, baud)))
    }

    /// The time of these bytes.
    func bytes(_ count: Int) -> Duration { character * count }

    /// The time of a request and its answer on the line, without the slave's thought and the silences.
    func frames(_ operation: ModbusRequest.Operation) -> Duration {
        isNetwork ? Self.networkTime : bytes(operation.requestSize + operation.answerSize)
    }

    /// All that a request takes, up to when the next may begin. `gap` is the silence that its slave wants.
    func transaction(
        _ operation: ModbusRequest.Operation, thought: Duration = Self.typicalThought, gap: Duration
    ) -> Duration {
        frames(operation) + silence + thought + max(silence, gap)
    }
}

extension ModbusRequest.Operation {
    /// A read of a span.
    init(reading span: RegisterSpan) {
        self =
            switch span.table {
            case .coils: .readCoils(address: span.address, count: span.count)
            case .discreteInputs: .readDiscreteInputs(address: span.address, count: span.count)
            case .holding: .readHolding(address: span.address, count: span.count)
            case .input: .readInput(address: span.address, count: span.count)
            }
    }

    /// It changes nothing.
    public var isRead: Bool {
        switch self {
        case .readCoils, .readDiscreteInputs, .readHolding, .readInput: true
        case .writeCoil, .writeRegister, .writeRegisters: false
        }
    }

    /// Bytes of the request on a serial line.
    var requestSize: Int {
        switch self {
        case .readCoils, .readDiscreteInputs, .readHolding, .readInput, .writeCoil, .writeRegister: 8
        case .writeRegisters(_, let values): 9 + 2 * values.count
        }
    }

    /// Bytes of the answer on a serial line, unless it is a refusal.
    var answerSize: Int {
        switch self {
        case .readCoils(_, let count), .readDiscreteInputs(_, let count): 5 + (count + 7) / 8
        case .readHolding(_, let count), .readInput(_, let count): 5 + 2 * count
        case .writeCoil, .writeRegister, .writeRegisters: 8
        }
    }
}
