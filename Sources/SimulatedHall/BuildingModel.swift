import DeviceSimulators
import HallModel

/// Weather of a simulated day: what is outside, hour by hour.
public enum Season: String, Sendable, CaseIterable {
    /// A hot, humid day: 27 °C at six, 36 °C at three.
    case summer
    /// A cold, dry one: −1 °C at six, 7 °C at three.
    case winter

    /// Outside temperature at each full hour, in thousandths of a degree Celsius.
    private var hours: [Int] {
        let shape = [14, 11, 8, 5, 3, 1, 0, 4, 15, 30, 47, 63, 78, 90, 97, 100, 96, 86, 72, 57, 44, 34, 26, 20]
        return switch self {
        case .summer: shape.map { 27_000 + $0 * 90 }
        case .winter: shape.map { -1_000 + $0 * 80 }
        }
    }

    /// Outside temperature at a second of the day, in thousandths of a degree Celsius.
    func outside(at second: Int) -> Int { interpolated(hours, at: second) }

    /// Relative humidity that the air from outside has in the room, in thousandths of a per cent.
    var humidity: Int { self == .summer ? 72_000 : 24_000 }

    /// What the plant does when the day begins.
    public var mode: String { self == .summer ? "cooling" : "heating" }
}

/// The air and the light of one hall: a room with one time constant, a plant with a set-point, people and windows.
///
/// ```
///                outside ──τ = 4 h──▶ ┌──────────┐ ◀── people: heat, CO2, water
///   plant: 0.12 K/min at most ──────▶ │   room   │ ◀── daylight, lamps
///        (asks for its set-point)     └──────────┘ ──fresh air──▶ outside
/// ```
///
/// Whole numbers only, one step a minute: the same day gives the same values in every process.
struct BuildingModel: Sendable {
    /// Thousandths of a degree Celsius.
    private(set) var temperature: Int
    /// Thousandths of a per cent.
    private(set) var humidity: Int
    /// Parts per million.
    private(set) var carbonDioxide: Int
    /// Lux.
    private(set) var illuminance: Int
    private let season: Season

    /// Fresh air is fully on; a hall that saves it gets stale.
    var isVentilated = true
    /// Lamps are on.
    var isLit = true

    /// A room as it is after a night with the plant running.
    init(season: Season) {
        self.season = season
        temperature = season == .summer ? 27_000 : 18_000
        humidity = season == .summer ? 55_000 : 40_000
        carbonDioxide = 450
        illuminance = 0
    }

    /// People in the hall at a second of the day.
    static func people(at second: Int) -> Int {
        interpolated([0, 0, 0, 0, 0, 0, 0, 2, 12, 40, 60, 50, 25, 20, 45, 55, 40, 8, 2, 0, 0, 0, 0, 0], at: second)
    }

    /// Daylight on the tables at a second of the day, in lux.
    private static func daylight(at second: Int) -> Int {
        interpolated(
            [0, 0, 0, 0, 0, 0, 10, 60, 150, 240, 310, 350, 360, 340, 290, 210, 120, 40, 5, 0, 0, 0, 0, 0], at: second)
    }

    /// One minute on. `mode` and `setPoint` (thousandths of a degree) are what the plant is set to now.
    mutating func step(to second: Int, mode: String, setPoint: Int) {
        let people = Self.people(at: second)
        let plant: Int
        switch mode {
        case "cooling": plant = -min(max((temperature - setPoint) / 8, 0), 120)
        case "heating": plant = min(max((setPoint - temperature) / 8, 0), 120)
        default: plant = 0
        }
        temperature += (season.outside(at: second) - temperature) / 240 + people / 4 + plant
        // Cooling dries, people and fresh air bring water; heated winter air is dry.
        humidity += (season.humidity - humidity) / 120 + people * 2 + plant * (mode == "cooling" ? 3 : -1) / 2
        humidity = min(max(humidity, 5_000), 99_000)
        let airChange = isVentilated ? 30 : 400
        carbonDioxide += people / 3 - (carbonDioxide - 420) / airChange
        illuminance = Self.daylight(at: second) + (isLit ? 380 : 0)
    }
}

/// A value between two full hours; after the last the first follows.
private func interpolated(_ hours: [Int], at second: Int) -> Int {
    let hour = (second / 3600) % hours.count
    let next = hours[(hour + 1) % hours.count]
    return hours[hour] + (next - hours[hour]) * (second % 3600) / 3600
}
