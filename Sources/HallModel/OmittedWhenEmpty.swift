/// A list that is left out of stored bytes while it is empty and read as empty where it is missing: the way a stored
/// type gains a list without a new version (docs/decisions/0005).
@propertyWrapper
public struct OmittedWhenEmpty<Element: Sendable & Equatable & Codable>: Sendable, Equatable, Codable {
    /// The list.
    public var wrappedValue: [Element]

    /// A list, empty by default.
    public init(wrappedValue: [Element] = []) { self.wrappedValue = wrappedValue }

    /// Reads a bare list.
    public init(from decoder: any Decoder) throws {
        wrappedValue = try decoder.singleValueContainer().decode([Element].self)
    }

    /// Writes a bare list.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}

extension KeyedDecodingContainer {
    /// A missing list is an empty one.
    public func decode<Element>(
        _ type: OmittedWhenEmpty<Element>.Type, forKey key: Key
    ) throws -> OmittedWhenEmpty<Element> {
        try decodeIfPresent(type, forKey: key) ?? OmittedWhenEmpty()
    }
}

extension KeyedEncodingContainer {
    /// An empty list is left out.
    public mutating func encode<Element>(_ value: OmittedWhenEmpty<Element>, forKey key: Key) throws {
        guard !value.wrappedValue.isEmpty else { return }
        try encodeIfPresent(value, forKey: key)
    }
}
