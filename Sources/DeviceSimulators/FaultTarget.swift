/// The requests of a Modbus master that a fault strikes: `read`, `write` or a function's number, and behind a colon a
/// register or coil that they must touch.
///
/// ```
/// read        write        6        3:100        write:16
/// ```
public struct FaultTarget: Sendable, Equatable, CustomStringConvertible {
    /// What is asked for.
    public enum Function: Sendable, Equatable {
        /// Functions 1 to 4.
        case reads
        /// Functions 5, 6, 15, 16, 22 and 23.
        case writes
        /// This one.
        case only(UInt8)
    }

    /// What is asked for.
    public var function: Function
    /// One that must be among those asked for, as on the wire: from 0.
    public var address: Int?

    /// Reads it as people write it; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        switch parts.first {
        case "read": function = .reads
        case "write": function = .writes
        case let number?:
            guard let code = UInt8(number), (1...127).contains(code) else { return nil }
            function = .only(code)
        case nil: return nil
        }
        guard parts.count == 2 else { return }
        guard let place = UInt16(parts[1]) else { return nil }
        address = Int(place)
    }

    /// As people write it.
    public var description: String {
        let name =
            switch function {
            case .reads: "read"
            case .writes: "write"
            case .only(let code): String(code)
            }
        return name + (address.map { ":\($0)" } ?? "")
    }

    /// Whether a request is one of them: its function and data, without address and check.
    func includes(_ body: [UInt8]) -> Bool {
        guard let code = body.first else { return false }
        let isOne =
            switch function {
            case .reads: (1...4).contains(code)
            case .writes: [5, 6, 15, 16, 22, 23].contains(code)
            case .only(let only): only == code
            }
        guard isOne, let address else { return isOne }
        guard body.count >= 5 else { return false }
        let start = Int(body[1]) << 8 | Int(body[2])
        let hasCount = [1, 2, 3, 4, 15, 16, 23].contains(code)
        return (start..<start + (hasCount ? max(1, Int(body[3]) << 8 | Int(body[4])) : 1)).contains(address)
    }
}
