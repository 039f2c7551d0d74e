import DeviceSimulators
import HallModel

/// The building around the simulated devices of a plan: each minute it sets what the sensors feel, and feels what the
/// plant does.
public struct RoomSurroundings: HallSurroundings {
    private struct Sensor: Sendable {
        var device: DeviceID
        var point: String
        var meaning: PointMeaning
        /// Rooms and sensors differ a little: thousandths added to what the model says.
        var offset: Int
    }
    private struct Plant: Sendable {
        var device: DeviceID
        var mode: String
        var setPoint: String
        /// What it measures itself.
        var room: String?
    }

    private var model: BuildingModel
    private let sensors: [Sensor]
    private let plant: Plant?
    private let season: Season
    private var isBegun = false

    /// The building of a hall: the first device with a mode and a set-point is its plant.
    public init(plan: HallPlan, season: Season) {
        self.season = season
        model = BuildingModel(season: season)
        plant =
            plan.devices.lazy.compactMap { device in
                let points = device.profile.points
                guard let mode = points.first(where: { $0.meaning == .plantMode }),
                    let setPoint = points.first(where: { $0.meaning == .setPoint })
                else { return nil }
                let room = points.first { $0.meaning == .roomTemperature }
                return Plant(device: device.id, mode: mode.name, setPoint: setPoint.name, room: room?.name)
            }.first
        let plantID = plant?.device
        sensors = plan.devices.enumerated().flatMap { place, device -> [Sensor] in
            guard device.id != plantID else { return [] }
            return device.profile.points.compactMap { point in
                switch point.meaning {
                case .roomTemperature, .relativeHumidity, .carbonDioxide, .illuminance:
                    Sensor(
                        device: device.id, point: point.name, meaning: point.meaning, offset: (place % 3 - 1) * 100)
                default: nil
                }
            }
        }
    }

    /// Fresh air on or off.
    public var isVentilated: Bool {
        get { model.isVentilated }
        set { model.isVentilated = newValue }
    }

    /// A minute has passed, or this is the first.
    public mutating func minutePassed(
        at now: HallInstant, devices: [SimulatedDevice]
    ) -> [(device: DeviceID, point: String, value: String)] {
        var set: [(device: DeviceID, point: String, value: String)] = []
        if !isBegun {
            isBegun = true
            if let plant {
                set.append((plant.device, plant.mode, season.mode))
                set.append((plant.device, plant.setPoint, season == .summer ? "26" : "20"))
            }
        } else {
            let mode = plant.flatMap { state(of: $0.device, $0.mode, devices) } ?? "off"
            let wanted = plant.flatMap { state(of: $0.device, $0.setPoint, devices) }.flatMap { Quantity(parsing: $0) }
            model.step(
                to: now.local.secondOfDay, mode: wanted == nil ? "off" : mode,
                setPoint: Int(wanted?.thousandths ?? 0))
        }
        for sensor in sensors { set.append((sensor.device, sensor.point, text(sensor))) }
        if let plant, let room = plant.room { set.append((plant.device, room, "\(model.temperature / 1000)")) }
        return set
    }

    private func text(_ sensor: Sensor) -> String {
        switch sensor.meaning {
        case .roomTemperature: tenths(model.temperature + sensor.offset)
        case .relativeHumidity: tenths(model.humidity + sensor.offset)
        case .carbonDioxide: "\(model.carbonDioxide)"
        default: "\(model.illuminance)"
        }
    }

    private func tenths(_ thousandths: Int) -> String { Quantity(thousandths: Int64(thousandths)).text(decimals: 1) }

    private func state(of device: DeviceID, _ point: String, _ devices: [SimulatedDevice]) -> String? {
        guard case .modbus(let slave) = devices.first(where: { $0.plan.id == device })?.unit else { return nil }
        return slave.state.first { $0.point == point }?.value
    }
}
