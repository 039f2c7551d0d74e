import Foundation
import Testing

/// The plate of a window, with the real programs: an Onbon card over TCP.
@Suite(.serialized)
struct PlateTests {
    private func write(into folder: URL) throws -> (configuration: URL, hardware: URL) {
        let hardware = Programs.repository.appendingPathComponent("Hardware")
        var text = try String(contentsOf: hardware.appendingPathComponent("Halls/township.yaml"), encoding: .utf8)
        for (old, new) in [
            ("\nzones:", "\n  w1-plate: {tcp: \"192.168.10.9:5005\"}\nzones:"),
            ("\nservices:", "\n  - {id: w1-plate, profile: onbon-bx-6k, bus: w1-plate}\n\nservices:"),
            (
                "caller: w1-caller}",
                "caller: w1-caller, plate: {device: w1-plate, fields: [name, status]}}\n\n"
                    + "operators: [{id: clerk-a, name: 甲}, {id: clerk-b, name: 乙}]"
            ),
        ] {
            guard text.contains(old) else { throw Programs.Failure(description: "township.yaml has no \(old)") }
            text = text.replacingOccurrences(of: old, with: new)
        }
        let file = folder.appendingPathComponent("hall.yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return (file, hardware)
    }

    @Test func `it follows whoever signs on, and says where they are`() throws {
        let hall = try HallUnderTest { try write(into: $0) }
        func shows(_ lines: [String]) throws {
            try hall.wait("the plate shows \(lines)") {
                try hall.show("w1-plate").text.array.compactMap(\.string) == lines
            }
        }
        try shows(["无人在岗"])
        _ = try hall.ask("operator", "sign-on", "1", "clerk-a")
        try shows(["姓名 甲", "状态 在岗"])
        _ = try hall.ask("window", "1", "pause", "--to", "meeting")
        try shows(["暂停服务", "开会"])
        hall.killDaemon()
        try hall.startDaemon()
        try shows(["暂停服务", "开会"])
        _ = try hall.ask("window", "1", "resume")
        _ = try hall.ask("operator", "sign-on", "1", "clerk-b")
        try shows(["姓名 乙", "状态 在岗"])
    }
}
