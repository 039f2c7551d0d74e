import DeviceProtocols
import HallModel

/// When somebody wants the line.
struct LineTurn: Sendable, Equatable {
    /// Since when, or from when on.
    var startAt: MonotonicInstant
    /// By when it should have it. Never moves while it waits, so that it comes to be the earliest.
    var deadline: MonotonicInstant

    /// It goes first: of those that may go now the one with the earliest deadline, else the one that may go first.
    func isBefore(_ other: Self, at now: MonotonicInstant) -> Bool {
        switch (startAt <= now, other.startAt <= now) {
        case (true, true): deadline < other.deadline
        case (true, false): true
        case (false, true): false
        case (false, false): startAt < other.startAt
        }
    }
}

/// What became of a device's requests since its machine was made.
struct DeviceRecord: Sendable, Equatable {
    var asked = 0
    var answered = 0
    var timeouts = 0
    var garbled = 0
    var exceptions = 0
    var savedRequests = 0
    var savedTime = Duration.zero
    var ages = AgeRecord()
}

/// The ages that points had when they were renewed, the newest of them.
public struct AgeRecord: Sendable, Equatable {
    /// How many are kept.
    private static let limit = 128
    /// Tenths of a millisecond.
    private var ages: [UInt32] = []
    private var next = 0

    /// None yet.
    public init() {}

    /// A point was renewed at this age.
    public mutating func note(_ age: Duration) {
        let tenths = UInt32(clamping: age.wholeNanoseconds / 100_000)
        if ages.count < Self.limit {
            ages.append(tenths)
        } else {
            ages[next] = tenths
            next = (next + 1) % Self.limit
        }
    }

    /// The age that so many per cent did not exceed; nil before the first.
    public func percentile(_ percent: Int) -> Duration? { Self.percentile(percent, of: [self]) }

    /// The same over several.
    static func percentile(_ percent: Int, of records: [AgeRecord]) -> Duration? {
        let ages = records.flatMap(\.ages).sorted()
        guard !ages.isEmpty else { return nil }
        return .microseconds(Int64(ages[min(ages.count - 1, ages.count * percent / 100)]) * 100)
    }
}

extension RegisterSpan {
    /// The registers of a place.
    init(_ place: RegisterMap.Place) { self.init(table: place.table, address: place.address, count: place.count) }
}

extension ModbusRequest.Operation {
    /// The function code, which an answer repeats.
    var function: Int {
        switch self {
        case .readCoils: 1
        case .readDiscreteInputs: 2
        case .readHolding: 3
        case .readInput: 4
        case .writeCoil: 5
        case .writeRegister: 6
        case .writeRegisters: 16
        }
    }
}
