import HallLogic
import HallModel
import HallStore

/// What one turn of the hall thread gathers before its commit.
struct HallBatch {
    /// In the order they happened; already applied.
    var facts: [HallFact] = []
    /// To be posted after the commit.
    var jobs: [HallDecision.Job] = []
    /// Device states that changed.
    var devices: [DeviceStatus] = []
    /// Replies with a key, and what they answer.
    var replies = BatchReplies()
    /// Commands that could not even be looked up.
    var refused: [CommandRequest] = []
    /// The journal failed before the commit.
    var failure: StoreError?

    private var waiting: [(request: CommandRequest, reply: HallReply?)] = []

    /// Nothing happened.
    var isEmpty: Bool { facts.isEmpty && waiting.isEmpty && devices.isEmpty }

    /// For the journal.
    var journalBatch: Journal.Batch {
        var batch = Journal.Batch()
        batch.facts = facts
        batch.replies = replies.keyed
        return batch
    }

    /// Takes in a decision without answers.
    mutating func take(_ decision: HallDecision) {
        facts += decision.facts
        jobs += decision.jobs
    }

    /// Lets the hall decide about a command and keeps its answer for after the commit.
    mutating func take(_ request: CommandRequest, from hall: inout Hall, at now: HallInstant) {
        let token = ReplyToken(UInt64(waiting.count))
        let decision = hall.handle(.command(request.command, by: request.user, token: token), at: now)
        take(decision)
        let reply = decision.answers.first { $0.token == token }?.reply
        waiting.append((request, reply))
        if let key = request.key, let reply { replies.keep(reply, for: request, key: key, at: now.wall) }
    }

    /// Keeps the answer that this command was given before.
    mutating func take(_ request: CommandRequest, alreadyAnswered reply: HallReply) {
        waiting.append((request, reply))
    }

    /// Tells everybody what the hall decided.
    func answer() {
        for (request, reply) in waiting {
            request.completion(reply.map(Result.success) ?? .failure(.storeUnavailable))
        }
        refuseLookups(.storeUnavailable)
    }

    /// Tells everybody that nothing was decided.
    func refuse(_ error: GatewayError) {
        for (request, _) in waiting { request.completion(.failure(error)) }
        refuseLookups(error)
    }

    private func refuseLookups(_ error: GatewayError) {
        for request in refused { request.completion(.failure(error)) }
    }
}

/// The replies of a batch that carry an idempotency key.
struct BatchReplies {
    /// What an earlier use of a key left.
    enum Earlier {
        /// It was never used.
        case none
        /// It was used for the same command, with this reply.
        case reply(HallReply)
        /// It was used for another command.
        case keyReused
        /// The journal cannot tell.
        case unreadable(StoreError)
    }

    /// For the journal.
    private(set) var keyed: [Journal.KeyedReply] = []

    /// Looks a key up in this batch and in the journal.
    func earlier(_ request: CommandRequest, key: String, in journal: Journal) -> Earlier {
        let hash = CommandCoding.hash(request.command)
        do throws(StoreError) {
            var found = keyed.last { $0.user == request.user && $0.key == key }
            if found == nil { found = try journal.reply(user: request.user, key: key) }
            guard let found else { return .none }
            return found.commandHash == hash ? .reply(found.reply) : .keyReused
        } catch {
            return .unreadable(error)
        }
    }

    /// Keeps a reply. Refusals that a retry might not meet again (busy, no journal) are not kept.
    mutating func keep(_ reply: HallReply, for request: CommandRequest, key: String, at wall: WallTime) {
        if case .refused(.storeUnavailable) = reply { return }
        if case .refused(.busy) = reply { return }
        keyed.append(
            Journal.KeyedReply(
                user: request.user, key: key, commandHash: CommandCoding.hash(request.command), reply: reply, at: wall))
    }
}
