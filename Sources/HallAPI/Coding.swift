/// One value as compact JSON, members in byte order of their names: the same bytes for the same value.
func encodedBytes(_ value: some Encodable) -> [UInt8] {
    // Only a number that JSON cannot write makes this fail, and the wire types carry whole numbers.
    (try? JSONWriter.bytes(of: value)) ?? Array("{}".utf8)
}

/// One value as a message with its zero byte.
func message(_ value: some Encodable) -> [UInt8] {
    var bytes = encodedBytes(value)
    bytes.append(0)
    return bytes
}

/// One value as compact JSON text.
func encodedText(_ value: some Encodable) -> String { String(decoding: encodedBytes(value), as: UTF8.self) }

/// A value from what was read.
func decoded<Value: Decodable>(_ type: Value.Type, from node: JSONNode) throws(DecodingError) -> Value {
    do {
        return try Value(from: JSONDecoding(node: node))
    } catch let error as DecodingError {
        throw error
    } catch {
        throw .dataCorrupted(.init(codingPath: [], debugDescription: "\(error)"))
    }
}

/// A field that is null on the wire, never absent, when there is no value: a reader sees that it was thought of.
@propertyWrapper
public struct Nullable<Value: Codable & Sendable & Equatable>: Codable, Sendable, Equatable {
    /// The value.
    public var wrappedValue: Value?

    /// A value or none.
    public init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

    /// Reads null or a value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
    }

    /// Writes null or the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

extension KeyedDecodingContainer {
    /// An absent field is null, as everywhere in Varlink.
    public func decode<Value>(_ type: Nullable<Value>.Type, forKey key: Key) throws -> Nullable<Value> {
        try decodeIfPresent(type, forKey: key) ?? Nullable(wrappedValue: nil)
    }
}
