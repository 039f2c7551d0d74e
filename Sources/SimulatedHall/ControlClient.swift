import DeviceSimulators
import FoundationEssentials
import Glibc
import HallModel

/// Speaks to the hall that runs in a folder.
public struct ControlClient: Sendable {
    /// A scenario's file, or one of assumptions, is never longer, in bytes.
    public static let scenarioLimit = 1 << 20

    private let directory: String
    private let language: Language

    /// A client of the hall in this folder, which answers in this language.
    public init(directory: String, language: Language) {
        self.directory = directory
        self.language = language
    }

    /// What can be seen of a device.
    public func show(_ device: String) throws(HallsimError) -> DeviceView {
        let reply = try ask(ControlRequest(show: device, language: language))
        guard let view = reply.view else { throw HallsimError(.unreadableAnswer("no view")) }
        return view
    }

    /// Lets a hand do something.
    public func perform(_ action: SimulatedAction) throws(HallsimError) {
        _ = try ask(ControlRequest(action, language: language))
    }

    /// Puts a fault in force, by the names and numbers that somebody wrote; `delay` in milliseconds.
    public func fault(
        _ device: String, kind: String, seconds: Double?, probability: Double, on target: String? = nil,
        delay: Double? = nil, code: Int? = nil
    ) throws(HallsimError) {
        _ = try ask(
            ControlRequest(
                command: .fault, device: device, kind: kind, seconds: seconds, probability: probability, on: target,
                delay: delay, code: code, language: language))
    }

    /// Plays the scenario in a file; see `Scenario` for its form.
    public func play(file: String) throws(HallsimError) { try play(ControlClient.scenario(in: file)) }

    /// The scenario in a file.
    static func scenario(in file: String) throws(HallsimError) -> Scenario {
        let text = try text(in: file)
        do throws(SimulatorError) { return try Scenario(text) } catch { throw HallsimError(refused: error) }
    }

    /// The text in a small file.
    static func text(in file: String) throws(HallsimError) -> String {
        guard let content = FileContent.read(file, limit: scenarioLimit) else {
            throw HallsimError(.unreadableFile(file, String(cString: strerror(errno))))
        }
        return String(decoding: content, as: UTF8.self)
    }

    /// Plays a scenario in real time; ends with its last step, or with the first that fails.
    public func play(_ scenario: Scenario) throws(HallsimError) {
        let start = RunningHall.now
        for step in scenario.steps {
            while true {
                let left = start + step.at - RunningHall.now
                guard left > .zero else { break }
                var pause = timespec(
                    tv_sec: Int(left.components.seconds), tv_nsec: Int(left.components.attoseconds / 1_000_000_000))
                nanosleep(&pause, nil)
            }
            try perform(step.action)
        }
    }

    private func ask(_ request: ControlRequest) throws(HallsimError) -> ControlReply {
        let descriptor = try UnixSocket.connect(UnixSocket.path(in: directory))
        defer { close(descriptor) }
        let answer: ControlReply
        do {
            let line = try ControlCoding.line(request)
            guard UnixSocket.writeAll(line, to: descriptor) else {
                throw HallsimError(.notRunning(UnixSocket.path(in: directory)))
            }
            answer = try ControlCoding.read(UnixSocket.readLine(from: descriptor))
        } catch let error as HallsimError {
            throw error
        } catch {
            throw HallsimError(.unreadableAnswer("\(error)".withoutControls))
        }
        if let error = answer.error { throw HallsimError(said: error) }
        return answer
    }
}
