import HallLogic
import HallModel
import HallStore

/// Commands that the hall took in, from their asking to their answer.
///
/// ```
///            ┌─ its batch fails ──────────────────────────────▶ told: store unavailable
///  asked ────┼─ answered in its step, batch committed ────────▶ told
///            └─ to be answered later, batch committed
///                 │ the same key again: waits with it
///                 ├─ answered, that batch committed ──────────▶ told; the reply is kept with its key
///                 ├─ answered, that batch fails ──────────────▶ told: store unavailable; the key stays taken until the
///                 │                                             journal is back and the answer comes again
///                 └─ the daemon stops ────────────────────────▶ told: stopping
/// ```
/// What waits lives in memory only: after a restart the hall settles such a command as `interrupted`, and the same key
/// orders anew.
struct CommandDesk {
    /// Commands that wait for a later answer at one time.
    static let waitingLimit = 128
    /// Askers with one key who wait for one answer.
    static let askersLimit = 16

    private struct Asked {
        var request: CommandRequest
        /// Who is to be told; empty when they were told that the store is unavailable.
        var askers: [CommandRequest]
    }
    private struct Key: Hashable {
        var user: String
        var key: String
    }

    private var asked: [ReplyToken: Asked] = [:]
    private var tokens: [Key: ReplyToken] = [:]
    private var waiting = 0
    private var lastToken: UInt64 = 0

    /// What a key that came before means for a command.
    enum Earlier {
        /// Nobody waits with it.
        case none
        /// The same command is under way; its asker waits for the same answer now, or was told that too many do.
        case joined
        /// Another command with this key is under way.
        case keyReused
    }

    /// A token for a command, unique in this run; nil when too many wait for a later answer already.
    mutating func ask(_ request: CommandRequest) -> ReplyToken? {
        if request.command.isAnsweredLater {
            guard waiting < Self.waitingLimit else { return nil }
            waiting += 1
        }
        lastToken += 1
        let token = ReplyToken(lastToken)
        asked[token] = Asked(request: request, askers: [request])
        if let key = Self.key(of: request) { tokens[key] = token }
        return token
    }

    /// Lets a repeated command wait with the first.
    mutating func join(_ request: CommandRequest) -> Earlier {
        guard let key = Self.key(of: request), let token = tokens[key], let first = asked[token] else { return .none }
        guard first.request.command == request.command else { return .keyReused }
        if first.askers.count < Self.askersLimit {
            asked[token]?.askers.append(request)
        } else {
            request.completion(.failure(.busy))
        }
        return .joined
    }

    /// The answer as it is kept with its key. Refusals that a retry might not meet again (busy, no journal) are not kept.
    func keyed(_ answer: HallDecision.Answer, at wall: WallTime) -> Journal.KeyedReply? {
        guard let request = asked[answer.token]?.request, let key = request.key else { return nil }
        if answer.reply == .refused(.storeUnavailable) || answer.reply == .refused(.busy) { return nil }
        return Journal.KeyedReply(
            user: request.user, key: key, commandHash: CommandCoding.hash(request.command), reply: answer.reply,
            at: wall)
    }

    /// Tells whoever waits, once.
    mutating func tell(_ token: ReplyToken, _ result: Result<HallReply, GatewayError>) {
        guard let gone = asked.removeValue(forKey: token) else { return }
        if gone.request.command.isAnsweredLater { waiting -= 1 }
        if let key = Self.key(of: gone.request), tokens[key] == token { tokens[key] = nil }
        for asker in gone.askers { asker.completion(result) }
    }

    /// The answer could not be recorded: it will come again, but nobody waits for it that long.
    mutating func postpone(_ token: ReplyToken) {
        let askers = asked[token]?.askers ?? []
        asked[token]?.askers = []
        for asker in askers { asker.completion(.failure(.storeUnavailable)) }
    }

    /// The journal is back, and what was to be answered again is: whatever nobody waits for is over.
    mutating func forgetPostponed() {
        for token in asked.filter({ $0.value.askers.isEmpty }).keys { tell(token, .failure(.storeUnavailable)) }
    }

    /// The end: nothing more will be answered.
    mutating func close() {
        for token in asked.keys.sorted(by: { $0.number < $1.number }) { tell(token, .failure(.stopping)) }
    }

    private static func key(of request: CommandRequest) -> Key? {
        request.key.map { Key(user: request.user, key: $0) }
    }
}

extension HallCommand {
    /// The hall answers in a later step than that of the command, when a device has told how it went.
    var isAnsweredLater: Bool { if case .writePoint = self { true } else { false } }
}
