import HallLogic
import HallModel
import HallStore

/// What one turn of the hall thread gathers before its commit.
struct HallBatch {
    /// One thing that the hall took in.
    enum Step {
        /// Nobody waits for an answer.
        case input(HallInput)
        /// Somebody asked.
        case command(CommandRequest, ReplyToken)
        /// A configuration, and perhaps somebody who waits for what becomes of it.
        case plan(PlanOffer)
    }

    /// What the hall took in, in order: a batch that the record contradicts is taken apart along these.
    private(set) var steps: [Step] = []
    /// In the order they happened; already applied.
    var facts: [HallFact] = []
    /// To be posted after the commit.
    var jobs: [HallDecision.Job] = []
    /// To be told after the commit, also to commands of earlier batches.
    var answers: [HallDecision.Answer] = []
    /// Device states that changed.
    var devices: [DeviceStatus] = []
    /// Commands that the hall took in.
    var asked: [ReplyToken] = []
    /// Those of them that have no answer and will get none.
    var unanswered: [ReplyToken] = []
    /// Commands that were answered before, by their keys.
    var repeated: [(request: CommandRequest, reply: HallReply)] = []
    /// Commands that could not even be looked up.
    var refused: [CommandRequest] = []
    /// Configurations offered by somebody who waits for what becomes of them.
    var offers: [(completion: @Sendable (Result<PlanDecision, GatewayError>) -> Void, decision: PlanDecision)] = []
    /// Something other than readings came in: what devices should show can have changed.
    var touchesWishes = false
    /// The journal failed before the commit.
    var failure: StoreError?

    /// Nothing happened.
    var isEmpty: Bool {
        facts.isEmpty && asked.isEmpty && answers.isEmpty && repeated.isEmpty && refused.isEmpty && devices.isEmpty
            && offers.isEmpty
    }

    /// Takes in what was decided about a step.
    mutating func take(_ decision: HallDecision, about step: Step) {
        steps.append(step)
        take(decision)
    }

    /// What stands beside the steps: it is so whatever becomes of them.
    var withoutSteps: HallBatch {
        var rest = HallBatch()
        rest.devices = devices
        rest.repeated = repeated
        rest.refused = refused
        rest.touchesWishes = touchesWishes
        return rest
    }

    /// Takes in a decision.
    mutating func take(_ decision: HallDecision) {
        facts += decision.facts
        jobs += decision.jobs
        answers += decision.answers
    }

    /// For the journal: facts, and the answers to commands with a key.
    func record(_ desk: CommandDesk, at wall: WallTime) -> Journal.Batch {
        var batch = Journal.Batch()
        batch.facts = facts
        batch.replies = answers.compactMap { desk.keyed($0, at: wall) }
        return batch
    }

    /// Tells everybody what the hall decided.
    func answer(_ desk: inout CommandDesk) {
        for answer in answers { desk.tell(answer.token, .success(answer.reply)) }
        for token in unanswered { desk.tell(token, .failure(.storeUnavailable)) }
        for (request, reply) in repeated { request.completion(.success(reply)) }
        for request in refused { request.completion(.failure(.storeUnavailable)) }
        for offer in offers { offer.completion(.success(offer.decision)) }
    }

    /// Tells everybody that nothing was recorded.
    func refuse(_ desk: inout CommandDesk) {
        for token in asked { desk.tell(token, .failure(.storeUnavailable)) }
        for answer in answers { desk.postpone(answer.token) }
        for request in repeated.map(\.request) + refused { request.completion(.failure(.storeUnavailable)) }
        for offer in offers { offer.completion(.failure(.storeUnavailable)) }
    }
}
