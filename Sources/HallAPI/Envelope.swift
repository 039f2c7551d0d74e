/// The frame of a call, read before anybody knows what its parameters mean.
public struct CallHeader: Sendable, Equatable, Decodable {
    /// `org.halld.Queue.Take`
    public var method: String
    /// The client takes any number of replies.
    public var more = false
    /// The client wants no reply, not even an error.
    public var oneway = false
    /// The client wants to talk something else afterwards; nothing here does.
    public var upgrade = false
    /// An object of parameters came.
    public var hasParameters = false
    /// The names of the parameters that came, in byte order.
    public var parameterNames: [String] = []

    /// A call as a client makes it.
    public init(method: String, more: Bool = false, oneway: Bool = false) {
        self.method = method
        self.more = more
        self.oneway = oneway
    }

    /// Reads the frame; a member Varlink does not know makes it no call.
    public init(from decoder: any Decoder) throws {
        let frame = try decoder.container(keyedBy: AnyName.self)
        method = try frame.decode(String.self, forKey: AnyName("method"))
        for name in frame.allKeys {
            switch name.stringValue {
            case "method": break
            case "more": more = try frame.decodeIfPresent(Bool.self, forKey: name) ?? false
            case "oneway": oneway = try frame.decodeIfPresent(Bool.self, forKey: name) ?? false
            case "upgrade": upgrade = try frame.decodeIfPresent(Bool.self, forKey: name) ?? false
            case "parameters":
                guard try !frame.decodeNil(forKey: name) else { break }
                let parameters = try frame.nestedContainer(keyedBy: AnyName.self, forKey: name)
                hasParameters = true
                parameterNames = parameters.allKeys.map(\.stringValue).sorted()
            default:
                throw DecodingError.dataCorrupted(
                    .init(codingPath: [name], debugDescription: "a call has no member of this name"))
            }
        }
        guard !(more && oneway) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "a call without a reply cannot have more replies"))
        }
    }

    /// Reads the frame of a message.
    public static func read(_ message: [UInt8]) throws(FramingError) -> CallHeader {
        do {
            return try decoded(CallHeader.self, from: message)
        } catch {
            throw .notAMessage("\(error)")
        }
    }
}

/// Any member name.
struct AnyName: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

/// A call's parameters. Naming them lets the server refuse a misspelled one instead of ignoring it.
public protocol CallParameters: Codable, Sendable, Equatable {
    /// The parameters' names.
    associatedtype CodingKeys: CodingKey, CaseIterable
}

/// Parameters of a call that changes the hall.
public protocol CommandParameters: CallParameters {
    /// Makes the call safe to repeat: the same key from the same user within 24 h gets the first call's reply. At
    /// most 128 bytes.
    var idempotencyKey: String? { get }
}

/// No parameters.
public struct NoParameters: CallParameters {
    /// None.
    public enum CodingKeys: CodingKey, CaseIterable {}
    /// Nothing.
    public init() {}
    /// Reads nothing.
    public init(from decoder: any Decoder) throws {}
    /// Writes an empty object.
    public func encode(to encoder: any Encoder) throws { _ = encoder.container(keyedBy: CodingKeys.self) }
}

/// A method with the types of its parameters and replies.
public protocol APICall: Sendable {
    /// What a call brings.
    associatedtype Parameters: CallParameters
    /// What each reply brings.
    associatedtype Reply: Codable & Sendable & Equatable
    /// Its name.
    static var method: APIMethod { get }
}

extension APICall {
    /// The call as a message with its zero byte.
    public static func message(_ parameters: Parameters, more: Bool = false, oneway: Bool = false) -> [UInt8] {
        let flag: Bool? = true
        let call = OutgoingCall(
            method: method.rawValue, parameters: parameters, more: more ? flag : nil, oneway: oneway ? flag : nil)
        return encodedBytes(call) + [0]
    }

    /// The parameters of a call whose frame was read before; the fault to answer if they are not this method's.
    public static func parameters(of message: [UInt8], _ header: CallHeader) throws(APIFault) -> Parameters {
        for name in header.parameterNames where Parameters.CodingKeys(stringValue: name) == nil {
            throw .invalidParameter(name)
        }
        let source = header.hasParameters ? message : Array(#"{"parameters":{}}"#.utf8)
        do {
            return try decoded(IncomingCall<Parameters>.self, from: source).parameters
        } catch {
            throw .invalidParameter(error.parameterName)
        }
    }

    /// A reply as a message with its zero byte.
    public static func message(reply: Reply, continues: Bool = false) -> [UInt8] {
        encodedBytes(OutgoingReply(parameters: reply, continues: continues ? true : nil)) + [0]
    }
}

private struct OutgoingCall<Parameters: Encodable>: Encodable {
    var method: String
    var parameters: Parameters
    var more: Bool?
    var oneway: Bool?
}

private struct IncomingCall<Parameters: Decodable>: Decodable {
    var parameters: Parameters
}

private struct OutgoingReply<Reply: Encodable>: Encodable {
    var parameters: Reply
    var continues: Bool?
}

extension DecodingError {
    /// The name of the parameter at fault: the first name below `parameters`.
    fileprivate var parameterName: String {
        let path: [any CodingKey] =
            switch self {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        return path.first { $0.stringValue != "parameters" }?.stringValue ?? "parameters"
    }
}
