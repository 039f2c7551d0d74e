import DeviceProtocols
import HallModel

/// What is due, and what the wire is used for next.
extension EscposPrinterDriver {
    /// When the driver wants `timeReached`.
    public var nextWake: MonotonicInstant? {
        guard isOpen else { return nil }
        return earliest(
            activityDeadline, stallsAt, inFlight?.endsAt, inFlight?.proofDeadline,
            canRecover ? recoverAt : nil, canPoll ? nextPoll : nil, askedAgainAt)
    }

    private var activityDeadline: MonotonicInstant? {
        switch activity {
        case .nothing: nil
        case .asking(_, let deadline), .probing(_, let deadline), .clearing(let deadline): deadline
        }
    }

    /// A few bytes must get through soon. A job's may take their time as long as some move, and the printer may hold them
    /// for hours when it cannot print: what it would not keep must not be pushed into it. Behind a job that has all gone
    /// out there are only questions, which may be: the printer answers them off line too, and what it once said of its
    /// paper, and the XOFF that came with it, may have been noise.
    private var stallsAt: MonotonicInstant? {
        guard let since = movedAt ?? outputSince else { return nil }
        if let inFlight { return condition.canPrint || inFlight.hasGoneOut ? since + Self.holdTime : nil }
        return since + (condition.canPrint ? Self.stallTime : Self.holdTime)
    }

    /// Between jobs; beside a job only when the printer has all of it and says, or seems to say, that it cannot print.
    private var canPoll: Bool {
        activity == .nothing && outputSince == nil && (inFlight == nil || !condition.canPrint || isDoubtful)
    }

    /// Beside a job that the printer has all of: an XOFF that lasts is asked about, since its XON may have been lost.
    private var askedAgainAt: MonotonicInstant? {
        guard let xoffAt, inFlight != nil, activity == .nothing, outputSince == nil, condition.canPrint else {
            return nil
        }
        return xoffAt + Self.holdTime
    }

    /// Not while an answer is due; bytes that do not get through are no obstacle.
    private var canRecover: Bool { activity == .nothing || outputSince != nil }

    /// A job sent now would come out, as far as anybody knows.
    private var mayPrint: Bool {
        proof != nil && !isBlocked && !isOpening && level.presence != .offline && (isHeard || !shouldAnswer)
    }

    mutating func work(at now: MonotonicInstant) {
        var hasBegun = true
        while hasBegun {
            hasBegun = false
            setDeadlines(at: now)
            expire(at: now)
            updatePresence(at: now)
            while outputSince == nil, activity == .nothing, begin(at: now) { hasBegun = true }
        }
    }

    /// Time runs only where the printer could act.
    private mutating func setDeadlines(at now: MonotonicInstant) {
        let isThrough = outputSince == nil
        switch activity {
        case .asking(let question, nil) where isThrough:
            activity = .asking(question, deadline: now + Self.answerTime)
        case .clearing(nil) where isThrough:
            activity = .clearing(deadline: now + Self.clearingTime)
        case .probing where isBlocked && isThrough:
            // It answers in order, so not now. A late answer is recognised all the same; else it is asked again.
            activity = .nothing
        case .probing(let kind, nil) where isThrough:
            activity = .probing(kind, deadline: now + Self.probeTime)
        default: break
        }
        if inFlight != nil {
            if isThrough, !isBlocked {
                if inFlight?.proof == Proof.none {
                    finish(.unproven)
                } else if inFlight?.proofDeadline == nil {
                    inFlight?.proofDeadline = now + Self.proofTime
                }
            } else {
                inFlight?.proofDeadline = nil
            }
        }
    }

    private mutating func expire(at now: MonotonicInstant) {
        if let deadline = activityDeadline, deadline <= now { activityExpired(at: now) }
        if let stallsAt, stallsAt <= now { stall(at: now) }
        if let job = inFlight {
            if job.endsAt <= now {
                abandon(at: now)
            } else if let deadline = job.proofDeadline, deadline <= now {
                finish(.lost)
            }
        }
        if let recoverAt, recoverAt <= now, canRecover { recover(at: now) }
    }

    private mutating func activityExpired(at now: MonotonicInstant) {
        let expired = activity
        activity = .nothing
        switch expired {
        case .asking(.printer, _): missed(at: now)
        case .asking(let question, _): unanswered.append(question)
        case .probing(.processID, _): begin(probe: .fence, at: now)
        case .probing: proof = Proof.none
        case .clearing, .nothing: break
        }
    }

    /// Nobody answered whether the printer is there.
    private mutating func missed(at now: MonotonicInstant) {
        round = []
        isRoundOpen = false
        isOpening = false
        misses += 1
        if shouldAnswer { exchanges.failure() }
        xoffAt = nil
        nextPoll = now + pollInterval
        guard shouldAnswer else {
            // What was known of the printer that stood here before the port was opened again is not known of this one.
            if reportedCondition != nil { reportCondition() }
            return
        }
        // What a printer without DLE EOT, or one that was switched off and on, does answer.
        write(ESCPOS.automaticStatusOn + (proof == .processID ? ESCPOS.processID(.probe) : []), at: now)
    }

    /// Nobody takes the bytes: not there, whatever it once answered; unless it said why.
    private mutating func stall(at now: MonotonicInstant) {
        if inFlight != nil {
            isStalled = condition.canPrint
            movedAt = now
            xoffAt = nil
            actions.append(.releaseOutput)
            return
        }
        discardOutput()
        round = []
        isRoundOpen = false
        isOpening = false
        isStalled = condition.canPrint
        nextPoll = isStalled ? now + Self.pollInterval : now
    }

