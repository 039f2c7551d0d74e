import HallModel
import OrderedCollections

/// The plan's limits, point by point, with the plants that make the season of each. Follows from the plan alone; kept so
/// that a reading is judged without searching the plan.
struct LimitBook: Sendable, Equatable {
    /// A limit and how it is cited.
    struct CitedLimit: Sendable, Equatable {
        var limit: Limit
        var citation: LimitCitation
        /// Switched on, sure enough, and with a verb that asks for an alarm.
        var isJudged: Bool

        /// A set-point is discrete: there is nothing to wait for.
        var delay: Duration { limit.meaning == .setPoint ? .zero : .seconds(limit.onDelaySeconds) }
        var priority: AlarmPriority { limit.verb == .shall ? .medium : .low }
    }

    /// A point, its limits in the plan's order, and the mode points of the plants that make its season.
    struct Entry: Sendable, Equatable {
        let definition: PointDefinition
        let limits: [CitedLimit]
        let plants: [PointID]
        /// The limits that are judged.
        let judged: [CitedLimit]
        /// The windows of its means, each once.
        let windows: OrderedSet<Int>

        init(definition: PointDefinition, limits: [CitedLimit], plants: [PointID]) {
            self.definition = definition
            self.limits = limits
            self.plants = plants
            judged = limits.filter(\.isJudged)
            windows = OrderedSet(judged.compactMap(\.limit.meanSeconds))
        }
    }

    /// What plants do, as far as limits ask.
    enum Running: Sendable, Equatable { case cooling, heating, neither }

    /// What they do, and who says so.
    struct Season: Sendable, Equatable {
        var running: Running
        var source: LimitJudgement.SeasonSource
    }

    /// A limit's season at a moment.
    enum Force: Sendable, Equatable { case inForce, notInSeason, unknown }

    /// The plan that it follows from.
    let planHash: String
    private(set) var entries: OrderedDictionary<PointID, Entry> = [:]
    /// The points whose season a mode point makes.
    private(set) var judgedBy: OrderedDictionary<PointID, [PointID]> = [:]
    /// Points by whose good readings nothing is decided: no limit, no season, nothing that is written back.
    private(set) var unwatched: Set<PointID> = []
    /// Some limit follows the open hours.
    private(set) var followsOpenHours = false
    /// Some limit follows what plants do.
    private(set) var followsPlants = false
    /// Devices whose words say more than limits ask: UPSs and contact panels.
    private var telling: Set<DeviceID> = []

    /// A reading of this device is a measured value and nothing else.
    func isPlain(_ device: DeviceID) -> Bool { !telling.contains(device) }

    init(_ plan: HallPlan, hash: String) {
        planHash = hash
        let plants = plan.devices.compactMap { device -> (device: DevicePlan, mode: PointID)? in
            let mode = device.profile.points.first { $0.meaning == .plantMode }
            return mode.map { (device, PointID(device.id, $0.name)) }
        }
        let open = plants.filter { plan.isJudged($0.device) }
        for device in plan.devices {
            if device.upsStatusPoint != nil { telling.insert(device.id) }
            if case .contactPanel = device.profile.settings { telling.insert(device.id) }
            let own = plants.filter { $0.device.id == device.id }.map(\.mode)
            let near = plants.filter { device.zone != nil && $0.device.zone == device.zone }.map(\.mode)
            let around = near.isEmpty ? open.map(\.mode) : near
            for definition in device.profile.points {
                let point = PointID(device.id, definition.name)
                let limits = Self.limits(of: definition, isJudgedHere: plan.isJudged(device), in: plan)
                let modes = definition.meaning == .setPoint ? own : around
                let entry = Entry(definition: definition, limits: limits, plants: modes)
                entries[point] = entry
                guard !entry.judged.isEmpty else { continue }
                if entry.judged.contains(where: { $0.limit.season == .openHours }) { followsOpenHours = true }
                if entry.judged.contains(where: \.limit.season.isOfPlants) { followsPlants = true }
                for mode in modes { judgedBy[mode, default: []].append(point) }
            }
        }
        for (point, entry) in entries where entry.judged.isEmpty && judgedBy[point] == nil && isPlain(point.device) {
            if !entry.definition.meaning.isWrittenBack { unwatched.insert(point) }
        }
    }

