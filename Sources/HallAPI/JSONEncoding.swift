extension JSONWriter: Encoder {
    /// Paths are not kept: only a number that JSON cannot write makes encoding fail.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONObjectWriter(writer: self, depth: open(isObject: true)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONListWriter(writer: self, depth: open(isObject: false))
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { JSONSingleWriter(writer: self) }
}

/// Writes one value.
private struct JSONSingleWriter: SingleValueEncodingContainer {
    let writer: JSONWriter
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { writer.write { $0.null() } }
    func encode(_ value: Bool) { writer.write { $0.bool(value) } }
    func encode(_ value: String) { writer.write { $0.string(value) } }
    func encode(_ value: Double) throws { try writer.write { try $0.number(value) } }
    func encode(_ value: Float) throws { try writer.write { try $0.number(value) } }
    func encode(_ value: Int) { writer.write { $0.integer(value) } }
    func encode(_ value: Int8) { writer.write { $0.integer(value) } }
    func encode(_ value: Int16) { writer.write { $0.integer(value) } }
    func encode(_ value: Int32) { writer.write { $0.integer(value) } }
    func encode(_ value: Int64) { writer.write { $0.integer(value) } }
    func encode(_ value: UInt) { writer.write { $0.integer(value) } }
    func encode(_ value: UInt8) { writer.write { $0.integer(value) } }
    func encode(_ value: UInt16) { writer.write { $0.integer(value) } }
    func encode(_ value: UInt32) { writer.write { $0.integer(value) } }
    func encode(_ value: UInt64) { writer.write { $0.integer(value) } }
    func encode(_ value: some Encodable) throws { try writer.write(value) }
}

/// Writes the members of an object.
private struct JSONObjectWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: JSONWriter
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    private func begin(_ key: Key) -> JSONWriter {
        writer.beginMember(key.stringValue, depth: depth)
        return writer
    }

    func encodeNil(forKey key: Key) { begin(key).write { $0.null() } }
    func encode(_ value: Bool, forKey key: Key) { begin(key).write { $0.bool(value) } }
    func encode(_ value: String, forKey key: Key) { begin(key).write { $0.string(value) } }
    func encode(_ value: Double, forKey key: Key) throws { try begin(key).write { try $0.number(value) } }
    func encode(_ value: Float, forKey key: Key) throws { try begin(key).write { try $0.number(value) } }
    func encode(_ value: Int, forKey key: Key) { begin(key).write { $0.integer(value) } }
    func encode(_ value: Int8, forKey key: Key) { begin(key).write { $0.integer(value) } }
    func encode(_ value: Int16, forKey key: Key) { begin(key).write { $0.integer(value) } }
    func encode(_ value: Int32, forKey key: Key) { begin(key).write { $0.integer(value) } }
    func encode(_ value: Int64, forKey key: Key) { begin(key).write { $0.integer(value) } }
    func encode(_ value: UInt, forKey key: Key) { begin(key).write { $0.integer(value) } }
    func encode(_ value: UInt8, forKey key: Key) { begin(key).write { $0.integer(value) } }
    func encode(_ value: UInt16, forKey key: Key) { begin(key).write { $0.integer(value) } }
    func encode(_ value: UInt32, forKey key: Key) { begin(key).write { $0.integer(value) } }
    func encode(_ value: UInt64, forKey key: Key) { begin(key).write { $0.integer(value) } }
    func encode(_ value: some Encodable, forKey key: Key) throws { try begin(key).write(value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(
            JSONObjectWriter<Nested>(writer: writer, depth: begin(key).openNested(isObject: true)))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        JSONListWriter(writer: writer, depth: begin(key).openNested(isObject: false))
    }

    /// No wire type has a parent.
    func superEncoder() -> any Encoder { preconditionFailure("wire types are values") }
    func superEncoder(forKey key: Key) -> any Encoder { preconditionFailure("wire types are values") }
}

/// Writes the elements of a list.
private struct JSONListWriter: UnkeyedEncodingContainer {
    let writer: JSONWriter
    let depth: Int
    var codingPath: [any CodingKey] { [] }
    var count: Int { writer.count(depth) }

    private func begin() -> JSONWriter {
        writer.beginElement(depth: depth)
        return writer
    }

    func encodeNil() { begin().write { $0.null() } }
    func encode(_ value: Bool) { begin().write { $0.bool(value) } }
    func encode(_ value: String) { begin().write { $0.string(value) } }
    func encode(_ value: Double) throws { try begin().write { try $0.number(value) } }
    func encode(_ value: Float) throws { try begin().write { try $0.number(value) } }
    func encode(_ value: Int) { begin().write { $0.integer(value) } }
    func encode(_ value: Int8) { begin().write { $0.integer(value) } }
    func encode(_ value: Int16) { begin().write { $0.integer(value) } }
    func encode(_ value: Int32) { begin().write { $0.integer(value) } }
    func encode(_ value: Int64) { begin().write { $0.integer(value) } }
    func encode(_ value: UInt) { begin().write { $0.integer(value) } }
    func encode(_ value: UInt8) { begin().write { $0.integer(value) } }
    func encode(_ value: UInt16) { begin().write { $0.integer(value) } }
    func encode(_ value: UInt32) { begin().write { $0.integer(value) } }
    func encode(_ value: UInt64) { begin().write { $0.integer(value) } }
    func encode(_ value: some Encodable) throws { try begin().write(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(JSONObjectWriter<Nested>(writer: writer, depth: begin().openNested(isObject: true)))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONListWriter(writer: writer, depth: begin().openNested(isObject: false))
    }

    /// No wire type has a parent.
    func superEncoder() -> any Encoder { preconditionFailure("wire types are values") }
}
