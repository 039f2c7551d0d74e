import DeviceProtocols
import HallModel

/// One attempt to write a point, from its first request to its outcome.
///
/// ```
/// writing ──written──▶ writing the next ──written──▶ reading back ──all read──▶ confirmed or differs
///    │ exception: rejected                                │ exception: unanswered
///    └─ no answer: it may have been taken ───────────────▶│ no answer: once more, then unanswered
/// ```
///
/// Nothing is sent after the deadline; what was sent and not settled by then is `unanswered`.
struct RegisterWrite: Sendable {
    /// How often the point is asked for.
    static let readBackAttempts = 2

    let write: PointWrite
    /// The device and its point, by their index.
    let seat: Int
    let register: Int
    private(set) var isBegun = false
    private var writes: ArraySlice<RegisterContents>
    private let spans: [RegisterSpan]
    private var contents: [RegisterContents] = []
    private var attempts = 0

    /// What the next request does.
    enum Step: Equatable {
        case write(RegisterContents)
        case read(RegisterSpan)
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
        self.writes = writes[...]
        spans = map.registers[register].spans
    }

    /// The request that is next.
    var step: Step { writes.first.map { .write($0) } ?? .read(spans[contents.count]) }

    /// The request left.
    mutating func begin() { isBegun = true }

    /// The request under way brought this.
    mutating func returned(_ outcome: Result<ModbusReply, ModbusFailure>) -> Progress {
        switch step {
        case .write:
            switch outcome {
            case .success(.written):
                writes = writes.dropFirst()
                return .goesOn
            case .failure(let failure) where failure.isAnswer:
                return .ended(.rejected)
            case .success, .failure:
                writes = []
                return .goesOn
            }
        case .read(let span):
            switch outcome.contents(span) {
            case .success(let part):
                contents.append(part)
                return contents.count == spans.count ? .readBack(contents) : .goesOn
            case .failure(let failure):
                contents = []
                attempts += 1
                return failure.isAnswer || attempts >= Self.readBackAttempts ? .ended(.unanswered) : .goesOn
            }
        }
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
