import HallModel

/// Any JSON, for what is passed on without being understood: a newer daemon's fields reach the reader of `--json`.
public enum JSONValue: Sendable, Equatable, Codable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads any JSON.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Writes it back.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// A member of an object; nil for anything else.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The text, if it is one.
    public var text: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// Compact JSON on one line, members by name; characters that could steer a terminal are escaped.
    public var line: String {
        var result = String.UnicodeScalarView()
        for scalar in encodedText(self).unicodeScalars {
            guard scalar.isControl else {
                result.append(scalar)
                continue
            }
            let digits = String(scalar.value, radix: 16)
            result.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars)
        }
        return String(result)
    }
}

extension JSONValue {
    /// Any value as JSON; null for what JSON cannot write.
    public init(encoding value: some Encodable) {
        let node = try? JSONDocument(JSONWriter.bytes(of: value)).root
        self = node.flatMap(JSONValue.init) ?? .null
    }

    /// A value of a document; nil if a number in it is beyond all of Double's.
    init?(_ node: JSONNode) {
        switch node.kind {
        case .null: self = .null
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .integer, .fraction:
            if let value = node.integer(as: Int64.self) {
                self = .integer(value)
            } else if let value = node.double {
                self = .number(value)
            } else {
                return nil
            }
        case .string, .escapedString: self = .string(node.string ?? "")
        case .array:
            var elements: [JSONValue] = []
            for element in node.elements {
                guard let value = JSONValue(element) else { return nil }
                elements.append(value)
            }
            self = .array(elements)
        case .object:
            var members: [String: JSONValue] = [:]
            for (name, member) in node.members {
                guard let value = JSONValue(member) else { return nil }
                members[name.string ?? ""] = value
            }
            self = .object(members)
        }
    }
}