    /// The printer forgets what it has and frees its cutter, if a hand removed the cause.
    private mutating func recover(at now: MonotonicInstant) {
        discardOutput()
        write(ESCPOS.recoverAndDiscard, at: now)
        inFlight?.isDiscarded = true
        recoverAt = now + Self.recoveryInterval
    }

    /// Begins the most urgent thing; false when there is none.
    private mutating func begin(at now: MonotonicInstant) -> Bool {
        if needsRefresh, canPoll {
            refresh(at: now)
        } else if !round.isEmpty {
            ask(round.removeFirst(), at: now)
        } else if isRoundOpen {
            endRound(at: now)
        } else if inFlight == nil, needsClearing {
            needsClearing = false
            activity = .clearing(deadline: nil)
            write(ESCPOS.clearBuffer, at: now)
        } else if inFlight == nil, proof == nil, !isBlocked, !isStalled {
            begin(probe: .processID, at: now)
        } else if inFlight == nil, mayPrint, !queue.isEmpty {
            send(queue.removeFirst(), at: now)
        } else if let poll = nextPoll, poll <= now, canPoll {
            beginRound(questions(pollQuestions))
        } else if let askedAgainAt, askedAgainAt <= now {
            isDoubtful = true
            xoffAt = nil
            beginRound(questions([.printer, .offlineCause, .errorCause, .paper]))
        } else {
            return false
        }
        return true
    }

    /// Asks for everything, as after opening.
    private mutating func refresh(at now: MonotonicInstant) {
        needsRefresh = false
        isOpening = true
        answered = []
        unanswered = []
        write((mayBeInsideCommand ? ESCPOS.dataFiller : []) + ESCPOS.automaticStatusOn, at: now)
        beginRound([.printer, .offlineCause, .errorCause, .paper])
    }

    private mutating func beginRound(_ questions: [ESCPOSQuestion]) {
        round = questions
        isRoundOpen = true
        isRoundNoisy = false
        asked = condition
    }

    private mutating func ask(_ question: ESCPOSQuestion, at now: MonotonicInstant) {
        activity = .asking(question, deadline: nil)
        write(ESCPOS.ask(question), at: now)
    }

    /// All answers are in. Automatic status is trusted more; where it differs twice, it is not coming any more.
    private mutating func endRound(at now: MonotonicInstant) {
        isRoundOpen = false
        isOpening = false
        nextPoll = now + pollInterval
        guard isHeard else { return }
        if isRoundNoisy, !answered.isEmpty {
            // An answer is one byte, too. Two such rounds that agree are believed.
            let former = noisyAnswer
            noisyAnswer = asked
            guard former == asked else {
                nextPoll = now + Self.doubtTime
                return
            }
        }
        noisyAnswer = nil
        if isDoubtful {
            isDoubtful = false
            become(asked, at: now)
        }
        if reportsByItself, asked != condition {
            contradictions += 1
            if contradictions < 2 { return write(ESCPOS.automaticStatusOn, at: now) }
            reportsByItself = false
        }
        contradictions = 0
        become(reportsByItself ? condition : asked, at: now)
        if condition.cutterError { nextPoll = now + Self.cutterPollInterval }
        if !answered.isEmpty || reportsByItself { reportCondition() }
    }

    private var pollInterval: Duration {
        if condition.cutterError { return Self.cutterPollInterval }
        let answers = !answered.isEmpty || settings.proof == .processID || settings.proof == .fence
        return answers ? Self.pollInterval : Self.quietPollInterval
    }

    private var pollQuestions: [ESCPOSQuestion] {
        if !isHeard || misses > 0 || isStalled { return [.printer] }
        if isDoubtful { return [.printer, .offlineCause, .errorCause, .paper] }
        if condition.cutterError { return [.errorCause, .printer, .offlineCause, .paper] }
        return condition.canPrint ? [.printer, .paper] : [.printer, .offlineCause, .errorCause, .paper]
    }

    /// Those of the questions that the printer has not left without answer.
    func questions(_ wanted: [ESCPOSQuestion]) -> [ESCPOSQuestion] {
        wanted.filter { $0 == .printer || !unanswered.contains($0) }
    }

    private mutating func begin(probe kind: Proof, at now: MonotonicInstant) {
        activity = .probing(kind, deadline: nil)
        write(kind == .processID ? ESCPOS.processID(.probe) : ESCPOS.fence, at: now)
    }

    private mutating func updatePresence(at now: MonotonicInstant) {
        defer { tellHeard(at: now) }
        if isStalled || misses >= Self.missesAllowed && shouldAnswer {
            actions += level.become(.offline, .noAnswer)
        } else if isHeard {
            actions += level.become(.online, .none)
        } else if isOpening || needsRefresh || proof == nil || shouldAnswer {
            if level.detail != .noAnswer { actions += level.become(.unknown, .probing) }
        } else {
            actions += level.become(.unknown, .oneWay)
        }
    }

    /// An idle printer that answers was seen just now, although its level is the same.
    private mutating func tellHeard(at now: MonotonicInstant) {
        guard level.presence == .online else {
            onlineToldAt = nil
            return
        }
        guard hasSpoken || onlineToldAt == nil else { return }
        if let toldAt = onlineToldAt {
            guard now - toldAt >= Self.heardInterval else { return }
            actions.append(level.report)
        }
        onlineToldAt = now
    }
}
