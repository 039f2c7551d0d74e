import HallModel
import OrderedCollections

/// The status words of a UPS, in NUT's spelling.
struct UPSStatus: Sendable, Equatable {
    /// Words that say that the UPS itself is in trouble.
    static let faults = ["RB", "OVER", "BYPASS", "OFF", "FAIL", "ALARM"]

    /// As it was told.
    let text: String
    private let words: [String]

    init(_ status: String) {
        text = status
        words = status.uppercased().split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// It runs from its battery.
    var isOnBattery: Bool { words.contains("OB") }
    /// It runs from the mains. A status can say neither.
    var isOnMains: Bool { words.contains("OL") && !isOnBattery }
    /// Its battery is low; also said while it charges after a discharge.
    var isLow: Bool { words.contains("LB") }
    /// It will switch off in a moment, whatever comes.
    var isForced: Bool { words.contains("FSD") }
    /// Little is left to go on with.
    var isRunningOut: Bool { (isOnBattery && isLow) || isForced }
    /// Its troubles, in a fixed order, whatever order they are told in.
    var faults: [String] { Self.faults.filter(words.contains) }
}

/// What the points of a UPS say about the causes of its alarms.
enum UPSLevels {
    /// The clause in force where the plan holds none of its own.
    static let builtIn: (set: LimitSet, limit: Limit) = {
        let limit = Limit(
            id: "ups-run-time", meaning: .upsRunTime, relation: .notBelow, value: Quantity(900), unit: .second,
            season: .always, verb: .shall, clauseZh: "不间断电源可持续供电至少 15 min",
            clauseEn: "an uninterruptible supply carries its load for at least 15 min", confidence: .high,
            alarm: .autonomyShort, onDelaySeconds: 60, deadBand: Quantity(60))
        let set = LimitSet(
            id: "built-in", nameZh: "江西省《政务服务中心建设与服务规范》（DB36/T，征求意见稿）",
            nameEn: "Jiangxi DB36/T on government service centres (draft)", source: "DB36/T, draft of 2023",
            limits: [limit])
        return (set, limit)
    }()

    static func causes(_ device: DevicePlan, _ live: LiveHall, _ sets: [LimitSet]) -> [AlarmLevel] {
        let about = AlarmSource.device(device.id)
        let status = live.upsStatus(device)
        let faults = status?.faults ?? []
        // What they are raised by is kept with them.
        let told = [
            AlarmLevel(.onBattery, about: about, isThere: status.flatMap(onBattery)),
            AlarmLevel(.batteryLow, about: about, isThere: status?.isRunningOut),
            AlarmLevel(
                .upsFault, about: about, isThere: status.flatMap(inTrouble),
                subject: faults.joined(separator: " ")),
        ].map { level in
            var level = level
            level.value = status?.text
            return level
        }
        return [silence(device, live)].compactMap { $0 } + told + [autonomy(device, status, live, sets)]
    }

    /// Words that nobody knows do not end a trouble that was told.
    private static func inTrouble(_ status: UPSStatus) -> Bool? {
        if !status.faults.isEmpty { return true }
        return status.isOnMains || status.isOnBattery ? false : nil
    }

    /// A status that names neither mains nor battery says nothing about them.
    private static func onBattery(_ status: UPSStatus) -> Bool? {
        status.isOnBattery ? true : status.isOnMains ? false : nil
    }

    /// Whether anything is heard of it; left out while it is being asked for the first time.
    private static func silence(_ device: DevicePlan, _ live: LiveHall) -> AlarmLevel? {
        func level(_ isThere: Bool) -> AlarmLevel {
            AlarmLevel(.upsSilent, about: .device(device.id), isThere: isThere)
        }
        if live.presences[device.id]?.presence == .offline { return level(true) }
        guard let point = device.upsStatusPoint, let reading = live.readings[point] else { return nil }
        if reading.judged != nil { return level(false) }
        switch reading.missing {
        case .timeout, .crc, .exception, .portLost, .outOfRange, .sensorFault:
            return reading.quality == .bad ? level(true) : nil
        case .neverRead, .disabled, .scan, nil: return nil
        }
    }

    /// Judged on mains only: on battery the run time is meant to be used up. A battery that is said to be low is too
    /// short a time, whatever the number; and the only word of it where a UPS tells no run time.
    private static func autonomy(
        _ device: DevicePlan, _ status: UPSStatus?, _ live: LiveHall, _ sets: [LimitSet]
    ) -> AlarmLevel {
        let definition = device.profile.points.first { $0.meaning == .upsRunTime }
        let (set, limit) = limit(in: sets, unit: definition?.unit ?? builtIn.limit.unit) ?? builtIn
        var level = AlarmLevel(
            .autonomyShort, about: .device(device.id), isThere: nil,
            onDelay: .seconds(limit.onDelaySeconds))
        level.limit = LimitCitation(of: limit, in: set)
        guard let status, status.isOnMains else { return level }
        if status.isLow {
            level.value = status.text
            level.isThere = true
            return level
        }
        guard let definition else {
            level.isThere = false
            return level
        }
        guard definition.unit == limit.unit, let value = live.current(PointID(device.id, definition.name))?.number
        else { return level }
        level.value = "\(value.shortest) \(limit.unit.rawValue)"
        if !limit.relation.keeps(value, limit.value) {
            level.isThere = true
        } else if value >= limit.value + limit.deadBand {
            level.isThere = false
        }
        return level
    }

    /// The plan's own limit of the run time.
    private static func limit(in sets: [LimitSet], unit: MeasureUnit) -> (set: LimitSet, limit: Limit)? {
        for set in sets {
            if let limit = set.limits.first(where: { $0.meaning == .upsRunTime && $0.isOn && $0.unit == unit }) {
                return (set, limit)
            }
        }
        return nil
    }
}

extension DevicePlan {
    /// The point with its status words: what makes a device a UPS.
    var upsStatusPoint: PointID? {
        switch profile.settings {
        // Without points; asked for each of their reports.
        case .escposPrinter, .alphaDisplay, .byteMapKeys, .onbonDisplay, .voiceModule, .voiceProgram: nil
        case .modbusRegisters, .nutUPS, .megatecUPS, .contactPanel:
            profile.points.first { $0.meaning == .upsStatus }.map { PointID(id, $0.name) }
        }
    }
}

extension LiveHall {
    /// What a UPS says now; nil while that is not known.
    func upsStatus(_ device: DevicePlan) -> UPSStatus? {
        device.upsStatusPoint.flatMap { current($0)?.word }.map { UPSStatus($0) }
    }

    /// The value of a point that was read since its device was last heard.
    fileprivate func current(_ point: PointID) -> PointValue? {
        guard presences[point.device]?.presence != .offline, let reading = readings[point] else { return nil }
        if let silent = power.silentAfter[point.device], let readAt = reading.readAt, readAt <= silent { return nil }
        return reading.judged
    }
}
