import Foundation

/// The township's hall with a voice, a rating pad and a lamp at window 1.
struct VoiceHall {
    /// The line of the voice's bus, and its profile.
    var bus = "voice: {serial: /dev/hall/voice}"
    var profile = "generic-syn6288"
    var settings = "device: voice"

    /// A program of the test's own that speaks.
    static func program(_ path: String, arguments: [String] = []) -> VoiceHall {
        let list = arguments.map { "\"\($0)\"" }.joined(separator: ", ")
        return VoiceHall(bus: "voice: {program: \(path), arguments: [\(list)]}", profile: "espeak-ng")
    }

    /// Starts it; `prepare` is given the folder of the test.
    func start() throws -> HallUnderTest { try HallUnderTest { try write(into: $0) } }

    /// Writes its file, and gives where that and the shipped hardware are.
    func write(into folder: URL) throws -> (configuration: URL, hardware: URL) {
        let hardware = Programs.repository.appendingPathComponent("Hardware")
        var text = try String(
            contentsOf: hardware.appendingPathComponent("Halls/township.yaml"), encoding: .utf8)
        func put(_ new: String, for old: String) throws {
            guard text.contains(old) else { throw Programs.Failure(description: "township.yaml has no \(old)") }
            text = text.replacingOccurrences(of: old, with: new)
        }
        try put(
            "\n  \(bus)\n  w1-pad: {serial: /dev/hall/w1-pad}\n  panel: {gpio: {label: hall-panel}}\nzones:",
            for: "\nzones:")
        try put(
            """

              - {id: voice, profile: \(profile), bus: voice, label: YY-01}
              - {id: w1-pad, profile: generic-rating-pad-5, bus: w1-pad, zone: counter, label: PJ-01}
              - {id: panel, profile: generic-contact-panel, bus: panel, label: GD-01}

            services:
            """, for: "\nservices:")
        try put("caller: w1-caller, pad: w1-pad, lamp: panel.lamp}", for: "caller: w1-caller}")
        let file = folder.appendingPathComponent("hall.yaml")
        try (text + "\nvoice: {\(settings)}\n").write(to: file, atomically: true, encoding: .utf8)
        return (file, hardware)
    }
}

extension HallUnderTest {
    /// A number that is on paper.
    func take(_ arguments: String...) throws -> String {
        let outcome = try hallctl(["ticket", "take", "household"] + arguments)
        let number = try JSON(outcome.output).number.string ?? ""
        try wait("\(number) is on paper") { try ask("ticket", "show", number).printed.string == "proven" }
        return number
    }

    /// The alarms that are not normal, of a device.
    func alarms(of device: String) throws -> [String] {
        try ask("alarms", "--all").alarms.array.compactMap(\.id.string).filter { $0.hasPrefix("\(device).") }
    }
}
