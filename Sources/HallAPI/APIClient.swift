import Glibc
import HallModel

/// Calls over the socket, one after the other, on the calling thread.
///
/// A restart of the daemon is bridged: a call whose connection cannot be made, or ends before the reply, is made again
/// with the same parameters and so with the same idempotency key, for as long as `patience`. A command without a key is
/// not repeated once it was sent.
public final class APIClient {
    /// How long one reply may take.
    public static let defaultTimeout = Duration.seconds(30)
    /// How long a daemon may be away.
    public static let defaultPatience = Duration.seconds(5)
    /// The pause between two attempts.
    private static let pause = Duration.milliseconds(100)

    private let path: String
    private let timeout: Duration
    private let patience: Duration
    private var socket: ClientSocket?

    /// A client of the socket at `path`; connects with the first call.
    public init(
        path: String, timeout: Duration = APIClient.defaultTimeout, patience: Duration = APIClient.defaultPatience
    ) {
        self.path = path
        self.timeout = timeout
        self.patience = patience
    }

    /// A reply, understood and as it came.
    public struct Reply<Value: Sendable>: Sendable {
        /// What this program knows of it.
        public var value: Value
        /// All of it.
        public var json: JSONValue
    }

    /// One call and its reply.
    public func call<Call: APICall>(
        _ call: Call.Type, _ parameters: Call.Parameters
    ) throws(APIError) -> Reply<Call.Reply> {
        let message = Call.message(parameters)
        let repeatable = (parameters as? any CommandParameters).map { $0.idempotencyKey != nil } ?? true
        var giveUp: ContinuousClock.Instant?
        while true {
            var sent = false
            do {
                let deadline = ContinuousClock.now + timeout
                let connection = try connected(until: deadline)
                sent = true
                try connection.send(message, until: deadline)
                let (reply, continues) = try read(call, try connection.receive(until: deadline))
                guard !continues else { throw AttemptError.final(.badReply("continues")) }
                return reply
            } catch {
                try pauseOrThrow(after: AttemptError(error), repeatable: repeatable || !sent, &giveUp)
            }
        }
    }

    /// A stream, until `each` returns false. After a lost connection it is asked for again with the parameters that
    /// `parameters` makes from the last reply (nil at first), so that it can go on where it was.
    public func stream<Call: APICall>(
        _ call: Call.Type, _ parameters: (Call.Reply?) -> Call.Parameters, each: (Reply<Call.Reply>) -> Bool
    ) throws(APIError) {
        var last: Call.Reply?
        var giveUp: ContinuousClock.Instant?
        while true {
            do {
                socket = nil
                let deadline = ContinuousClock.now + timeout
                let connection = try connected(until: deadline)
                try connection.send(Call.message(parameters(last), more: true), until: deadline)
                var firstReply: ContinuousClock.Instant? = deadline
                var continues = true
                while continues {
                    let reply: Reply<Call.Reply>
                    (reply, continues) = try read(call, try connection.receive(until: firstReply))
                    firstReply = nil
                    giveUp = nil
                    last = reply.value
                    if !each(reply) { continues = false }
                }
                socket = nil
                return
            } catch {
                try pauseOrThrow(after: AttemptError(error), repeatable: true, &giveUp)
            }
        }
    }

    /// Drops the connection; waits a little if another attempt makes sense within the patience that the first failure
    /// started.
    private func pauseOrThrow(
        after error: AttemptError, repeatable: Bool, _ giveUp: inout ContinuousClock.Instant?
    ) throws(APIError) {
        socket = nil
        let limit = giveUp ?? (ContinuousClock.now + patience)
        giveUp = limit
        guard repeatable || error.isRefusalToTry, error.isTransient, ContinuousClock.now < limit else {
            throw error.reported(path)
        }
        usleep(UInt32(clamping: Self.pause.wholeNanoseconds / 1000))
    }

    private func connected(until deadline: ContinuousClock.Instant) throws(AttemptError) -> ClientSocket {
        if let socket { return socket }
        do {
            let made = try ClientSocket(path: path, until: deadline)
            socket = made
            return made
        } catch {
            throw .socket(error)
        }
    }

    private func read<Call: APICall>(
        _ call: Call.Type, _ message: [UInt8]
    ) throws(AttemptError) -> (Reply<Call.Reply>, continues: Bool) {
        do {
            let reply = try JSONDocument(message: message).root
            guard reply.kind == .object else { throw FramingError.notAMessage("no object") }
            let parameters = reply["parameters"] ?? .emptyObject
            guard case .object(let members)? = parameters.isNull ? .object([:]) : JSONValue(parameters) else {
                throw FramingError.notAMessage("parameters: no object")
            }
            if let error = reply["error"]?.string {
                throw AttemptError.final(APIError(APIFault(name: error, parameters: members)))
            }
            let value = try decoded(Call.Reply.self, from: parameters.isNull ? .emptyObject : parameters)
            return (Reply(value: value, json: .object(members)), reply["continues"]?.bool ?? false)
        } catch let error as AttemptError {
            throw error
        } catch {
            throw .final(.badReply("\(Call.method.rawValue): \(error)"))
        }
    }
}

/// How one attempt ended.
private enum AttemptError: Error, Equatable {
    case socket(ClientSocket.Failure)
    case final(APIError)

    init(_ error: any Error) {
        switch error {
        case let error as AttemptError: self = error
        case let error as ClientSocket.Failure: self = .socket(error)
        default: self = .final(.badReply("\(error)"))
        }
    }

    /// Another attempt may go better.
    var isTransient: Bool {
        switch self {
        case .socket(.notRunning), .socket(.lost): true
        case .final(let error): error.code == .busy
        case .socket: false
        }
    }

    /// The daemon said that it did nothing: even a command without a key may be made again.
    var isRefusalToTry: Bool {
        if case .final(let error) = self { error.code == .busy } else { false }
    }

    func reported(_ path: String) -> APIError {
        switch self {
        case .final(let error): error
        case .socket(.notRunning): .notRunning(path)
        case .socket(.forbidden): .forbidden(path)
        case .socket(.cannotConnect(let reason)): .cannotConnect(path, reason)
        case .socket(.lost): .connectionLost
        case .socket(.timedOut): .timedOut
        case .socket(.framing(let error)): .badReply("\(error)")
        }
    }
}

/// A fresh idempotency key: 32 hexadecimal digits.
public func freshIdempotencyKey() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
        let digits = String(generator.next() as UInt64, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
}
