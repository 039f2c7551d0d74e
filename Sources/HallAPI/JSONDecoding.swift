/// Gives a document's values to Codable types.
struct JSONDecoding: Decoder {
    let node: JSONNode
    var codingPath: [any CodingKey] = []
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard node.kind == .object else { throw mismatch([String: JSONValue].self, codingPath) }
        return KeyedDecodingContainer(JSONMembers(node: node, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard node.kind == .array else { throw mismatch([JSONValue].self, codingPath) }
        return JSONElements(elements: node.elements, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }
}

extension JSONDecoding: SingleValueDecodingContainer {
    func decodeNil() -> Bool { node.isNull }
    func decode(_: Bool.Type) throws -> Bool { try read(node.bool, codingPath) }
    func decode(_: String.Type) throws -> String { try read(node.string, codingPath) }
    func decode(_: Double.Type) throws -> Double { try read(node.double, codingPath) }
    func decode(_: Float.Type) throws -> Float { try read(node.double.map(Float.init), codingPath) }
    func decode(_: Int.Type) throws -> Int { try whole() }
    func decode(_: Int8.Type) throws -> Int8 { try whole() }
    func decode(_: Int16.Type) throws -> Int16 { try whole() }
    func decode(_: Int32.Type) throws -> Int32 { try whole() }
    func decode(_: Int64.Type) throws -> Int64 { try whole() }
    func decode(_: UInt.Type) throws -> UInt { try whole() }
    func decode(_: UInt8.Type) throws -> UInt8 { try whole() }
    func decode(_: UInt16.Type) throws -> UInt16 { try whole() }
    func decode(_: UInt32.Type) throws -> UInt32 { try whole() }
    func decode(_: UInt64.Type) throws -> UInt64 { try whole() }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

    private func whole<Value: FixedWidthInteger>() throws -> Value {
        try read(node.integer(as: Value.self), codingPath)
    }
}

private func mismatch<Value>(_ type: Value.Type, _ path: [any CodingKey]) -> DecodingError {
    .typeMismatch(type, .init(codingPath: path, debugDescription: "another type stands there"))
}

private func read<Value>(_ value: Value?, _ path: @autoclosure () -> [any CodingKey]) throws -> Value {
    guard let value else { throw mismatch(Value.self, path()) }
    return value
}

/// An object's members.
private struct JSONMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let node: JSONNode
    let codingPath: [any CodingKey]

    var allKeys: [Key] { node.members.compactMap { Key(stringValue: $0.name.string ?? "") } }

    func contains(_ key: Key) -> Bool { node[key.stringValue] != nil }

    private func member(_ key: Key) throws -> JSONNode {
        guard let member = node[key.stringValue] else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "it is missing"))
        }
        return member
    }

    private func decoder(_ key: Key) throws -> JSONDecoding {
        JSONDecoding(node: try member(key), codingPath: codingPath + [key])
    }

    private func whole<Value: FixedWidthInteger>(_ key: Key) throws -> Value {
        try read(try member(key).integer(as: Value.self), codingPath + [key])
    }

    func decodeNil(forKey key: Key) throws -> Bool { try member(key).isNull }
    func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try read(try member(key).bool, codingPath + [key]) }
    func decode(_: String.Type, forKey key: Key) throws -> String {
        try read(try member(key).string, codingPath + [key])
    }
    func decode(_: Double.Type, forKey key: Key) throws -> Double {
        try read(try member(key).double, codingPath + [key])
    }
    func decode(_: Float.Type, forKey key: Key) throws -> Float {
        try read(try member(key).double.map(Float.init), codingPath + [key])
    }
    func decode(_: Int.Type, forKey key: Key) throws -> Int { try whole(key) }
    func decode(_: Int8.Type, forKey key: Key) throws -> Int8 { try whole(key) }
    func decode(_: Int16.Type, forKey key: Key) throws -> Int16 { try whole(key) }
    func decode(_: Int32.Type, forKey key: Key) throws -> Int32 { try whole(key) }
    func decode(_: Int64.Type, forKey key: Key) throws -> Int64 { try whole(key) }
    func decode(_: UInt.Type, forKey key: Key) throws -> UInt { try whole(key) }
    func decode(_: UInt8.Type, forKey key: Key) throws -> UInt8 { try whole(key) }
    func decode(_: UInt16.Type, forKey key: Key) throws -> UInt16 { try whole(key) }
    func decode(_: UInt32.Type, forKey key: Key) throws -> UInt32 { try whole(key) }
    func decode(_: UInt64.Type, forKey key: Key) throws -> UInt64 { try whole(key) }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try Value(from: try decoder(key))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        guard let member = node["super"] else {
            throw DecodingError.valueNotFound(
                (any Decoder).self, .init(codingPath: codingPath, debugDescription: "it has no parent"))
        }
        return JSONDecoding(node: member, codingPath: codingPath)
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }
}

/// A list's elements.
private struct JSONElements: UnkeyedDecodingContainer {
    let elements: [JSONNode]
    let codingPath: [any CodingKey]
    var currentIndex = 0

    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    init(elements: [JSONNode], codingPath: [any CodingKey]) {
        self.elements = elements
        self.codingPath = codingPath
    }

    private func decoder() throws -> JSONDecoding {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                JSONValue.self, .init(codingPath: codingPath, debugDescription: "the list has ended"))
        }
        return JSONDecoding(node: elements[currentIndex], codingPath: codingPath)
    }

    /// Goes on only past what was understood.
    private mutating func next<Value>(_ read: (JSONDecoding) throws -> Value) throws -> Value {
        let value = try read(try decoder())
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard try decoder().decodeNil() else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try next { try $0.decode(type) } }
    mutating func decode(_ type: String.Type) throws -> String { try next { try $0.decode(type) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try next { try $0.decode(type) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try next { try $0.decode(type) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try next { try $0.decode(type) } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try next { try $0.decode(type) } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try next { try $0.decode(type) } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try next { try $0.decode(type) } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try next { try $0.decode(type) } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try next { try $0.decode(type) } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try next { try $0.decode(type) } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try next { try $0.decode(type) } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try next { try $0.decode(type) } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try next { try $0.decode(type) } }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next { try Value(from: $0) } }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try next { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try next { $0 } }
}
