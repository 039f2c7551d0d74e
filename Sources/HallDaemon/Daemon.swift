import DeviceProtocols
import HallConfiguration
import HallLogic
import HallModel
import HallStore
import HardwareAccess
import Logging

/// What the command line says.
public struct DaemonOptions: Sendable {
    /// `hall.yaml`
    public var configuration: String
    /// The Unix socket.
    public var socket: String
    /// The state folder, made if missing.
    public var state: String
    /// The folder with `Profiles`; nil looks for it.
    public var hardware: String?
    /// The folder in which `hallsim` made the buses; nil uses the paths of the configuration.
    public var simulated: String?
    /// After so many starts of one boot that went wrong, devices are left alone; nil: never.
    public var safeModeAfter: Int?
    /// What people are told before the hall is there.
    public var language: Language

    /// All options.
    public init(
        configuration: String, socket: String, state: String, hardware: String?, simulated: String?,
        safeModeAfter: Int? = nil, language: Language = .en
    ) {
        self.configuration = configuration
        self.socket = socket
        self.state = state
        self.hardware = hardware
        self.simulated = simulated
        self.safeModeAfter = safeModeAfter
        self.language = language
    }
}

/// Why the daemon could not start: what happened, where, and what to do.
public struct DaemonError: Error, LocalizedText {
    /// The sentence for standard error: one line.
    public let bilingual: Bilingual
    /// What is wrong with the configuration, a line each, as `halld check` shows it in the language of the options.
    public var problems: [ConfigurationProblem] = []
}

/// Everything that runs, put together: the hall thread, the wires, the socket.
public struct Daemon: Sendable {
    let hall: HallThread
    let wiring: Wiring
    let history: HistoryThread
    let server: APIServer
    let starts: StartCounter
    private let safeMode: Bool
    let notifier = ServiceNotifier()
    let watchdog = Watchdog()
    let logger: Logger

    let reloads: ReloadDesk
    private let options: DaemonOptions

    /// Ports are opened or refused at once; one that hangs does not keep the hall closed.
    private static let portPatience = Duration.seconds(1)

    /// Starts everything; returns when numbers can be taken.
    public init(_ options: DaemonOptions, logger: Logger) throws(DaemonError) {
        self.logger = logger
        self.options = options
        Signals.watch()
        let given = GivenSocket.take()
        let starts = StartCounter(directory: options.state)
        let safeMode = options.safeModeAfter.map { starts.failures >= $0 } ?? false
        self.starts = starts
        self.safeMode = safeMode
        let (plan, unreadable) = try Self.plan(options, logger)
        let clock = try Self.clock(plan, options)
        // From here on a crash counts, whoever causes it; an error that is told does not.
        starts.begin()
        let mailman = Mailman()
        let reloads = ReloadDesk()
        self.reloads = reloads
        let history = try Self.enoughDescriptors { () throws(SystemFailure) in
            try HistoryThread(directory: options.state, logger: logger) { clock.now }
        }
        let wiring = Wiring(
            simulated: options.simulated, text: try Self.encoder(), logger: logger,
            profiles: {
                ConfigurationLoader(hardware: options.hardware, for: options.configuration).profiles().profiles
            }
        ) {
            history.hear($0)
            mailman.deliver($0)
        }
        let hall = try Self.hall(
            HallThread.Surroundings(
                directory: options.state, now: { clock.now }, post: { wiring.post($0, $1) },
                presentLevels: { wiring.presentLevels() },
                keepTime: { plan in
                    do throws(TimeZoneError) {
                        try clock.follow(plan.hall.timezone)
                    } catch {
                        logger.error("\(error.bilingual.en): the former time zone stays")
                    }
                },
                planAdopted: {
                    history.follow($0)
                    if !safeMode { wiring.follow($0) }
                },
                buses: { wiring.figures }, wires: wiring, reload: { reloads.ask($0) }, logger: logger))
        mailman.open { hall.report($0) }
        self.hall = hall
        self.wiring = wiring
        self.history = history
        let pulses: @Sendable () -> [Pulse] = { [hall.pulse] + history.pulses + wiring.pulses }
        server = APIServer(
            socketPath: options.socket, socket: given, gateway: hall, version: ProductVersion.current,
            health: HealthDesk(
                stateFolder: options.state, safeMode: safeMode, watchdog: watchdog.period, pulses: pulses),
            logger: logger)
        do throws(DaemonError) {
            try start(plan, unreadable: unreadable, options)
        } catch {
            starts.settle()
            throw error
        }
    }

    private static func clock(_ plan: HallPlan, _ options: DaemonOptions) throws(DaemonError) -> HallClock {
        do throws(TimeZoneError) {
            return try HallClock(zone: plan.hall.timezone)
        } catch {
            throw DaemonError(bilingual: error.bilingual.behind(options.configuration))
        }
    }

    private static func hall(_ surroundings: HallThread.Surroundings) throws(DaemonError) -> HallThread {
        try enoughDescriptors { () throws(SystemFailure) in try HallThread(surroundings) }
    }

