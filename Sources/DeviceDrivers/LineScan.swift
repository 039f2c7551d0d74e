import DeviceProtocols
import HallModel

/// A search of a line: each unit is asked for one register; whoever answers, also with a refusal, is there, and is asked for
/// what each known model has.
///
/// ```
/// next unit ──asked──▶ nothing: next unit
///                 └──▶ an answer: each model's registers ──▶ found ──▶ next unit
/// ```
/// After the last unit the next of the settings, if there are any.
///
/// Registers that change by being read are left alone: those that its own model names at a device of the plan, those that
/// any of the models names at everybody else. Models are told apart by what is left of their registers.
struct LineScan: Sendable {
    /// How long the first byte may take, on a serial line.
    private static let timeout = Duration.milliseconds(40)
    /// The same for a unit that has answered.
    private static let longTimeout = Duration.milliseconds(200)
    /// Behind a network address: a gateway works on for as long as its own time-out says, and what the plan asks waits behind
    /// it. Most say a second.
    private static let networkTimeout = Duration.milliseconds(1200)

    /// A device of the plan.
    private struct Known: Sendable {
        var unit: Int
        var device: DeviceID
        var map: RegisterMap
        /// What it gets from the plan at this moment.
        var timeout: Duration
    }

    let order: BusScan
    /// The line's own settings; nil on TCP.
    private let own: SerialSettings?
    private let known: [Known]
    /// What an answer may take behind a network address; nil on a serial line.
    private let networkTimeout: Duration?
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

    /// A search beside these devices of the plan; `own` is nil on TCP.
    init(_ order: BusScan, own: SerialSettings?, beside seats: [RegisterDriver]) {
        self.order = order
        self.own = own
        known = seats.map {
            Known(unit: $0.unit, device: $0.device, map: $0.map, timeout: $0.shortTimeout)
        }
        networkTimeout = own == nil ? seats.map(\.wholeTimeout).reduce(Self.networkTimeout, max) : nil
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
        let span = candidate?.rest.first ?? firstQuestion
        return ModbusRequest(unit: unit, ModbusRequest.Operation(reading: span), timeout: patience)
    }

    /// How long the first byte of the next answer may take. A device that usually needs longer is given it: its late answer
    /// would fall into somebody else's.
    private var patience: Duration {
        if let networkTimeout { return networkTimeout }
        return max(candidate == nil ? Self.timeout : Self.longTimeout, planned?.timeout ?? .zero)
    }

    /// What the next request costs if nobody answers; `gap` is the silence before it.
    func cost(_ timing: LineTiming, gap: Duration) -> Duration {
        guard let request else { return .zero }
        return timing.transaction(request.operation, thought: request.timeout, gap: gap)
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

    // MARK: - What may be read

    /// The device of the plan that has this unit at the line's own settings.
    private var planned: Known? { settings == nil ? known.first { $0.unit == unit } : nil }

    /// Those whose word on what changes by being read counts here.
    private var warners: [RegisterMap] {
        planned.map { [$0.map] } ?? order.models.map(\.map) + known.filter { $0.unit == unit }.map(\.map)
    }

    private func isHarmless(_ span: RegisterSpan) -> Bool { !warners.contains { $0.latches(span) } }

    /// The smallest read of its own that changes nothing, at a device of the plan.
    private var ownQuestion: RegisterSpan? {
        planned?.map.registers.flatMap(\.spans).filter(isHarmless).min { $0.count < $1.count }
    }

    /// By what a unit is found: one of its own registers, or the first that nobody warns of. To refuse is an answer too.
    private var firstQuestion: RegisterSpan {
        if let ownQuestion { return ownQuestion }
        let warned = warners.flatMap { $0.latching ?? [] }
        for table in [RegisterMap.Table.holding, .input, .discreteInputs, .coils] {
            let ends = warned.filter { $0.table == table }.map { $0.address + $0.count }.sorted()
            for address in [0] + ends where address <= 0xFFFF {
                let span = RegisterSpan(table: table, address: address, count: 1)
                if isHarmless(span) { return span }
            }
        }
        // Where every register of every table changes by being read, whoever reads it does that.
        return RegisterSpan(table: .holding, address: 0, count: 1)
    }

    // MARK: - Who is it

    /// What tells the models apart: each one's identity and registers, each read once. A device of the plan all of whose
    /// registers change by being read is asked nothing more.
    private var reads: [RegisterSpan] {
        if planned != nil, ownQuestion == nil { return [] }
        var spans: [RegisterSpan] = []
        for model in order.models {
            for span in characteristic(model.map) where !spans.contains(span) { spans.append(span) }
        }
        return spans
    }

    /// What may be read here of a model's registers.
    private func characteristic(_ map: RegisterMap) -> [RegisterSpan] { map.characteristic.filter(isHarmless) }

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
            let spans = characteristic(model.map)
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
            device: planned?.device,
            onlyRefuses: candidate.onlyRefuses, profiles: order.map { fits[$0].profile })
    }
}

extension RegisterDriver {
    /// It does not answer, and was not asked often enough since (for half a minute) to be without: a search waits for it, in
    /// case it is the search that it suffers from.
    var isMissed: Bool { trust.isFailing && trust.failures < SlaveTrust.offlineAfter + SlaveTrust.backOff.count }
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
