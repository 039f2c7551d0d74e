import HallModel
import OrderedCollections

extension RecordedHall {
    /// Makes a fact so. Facts about what is not there change nothing: a journal is never too odd to be read.
    mutating func apply(_ fact: HallFact) {
        switch fact {
        case .planAdopted(let adopted): adopt(adopted)
        case .dayOpened(let opened): open(opened)
        case .daemonStarted, .takeRefused: break
        case .ticketTaken(let taken): add(taken)
        case .printOrdered(let ordered): order(ordered)
        case .printSettled(let settled): settle(settled)
        case .ticketVoided(let voided): end(voided.ticket, as: .voided)
        case .ticketCancelled(let cancelled):
            ratings.apply(fact)
            end(cancelled.ticket, as: .cancelled)
        case .ticketCalled(let called):
            noteTurn(called)
            call(called)
        case .ticketRecalled(let recalled): recall(recalled)
        case .ticketPutBack(let putBack):
            noteEnd(of: putBack.ticket, isServed: false, at: putBack.at)
            self.putBack(putBack)
        case .serviceStarted(let started):
            ratings.apply(fact)
            change(started.ticket) {
                $0.stage = .serving(started.window)
                $0.startedAt = started.at
            }
        case .serviceFinished(let finished):
            ratings.apply(fact)
            noteEnd(of: finished.ticket, isServed: true, at: finished.at)
            end(finished.ticket, as: .finished)
        case .ticketNoShow, .ticketParked, .ticketReturned, .ticketTransferred, .ticketReleased, .absenceEnded:
            ratings.apply(fact)
            if let ticket = fact.visitStep?.ticket { noteEnd(of: ticket, isServed: false, at: fact.at) }
            visit(fact)
        case .windowModeChanged(let changed):
            change(changed.window) {
                $0.mode = changed.mode
                $0.pausedReason = changed.mode == .paused && !changed.reason.isEmpty ? changed.reason : nil
                $0.away = changed.away
            }
        case .alarmRaised(let raised): raise(raised)
        case .alarmReturned, .alarmAcknowledged, .alarmSuppressed, .alarmReleased, .alarmShelved, .alarmUnshelved,
            .alarmServiceChanged:
            changeAlarm(fact)
        case .pointWriteOrdered, .pointWriteSettled: controls.apply(fact)
        case .dischargeBegan, .dischargeEnded, .hallClosed, .hallReopened: power.apply(fact)
        case .ticketRated, .ratingLapsed, .pressesIgnored: ratings.apply(fact)
        case .appointmentsImported, .appointmentCancelled, .appointmentCheckedIn: applyAppointments(fact)
        case .journalRestored(let restored):
            for resumed in restored.resumes {
                counts[resumed.service] = max(counts[resumed.service] ?? 0, resumed.count)
            }
        case .operatorSignedOn, .operatorSignedOff, .windowReassigned: staff(fact)
        case .assistCalled, .assistAnswered, .messageSent: help(fact)
        }
        noteTime(of: fact)
    }

    /// A time recorded while the clock was known to be wrong says nothing about the time.
    private mutating func noteTime(of fact: HallFact) {
        guard !isActive(.clockImplausible) else { return }
        newestRecord = max(newestRecord ?? fact.at, fact.at)
    }
}

// MARK: - Plan and day

extension RecordedHall {
    private mutating func adopt(_ fact: PlanAdopted) {
        plan = fact.plan
        planHash = fact.hash
        let former = windows
        windows = fact.plan.windows.map { window in
            former.first { $0.id == window.id } ?? WindowState(id: window.id)
        }
        forgetServices(notIn: fact.plan)
        assists.removeAll { fact.plan.window($0.window) == nil }
    }

    /// Everything but the plan comes from the fact: what it does not carry has ended with the day before.
    private mutating func open(_ fact: DayOpened) {
        var next = RecordedHall()
        next.plan = plan
        next.planHash = planHash
        next.day = fact.day
        next.book = TicketBook(fact.carried)
        next.windows = fact.windows
        next.alarms = fact.alarms
        next.lastJob = fact.lastJob
        next.lastOrder = fact.lastOrder
        next.controls = fact.controls ?? ControlState()
        next.power = fact.power ?? PowerState()
        next.ratings = fact.ratings ?? RatingState()
        next.assists = fact.assists ?? []
        next.stays = fact.stays
        next.appointments = fact.appointments
        let pending = fact.carried.filter { $0.printed == .pending }
        for (job, printer) in pending.compactMap({ $0.queued }).sorted(by: { $0.job < $1.job }) {
            next.printQueues[printer, default: []].append(job)
        }
        self = next
    }
}

// MARK: - Tickets

