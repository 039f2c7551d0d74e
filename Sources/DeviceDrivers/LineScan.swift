import DeviceProtocols
import HallModel

/// A search of a line: each unit is asked for its first register; whoever answers, also with a refusal, is there, and is
/// asked for what each known model has.
///
/// ```
/// next unit ──asked──▶ nothing: next unit
///                 └──▶ an answer: each model's registers ──▶ found ──▶ next unit
/// ```
/// After the last unit the next of the settings, if there are any.
struct LineScan: Sendable {
    /// How long the first byte may take.
    private static let timeout = Duration.milliseconds(40)
    /// The same for a unit that has answered.
    private static let longTimeout = Duration.milliseconds(200)

    /// What asking a unit costs that does not answer.
    static func cost(_ timing: LineTiming) -> Duration {
        timing.transaction(.readHolding(address: 0, count: 1), thought: timeout, gap: .zero)
    }

    let order: BusScan
    /// The line's own settings; nil on TCP.
    private let own: SerialSettings?
    /// The plan's devices by unit.
    private let known: [(unit: Int, device: DeviceID)]
    private var unit: Int
    /// Index of the settings that are tried; nil for the line's own.
    private var setting: Int?
    private var isOver = false
    /// The unit that answered.
    private var candidate: Candidate?

    private struct Candidate: Sendable {
        var onlyRefuses: Bool
        /// What each read brought: asked once, though several models have it.
        var answers: [(operation: ModbusRequest.Operation, contents: RegisterContents?)] = []
        /// Reads that are still to be made.
        var rest: [RegisterSpan]
    }

    init(_ order: BusScan, own: SerialSettings?, known: [(unit: Int, device: DeviceID)]) {
        self.order = order
        self.own = own
        self.known = known
        unit = order.units.lowerBound
    }

    /// The whole line is the scan's, and the plan stands still.
    var interrupts: Bool { !order.settings.isEmpty }

    /// The settings at which it asks now; nil for the line's own.
    var settings: SerialSettings? { setting.map { order.settings[$0] } }

    private var total: Int { order.units.count * (1 + order.settings.count) }
    private var done: Int { (setting.map { $0 + 1 } ?? 0) * order.units.count + unit - order.units.lowerBound }

    /// What is asked next; nil when all were.
    var request: ModbusRequest? {
        guard !isOver else { return nil }
        if let span = candidate?.rest.first {
            return ModbusRequest(unit: unit, ModbusRequest.Operation(reading: span), timeout: Self.longTimeout)
        }
        return ModbusRequest(unit: unit, .readHolding(address: 0, count: 1), timeout: Self.timeout)
    }

    /// The request brought this; what there is to tell, and whether the line must be set up anew before the next.
    mutating func returned(_ outcome: Result<ModbusReply, ModbusFailure>) -> (news: [BusScanNews], isNewSetting: Bool) {
        if candidate != nil {
            note(outcome)
        } else {
            switch outcome {
            case .success: candidate = Candidate(onlyRefuses: false, rest: reads)
            case .failure(let failure) where failure.isAnswer: candidate = Candidate(onlyRefuses: true, rest: reads)
            case .failure: break
            }
        }
        if let candidate, !candidate.rest.isEmpty { return ([], false) }
        var news: [BusScanNews] = []
        if let candidate { news.append(.found(finding(candidate))) }
        let isNewSetting = goOn()
        news.append(.progress(done: isOver ? total : done, of: total))
        if isOver { news.append(.ended(.complete)) }
        return (news, isNewSetting)
    }

    private mutating func goOn() -> Bool {
        candidate = nil
        unit += 1
        guard unit > order.units.upperBound else { return false }
        let next = setting.map { $0 + 1 } ?? 0
        guard next < order.settings.count else {
            isOver = true
            return false
        }
        unit = order.units.lowerBound
        setting = next
        return true
    }

    // MARK: - Who is it

    /// What tells the models apart: each one's identity and registers, each read once.
    private var reads: [RegisterSpan] {
        var spans: [RegisterSpan] = []
        for model in order.models {
            for span in model.map.characteristic where !spans.contains(span) { spans.append(span) }
        }
        return spans
    }

    private mutating func note(_ outcome: Result<ModbusReply, ModbusFailure>) {
        guard var found = candidate, let span = found.rest.first else { return }
        found.rest.removeFirst()
        var contents: RegisterContents?
        if case .success(let read) = outcome.contents(span) {
            contents = read
            found.onlyRefuses = false
        }
        found.answers.append((ModbusRequest.Operation(reading: span), contents))
        candidate = found
    }

    private func finding(_ candidate: Candidate) -> BusScanFinding {
        var fits: [(profile: String, points: Int)] = []
        for model in order.models {
            let spans = model.map.characteristic
            let contents = spans.compactMap { span in
                candidate.answers.first { $0.operation == ModbusRequest.Operation(reading: span) }?.contents
            }
            guard contents.count == spans.count, let points = model.map.sensiblePoints(contents) else { continue }
            fits.append((model.profile, points))
        }
        // Stable: of equals the one that was named first.
        let order = fits.indices.sorted { (-fits[$0].points, $0) < (-fits[$1].points, $1) }
        return BusScanFinding(
            unit: unit, settings: settings ?? own,
            device: settings == nil ? known.first { $0.unit == unit }?.device : nil,
            onlyRefuses: candidate.onlyRefuses, profiles: order.map { fits[$0].profile })
    }
}

extension RegisterMap {
    /// What a device of this model answers: its identity, and its points (but for what latches) in as few reads as on any
    /// line.
    fileprivate var characteristic: [RegisterSpan] {
        let plan = RegisterPlan(self, timing: LineTiming(SerialSettings(baud: 9600)))
        return (identity.map { [RegisterSpan($0.place)] } ?? [])
            + plan.blocks.filter { !$0.isLatching }.flatMap(\.spans)
    }

    /// How many points have a value that can be, and 1000 more for the right identity; nil if one does not, or another
    /// identity.
    fileprivate func sensiblePoints(_ contents: [RegisterContents]) -> Int? {
        var count = 0
        if let identity {
            let span = RegisterSpan(identity.place)
            guard let word = contents.first(where: { $0.registers(span) != nil })?.registers(span)?.first,
                identity.values.contains(Int(word))
            else { return nil }
            count += 1000
        }
        for register in registers {
            switch register.meaning(of: contents) {
            case .value: count += 1
            case .nonsense(.sensorFault), nil: break
            case .nonsense: return nil
            }
        }
        return count > 0 ? count : nil
    }
}
