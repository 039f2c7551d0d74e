import HallModel
import OrderedCollections

/// Last room: calls the numbers aloud.
///
/// ```
///  called, recalled ─▶ line, at most `lineLimit` ─▶ spoken, as often as its manner says ─▶ done
///                       │ served, put back, called elsewhere: dropped
///                       │ older than the hall's limit: dropped
///  fire ───────────────▶ before all, interrupting, again and again until somebody resets it
/// ```
///
/// One sentence at a time, in the order of the calls. Nothing here is recorded and nobody waits for it: a dead voice slows
/// nobody. A number, its window and nothing else is said: no class, no name.
struct Announcer {
    /// Calls that wait to be said; the oldest gives way.
    static let lineLimit = 8
    /// From the end of a warning to the next, and from a sentence that failed.
    static let pause = Duration.seconds(3)

    func visit(_ step: inout HallStep) {
        guard let voice = step.recorded.plan?.voice else {
            if step.live.voice != LiveVoice() { step.live.voice = LiveVoice() }
            return
        }
        listen(voice, &step)
        if step.recorded.isEvacuating { return warn(voice, &step) }
        step.live.voice.warnAt = nil
        guard !step.decision.facts.isEmpty || !step.live.voice.line.isEmpty else { return }
        enqueue(voice, &step)
        dispatch(voice, &step)
    }

    /// What became of the sentence under way.
    private func listen(_ voice: VoicePlan, _ step: inout HallStep) {
        guard let current = step.live.voice.current else { return }
        var isOver = current.due <= step.now.monotonic
        if case .report(let report) = step.input, report.device == voice.device {
            switch report.content {
            case .spoken(current.id, _): isOver = true
            default: break
            }
        }
        guard isOver else { return }
        step.live.voice.current = nil
        if current.isWarning { step.live.voice.warnAt = step.now.monotonic + Self.pause }
    }

    private func enqueue(_ voice: VoicePlan, _ step: inout HallStep) {
        for fact in step.decision.facts {
            let (id, window): (TicketID, WindowID)
            switch fact {
            case .ticketCalled(let called): (id, window) = (called.ticket, called.window)
            case .ticketRecalled(let recalled): (id, window) = (recalled.ticket, recalled.window)
            default: continue
            }
            guard let ticket = step.recorded.ticket(id) else { continue }
            let manner = ticket.priority == .elder ? voice.elder : voice.ordinary
            step.live.voice.line.removeAll { $0.ticket == id }
            for _ in 0..<manner.repeats {
                for language in voice.languages {
                    step.live.voice.line.append(
                        LiveVoice.Call(
                            ticket: id, window: window, language: language, volume: manner.volume,
                            speed: manner.speed, since: step.now.monotonic))
                }
            }
        }
        // The oldest calls first, each with all its sentences.
        while OrderedSet(step.live.voice.line.map(\.ticket)).count > Self.lineLimit {
            let oldest = step.live.voice.line.first?.ticket
            step.live.voice.line.removeAll { $0.ticket == oldest }
        }
    }

    private func dispatch(_ voice: VoicePlan, _ step: inout HallStep) {
        let longest = Duration.seconds(voice.maxAgeSeconds)
        let (now, recorded) = (step.now.monotonic, step.recorded)
        step.live.voice.line.removeAll { call in
            now - call.since > longest || recorded.ticket(call.ticket).map { !$0.isCalled(to: call.window) } ?? true
        }
        guard step.live.voice.current == nil, !step.live.voice.line.isEmpty else { return }
        let call = step.live.voice.line.removeFirst()
        say(
            Sentence.call(call.ticket.number, to: call.window, in: call.language), call.language,
            VoicePlan.Manner(repeats: 1, volume: call.volume, speed: call.speed), voice, isUrgent: false, &step)
    }

    /// Everybody must leave: nothing else is said.
    private func warn(_ voice: VoicePlan, _ step: inout HallStep) {
        step.live.voice.line = []
        if let current = step.live.voice.current, current.isWarning { return }
        if let warnAt = step.live.voice.warnAt, warnAt > step.now.monotonic { return }
        let languages = voice.languages
        let language = languages[step.live.voice.warnings % max(languages.count, 1)]
        step.live.voice.warnings &+= 1
        step.live.voice.warnAt = nil
        let manner = VoicePlan.Manner(repeats: 1, volume: 100, speed: min(voice.ordinary.speed, 50))
        say(Sentence.fire[language], language, manner, voice, isUrgent: true, &step)
    }

    private func say(
        _ text: String, _ language: Language, _ manner: VoicePlan.Manner, _ voice: VoicePlan, isUrgent: Bool,
        _ step: inout HallStep
    ) {
        step.live.voice.last += 1
        let job = SpeechJob(
            id: SpeechID(step.live.voice.last), device: voice.device, text: text, language: language,
            volume: manner.volume, speed: manner.speed, isUrgent: isUrgent)
        // A little longer than its device may take, so that this only counts for one that says nothing.
        step.live.voice.current = LiveVoice.Current(
            id: job.id, due: step.now.monotonic + job.longestTime + .seconds(5), isWarning: isUrgent)
        step.send(.speak(job))
    }
}

/// What is being said, and what is to be said.
struct LiveVoice: Sendable, Equatable {
    /// A call that waits to be said.
    struct Call: Sendable, Equatable {
        var ticket: TicketID
        var window: WindowID
        var language: Language
        var volume: Int
        var speed: Int
        /// When it was called.
        var since: MonotonicInstant
    }
    /// The sentence that the device has.
    struct Current: Sendable, Equatable {
        var id: SpeechID
        /// When it is given up.
        var due: MonotonicInstant
        var isWarning: Bool
    }

    var line: [Call] = []
    var current: Current?
    /// When people are told again to leave.
    var warnAt: MonotonicInstant?
    var warnings = 0
    /// The last sentence's number.
    var last = 0

    /// When something falls due.
    var wakes: [MonotonicInstant] { [current?.due, warnAt].compactMap { $0 } }
}

/// What is said.
enum Sentence {
    /// Digits one by one, since a number is a name: A017 is no seventeen.
    static func call(_ number: TicketNumber, to window: WindowID, in language: Language) -> String {
        let characters = Array(number.text.withoutControls)
        switch language {
        case .zh:
            let digits: [Character] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
            let spoken = characters.map { $0.wholeNumberValue.map { digits[min($0, 9)] } ?? $0 }
            return "请\(String(spoken))号到\(window)号窗口"
        case .en:
            return "Number \(characters.map { String($0) }.joined(separator: " ")), please go to window \(window)"
        }
    }

    /// To be said until everybody is out.
    static let fire = Bilingual(
        zh: "火灾报警，请立即从安全出口撤离，不要乘坐电梯",
        en: "Fire alarm. Please leave at once by the emergency exits. Do not use the lifts")
}

extension Ticket {
    /// It is called there and nobody serves it yet.
    fileprivate func isCalled(to window: WindowID) -> Bool {
        if case .called(window, _) = stage { true } else { false }
    }
}
