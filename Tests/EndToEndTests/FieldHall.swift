import Foundation

/// The township's hall with a field of its own: the shipped profiles and limits with their numbers and dead-bands, read
/// every second and alarmed after one, so that a test need not wait as long as a hall does.
struct FieldHall {
    /// `"09:00-17:00"`; nil: always open.
    var open: String?
    /// Window 1 has a rating pad.
    var hasPad = false
    var buses: [String] = []
    var devices: [String] = []

    /// Air, light and a thermostat on one line, all in one zone.
    static let climate = FieldHall(
        buses: ["rs485-1: {serial: /dev/hall/rs485-1, baud: 9600, format: 8N1}"],
        devices: [
            "{id: climate, profile: generic-xy-md02, bus: rs485-1, address: 1, zone: waiting, label: WS-01}",
            "{id: air, profile: renke-rs-co2, bus: rs485-1, address: 5, zone: waiting, label: KQ-01}",
            "{id: light, profile: renke-rs-gz, bus: rs485-1, address: 7, zone: waiting, label: GZ-01}",
            "{id: plant, profile: kaysun-kc-fcd2-m, bus: rs485-1, address: 20, zone: waiting, label: KT-01}",
        ])

    /// A UPS behind a NUT server.
    static let power = FieldHall(
        buses: [#"ups: {nut: "127.0.0.1:3493"}"#],
        devices: ["{id: ups, profile: nut-ups, bus: ups, zone: waiting, label: UPS-01}"])

    /// A rating pad at window 1.
    static let pad = FieldHall(
        hasPad: true, buses: ["w1-pad: {serial: /dev/hall/w1-pad}"],
        devices: ["{id: w1-pad, profile: generic-rating-pad-5, bus: w1-pad, zone: counter, label: PJ-01}"])

    /// Two UPSs that speak Megatec, alike.
    static let twins = FieldHall(
        buses: ["ups-a: {serial: /dev/hall/ups-a}", "ups-b: {serial: /dev/hall/ups-b}"],
        devices: ["a", "b"].map {
            "{id: ups-\($0), profile: megatec-q1, bus: ups-\($0), zone: waiting, label: UPS-\($0)}"
        })

    /// Starts it.
    func start(startDaemon: Bool = true) throws -> HallUnderTest {
        try HallUnderTest(startDaemon: startDaemon) { try write(into: $0) }
    }

    private func write(into folder: URL) throws -> (configuration: URL, hardware: URL) {
        let shipped = Programs.repository.appendingPathComponent("Hardware")
        let hardware = folder.appendingPathComponent("Hardware")
        for kind in ["Profiles", "Limits", "Halls"] {
            let target = hardware.appendingPathComponent(kind)
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            for file in try FileManager.default.contentsOfDirectory(
                at: shipped.appendingPathComponent(kind), includingPropertiesForKeys: nil)
            where file.pathExtension == "yaml" && kind != "Halls" {
                try hastened(String(contentsOf: file, encoding: .utf8))
                    .write(to: target.appendingPathComponent(file.lastPathComponent), atomically: true, encoding: .utf8)
            }
        }
        var text = try String(contentsOf: shipped.appendingPathComponent("Halls/township.yaml"), encoding: .utf8)
        func put(_ new: String, for old: String) throws {
            guard text.contains(old) else { throw Programs.Failure(description: "township.yaml has no \(old)") }
            text = text.replacingOccurrences(of: old, with: new)
        }
        try put(#""12345", limits: [jiangxi-db36, gbt18883-2022, gb50034]}"#, for: #""12345"}"#)
        if let open { try put(#"{dayStart: "04:00", open: "\#(open)"}"#, for: #"{dayStart: "04:00"}"#) }
        if hasPad { try put("caller: w1-caller, pad: w1-pad}", for: "caller: w1-caller}") }
        try put(buses.map { "  \($0)\n" }.joined() + "\nzones:", for: "\nzones:")
        try put(devices.map { "  - \($0)\n" }.joined() + "\nservices:", for: "\nservices:")
        let file = hardware.appendingPathComponent("Halls/field.yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return (file, hardware)
    }

    /// Times, and nothing else.
    private func hastened(_ text: String) -> String {
        [
            ("period: [0-9]+s", "period: 1s"), ("poll: 2s", "poll: 1s"), ("delay: [0-9]+[ms]\\b", "delay: 1s"),
            ("mean: 1h", "mean: 60s"),
        ].reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1, options: .regularExpression) }
    }
}

extension HallUnderTest {
    /// Waits for a condition without holding a thread, so that many halls can be waited for side by side. Looks are
    /// counted, not seconds: where the other tests hold every thread, a nap of 200 ms can take longer than the whole wait.
    func until(_ what: String, atMost seconds: Double = 40, _ condition: () throws -> Bool) async throws {
        for _ in 0...Int(seconds * 5) {
            if try condition() { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw Programs.Failure(description: "waited \(seconds) s in vain: \(what)\n\(daemonLog.suffix(2000))")
    }

    /// A point as `hallctl points` tells it.
    func point(_ id: String) throws -> JSON { try ask("points", id).points[0] }

    /// A point's value; nil where there is none.
    func number(_ id: String) throws -> Double? { try point(id)[dynamicMember: "value"].double }

    /// Waits until a point has a good value.
    func reads(_ id: String, _ value: Double) async throws {
        try await until("\(id) is \(value)") {
            let point = try point(id)
            return point.quality.string == "good" && point[dynamicMember: "value"].double == value
        }
    }

    /// Waits until a point has a word.
    func reads(_ id: String, _ word: String) async throws {
        try await until("\(id) is \(word)") {
            let point = try point(id)
            return point.quality.string == "good" && point[dynamicMember: "value"].string == word
        }
    }

    /// An alarm that is not normal, whoever it asks for.
    func alarm(_ id: String) throws -> JSON? { try ask("alarms", "--all").alarms.array.first { $0.id.string == id } }

    /// Waits until an alarm is in a state; nil: until it is normal.
    @discardableResult
    func alarm(_ id: String, becomes state: String?, atMost seconds: Double = 40) async throws -> JSON {
        var found: JSON?
        try await until("\(id) is \(state ?? "normal")", atMost: seconds) {
            found = try alarm(id)
            return found?.state.string == state
        }
        return found ?? JSON(value: nil)
    }

    /// Whether an alarm keeps its state while the hall reads a point three times more.
    func alarm(_ id: String, stays state: String?, for seconds: Double = 3) async throws -> Bool {
        let end = Date().addingTimeInterval(seconds)
        while Date() < end {
            guard try alarm(id)?.state.string == state else { return false }
            try await Task.sleep(for: .milliseconds(300))
        }
        return true
    }

    /// Everything that `hallctl watch` tells from now on.
    func watchChanges() async throws -> ChangeWatch {
        let watch = try ChangeWatch(socket: socket, log: folder.appendingPathComponent("watch-\(UUID().uuidString)"))
        try await until("the watch begins") { try !watch.lines().isEmpty }
        return watch
    }
}

/// A `hallctl watch` and what it said.
final class ChangeWatch {
    private let process: Process
    private let log: URL

    init(socket: String, log: URL) throws {
        self.log = log
        process = try Programs.start("hallctl", ["--socket", socket, "--json", "watch"], log: log)
    }

    deinit {
        // It inherits the blocked signals of the test's thread.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// All replies, the snapshot first.
    func lines() throws -> [JSON] {
        let text = try String(contentsOf: log, encoding: .utf8)
        // The last line may still be being written.
        return try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { try JSON(String($0)) }
    }

    /// The changes of a kind, in order.
    func changes(_ kind: String) throws -> [JSON] { try lines().map(\.change).filter { $0.kind.string == kind } }
}

extension JSON {
    var double: Double? { (value as? NSNumber)?.doubleValue }
}
