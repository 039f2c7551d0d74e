import DeviceDrivers
import HallModel
import Testing

@testable import HallConfiguration

/// The shipped profile and the driver against a session of a real server.
struct NutTranscriptTests {
    /// The questions of the session, each with its answer.
    private func session() throws -> [(question: String, answer: String)] {
        let path = FileSystem.parent(of: TestFiles.hardware) + "/Tests/Transcripts/nut-upsd/power-failure.txt"
        let text = String(decoding: try FileSystem.read(path, limit: Limit.fileBytes), as: UTF8.self)
        var session: [(question: String, answer: String)] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("> ") { session.append((line.dropFirst(2) + "\n", "")) }
            if line.hasPrefix("< "), !session.isEmpty { session[session.count - 1].answer += line.dropFirst(2) + "\n" }
        }
        return session
    }

    private func driver(unit: String?) throws -> NutUPSDriver {
        let profiles = ConfigurationLoader(hardware: TestFiles.hardware, for: "").profiles().profiles
        let profile = try #require(profiles.first { $0.id == "nut-ups" })
        guard case .nutUPS(let settings) = profile.settings else { throw NoSettings() }
        return NutUPSDriver(settings: settings, unit: unit)
    }

    private struct NoSettings: Error {}

    /// The device's presence and readings after an answer: `online status=OL runtime=1800 …`; `-` for no value.
    private func told(_ driver: NutUPSDriver, at now: MonotonicInstant) -> String {
        var driver = driver
        var words: [String] = []
        for case .report(let content) in driver.handle(.presentLevels, at: now) {
            switch content {
            case .presence(let presence, let detail): words.append("\(presence.rawValue)/\(detail.rawValue)")
            case .reading(let name, let reading):
                let value =
                    switch reading.value {
                    case .number(let number): number.shortest
                    case .word(let word): word
                    case nil: "-"
                    }
                words.append("\(name)=\(value)" + (reading.quality == .stale ? "!" : ""))
            default: Issue.record("\(content)")
            }
        }
        return words.joined(separator: " ")
    }

    @Test func `a power failure as a real upsd tells it`() throws {
        var driver = try driver(unit: nil)
        var now = MonotonicInstant(nanoseconds: 0)
        var asked = driver.handle(.opened, at: now)
        var lines: [String] = []
        for (question, answer) in try session() where question != "LIST VAR nope\n" {
            #expect(asked.last == .write(Array(question.utf8)))
            asked = driver.handle(.received(Array(answer.utf8)), at: now)
            if question.hasPrefix("LIST UPS") { continue }
            lines.append(told(driver, at: now))
            now = now + .seconds(2)
            asked = driver.handle(.timeReached, at: now)
        }
        let rest = "load=23 input-voltage=0 output-voltage=230.1 battery-voltage=27.1 temperature=-"
        #expect(
            lines == [
                "online/none status=OL runtime=1800 charge=100 load=23 input-voltage=229.8 output-voltage=230.1 "
                    + "battery-voltage=27.1 temperature=-",
                "online/none status=OB DISCHRG runtime=1500 charge=95 \(rest)",
                "online/none status=OB DISCHRG LB runtime=95 charge=20 \(rest)",
                "online/none status=OL CHRG runtime=120 charge=25 load=23 input-voltage=229.8 output-voltage=230.1 "
                    + "battery-voltage=27.1 temperature=-",
                "offline/serverCannotReach status=OL CHRG runtime=120 charge=25 load=23 input-voltage=229.8 "
                    + "output-voltage=230.1 battery-voltage=27.1 temperature=-",
                "offline/serverCannotReach status=OL CHRG runtime=120 charge=25 load=23 input-voltage=229.8 "
                    + "output-voltage=230.1 battery-voltage=27.1 temperature=-",
            ])
    }

    @Test func `a name that the server does not have`() throws {
        var driver = try driver(unit: "nope")
        let now = MonotonicInstant(nanoseconds: 0)
        let (question, answer) = try #require(try session().first { $0.question == "LIST VAR nope\n" })
        #expect(driver.handle(.opened, at: now) == [.write(Array(question.utf8))])
        let actions = driver.handle(.received(Array(answer.utf8)), at: now)
        #expect(actions.first == .report(.presence(.offline, detail: .wrongModel)))
    }
}
