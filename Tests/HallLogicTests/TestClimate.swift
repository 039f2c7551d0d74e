import HallLogic
import HallModel

/// A hall with two rooms, an air conditioner in each, sensors and a lamp; its limits are those of the two standards as
/// their clauses give them.
enum TestClimate {
    static let sensor: PointID = "waiting-climate.temperature"
    static let humidity: PointID = "waiting-climate.humidity"
    static let carbonDioxide: PointID = "waiting-climate.co2"
    static let light: PointID = "waiting-climate.illuminance"
    static let setPoint: PointID = "waiting-ac.set-point"
    static let mode: PointID = "waiting-ac.mode"
    static let otherMode: PointID = "counter-ac.mode"
    static let lamp: PointID = "lamps.row-1"

    /// 南昌's house standard: 26 and 20 are bounds of set-points and of what plants make of rooms, shall; humidity, should.
    static let hallStandard = LimitSet(
        id: "hall-standard", nameZh: "政务服务中心标准", nameEn: "Service hall standard", source: "test",
        limits: [
            limit("cooling-set-point", .setPoint, .notBelow, 26_000, .cooling, .setPointTooLow, delay: 0, band: 0),
            limit("heating-set-point", .setPoint, .notAbove, 20_000, .heating, .setPointTooHigh, delay: 0, band: 0),
            limit(
                "cooling-room", .roomTemperature, .notBelow, 26_000, .cooling, .roomOvercooled, delay: 600, band: 300),
            limit(
                "heating-room", .roomTemperature, .notAbove, 20_000, .heating, .roomOverheated, delay: 600, band: 300),
            limit(
                "summer-humidity", .relativeHumidity, .notAbove, 60_000, .cooling, .airHumid, verb: .should, delay: 900,
                band: 3000, unit: .relativeHumidity),
            limit(
                "winter-humidity", .relativeHumidity, .notBelow, 30_000, .heating, .airDry, verb: .should, delay: 900,
                band: 3000, unit: .relativeHumidity),
            limit(
                "light", .illuminance, .notBelow, 300_000, .openHours, .lightLow, delay: 300, band: 30_000, unit: .lux),
        ])
    /// GB/T 18883's health band and its hour of carbon dioxide.
    static let airQuality = LimitSet(
        id: "air-quality", nameZh: "室内空气质量标准", nameEn: "Indoor air quality standard", source: "test",
        limits: [
            limit(
                "summer-warm", .roomTemperature, .notAbove, 28_000, .cooling, .roomUncomfortable, delay: 900, band: 300),
            limit(
                "winter-cold", .roomTemperature, .notBelow, 16_000, .heating, .roomUncomfortable, delay: 900, band: 300),
            limit(
                "carbon-dioxide", .carbonDioxide, .notAbove, 1_000_000, .always, .airStale, delay: 0, band: 100_000,
                mean: 3600, unit: .partsPerMillion),
        ])

    static func limit(
        _ id: String, _ meaning: PointMeaning, _ relation: Limit.Relation, _ thousandths: Int64, _ season: Limit.Season,
        _ alarm: AlarmKind, verb: Limit.Verb = .shall, delay: Int, band: Int64, mean: Int? = nil,
        unit: MeasureUnit = .celsius, confidence: Limit.Confidence = .high, isOn: Bool = true
    ) -> Limit {
        Limit(
            id: id, meaning: meaning, relation: relation, value: Quantity(thousandths: thousandths), unit: unit,
            season: season, meanSeconds: mean, verb: verb, clauseZh: "条款 \(id)", clauseEn: "clause \(id)",
            confidence: confidence, alarm: alarm, onDelaySeconds: delay, deadBand: Quantity(thousandths: band),
            isOn: isOn)
    }

    static let plan = HallPlan.standard.changed { plan in
        plan.hall.openHours = OpenHours(opens: 9 * 3600, closes: 17 * 3600)
        plan.zones.append(ZonePlan(id: "counter", name: "办事区"))
        plan.limits = [hallStandard, airQuality]
        plan.devices += [
            DevicePlan(id: "waiting-climate", profile: climateSensor, bus: "line", zone: "waiting"),
            DevicePlan(id: "entrance-climate", profile: climateSensor, bus: "line", zone: nil),
            DevicePlan(id: "waiting-ac", profile: airConditioner, bus: "line", zone: "waiting"),
            DevicePlan(id: "counter-ac", profile: airConditioner, bus: "line", zone: "counter"),
            DevicePlan(id: "lamps", profile: switches, bus: "line"),
        ]
    }

