import HallModel

/// All decisions about a program that speaks: a child process for each sentence, one at a time.
///
/// ```
/// closed ──opened (the program is there)──▶ idle ──speak──▶ running ──ended 0──▶ idle, spoken
///   ▲                                                        │ ended otherwise ▶ idle, failed, offline(programFailed)
///   └── refused, lost (it is not there: again each second) ──┘ too long ▶ killed, failed, offline(programFailed)
/// ```
///
/// A sentence that ends well puts the device on line again. What cannot be spoken now has failed at once.
public struct VoiceProgramMachine: Sendable {
    private var port: PortKeeper
    private let device: DeviceID?
    private let settings: VoiceProgramSettings
    private var level = PresenceLevel()
    private var running: SpeechJob?
    private var killAt: MonotonicInstant?
    /// The last sentence found a program that cannot be run.
    private var couldNotStart = false

    /// A machine for a bus of the plan and the one device on it.
    public init(bus: BusPlan, devices: [DevicePlan], at now: MonotonicInstant) {
        port = PortKeeper(at: now)
        let found = devices.first { $0.bus == bus.id }
        device = found?.id
        guard case .voiceProgram(let settings)? = found?.profile.settings else {
            let none = VoiceProgramSettings.Span(low: 0, high: 0)
            settings = VoiceProgramSettings(arguments: [], voices: [], volume: none, speed: none)
            return
        }
        self.settings = settings
    }

    /// The moment at which `timeReached` is due; nil when only an event can change anything.
    public var nextWake: MonotonicInstant? { earliest(port.nextWake, killAt) }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: BusEvent, at now: MonotonicInstant) -> [BusAction] {
        var actions: [BusAction] = []
        switch event {
        case .opened:
            port.opened(at: now)
            // One that is there and could not be started is not well before it has spoken.
            if !couldNotStart { actions += become(.online, .none) }
        case .refused(let error):
            port.closed(error, at: now)
            couldNotStart = false
            actions += end(.failed) + become(.offline, error.code == .missing ? .programMissing : error.detail)
        case .lost(let error):
            port.closed(error, at: now)
            couldNotStart = couldNotStart || running != nil
            actions += end(.failed) + become(.offline, couldNotStart ? .programFailed : error.detail)
        case .pathAppeared:
            couldNotStart = false
            port.pathAppeared(at: now)
        case .speak(let job): actions += speak(job, at: now)
        case .ended(let status):
            guard running != nil else { break }
            couldNotStart = false
            actions += end(status == 0 ? .spoken : .failed)
            actions += status == 0 ? become(.online, .none) : become(.offline, .programFailed)
        case .timeReached:
            guard let killAt, killAt <= now else { break }
            actions += [.endRun] + end(.failed) + become(.offline, .programFailed)
        case .presentLevels: actions += told(.presence(level.presence, detail: level.detail))
        case .stopping: return running == nil ? [] : [.endRun]
        case .print(let job): actions.append(.report(DeviceReport(device: job.printer, .print(job.id, .failed))))
        case .write(let write): actions.append(write.ended(.rejected))
        case .ask(let question): actions.append(.answer(question.id, .refused))
        case .scan(let scan): actions.append(.scanned(scan.id, .ended(.refused)))
        case .received, .drained, .moved, .wish, .withdraw, .endScan, .overheard, .replied, .failed, .linesRead,
            .lineChanged:
            break
        }
        if port.startOpening(at: now) { actions.append(.open) }
        return actions
    }

    private mutating func speak(_ job: SpeechJob, at now: MonotonicInstant) -> [BusAction] {
        guard port.isOpen, running == nil || job.isUrgent else {
            return [.report(DeviceReport(device: job.device, .spoken(job.id, .failed)))]
        }
        let interrupted: [BusAction] = running == nil ? [] : [.endRun] + end(.interrupted)
        running = job
        killAt = now + job.longestTime
        return interrupted + [.run(Self.run(job, settings))]
    }

    /// What is started for a sentence.
    static func run(_ job: SpeechJob, _ settings: VoiceProgramSettings) -> ProgramRun {
        let voice = settings.voices.first { $0.language == job.language } ?? settings.voices.first
        let words = [
            "{voice}": voice?.name ?? "", "{volume}": String(settings.volume.value(at: job.volume)),
            "{speed}": String(settings.speed.value(at: job.speed)),
        ]
        return ProgramRun(
            arguments: settings.arguments.map { words[$0] ?? $0 }, input: Array(job.text.utf8) + [0x0A])
    }

    private mutating func end(_ outcome: SpeechOutcome) -> [BusAction] {
        guard let job = running else { return [] }
        running = nil
        killAt = nil
        return told(.spoken(job.id, outcome))
    }

    private mutating func become(_ presence: Presence, _ detail: DeviceDetail) -> [BusAction] {
        level.become(presence, detail).isEmpty ? [] : told(.presence(presence, detail: detail))
    }

    private func told(_ content: DeviceReport.Content) -> [BusAction] {
        device.map { [.report(DeviceReport(device: $0, content))] } ?? []
    }
}

/// A program to be started: never by a shell.
public struct ProgramRun: Sendable, Equatable {
    /// After those that the bus gives.
    public var arguments: [String]
    /// What it reads on its standard input.
    public var input: [UInt8]

    /// Arguments and input.
    public init(arguments: [String], input: [UInt8]) {
        self.arguments = arguments
        self.input = input
    }
}
