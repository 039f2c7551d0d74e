import DeviceProtocols
import HallModel

/// What the printer says, and what follows from it.
extension EscposPrinterDriver {
    mutating func receive(_ bytes: [UInt8], at now: MonotonicInstant) {
        guard isOpen, !bytes.isEmpty else { return }
        var noise = 0
        if let lastByteAt, now - lastByteAt > Self.messageGap { noise += parser.abandon() }
        lastByteAt = now
        if noise > 0 { hearNoise(at: now) }
        for message in parser.parse(bytes) {
            let meaningless = take(message, at: now)
            if meaningless > 0 { hearNoise(at: now) }
            noise += meaningless
        }
        if noise > 0 { actions.append(.report(.noise(count: noise))) }
    }

    /// Nothing near it is certain: not the proof of one byte, not a status that nobody asked for.
    private mutating func hearNoise(at now: MonotonicInstant) {
        noiseAt = now
        inFlight?.isTainted = true
        isRoundNoisy = true
        if let statusAt, now - statusAt <= Self.doubtTime, !answered.isEmpty { doubt(at: now) }
        statusAt = nil
    }

    private mutating func doubt(at now: MonotonicInstant) {
        isDoubtful = true
        noisyAnswer = nil
        // The answers of a round under way may be older.
        if isRoundOpen { isRoundNoisy = true } else { nextPoll = now }
    }

    /// Four bytes that a printer would hardly send by itself: noise was around, or they say that it prints with a cover
    /// open or an error.
    private func isIncredible(_ status: ESCPOSAutomaticStatus, at now: MonotonicInstant) -> Bool {
        if let noiseAt, now - noiseAt <= Self.doubtTime { return true }
        let said = status.condition
        return !said.offline && (said.coverOpen || said.cutterError || said.unrecoverableError)
    }

    /// All bytes went down the line.
    mutating func drained() {
        guard isOpen else { return }
        outputSince = nil
        movedAt = nil
        isStalled = false
        guard inFlight?.hasGoneOut == false else { return }
        inFlight?.hasGoneOut = true
        inFlight?.isSuspect = reportsByItself && !condition.canPrint
    }

    /// Gives the bytes that mean nothing now: only what was asked for, or comes by itself, is believed.
    private mutating func take(_ message: ESCPOSMessage, at now: MonotonicInstant) -> Int {
        switch message {
        case .xon: xoffAt = nil
        case .xoff: xoffAt = xoffAt ?? now
        case .automaticStatus(let status):
            if !answered.isEmpty, isIncredible(status, at: now) {
                doubt(at: now)
                return 0
            }
            statusAt = now
            hear()
            reportsByItself = true
            contradictions = 0
            inFlight?.isSuspect = false
            become(status.condition, at: now)
            asked = condition
            reportCondition()
        case .answer(let byte):
            guard case .asking(let question, _) = activity else { return 1 }
            hear()
            if !answered.contains(question) { answered.append(question) }
            asked.update(answer: byte, to: question)
            activity = .nothing
            if question == .printer, asked.offline, round.isEmpty || round == [.paper] {
                round = questions([.offlineCause, .errorCause, .paper])
            }
        case .orderedAnswer(let byte):
            return takeFence(byte, at: now)
        case .processID(let id):
            return takeProcessID(id)
        case .bufferCleared:
            guard case .clearing = activity else { return 3 }
            hear()
            activity = .nothing
        case .block(_, let content):
            return content.count + 3
        case .identity(let content):
            return content.count + 2
        case .noise(let count):
            return count
        }
        return 0
    }

    private mutating func takeFence(_ byte: UInt8, at now: MonotonicInstant) -> Int {
        if case .probing(.fence, _) = activity {
            proof = .fence
            activity = .nothing
        } else if let job = inFlight, job.proof == .fence, !job.isTainted {
            prove()
        } else {
            return 1
        }
        hear()
        if !reportsByItself {
            var seen = condition
            seen.update(orderedPaperAnswer: byte)
            become(seen, at: now)
            reportCondition()
        }
        return 0
    }

    private mutating func takeProcessID(_ id: ESCPOSProcessID) -> Int {
        if id == .probe {
            hear()
            if settings.proof == .auto { proof = .processID }
            if case .probing = activity { activity = .nothing }
        } else if let job = inFlight, job.proof == .processID, job.processID == id {
            hear()
            prove()
        } else if let former = id.job, former != inFlight?.id, !queue.contains(where: { $0.id == former }) {
            // Of a job given up, or of a run that was cut off: the paper is there, and the hall is to know.
            hear()
            actions.append(.report(.print(former, .proven)))
        } else {
            return 7
        }
        return 0
    }

    /// The proof came, so every byte before it did go down the line, told or not.
    private mutating func prove() {
        if inFlight?.hasGoneOut == false {
            outputSince = nil
            movedAt = nil
        }
        finish(inFlight?.isSuspect == true ? .lost : .proven)
    }

    /// It spoke: it is there.
    private mutating func hear() {
        if level.presence == .offline || !isHeard && !isOpening { needsRefresh = true }
        if !isHeard, settings.proof == .auto, proof == Proof.none { proof = nil }
        isHeard = true
        hasSpoken = true
        isStalled = false
        xoffAt = nil
        misses = 0
        exchanges.answer()
    }

    /// Takes over a condition, and keeps an eye on the cutter.
    mutating func become(_ new: PrinterCondition, at now: MonotonicInstant) {
        let old = condition
        condition = new
        if !old.canPrint, new.canPrint, let before = movedAt { movedAt = max(before, now) }
        if new.cutterError {
            if !old.cutterError {
                recoverAt = now + Self.recoveryInterval
                nextPoll = now + Self.cutterPollInterval
            } else if old.coverOpen, !new.coverOpen {
                recoverAt = now
            }
        } else {
            recoverAt = nil
            if old.cutterError, inFlight?.isDiscarded == true { finish(.lost) }
        }
    }

    mutating func reportCondition() {
        guard condition != reportedCondition else { return }
        reportedCondition = condition
        actions.append(.report(.printer(condition)))
    }
}
