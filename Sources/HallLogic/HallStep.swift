import HallModel

/// What one room tells the rooms after it.
enum HallSignal: Sendable, Equatable {
    /// A configuration is in force: adopted now, or offered again.
    case planInForce
    /// An offered configuration was refused.
    case planRefused(PlanRefusal)
    /// A service day began; these jobs print numbers that have lapsed.
    case dayTurned(lapsedJobs: [LapsedJob])
    /// A kiosk's number was voided because this printer did not print it.
    case ticketNotPrinted(printer: DeviceID)
    /// This printer printed a number.
    case printed(DeviceID)
    /// A service was rated bad: it must be followed up.
    case ratedBad(TicketID, WindowID, RatingLevel)

    /// The journal is a backup that ends there.
    case journalRestored(end: WallTime?)

    /// A job whose number nobody will call.
    struct LapsedJob: Sendable, Equatable {
        var job: JobID
        var printer: DeviceID
    }
}

/// One input on its way through the rooms: the state they read, and what they leave.
struct HallStep {
    private(set) var recorded: RecordedHall
    var live: LiveHall
    let input: HallInput
    let now: HallInstant
    private(set) var decision = HallDecision()
    private(set) var signals: [HallSignal] = []

    /// A step of a hall in which nothing has happened.
    init(input: HallInput, now: HallInstant) {
        recorded = RecordedHall()
        live = LiveHall()
        self.input = input
        self.now = now
    }

    /// Takes over a state, or gives it back.
    mutating func exchange(_ recorded: inout RecordedHall, _ live: inout LiveHall) {
        swap(&self.recorded, &recorded)
        swap(&self.live, &live)
    }

    /// All rooms, once, in the fixed order.
    mutating func visitRooms() {
        live.absorb(input, plan: recorded.plan, newest: recorded.newestRecord)
        JournalWatch().visit(&self)
        ClockWatch().visit(&self)
        let canRecord = !recorded.isActive(.journalUnavailable)
        if canRecord {
            Adoption().visit(&self)
            Calendar().visit(&self)
            Resumption().visit(&self)
            recordStart()
            Power().visit(&self)
        }
        Climate().visit(&self)
        if canRecord {
            Controls().visit(&self)
            Queue().visit(&self)
            Ratings().visit(&self)
            Duties().visit(&self)
            AppointmentNotice().visit(&self)
        }
        Alarms().visit(&self)
        Announcer().visit(&self)
    }

    /// The report is a measured value: only limits, and troubles of the point itself, have to do with it.
    func isMeasuredOnly(_ report: DeviceReport) -> Bool {
        guard case .reading = report.content else { return false }
        return live.climate.book?.isPlain(report.device) ?? false
    }

    /// Leaves a fact, which is so at once.
    mutating func record(_ fact: HallFact) {
        recorded.apply(fact)
        decision.facts.append(fact)
    }

    /// Leaves work for a device.
    mutating func send(_ job: HallDecision.Job) { decision.jobs.append(job) }

    /// Tells the rooms after this one.
    mutating func signal(_ signal: HallSignal) { signals.append(signal) }

    /// Answers whoever asked.
    mutating func answer(_ token: ReplyToken, _ reply: HallReply) {
        decision.answers.append(HallDecision.Answer(token: token, reply: reply))
    }

    /// Makes a device's alarm, or the hall's, active unless it is.
    mutating func raise(_ kind: AlarmKind, _ device: DeviceID? = nil, subject: String? = nil) {
        raise(kind, about: device.map { .device($0) } ?? .hall, subject: subject)
    }

    /// Makes an alarm active unless it is. A limit's verb can change the priority; a latched alarm stays until a person
    /// resets it.
    mutating func raise(
        _ kind: AlarmKind, about source: AlarmSource, priority: AlarmPriority? = nil, subject: String? = nil,
        limit: LimitCitation? = nil, value: String? = nil, latches: Bool = false
    ) {
        if let kept = recorded.alarm(Alarm.id(kind, about: source)), kept.next(on: .raise) == nil { return }
        var raised = AlarmRaised(
            alarm: kind, device: source.device, priority: priority ?? kind.priority, at: now.wall, subject: subject)
        switch source {
        case .hall, .device: break
        case .point, .bus, .window, .ticket, .service, .zone: raised.about = source
        }
        raised.limit = limit
        raised.value = value
        raised.latches = latches ? true : nil
        record(.alarmRaised(raised))
    }

    /// Ends the cause of a device's alarm, or the hall's, if it is active.
    mutating func clear(_ kind: AlarmKind, _ device: DeviceID? = nil) {
        clear(kind, about: device.map { .device($0) } ?? .hall)
    }

    /// Ends an alarm's cause if it is active.
    mutating func clear(_ kind: AlarmKind, about source: AlarmSource) {
        let id = Alarm.id(kind, about: source)
        guard recorded.alarm(id)?.isActive ?? false else { return }
        record(.alarmReturned(AlarmReturned(alarm: id, at: now.wall)))
    }

    private mutating func recordStart() {
        guard case .started(let start) = input else { return }
        record(.daemonStarted(DaemonStarted(at: now.wall, version: start.version, epoch: start.epoch)))
    }
}