    /// Limits of UPSs are judged where batteries are: on mains or not makes their season.
    private static func limits(of definition: PointDefinition, isJudgedHere: Bool, in plan: HallPlan) -> [CitedLimit] {
        switch definition.meaning {
        case .upsStatus, .upsRunTime, .upsCharge, .upsLoad, .contact: return []
        default: break
        }
        return plan.limits.flatMap { set in
            set.limits.filter { $0.meaning == definition.meaning }.map { limit in
                // A number in another unit is no number of this limit.
                let isJudged =
                    isJudgedHere && limit.isOn && limit.verb != .may && limit.confidence != .unconfirmed
                    && limit.unit == definition.unit
                return CitedLimit(limit: limit, citation: LimitCitation(of: limit, in: set), isJudged: isJudged)
            }
        }
    }

    /// The points of one device that mean this.
    func points(of device: DeviceID, meaning: PointMeaning) -> [PointID] {
        entries.elements.filter { $0.key.device == device && $0.value.definition.meaning == meaning }.map(\.key)
    }
}

// MARK: - Seasons

extension LimitBook {
    /// What the plants do. Where none of them tells its mode, or there is none, the site's dates say it. Nil where nobody
    /// knows: no dates, a part of the plants that can be read, or one that cools and one that heats. A plant that cannot
    /// be read does not hide what the others do.
    static func running(
        _ plants: [PointID], _ readings: OrderedDictionary<PointID, Reading>, _ clock: LimitClock
    ) -> Season? {
        var known = OrderedSet<Running>()
        var isPartial = false
        for plant in plants {
            if let reading = readings[plant], reading.quality == .good, let word = reading.value?.word {
                known.append(Running(mode: word))
            } else {
                isPartial = true
            }
        }
        guard !known.isEmpty else { return clock.season.map { Season(running: $0, source: .date) } }
        known.remove(.neither)
        if let one = known.first { return known.count == 1 ? Season(running: one, source: .plant) : nil }
        return isPartial ? nil : Season(running: .neither, source: .plant)
    }

    /// Whether a limit's season is now.
    static func force(_ season: Limit.Season, _ running: Running?, _ clock: LimitClock) -> Force {
        switch season {
        case .always: .inForce
        case .openHours: clock.isOpen.map { $0 ? .inForce : .notInSeason } ?? .unknown
        case .cooling: running.map { $0 == .cooling ? .inForce : .notInSeason } ?? .unknown
        case .heating: running.map { $0 == .heating ? .inForce : .notInSeason } ?? .unknown
        }
    }
}

extension PointMeaning {
    /// What was changed at the unit is written back.
    var isWrittenBack: Bool {
        switch self {
        case .setPoint, .plantMode, .output: true
        case .roomTemperature, .relativeHumidity, .carbonDioxide, .illuminance, .fanSpeed, .upsStatus, .upsRunTime,
            .upsCharge, .upsLoad, .contact, .other:
            false
        }
    }
}

extension Limit.Season {
    /// It is what plants do.
    var isOfPlants: Bool {
        switch self {
        case .cooling, .heating: true
        case .always, .openHours: false
        }
    }
}

extension LimitBook.Running {
    init(mode: String) {
        switch mode {
        case "cooling": self = .cooling
        // Auxiliary heat heats.
        case "heating", "aux": self = .heating
        default: self = .neither
        }
    }
}

extension HallPlan {
    /// The limits for rooms hold where the device stands: not in a machine room, whose plant cools all year.
    fileprivate func isJudged(_ device: DevicePlan) -> Bool {
        zones.first { $0.id == device.zone }?.isJudged ?? true
    }
}