extension RecordedHall {
    private mutating func add(_ fact: TicketTaken) {
        // A later order than any is a new number's: to look through all of them for each would be quadratic.
        guard fact.order > lastOrder || ticketIndex(fact.ticket) == nil else { return }
        var ticket = Ticket(
            id: fact.ticket, service: fact.service, priority: fact.priority, takenAt: fact.at, order: fact.order,
            source: fact.source, ahead: fact.ahead, printed: fact.onPaper ? .pending : .paperless)
        ticket.estimatedWaitSeconds = fact.estimatedWaitSeconds
        ticket.booking = fact.booking
        book.append(ticket)
        lastOrder = max(lastOrder, fact.order)
        counts[fact.service] = max(counts[fact.service] ?? 0, fact.count)
    }

    private mutating func order(_ fact: PrintOrdered) {
        lastJob = max(lastJob, fact.job)
        guard let index = ticketIndex(fact.ticket) else { return }
        switch book[index].printed {
        case .proven, .unproven: heldPaper[fact.ticket] = book[index].printed
        case .pending, .failed, .paperless: break
        }
        if let former = book[index].job {
            formerJobs[former] = fact.ticket
            leaveQueue(former)
        }
        // What a visitor has waited for already goes before what others wait for.
        switch fact.reason {
        case .taken, .requested: printQueues[fact.printer, default: []].append(fact.job)
        case .interrupted, .proofLost: printQueues[fact.printer, default: []].insert(fact.job, at: 0)
        }
        book.change(index) {
            $0.job = fact.job
            $0.printer = fact.printer
            $0.printed = .pending
            if fact.reason.isReprint { $0.reprints += 1 }
        }
    }

    private mutating func settle(_ fact: PrintSettled) {
        guard let index = ticketIndex(fact.ticket) else { return }
        guard book[index].job == fact.job else { return settleFormer(fact, index) }
        leaveQueue(fact.job)
        if fact.outcome == .lost { doubtfulPaper.append(fact.ticket) }
        let held = heldPaper[fact.ticket]
        book.change(index) {
            switch fact.outcome {
            case .proven: $0.printed = .proven
            case .unproven: $0.printed = .unproven
            case .lost, .failed, .withdrawn: $0.printed = held ?? .failed
            }
        }
        heldPaper[fact.ticket] = nil
    }

    private mutating func leaveQueue(_ job: JobID) {
        for printer in printQueues.keys { printQueues[printer]?.removeAll { $0 == job } }
    }

    private mutating func settleFormer(_ fact: PrintSettled, _ index: Int) {
        guard fact.outcome == .proven, formerJobs[fact.job] == fact.ticket else { return }
        if book[index].printed == .pending {
            heldPaper[fact.ticket] = .proven
        } else {
            book.change(index) { $0.printed = .proven }
        }
    }

    private mutating func call(_ fact: TicketCalled) {
        // Whoever was called here by mistake is not the next one; then it is their turn again.
        for place in book.waiting where book[place].putBackAt == fact.window {
            book.change(place) { $0.putBackAt = nil }
        }
        change(fact.ticket) {
            $0.stage = .called(fact.window, times: 1)
            $0.calledAt = fact.at
            $0.putBackAt = nil
            $0.absence = nil
        }
        guard ticketIndex(fact.ticket) != nil else { return }
        change(fact.window) {
            $0.current = fact.ticket
            switch fact.rule {
            case .preferred: $0.preferredRun = ($0.preferredRun ?? 0) &+ 1
            case .firstTaken, .ordinaryTurn: $0.preferredRun = nil
            case .boundHere, .byNumber: break
            }
        }
    }

    private mutating func recall(_ fact: TicketRecalled) {
        change(fact.ticket) {
            guard case .called(_, let times) = $0.stage else { return }
            $0.stage = .called(fact.window, times: times &+ 1)
            $0.calledAt = fact.at
        }
    }

    private mutating func putBack(_ fact: TicketPutBack) {
        end(fact.ticket, as: .waiting)
        change(fact.ticket) {
            $0.calledAt = nil
            $0.putBackAt = fact.window
        }
    }

    mutating func end(_ ticket: TicketID, as stage: Ticket.Stage) {
        change(ticket) { $0.stage = stage }
        for index in windows.indices where windows[index].current == ticket { windows[index].current = nil }
    }

    mutating func change(_ ticket: TicketID, _ body: (inout Ticket) -> Void) {
        guard let index = ticketIndex(ticket) else { return }
        book.change(index, body)
    }

    mutating func change(_ window: WindowID, _ body: (inout WindowState) -> Void) {
        guard let index = windows.firstIndex(where: { $0.id == window }) else { return }
        body(&windows[index])
    }
}

extension Ticket {
    /// Its latest job and where that prints.
    fileprivate var queued: (job: JobID, printer: DeviceID)? {
        guard let job, let printer else { return nil }
        return (job, printer)
    }
}
