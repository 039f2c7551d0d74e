import HallModel

/// A Modbus slave: a store of registers, and what its model does with them.
///
/// ```
///  bus: bytes ─▶ ModbusLine ─▶ question ─▶ function ─▶ model ─▶ store ─▶ answer with its frame
/// ```
/// Damaged requests never become a question; broadcasts are carried out and not answered.
public struct ModbusSlaveSimulator: Sendable {
    /// A point of the profile, or a register of the datasheet that the profile leaves out.
    struct Point: Sendable {
        var name: String
        /// Where it stands on this device.
        var register: RegisterMap.Register
        /// What the profile calls the raw numbers.
        var words: [RegisterMap.Word]
        /// The raw number of a broken sensor.
        var broken: Int?
    }

    let model: ModbusModel
    /// The address it is set to, 1…247.
    public internal(set) var address: UInt8
    /// Switched on.
    public private(set) var isOn = true
    /// Requests answered, refused with an exception, and taken without an answer (broadcasts).
    public internal(set) var counts = (answered: 0, refused: 0, broadcasts: 0)

    var store = ModbusStore()
    var points: [Point] = []
    /// Registers that can be written, with the values they take; a plain device's.
    var writable: [(register: RegisterMap.Register, range: PointDefinition.Range?)] = []
    /// What its sensors measure, before corrections: temperature and humidity in tenths (XY-MD02).
    var measured: (temperature: Int64, humidity: Int64) = (0, 0)
    /// Coils that change by themselves.
    var pulses: [(at: MonotonicInstant, coil: Int, to: Bool)] = []
    private let fillsHoles: Bool
    private let isAlone: Bool
    let isSerial: Bool

    /// A slave as it comes out of its box, set to `address`. `serial` is its line, nil on TCP; `isAlone` says that it is
    /// the only one behind its TCP address, which then answers whatever unit is asked.
    public init(profile: ProfileID, map: RegisterMap, address: Int, serial: SerialSettings?, isAlone: Bool = false) {
        model = ModbusModel(profile: profile)
        self.address = UInt8(clamping: address)
        self.isAlone = isAlone
        fillsHoles = model == .plain && map.readsHoles
        isSerial = serial != nil
        fill(from: map)
    }

    /// When it does something by itself.
    public var nextWake: MonotonicInstant? { pulses.isEmpty ? nil : pulses.map(\.at).min() }

    /// Switches it. Relays fall off; everything else is kept.
    public mutating func setPower(on: Bool) {
        guard isOn != on else { return }
        isOn = on
        pulses = []
        if model == .relays || model == .inputsOutputs {
            for coil in 0..<8 { store[.coils, coil] = 0 }
            if on { followInputs() }
        }
    }

    /// It is switched on, and asked: by its address or with all others.
    func takes(_ question: ModbusQuestion) -> Bool {
        guard isOn else { return false }
        if question.unit == address || isSerial && question.unit == 0 { return true }
        return !isSerial && isAlone
    }

    /// The address that it answers under by mistake: that of the next one.
    var wrongAddress: UInt8 { address % 247 + 1 }

    /// Carries out a question; empty when nothing is said. `refusing` answers with this exception and does nothing,
    /// `underWrongAddress` as another.
    public mutating func answer(
        _ question: ModbusQuestion, refusing: UInt8? = nil, underWrongAddress: Bool = false, at now: MonotonicInstant
    ) -> [UInt8] {
        guard let function = question.body.first else { return [] }
        let spokenTo = underWrongAddress ? wrongAddress : isSerial ? address : question.unit
        var body: [UInt8]
        if let refusing {
            body = [function | 0x80, refusing]
        } else {
            do throws(ModbusRefusal) {
                body = try carryOut(question.body, at: now)
            } catch {
                body = [function | 0x80, error.rawValue]
            }
        }
        if isSerial, question.unit == 0 {
            // Everybody was asked. The one read that is answered is Waveshare's for its address.
            guard body[0] == 0x03, question.body == [0x03, 0x40, 0x00, 0x00, 0x01] else {
                counts.broadcasts += 1
                return []
            }
            counts.answered += 1
            return ModbusLine.frame(body, unit: 0, transaction: nil)
        }
        if body[0] & 0x80 == 0 { counts.answered += 1 } else { counts.refused += 1 }
        return ModbusLine.frame(body, unit: spokenTo, transaction: question.transaction)
    }

    /// What another master asks it, as on the wire: for the block at its first point.
    var questionOfAStranger: [UInt8] {
        guard let register = points.first?.register else { return [] }
        let function: UInt8 =
            switch register.table {
            case .coils: 1
            case .discreteInputs: 2
            case .holding: 3
            case .input: 4
            }
        var end = register.address
        while end - register.address < 32, store[register.table, end] != nil { end += 1 }
        let place = UInt16(truncatingIfNeeded: register.address)
        return ModbusLine.frame(
            [function, UInt8(place >> 8), UInt8(place & 0xFF), 0, UInt8(end - register.address)], unit: address,
            transaction: nil)
    }

    // MARK: Reading

    /// `count` bits or registers; both ends of a hole are needed to read over it.
    func read(_ table: RegisterMap.Table, at start: Int, count: Int) throws(ModbusRefusal) -> [UInt16] {
        guard start + count <= 0x10000 else { throw .address }
        var words: [UInt16] = []
        for place in start..<(start + count) {
            if let word = store[table, place] ?? otherTable(table).flatMap({ store[$0, place] }) {
                words.append(word)
            } else if fillsHoles, place > start, place < start + count - 1 {
                words.append(0)
            } else {
                throw .address
            }
        }
        return words
    }

    private func otherTable(_ table: RegisterMap.Table) -> RegisterMap.Table? {
        guard model.readsEitherWay else { return nil }
        return table == .input ? .holding : nil
    }
}

/// Why a slave refuses: the exception codes that a slave of this kind uses.
enum ModbusRefusal: UInt8, Error {
    case function = 1
    case address = 2
    case value = 3
}
