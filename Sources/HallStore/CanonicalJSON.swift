import FoundationEssentials

/// One form for one value: sorted keys, no white space, no escaped slashes, absent optionals left out. The same value
/// gives the same bytes in every process.
enum CanonicalJSON {
    static func bytes(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(value))
        } catch {
            // JSON refuses only numbers that are not finite, and nothing that is stored holds a floating-point number.
            preconditionFailure("\(type(of: value)) has no JSON form: \(error)")
        }
    }

    static func value<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
