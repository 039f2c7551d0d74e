import HallModel
import OrderedCollections

/// Print jobs: ordered, watched, settled, and ordered again where a paper may not have come out.
///
/// ```
///                    proven, unproven
///  ordered, waits for those before it ─▶ sent
///
///  sent    ──────────────────────────────────────▶ on paper
///    │  ▲ ▲                                           ▲
///    │  │ └─ lost: again, at most `lostProofLimit`, ──┘ then unproven
///    │  └─── the daemon was interrupted: again
///    ├────── failed ──────────────────────────────▶ not on paper
///    └─ 2 min without any paper ─▶ withdrawal asked ─ withdrawn, lost, failed, silence ─▶ not on paper
/// ```
extension Queue {
    /// How long a printer may print nothing at all before the hall asks for its jobs back.
    static let printDeadline = Duration.seconds(120)
    /// How long the hall waits for the answer to that; a wire taken out of the plan never answers.
    static let withdrawalDeadline = Duration.seconds(60)
    /// A printer whose proofs never arrive would print one number until its paper is used up.
    static let lostProofLimit = 3

    func order(
        _ ticket: TicketID, _ printer: DeviceID, _ reason: PrintOrdered.Reason, by user: String? = nil,
        _ step: inout HallStep
    ) {
        let job = JobID(step.recorded.lastJob.number + 1)
        step.record(
            .printOrdered(
                PrintOrdered(
                    job: job, ticket: ticket, printer: printer, reason: reason, at: step.now.wall, by: user)))
        watch(job, at: printer, &step)
        if reason == .interrupted || reason == .proofLost { step.live.brokenOff.append(printer) }
    }

    private func watch(_ job: JobID, at printer: DeviceID, _ step: inout HallStep) {
        step.live.jobs[job] = LiveHall.OpenJob(printer: printer, due: step.now.monotonic + Self.printDeadline)
    }

    /// Hands each printer the first job of its queue. The next one waits until the outcome of the first is on disk: so
    /// after a crash it is known which one may have left paper, and only that one is marked and printed again.
    func dispatch(_ step: inout HallStep) {
        for printer in step.recorded.printQueues.keys {
            while let job = step.recorded.printQueues[printer]?.first, let ticket = step.recorded.ticket(of: job) {
                // Its batch failed and is on disk all the same.
                if step.live.jobs[job] == nil { watch(job, at: printer, &step) }
                guard step.live.jobs[job]?.isSent == false else { break }
                if ticket.isOpen { send(job, of: ticket, to: printer, &step) } else { settle(job, .withdrawn, &step) }
            }
        }
    }

    private func send(_ job: JobID, of ticket: Ticket, to printer: DeviceID, _ step: inout HallStep) {
        guard let plan = step.recorded.plan else { return }
        let composer = TicketComposer(plan: plan, civil: step.now.civil)
        let isReprint = ticket.reprints > 0
        let ahead = isReprint ? step.recorded.waitingAhead(of: ticket) : ticket.ahead
        let wait =
            isReprint
            ? step.recorded.estimatedWait(until: ticket, at: step.now.wall) : ticket.estimatedWaitSeconds
        let sheet = composer.sheet(ticket, ahead: ahead, wait: wait, isReprint: isReprint)
        let closes = step.live.brokenOff.remove(printer) != nil
        step.live.jobs[job]?.isSent = true
        step.send(.print(PrintJob(id: job, printer: printer, sheet: sheet, closesInterruptedJob: closes)))
    }

    /// Asks once for a job back; its outcome tells whether that came in time. One that was never sent is back at once.
    func withdraw(_ job: JobID, _ step: inout HallStep) {
        guard let open = step.live.jobs[job], !open.withdrawn else { return }
        guard open.isSent else { return settle(job, .withdrawn, &step) }
        step.live.jobs[job]?.withdrawn = true
        step.live.jobs[job]?.due = step.now.monotonic + Self.withdrawalDeadline
        step.send(.withdraw(job, printer: open.printer))
    }

    func settle(_ job: JobID, _ outcome: PrintOutcome, _ step: inout HallStep) {
        guard let ticket = step.recorded.ticket(of: job) else { return }
        let withdrawn = step.live.jobs[job]?.withdrawn ?? false
        step.live.jobs[job] = nil
        guard ticket.printed == .pending else { return settleLate(ticket, job, outcome, &step) }
        switch outcome {
        case .proven, .unproven:
            step.live.lostProofs[ticket.id] = nil
            recordOutcome(ticket, job, outcome, &step)
        case .lost:
            if ticket.isOpen && !withdrawn {
                printLost(ticket, job, &step)
            } else {
                fail(ticket, job, outcome, &step)
            }
        case .failed, .withdrawn: fail(ticket, job, outcome, &step)
        }
    }

    /// An earlier paper of the same number proves itself late: after an interruption both may exist, and both are explained.
    func proveFormer(_ job: JobID, _ step: inout HallStep) {
        guard let ticket = step.recorded.formerJobs[job] else { return }
        step.record(.printSettled(PrintSettled(job: job, ticket: ticket, outcome: .proven, at: step.now.wall)))
    }