    private static func enoughDescriptors<Made>(
        _ make: () throws(SystemFailure) -> Made
    ) throws(DaemonError) -> Made {
        do throws(SystemFailure) {
            return try make()
        } catch {
            throw DaemonError(
                bilingual: Bilingual(
                    zh: "\(error)：请调高打开文件数上限（LimitNOFILE=）",
                    en: "\(error): raise the limit of open files (LimitNOFILE=)"))
        }
    }

    private static func encoder() throws(DaemonError) -> ChineseEncoder {
        do throws(SystemFailure) {
            return try ChineseEncoder.iconv()
        } catch {
            throw DaemonError(
                bilingual: Bilingual(
                    zh: "\(error)：请安装 libc6 的编码转换模块（libc6 包）",
                    en: "\(error): install libc6's conversion modules (package libc6)"))
        }
    }

    private func start(_ plan: HallPlan, unreadable: String?, _ options: DaemonOptions) throws(DaemonError) {
        var epoch = String(UInt64.random(in: .min ... .max), radix: 16)
        epoch = String(repeating: "0", count: 16 - epoch.count) + epoch
        do throws(StoreError) {
            try hall.start(
                HallStart(
                    plan: plan, planHash: PlanCoding.hash(plan), version: ProductVersion.current,
                    builtAt: ProductVersion.builtAt,
                    epoch: epoch, unreadable: unreadable, safeMode: safeMode))
        } catch {
            wiring.stop()
            throw DaemonError(bilingual: error.bilingual)
        }
        do throws(SystemFailure) {
            let hall = hall
            try history.start { hall.history($0) }
        } catch {
            // Tickets are given all the same.
            logger.error("history: \(error)")
            hall.history(.other("\(error)"))
        }
        do throws(APIServerError) {
            try server.start()
        } catch {
            wiring.stop()
            history.stop()
            hall.stop()
            throw DaemonError(bilingual: error.bilingual)
        }
        wiring.awaitPorts(atMost: Self.portPatience)
        logger.notice("ready: \(plan.hall.name.withoutControls), socket \(server.path)")
        if safeMode { logger.critical("safe mode: no device is touched, since the starts before went wrong") }
        notifier.tell("READY=1", "STATUS=\(statusLine)")
    }

    /// Reads the configuration again and offers it to the hall. The log is English; whoever asked is told in their language.
    func reload() {
        let asked = reloads.take()
        let file = options.configuration
        var loader = ConfigurationLoader(hardware: options.hardware, for: file)
        let result = loader.load(file)
        for problem in result.problems { logger.warning("\(problem.description)") }
        var problems = [loader.language: result.problems]
        for language in Language.allCases
        where !result.problems.isEmpty && asked.contains(where: { $0.language == language }) {
            guard problems[language] == nil else { continue }
            loader.language = language
            problems[language] = loader.load(file).problems
        }
        let told = problems
        let answer: @Sendable (Result<PlanDecision?, GatewayError>) -> Void = { result in
            for request in asked {
                request.completion(
                    result.map { ReloadAnswer(decision: $0, problems: told[request.language] ?? []) })
            }
        }
        guard let plan = result.plan else {
            logger.error("\(file) cannot be used: the configuration in force stays; try it with 'halld check'")
            return answer(.success(nil))
        }
        logger.notice("\(file) is read again")
        let hash = PlanCoding.hash(plan)
        guard !asked.isEmpty else { return hall.offer(plan, hash: hash) }
        hall.offer(plan, hash: hash) { answer($0.map(Optional.some)) }
    }

    /// The loops there are now.
    var pulses: [Pulse] { [hall.pulse, server.pulse] + history.pulses + wiring.pulses }

    /// How the hall does, for the service manager.
    var statusLine: String { StatusLine.text(hall.published, safeMode: safeMode) }

    /// The plan on disk. A configuration with errors does not keep a hall closed that ran before: the plan that was last
    /// in force goes on, and the file is named for the alarm.
    private static func plan(
        _ options: DaemonOptions, _ logger: Logger
    ) throws(DaemonError) -> (HallPlan, unreadable: String?) {
        let file = options.configuration
        var loader = ConfigurationLoader(hardware: options.hardware, for: file)
        let result = loader.load(file)
        if let plan = result.plan {
            for problem in result.problems { logger.warning("\(problem.description)") }
            return (plan, nil)
        }
        guard let former = formerPlan(in: options.state) else {
            // Read once more: the log is English, but this is for whoever sits there.
            loader.language = options.language
            throw DaemonError(
                bilingual: Bilingual(
                    zh: "\(file) 无法使用：请改正，并用 'halld check' 检查",
                    en: "\(file) cannot be used: mend it, try it with 'halld check'"),
                problems: loader.load(file).problems)
        }
        for problem in result.problems { logger.error("\(problem.description)") }
        logger.error("\(file) cannot be used: the configuration that was last in force goes on")
        return (former, file)
    }

    private static func formerPlan(in directory: String) -> HallPlan? {
        guard let reader = try? JournalReader(directory: directory) else { return nil }
        return try? reader.newestPlan()
    }
}
