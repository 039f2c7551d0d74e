import HallModel

/// Neighbouring registers of one table.
public struct RegisterSpan: Hashable, Sendable {
    /// Their table.
    public var table: RegisterMap.Table
    /// The first, zero-based.
    public var address: Int
    /// How many: registers, or bits of a bit table.
    public var count: Int

    /// Neighbouring registers.
    public init(table: RegisterMap.Table, address: Int, count: Int) {
        self.table = table
        self.address = address
        self.count = count
    }

    /// The address behind the last.
    public var end: Int { address + count }
}

/// Registers as they were read; a bit is a register that holds 0 or 1.
public struct RegisterContents: Sendable, Equatable {
    /// Their table.
    public var table: RegisterMap.Table
    /// Where the first stands.
    public var address: Int
    /// Their contents.
    public var registers: [UInt16]

    /// What was read from there on.
    public init(table: RegisterMap.Table, address: Int, registers: [UInt16]) {
        self.table = table
        self.address = address
        self.registers = registers
    }

    /// The registers of a span; nil unless all of them were read.
    public func registers(_ span: RegisterSpan) -> ArraySlice<UInt16>? {
        guard span.table == table, span.address >= address, span.count > 0, span.end <= address + registers.count
        else { return nil }
        return registers[(span.address - address)..<(span.end - address)]
    }
}

/// What registers say about a point.
public enum RegisterMeaning: Sendable, Equatable {
    /// A value that the point can truly have.
    case value(PointValue)
    /// No value, for this reason: `sensorFault` or `outOfRange`.
    case nonsense(MissingReason)
}

extension RegisterMap.Table {
    /// Its cells are bits.
    public var isBits: Bool {
        switch self {
        case .coils, .discreteInputs: true
        case .holding, .input: false
        }
    }

    /// It can be written.
    public var isWritable: Bool {
        switch self {
        case .coils, .holding: true
        case .discreteInputs, .input: false
        }
    }
}

extension RegisterMap.PowerSwitch {
    /// The word of a mode whose device is switched off.
    public static let offWord = "off"

    /// Where it stands.
    public var span: RegisterSpan { RegisterSpan(table: table, address: address, count: 1) }
}

/// Points and the registers they stand in.
extension RegisterMap.Register {
    /// Where its own number stands.
    public var span: RegisterSpan { RegisterSpan(table: table, address: address, count: encoding.width) }

    /// Everything that must be read for its value.
    public var spans: [RegisterSpan] { power.map { [span, $0.span] } ?? [span] }

    /// What was read says about the point; nil unless all its registers are there.
    public func meaning(of contents: [RegisterContents]) -> RegisterMeaning? {
        guard let registers = contents.lazy.compactMap({ $0.registers(span) }).first,
            let raw = encoding.raw(registers, order: order)
        else { return nil }
        if let power {
            guard let state = contents.lazy.compactMap({ $0.registers(power.span) }).first?.first else { return nil }
            if state == 0 { return .value(.word(RegisterMap.PowerSwitch.offWord)) }
        }
        if invalid.contains(raw) { return .nonsense(.sensorFault) }
        switch point.form {
        case .words, .text:
            guard let word = words.first(where: { $0.code == raw }) else { return .nonsense(.sensorFault) }
            return .value(.word(word.word))
        case .number:
            guard let quantity = quantity(raw: raw) else { return .nonsense(.sensorFault) }
            guard point.range?.contains(quantity) ?? true else { return .nonsense(.outOfRange) }
            return .value(.number(quantity))
        }
    }

    /// What must be written, one after the other, for the point to have this value; nil if it cannot.
    public func writes(of value: PointValue) -> [RegisterContents]? {
        guard point.isWritable, table.isWritable else { return nil }
        if let power, value == .word(RegisterMap.PowerSwitch.offWord) { return [power.contents(0)] }
        let raw: Int?
        switch (value, point.form) {
        case (.number(let quantity), .number):
            raw = point.range?.contains(quantity) ?? true ? self.raw(of: quantity) : nil
        case (.word(let word), .words):
            raw = words.first { $0.word == word }?.code
        case (.number, _), (.word, _):
            raw = nil
        }
        guard let raw, !invalid.contains(raw), let registers = encoding.registers(raw: raw, order: order) else {
            return nil
        }
        let own = RegisterContents(table: table, address: address, registers: registers)
        return power.map { [own, $0.contents(1)] } ?? [own]
    }
}

extension RegisterMap.PowerSwitch {
    fileprivate func contents(_ state: UInt16) -> RegisterContents {
        RegisterContents(table: table, address: address, registers: [state])
    }
}
