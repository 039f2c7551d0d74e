import DeviceProtocols
import HallModel

/// The words of `modbus-registers`. All frames are of unit 1, as the makers' samples are.
struct ModbusWords {
    private static let unit: UInt8 = 1
    private static let knownReceived =
        "coils|discrete-inputs|holding|input ADDRESS: POINT VALUE UNIT, …, written POINT VALUE, "
        + "written holding FIRST..LAST, exception N, noise"
    private static let knownSent = "read coils|discrete-inputs|holding|input FIRST..LAST, write POINT VALUE"

    var map: RegisterMap
}

/// What is sent.
extension ModbusWords {
    func bytes(of meaning: String) throws(ProfileExampleProblem) -> [UInt8] {
        let words = Substring(meaning)
        if let rest = words.after("read "), let span = Self.span(rest) {
            return ModbusFrame.read(span, unit: Self.unit).bytes
        }
        guard let rest = words.after("write "), let space = rest.firstIndex(of: " ") else {
            throw ProfileExampleProblem.unknown(meaning, known: Self.knownSent)
        }
        let name = String(rest[..<space])
        let text = String(rest[space...].dropFirst())
        guard let register = map.registers.first(where: { $0.point.name == name }),
            let value = register.point.value(parsing: text), let writes = register.writes(of: value)
        else { throw ProfileExampleProblem.notWritable(point: name.withoutControls, value: text.withoutControls) }
        return writes.flatMap { ModbusFrame.write($0, unit: Self.unit).bytes }
    }

    /// `input 1..2`
    private static func span(_ words: Substring) -> RegisterSpan? {
        let fields = words.split(separator: " ", omittingEmptySubsequences: false)
        guard fields.count == 2, let table = RegisterMap.Table(rawValue: String(fields[0])),
            let dots = fields[1].firstIndex(of: "."), let first = UInt16(fields[1][..<dots]),
            let rest = fields[1][dots...].after(".."), let last = UInt16(rest), first <= last
        else { return nil }
        return RegisterSpan(table: table, address: Int(first), count: Int(last) - Int(first) + 1)
    }
}

/// What is received.
extension ModbusWords {
    /// What the bytes say. An answer does not tell from which address on: `expected` says so.
    func meaning(of bytes: [UInt8], as expected: String) throws(ProfileExampleProblem) -> String {
        guard let frame = ModbusFrame(bytes), frame.unit == Self.unit, let answer = frame.answer else { return "noise" }
        switch answer {
        case .exception(let code): return "exception \(code)"
        case .writtenMany(let span): return "written \(span.table.rawValue) \(span.address)..\(span.end - 1)"
        case .written(let table, let address, let register):
            let contents = RegisterContents(table: table, address: address, registers: [register])
            return "written " + (points(contents).first ?? "\(table.rawValue) \(address)")
        case .registers(let table, let registers):
            guard let colon = expected.firstIndex(of: ":"),
                let address = UInt16(expected[..<colon].split(separator: " ").last ?? "")
            else { throw ProfileExampleProblem.unknown(expected, known: Self.knownReceived) }
            let contents = RegisterContents(table: table, address: Int(address), registers: registers)
            let points = points(contents)
            return "\(table.rawValue) \(address): " + (points.isEmpty ? "no point" : points.joined(separator: ", "))
        }
    }

    /// The points that stand wholly in what was read, in the map's order.
    private func points(_ contents: RegisterContents) -> [String] {
        map.registers.compactMap { register in
            let point = register.point
            switch register.meaning(of: [contents]) {
            case nil: return nil
            case .nonsense(let reason): return "\(point.name) \(reason.rawValue)"
            case .value(let value):
                let unit = point.unit.rawValue
                return "\(point.name) \(point.text(of: value))" + (unit.isEmpty ? "" : " \(unit)")
            }
        }
    }
}