    static func profile(_ id: String, _ points: [PointDefinition]) -> Profile {
        let registers = points.enumerated().map { index, point in
            RegisterMap.Register(point: point, table: .holding, address: index, encoding: .s16)
        }
        return Profile(
            id: ProfileID(id), vendor: "generic", model: id, source: "test", trust: .unconfirmed, serial: nil,
            settings: .modbusRegisters(RegisterMap(registers: registers)), examples: [])
    }

    static let climateSensor = profile(
        "generic-climate",
        [
            PointDefinition(name: "temperature", meaning: .roomTemperature, form: .number(.celsius, decimals: 1)),
            PointDefinition(
                name: "humidity", meaning: .relativeHumidity, form: .number(.relativeHumidity, decimals: 0)),
            PointDefinition(name: "co2", meaning: .carbonDioxide, form: .number(.partsPerMillion, decimals: 0)),
            PointDefinition(name: "illuminance", meaning: .illuminance, form: .number(.lux, decimals: 0)),
        ])
    static let airConditioner = profile(
        "generic-ac",
        [
            PointDefinition(
                name: "set-point", meaning: .setPoint, form: .number(.celsius, decimals: 1),
                range: PointDefinition.Range(low: Quantity(16), high: Quantity(32)), isWritable: true),
            PointDefinition(
                name: "mode", meaning: .plantMode, form: .words(["off", "cooling", "heating", "fan"]), isWritable: true),
            PointDefinition(name: "return-air", meaning: .other, form: .number(.celsius, decimals: 1)),
        ])
    static let switches = profile(
        "generic-relays",
        [PointDefinition(name: "row-1", meaning: .output, form: .words(["off", "on"]), isWritable: true)])

    /// A started hall in which both plants do this.
    static func hall(_ mode: String = "cooling", _ plan: HallPlan = plan) -> TestHall {
        var test = TestHall.started(plan)
        test.read(Self.mode, mode)
        test.read(Self.otherMode, mode)
        return test
    }
}

extension TestHall {
    /// The point is read well; a number by its decimal text, else a word.
    @discardableResult
    mutating func read(_ point: PointID, _ text: String) -> HallDecision {
        let value = Quantity(parsing: text).map(PointValue.number) ?? .word(text)
        return report(point.device, .reading(point.name, .good(value, at: now.monotonic)))
    }

    /// The point cannot be read.
    @discardableResult
    mutating func lose(_ point: PointID, _ reason: MissingReason = .timeout) -> HallDecision {
        report(point.device, .reading(point.name, .missing(reason)))
    }

    /// The value is kept and not renewed.
    @discardableResult
    mutating func age(_ point: PointID, _ text: String) -> HallDecision {
        let value = Quantity(parsing: text).map(PointValue.number) ?? .word(text)
        return report(point.device, .reading(point.name, .stale(value, at: now.monotonic, .timeout)))
    }

    /// The point is read every 10 seconds for so long, and the hall woken when it asks.
    mutating func hold(_ point: PointID, _ text: String, for seconds: Int) {
        for _ in 0..<(seconds / 10) {
            wait(.seconds(10))
            read(point, text)
        }
    }

    func state(_ point: PointID, _ kind: AlarmKind) -> AlarmState { alarm(Alarm.id(kind, about: .point(point))) }
    func judgement(_ point: PointID, _ limit: String) -> LimitJudgement? {
        hall.judgements(of: point, at: now).first { $0.limit.id == limit }
    }
    /// What is active, as `point.kind`.
    var active: [String] { hall.recorded.alarms.filter(\.isActive).map(\.id.rawValue) }
}

extension HallDecision {
    var writes: [PointWrite] {
        jobs.compactMap {
            if case .write(let write) = $0 { write } else { nil }
        }
    }
}