    /// The hall had given the job up: paper that came out all the same counts, anything else is known already.
    private func settleLate(_ ticket: Ticket, _ job: JobID, _ outcome: PrintOutcome, _ step: inout HallStep) {
        guard ticket.printed == .failed, outcome == .proven || outcome == .unproven else { return }
        recordOutcome(ticket, job, outcome, &step)
    }

    private func recordOutcome(_ ticket: Ticket, _ job: JobID, _ outcome: PrintOutcome, _ step: inout HallStep) {
        step.record(
            .printSettled(PrintSettled(job: job, ticket: ticket.id, outcome: outcome, at: step.now.wall)))
        guard outcome == .proven || outcome == .unproven, let printer = ticket.printer else { return }
        step.signal(.printed(printer))
        // It prints: the jobs behind this one have waited for it, not been refused.
        for (waiting, open) in step.live.jobs.elements where open.printer == printer && !open.withdrawn {
            step.live.jobs[waiting]?.due = step.now.monotonic + Self.printDeadline
        }
    }

    private func printLost(_ ticket: Ticket, _ job: JobID, _ step: inout HallStep) {
        let losses = (step.live.lostProofs[ticket.id] ?? 0) + 1
        guard losses <= Self.lostProofLimit else {
            step.live.lostProofs[ticket.id] = nil
            return recordOutcome(ticket, job, .unproven, &step)
        }
        guard let printer = printer(for: ticket, step) else { return fail(ticket, job, .lost, &step) }
        step.live.lostProofs[ticket.id] = losses
        recordOutcome(ticket, job, .lost, &step)
        order(ticket.id, printer, .proofLost, &step)
    }

    /// The print came to nothing. Whoever was told the number over the API keeps it; at a kiosk nobody knows it, unless
    /// some paper, of this job or an earlier one, may have come out.
    private func fail(_ ticket: Ticket, _ job: JobID, _ outcome: PrintOutcome, _ step: inout HallStep) {
        step.live.lostProofs[ticket.id] = nil
        let mayBeOnPaper = step.recorded.mayBeOnPaper(ticket) || outcome == .lost
        recordOutcome(ticket, job, outcome, &step)
        guard case .kiosk = ticket.source, ticket.stage == .waiting, !mayBeOnPaper else { return }
        step.record(
            .ticketVoided(TicketVoided(ticket: ticket.id, reason: .notPrinted, at: step.now.wall)))
        if let printer = ticket.printer { step.signal(.ticketNotPrinted(printer: printer)) }
    }

    /// The printer that had the job, while a kiosk has it; else the first that can print.
    private func printer(for ticket: Ticket, _ step: HallStep) -> DeviceID? {
        guard let plan = step.recorded.plan else { return nil }
        if let printer = ticket.printer, plan.kiosks.contains(where: { $0.printer == printer }) { return printer }
        return ablePrinter(plan, step)
    }
}

// MARK: - Over time

extension Queue {
    /// At a start no job of the run before can end any more. A crash voids no number: what cannot be printed again is
    /// still called.
    ///
    /// Only the first job of a printer had been sent; the others wait as before.
    func printInterrupted(_ step: inout HallStep) {
        let queues = step.recorded.printQueues
        for former in queues.keys.sorted() {
            let queue = queues[former] ?? []
            for job in queue.dropFirst() { watch(job, at: former, &step) }
            guard let job = queue.first, let ticket = step.recorded.ticket(of: job) else { continue }
            recordOutcome(ticket, job, .lost, &step)
            step.live.brokenOff.append(former)
            guard ticket.isOpen, let printer = printer(for: ticket, step) else { continue }
            order(ticket.id, printer, .interrupted, &step)
        }
    }

    /// Outcomes told while nothing could be recorded count now.
    func settleRemembered(_ step: inout HallStep) {
        for ticket in step.recorded.tickets where ticket.printed == .pending {
            guard let job = ticket.job, step.live.jobs[job]?.isSent == true else { continue }
            if let outcome = step.live.outcomes[job] { settle(job, outcome, &step) }
        }
    }

    /// Numbers of yesterday must not come out of a printer today.
    func forgetLapsedJobs(_ step: inout HallStep) {
        for case .dayTurned(let lapsed) in step.signals {
            for job in lapsed {
                let open = step.live.jobs.removeValue(forKey: job.job)
                if open?.isSent == true { step.send(.withdraw(job.job, printer: job.printer)) }
            }
            step.live.lostProofs = [:]
        }
    }

    func watchDeadlines(_ step: inout HallStep) {
        for (job, open) in step.live.jobs.elements where open.due <= step.now.monotonic {
            guard let ticket = step.recorded.ticket(of: job), ticket.printed == .pending else {
                step.live.jobs[job] = nil
                continue
            }
            if open.withdrawn {
                settle(job, .lost, &step)
            } else {
                withdraw(job, &step)
            }
        }
    }
}
