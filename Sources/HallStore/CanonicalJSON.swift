import FoundationEssentials

/// One form for one value: sorted keys, no white space, no escaped slashes, absent optionals left out. The same value
/// gives the same bytes in every process.
enum CanonicalJSON {
    static func bytes(_ value: some Encodable) -> [UInt8] {
        do {
            return try CanonicalEncoder.bytes(value)
        } catch {
            // It refuses only floating-point numbers, and nothing that is stored holds one.
            preconditionFailure("\(type(of: value)) has no JSON form: \(error)")
        }
    }

    static func value<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
