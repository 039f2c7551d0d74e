import HallModel

/// A UPS as a NUT server knows it: variables with names and values, by NUT's list of names.
public struct NutUPSSimulator: Sendable, Equatable {
    /// A variable and its value.
    public struct Variable: Sendable, Equatable {
        /// `battery.charge`
        public var name: String
        /// As the server sends it, without quotes.
        public var value: String
    }

    /// Bytes of a value.
    static let valueLimit = 120

    /// What the server calls it.
    public let name: String
    /// Its driver runs.
    public private(set) var isOn = true
    /// In the order of their names.
    public private(set) var variables: [Variable] = [
        Variable(name: "battery.charge", value: "100"), Variable(name: "battery.charge.low", value: "20"),
        Variable(name: "battery.runtime", value: "1800"), Variable(name: "battery.voltage", value: "27.1"),
        Variable(name: "device.mfr", value: "hallsim"), Variable(name: "device.type", value: "ups"),
        Variable(name: "input.voltage", value: "229.8"), Variable(name: "output.voltage", value: "230.1"),
        Variable(name: "ups.load", value: "20"), Variable(name: "ups.status", value: "OL"),
        Variable(name: "ups.temperature", value: "28.4"),
    ]
    /// The points that `set` takes, each with its variable.
    private var names: [(point: String, variable: String)] = [
        ("status", "ups.status"), ("runtime", "battery.runtime"), ("charge", "battery.charge"), ("load", "ups.load"),
    ]

    /// Equal when they are seen so.
    public static func == (left: Self, right: Self) -> Bool {
        left.name == right.name && left.isOn == right.isOn && left.variables == right.variables
    }

    /// A UPS on mains with a full battery, which carries its load for half an hour.
    public init(name: String, settings: NutSettings) {
        self.name = name
        for variable in settings.variables where !names.contains(where: { $0.point == variable.point.name }) {
            names.append((variable.point.name, variable.name))
        }
    }

    /// A value; nil for a variable that the driver does not tell.
    public func value(of name: String) -> String? { variables.first { $0.name == name }?.value }

    /// Starts or ends its driver.
    mutating func setPower(on: Bool) { isOn = on }

    /// The points of `set`, then all other variables.
    public var state: [SimulatedState] {
        let points = names.compactMap { entry in
            value(of: entry.variable).map { SimulatedState(entry.point, $0) }
        }
        let others = variables.filter { variable in !names.contains { $0.variable == variable.name } }
        return points + others.map { SimulatedState($0.name, $0.value) }
    }

    /// Sets a point or a variable by its own name; a variable with a dot that was not told before is told from now on.
    mutating func set(_ point: String, to value: String, device: DeviceID) throws(SimulatorError) {
        let variable = names.first { $0.point == point }?.variable ?? point
        guard variable.contains("."), NutUPSSimulator.isName(variable) else {
            throw .noSuchPoint(point, device: device, known: names.map(\.point) + variables.map(\.name) + ["power"])
        }
        guard NutUPSSimulator.isValue(value) else {
            throw .badValue(value, point: point, allowed: "1 … \(NutUPSSimulator.valueLimit) × ASCII")
        }
        if let place = variables.firstIndex(where: { $0.name == variable }) {
            variables[place].value = value
        } else {
            guard variables.count < 200 else { throw .badValue(value, point: point, allowed: "200 variables") }
            let place = variables.firstIndex { $0.name > variable } ?? variables.count
            variables.insert(Variable(name: variable, value: value), at: place)
        }
    }

    private static func isName(_ text: String) -> Bool {
        (1...60).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D
            }
    }

    private static func isValue(_ text: String) -> Bool {
        (1...valueLimit).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}
