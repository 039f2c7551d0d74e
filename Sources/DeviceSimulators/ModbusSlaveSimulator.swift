import HallModel

/// A Modbus slave: a store of registers, and what its model does with them.
///
/// ```
///  bytes ─▶ ModbusLine ─▶ question ─▶ function ─▶ model ─▶ store ─▶ answer with its frame
/// ```
/// Damaged requests and those for others are not answered; broadcasts are carried out and not answered.
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
    /// The address that it answers under, if that is not its own: a mistake that a fault makes.
    public internal(set) var answersAs: UInt8?
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
    private var line: ModbusLine
    private var questions: [ModbusQuestion] = []

    /// A slave as it comes out of its box, set to `address`. `serial` is its line, nil on TCP; `isAlone` says that it is
    /// the only one behind its TCP address, which then answers whatever unit is asked.
    public init(profile: ProfileID, map: RegisterMap, address: Int, serial: SerialSettings?, isAlone: Bool = false) {
        model = ModbusModel(profile: profile)
        self.address = UInt8(clamping: address)
        self.isAlone = isAlone
        fillsHoles = model == .plain && map.readsHoles
        line = ModbusLine(serial: serial)
        fill(from: map)
    }

    /// When it does something by itself.
    public var nextWake: MonotonicInstant? { [line.nextWake, pulses.map(\.at).min()].compactMap { $0 }.min() }

    /// Bytes from the wire.
    public mutating func receive(_ bytes: [UInt8], at now: MonotonicInstant) {
        guard isOn else { return }
        questions += line.receive(bytes, at: now)
    }

    /// Goes on to this moment; the questions that are whole now are to be answered one after the other.
    public mutating func timeReached(at now: MonotonicInstant) -> [ModbusQuestion] {
        runPulses(until: now)
        if let question = line.timeReached(at: now) { questions.append(question) }
        defer { questions = [] }
        return questions.filter(isForMe)
    }

    /// The connection is gone.
    public mutating func disconnect() {
        line.reset()
        questions = []
    }

    /// Switches it. Relays fall off; everything else is kept.
    public mutating func setPower(on: Bool) {
        guard isOn != on else { return }
        isOn = on
        disconnect()
        pulses = []
        if model == .relays || model == .inputsOutputs {
            for coil in 0..<8 { store[.coils, coil] = 0 }
            if on { followInputs() }
        }
    }

    private func isForMe(_ question: ModbusQuestion) -> Bool {
        if question.unit == address || line.isSerial && question.unit == 0 { return true }
        return !line.isSerial && isAlone
    }

    /// Carries out a question; empty when nothing is said. `failing` answers with exception 4 and does nothing.
    public mutating func answer(_ question: ModbusQuestion, failing: Bool = false, at now: MonotonicInstant) -> [UInt8]
    {
        guard let function = question.body.first else { return [] }
        let spokenTo = line.isSerial ? address : question.unit
        var body: [UInt8]
        do throws(ModbusRefusal) {
            if failing { throw .deviceFailure }
            body = try carryOut(question.body, at: now)
        } catch {
            body = [function | 0x80, error.rawValue]
        }
        if line.isSerial, question.unit == 0 {
            // Everybody was asked. The one read that is answered is Waveshare's for its address.
            guard body[0] == 0x03, question.body == [0x03, 0x40, 0x00, 0x00, 0x01] else {
                counts.broadcasts += 1
                return []
            }
            counts.answered += 1
            return ModbusLine.frame(body, unit: 0, transaction: nil)
        }
        if body[0] & 0x80 == 0 { counts.answered += 1 } else { counts.refused += 1 }
        return ModbusLine.frame(body, unit: answersAs ?? spokenTo, transaction: question.transaction)
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
    case deviceFailure = 4
}
