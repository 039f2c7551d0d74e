import HallModel

/// A plan with an air conditioner, a sensor and lamps on one line, and a limit on what is cooled to.
enum FieldPlan {
    static let setPoint: PointID = "waiting-ac.set-point"
    static let mode: PointID = "waiting-ac.mode"
    static let temperature: PointID = "waiting-climate.temperature"
    static let lamp: PointID = "lamps.row-1"

    static let plan: HallPlan = {
        var plan = ScriptedHall.plan(services: 2)
        plan.buses.append(BusPlan(id: "line", wire: .tcp(host: "192.0.2.1", port: 502)))
        plan.devices += [
            DevicePlan(id: "waiting-climate", profile: sensor, bus: "line", zone: "waiting", label: "TH-01"),
            DevicePlan(id: "waiting-ac", profile: plant, bus: "line", zone: "waiting", label: "AC-01"),
            DevicePlan(id: "lamps", profile: switches, bus: "line", zone: "waiting"),
        ]
        plan.limits = [standard]
        return plan
    }()

    static let standard = LimitSet(
        id: "test-standard", nameZh: "测试标准", nameEn: "Test standard", source: "test",
        limits: [
            Limit(
                id: "cooling-floor", meaning: .setPoint, relation: .notBelow, value: Quantity(26), unit: .celsius,
                season: .cooling, verb: .shall, clauseZh: "第 5.1 条", clauseEn: "clause 5.1", confidence: .high,
                alarm: .setPointTooLow, onDelaySeconds: 0, deadBand: Quantity(0)),
            Limit(
                id: "cooling-room", meaning: .roomTemperature, relation: .notBelow, value: Quantity(26), unit: .celsius,
                season: .cooling, verb: .shall, clauseZh: "第 5.2 条", clauseEn: "clause 5.2", confidence: .high,
                alarm: .roomOvercooled, onDelaySeconds: 600, deadBand: Quantity(thousandths: 300)),
        ])

    private static let sensor = profile(
        "test-climate",
        [
            PointDefinition(
                name: "temperature", meaning: .roomTemperature, form: .number(.celsius, decimals: 1),
                range: PointDefinition.Range(low: Quantity(-40), high: Quantity(80)), periodSeconds: 5),
            PointDefinition(
                name: "humidity", meaning: .relativeHumidity, form: .number(.relativeHumidity, decimals: 0),
                periodSeconds: 5),
        ])
    private static let plant = profile(
        "test-plant",
        [
            PointDefinition(
                name: "set-point", meaning: .setPoint, form: .number(.celsius, decimals: 1),
                range: PointDefinition.Range(low: Quantity(16), high: Quantity(32)), isWritable: true, periodSeconds: 5),
            PointDefinition(
                name: "mode", meaning: .plantMode, form: .words(["off", "cooling", "heating", "fan"]),
                isWritable: true, periodSeconds: 5),
        ])
    private static let switches = profile(
        "test-switches",
        [PointDefinition(name: "row-1", meaning: .output, form: .words(["off", "on"]), isWritable: true)])

    private static func profile(_ id: String, _ points: [PointDefinition]) -> Profile {
        let registers = points.enumerated().map { index, point in
            RegisterMap.Register(point: point, table: .holding, address: index, encoding: .s16)
        }
        return Profile(
            id: ProfileID(id), vendor: "Test", model: id, source: "none", trust: .unconfirmed, serial: nil,
            settings: .modbusRegisters(RegisterMap(registers: registers)), examples: [])
    }
}

extension Quantity {
    /// Tenths: 265 is 26.5.
    static func tenths(_ tenths: Int64) -> Self { Quantity(thousandths: tenths * 100) }
}
