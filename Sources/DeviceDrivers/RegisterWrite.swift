import DeviceProtocols
import HallModel

/// One attempt to write a point, from its first request to its outcome.
///
/// ```
/// writing ──written──▶ writing the next ──written──▶ reading back ──all read──▶ confirmed or differs
///    │ busy: again after a moment                         │ exception: unanswered
///    │ exception, nothing taken yet: rejected             │
///    └─ no answer: it may have been taken ───────────────▶│ no answer: once more, then unanswered
///    ▲                                                    │ no answer before, and the old value is there:
///    └── once, for a point that holds its value ──────────┘ it was not taken
/// ```
///
/// Nothing is sent after the deadline; what was sent and not settled by then is `unanswered`. What does something each time
/// it is written (a pulse, a toggle) is never written twice: only set-points, modes and fan speeds are.
struct RegisterWrite: Sendable {
    /// How often the point is asked for while nothing answers, and how often when answers are damaged.
    static let readBackAttempts = (silent: 2, damaged: 4)
    /// How often a device may say that it is busy, and how long it is left alone then.
    static let busy = (times: 4, pause: Duration.milliseconds(250))

    let write: PointWrite
    /// The device and its point, by their index.
    let seat: Int
    let register: Int
    private(set) var isBegun = false
    private let all: [RegisterContents]
    private var writes: ArraySlice<RegisterContents>
    private let spans: [RegisterSpan]
    private let map: RegisterMap
    private var contents: [RegisterContents] = []
    private var attempts = 0
    /// A part of it had no answer.
    private var isUnsure = false
    private var mayRepeat: Bool
    private var refusedBusy = 0
    /// The device said that it is busy: not before this.
    private(set) var notBefore: MonotonicInstant?

    /// What the next request does.
    enum Step: Equatable {
        case write(RegisterContents)
        case read(RegisterSpan)

        var operation: ModbusRequest.Operation {
            switch self {
            case .write(let contents): contents.operation
            case .read(let span): ModbusRequest.Operation(reading: span)
            }
        }
    }

    /// What came of a request.
    enum Progress: Equatable {
        case goesOn
        /// Everything was read back.
        case readBack([RegisterContents])
        case ended(WriteOutcome)
    }

    /// Nil when the point cannot have the value.
    init?(_ write: PointWrite, seat: Int, register: Int, of map: RegisterMap) {
        guard let writes = map.registers[register].writes(of: write.value) else { return nil }
        self.write = write
        self.seat = seat
        self.register = register
        self.map = map
        all = writes
        self.writes = writes[...]
        spans = map.registers[register].spans
        switch map.registers[register].point.meaning {
        case .setPoint, .plantMode, .fanSpeed: mayRepeat = true
        default: mayRepeat = false
        }
    }

    /// The request that is next.
    var step: Step { writes.first.map { .write($0) } ?? .read(spans[contents.count]) }

    /// Modbus application protocol 1.1b3, chapter 7.
    private static let isAccepted = 5
    private static let isBusy = 6

    /// The request left.
    mutating func begin() { isBegun = true }

    /// The request under way brought this.
    mutating func returned(_ outcome: Result<ModbusReply, ModbusFailure>, at now: MonotonicInstant) -> Progress {
        notBefore = nil
        switch step {
        case .write:
            switch outcome {
            case .success(.written):
                writes = writes.dropFirst()
                return .goesOn
            case .failure(.exception(Self.isBusy)) where refusedBusy < Self.busy.times:
                refusedBusy += 1
                notBefore = now + Self.busy.pause
                return .goesOn
            case .failure(.exception(Self.isAccepted)):
                // It works on it: what it holds then says whether it took it.
                writes = []
                notBefore = now + Self.busy.pause
                return .goesOn
            case .failure(let failure) where failure.isAnswer:
                if writes.count == all.count { return .ended(.rejected) }
                // A part of it was taken.
                writes = []
                return .goesOn
            case .success, .failure:
                writes = []
                isUnsure = true
                return .goesOn
            }
        case .read(let span):
            switch outcome.contents(span) {
            case .success(let part):
                contents.append(part)
                guard contents.count == spans.count else { return .goesOn }
                return repeats() ? .goesOn : .readBack(contents)
            case .failure(let failure):
                contents = []
                attempts += 1
                let most = failure == .garbled ? Self.readBackAttempts.damaged : Self.readBackAttempts.silent
                return failure.isAnswer || attempts >= most ? .ended(.unanswered) : .goesOn
            }
        }
    }

    /// True, once, when it was not taken and is written again.
    private mutating func repeats() -> Bool {
        guard isUnsure, mayRepeat, map.registers[register].meaning(of: contents) != .value(write.value) else {
            return false
        }
        mayRepeat = false
        isUnsure = false
        attempts = 0
        contents = []
        writes = all[...]
        return true
    }
}

extension RegisterContents {
    /// The operation that writes them: function 5, 6 or 16.
    var operation: ModbusRequest.Operation {
        if table.isBits { return .writeCoil(address: address, registers.first != 0) }
        if registers.count == 1, let only = registers.first { return .writeRegister(address: address, only) }
        return .writeRegisters(address: address, registers)
    }
}
