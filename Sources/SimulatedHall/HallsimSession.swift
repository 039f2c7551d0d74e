import DeviceSimulators
import Glibc
import HallConfiguration
import HallModel

/// One call of `hallsim`: what its commands do, in the words that people give and read.
public struct HallsimSession: Sendable {
    /// What could not be done and what to do, in the session's language.
    public struct Complaint: Error, Sendable, Equatable {
        /// Without the program's name.
        public var text: String
    }

    /// The folder of the hall's links and socket where nobody names one.
    public static let usualRuntime = "./.demo/sim"
    /// The languages by name.
    public static let languages = Language.allCases.map(\.rawValue)
    /// The faults by name.
    public static let faults = FaultKind.allCases.map(\.rawValue)

    private let runtime: String
    private let language: Language

    /// A session; nil takes HALLSIM_RUNTIME or the usual folder, and the language of LC_ALL, LC_MESSAGES or LANG.
    public init(runtime: String?, language: String?) {
        self.runtime = runtime ?? Self.environment("HALLSIM_RUNTIME") ?? Self.usualRuntime
        self.language = language.flatMap(Language.init) ?? .ofProcess
    }

    private static func environment(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    // MARK: Running

    /// Runs the hall of a configuration until SIGINT or SIGTERM; calls `ready` when every wire stands.
    public func run(
        config: String, hardware: String?, paced: Bool, seed: UInt64, ready: () -> Void
    ) throws(Complaint) {
        let plan = try plan(config, hardware: hardware)
        let hasNut = plan.buses.contains { if case .nut = $0.wire { true } else { false } }
        if hasNut, !NutService.isInstalled {
            let line = Array("hallsim: \(HallsimText.noNutServer.text(language))\n".utf8)
            _ = write(STDERR_FILENO, line, line.count)
        }
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        // Blocked before the first thread starts, so that no thread is ended by them.
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let hall = try saying { () throws(HallsimError) in
            try RunningHall(plan: plan, directory: runtime, paced: paced, seed: seed)
        }
        ready()
        var received: Int32 = 0
        while sigwait(&signals, &received) != 0 {}
        hall.stop()
    }

    /// What is asked of a day in virtual time.
    public struct DayRequest: Sendable {
        /// 1…24
        public var hours = 9
        /// 0…5000
        public var visitors = 300
        /// Of everything that is left to chance.
        public var seed: UInt64 = 1
        /// A scenario's file in place of the usual mishaps.
        public var scenario: String?
        /// The weather.
        public var season: Season?
        /// A file of assumptions.
        public var assumptions: String?
        /// Lines of assumptions that go before the file's.
        public var assume: [String] = []
        /// What is told of it.
        public var form = Form.table

        /// What is told of a day.
        public enum Form: Sendable {
            /// The figures, for people.
            case table
            /// The figures as one line of JSON.
            case json
            /// Every fact and all that stands on paper.
            case facts
        }

        /// The usual day.
        public init() {}
    }

    /// Runs a day of a configuration's hall in virtual time; gives what is told of it, line by line. Stops at the first
    /// breach of what must hold in any hall.
    public func day(config: String, hardware: String?, _ request: DayRequest) throws(Complaint) -> [String] {
        let plan = try plan(config, hardware: hardware)
        return try saying { () throws(HallsimError) in
            var settings = VirtualDay.Settings(
                hours: request.hours, visitors: request.visitors, seed: request.seed, season: request.season)
            if let file = request.scenario { settings.scenario = try ControlClient.scenario(in: file) }
            if let file = request.assumptions {
                try settings.assumptions.read(try ControlClient.text(in: file), named: file)
            }
            for line in request.assume { try settings.assumptions.read(line, named: "--assume") }
            var day = try VirtualDay(plan: plan, settings)
            try day.run()
            switch request.form {
            case .table: return DayTable(figures: day.figures, language: language).lines
            case .json: return [day.figures.json]
            case .facts: return day.report(language)
            }
        }
    }

    /// The plan of a configuration; its problems go to standard error.
    private func plan(_ config: String, hardware: String?) throws(Complaint) -> HallPlan {
        var loader = ConfigurationLoader(hardware: hardware, for: config)
        loader.language = language
        let result = loader.load(config)
        for problem in result.problems {
            let line = Array("\(problem)\n".utf8)
            _ = write(STDERR_FILENO, line, line.count)
        }
        guard let plan = result.plan else {
            throw Complaint(text: HallsimText.badConfiguration(config).text(language))
        }
        return plan
    }

    // MARK: Asking the running hall

    /// What was printed or shown: drawn for people, or as one line of JSON.
    public func show(_ device: String, json: Bool) throws(Complaint) -> [String] {
        let view = try saying { () throws(HallsimError) in try client.show(device) }
        return json ? [view.json] : view.drawing ?? []
    }

    /// Presses a key.
    public func press(_ device: String, key: String) throws(Complaint) {
        try perform(.press(DeviceID(device), key: key))
    }

    /// Sets a point of a device.
    public func set(_ device: String, point: String, value: String) throws(Complaint) {
        try perform(.set(DeviceID(device), point: point, value: value))
    }

    /// Puts a fault in force, for `seconds` or for ever; `delay` in milliseconds.
    public func fault(
        _ device: String, kind: String, seconds: Double?, probability: Double, on target: String?, delay: Double?,
        code: Int?
    ) throws(Complaint) {
        try saying { () throws(HallsimError) in
            try client.fault(
                device, kind: kind, seconds: seconds, probability: probability, on: target, delay: delay, code: code)
        }
    }

    /// Ends all faults of a device.
    public func clear(_ device: String) throws(Complaint) { try perform(.clear(DeviceID(device))) }

    /// Pulls a bus's plug.
    public func unplug(_ bus: String) throws(Complaint) { try perform(.unplug(BusID(bus))) }

    /// Puts it back.
    public func plug(_ bus: String) throws(Complaint) { try perform(.plug(BusID(bus))) }

    /// Plays a scenario's file in real time.
    public func play(_ file: String) throws(Complaint) {
        try saying { () throws(HallsimError) in try client.play(file: file) }
    }

    private var client: ControlClient { ControlClient(directory: runtime, language: language) }

    private func perform(_ action: SimulatedAction) throws(Complaint) {
        try saying { () throws(HallsimError) in try client.perform(action) }
    }

    private func saying<Result>(_ body: () throws(HallsimError) -> Result) throws(Complaint) -> Result {
        do throws(HallsimError) {
            return try body()
        } catch {
            throw Complaint(text: error.text(language))
        }
    }
}
