import HallModel

/// An error as it goes over the socket: a name and parameters, always an object.
public struct APIFault: Error, Sendable, Equatable {
    /// `org.halld.Queue.Refused`
    public var name: String
    /// Its parameters by name.
    public var parameters: [String: JSONValue]

    /// An error with parameters.
    public init(name: String, parameters: [String: JSONValue] = [:]) {
        self.name = name
        self.parameters = parameters
    }

    /// No interface of that name.
    public static func interfaceNotFound(_ interface: String) -> Self {
        Self(name: "org.varlink.service.InterfaceNotFound", parameters: ["interface": .string(interface)])
    }

    /// The interface has no method of that name.
    public static func methodNotFound(_ method: String) -> Self {
        Self(name: "org.varlink.service.MethodNotFound", parameters: ["method": .string(method)])
    }

    /// The method cannot do what a flag of the call asks for.
    public static func methodNotImplemented(_ method: String) -> Self {
        Self(name: "org.varlink.service.MethodNotImplemented", parameters: ["method": .string(method)])
    }

    /// A parameter is unknown, missing, of another type or out of range.
    public static func invalidParameter(_ parameter: String) -> Self {
        Self(name: "org.varlink.service.InvalidParameter", parameters: ["parameter": .string(parameter)])
    }

    /// The method is a stream: call it with `more`.
    public static let expectedMore = Self(name: "org.varlink.service.ExpectedMore")

    /// The hall changed nothing, for a reason with a stable code.
    public static func refused(_ interface: APIInterface, code: String, message: Bilingual, remedy: Bilingual) -> Self {
        Self(
            name: "\(interface.rawValue).Refused",
            parameters: ["code": .string(code), "message": JSONValue(message), "remedy": JSONValue(remedy)])
    }

    /// The hall changed nothing, for this reason.
    public static func refused(_ interface: APIInterface, _ refusal: Refusal) -> Self {
        switch refusal {
        case .storeUnavailable: storeUnavailable(interface)
        case .busy: busy(interface)
        default: refused(interface, code: refusal.code, message: refusal.message, remedy: refusal.remedy)
        }
    }

    /// The journal cannot be written; the same call with the same key may be repeated later.
    public static func storeUnavailable(_ interface: APIInterface) -> Self {
        Self(
            name: "\(interface.rawValue).StoreUnavailable",
            parameters: [
                "message": JSONValue(Refusal.storeUnavailable.message),
                "remedy": JSONValue(Refusal.storeUnavailable.remedy),
            ])
    }

    /// More is asked than can be taken in, or the daemon is stopping; repeat with the same key.
    public static func busy(_ interface: APIInterface) -> Self {
        Self(
            name: "\(interface.rawValue).Busy",
            parameters: ["message": JSONValue(Refusal.busy.message), "remedy": JSONValue(Refusal.busy.remedy)])
    }

    /// The error as a message with its zero byte.
    public var message: [UInt8] { HallAPI.message(OutgoingFault(error: name, parameters: parameters)) }
}

private struct OutgoingFault: Encodable {
    var error: String
    var parameters: [String: JSONValue]
}

extension JSONValue {
    /// `{"en": …, "zh": …}`
    init(_ text: Bilingual) { self = .object(["zh": .string(text.zh), "en": .string(text.en)]) }

    /// Both languages, if it is a text in both.
    var bilingual: Bilingual? {
        guard let zh = self["zh"]?.text, let en = self["en"]?.text else { return nil }
        return Bilingual(zh: zh, en: en)
    }
}
