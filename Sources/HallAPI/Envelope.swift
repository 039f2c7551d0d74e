/// A call that was read once: its frame, and its parameters before anybody knows what they mean.
public struct CallHeader: Sendable {
    /// `org.halld.Queue.Take`
    public var method: String
    /// The client takes any number of replies.
    public var more = false
    /// The client wants no reply, not even an error.
    public var oneway = false
    /// The client wants to talk something else afterwards; nothing here does.
    public var upgrade = false
    /// The object of parameters that came.
    private(set) var parameters: JSONNode?

    /// An object of parameters came.
    public var hasParameters: Bool { parameters != nil }
    /// The names of the parameters that came, in byte order.
    public var parameterNames: [String] { parameters?.members.compactMap(\.name.string).sorted() ?? [] }

    /// A call as a client makes it.
    public init(method: String, more: Bool = false, oneway: Bool = false) {
        self.method = method
        self.more = more
        self.oneway = oneway
    }

    /// Reads a message, all of it, and its frame; a member Varlink does not know makes it no call.
    public static func read(_ message: [UInt8]) throws(FramingError) -> CallHeader {
        let frame = try JSONDocument(message: message).root
        guard frame.kind == .object else { throw .notAMessage("no object") }
        guard let method = frame["method"]?.string else { throw .notAMessage("method: no string") }
        var header = CallHeader(method: method)
        for (name, value) in frame.members {
            if name.isText("parameters") {
                guard !value.isNull else { continue }
                guard value.kind == .object else { throw .notAMessage("parameters: no object") }
                header.parameters = value
            } else if name.isText("more") {
                header.more = try flag(value)
            } else if name.isText("oneway") {
                header.oneway = try flag(value)
            } else if name.isText("upgrade") {
                header.upgrade = try flag(value)
            } else if !name.isText("method") {
                throw .notAMessage("\(name.string ?? ""): a call has no member of this name")
            }
        }
        guard !(header.more && header.oneway) else {
            throw .notAMessage("a call without a reply cannot have more replies")
        }
        return header
    }

    private static func flag(_ value: JSONNode) throws(FramingError) -> Bool {
        if value.isNull { return false }
        guard let flag = value.bool else { throw .notAMessage("a flag is no boolean") }
        return flag
    }
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
        return HallAPI.message(call)
    }

    /// The parameters of a call; the fault to answer if they are not this method's.
    public static func parameters(of call: CallHeader) throws(APIFault) -> Parameters {
        for name in call.parameterNames where Parameters.CodingKeys(stringValue: name) == nil {
            throw .invalidParameter(name)
        }
        do {
            return try decoded(Parameters.self, from: call.parameters ?? .emptyObject)
        } catch {
            throw .invalidParameter(error.parameterName)
        }
    }

    /// A reply as a message with its zero byte.
    public static func message(reply: Reply, continues: Bool = false) -> [UInt8] {
        HallAPI.message(OutgoingReply(parameters: reply, continues: continues ? true : nil))
    }
}

private struct OutgoingCall<Parameters: Encodable>: Encodable {
    var method: String
    var parameters: Parameters
    var more: Bool?
    var oneway: Bool?
}

private struct OutgoingReply<Reply: Encodable>: Encodable {
    var parameters: Reply
    var continues: Bool?
}

extension DecodingError {
    /// The name of the parameter at fault: the first name of the path.
    fileprivate var parameterName: String {
        let path: [any CodingKey] =
            switch self {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        return path.first?.stringValue ?? "parameters"
    }
}
