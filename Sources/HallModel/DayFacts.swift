/// A configuration came into force.
public struct PlanAdopted: FactPayload {
    /// Its name in the journal.
    public static let kind = "plan-adopted"
    /// The second knows programs and voices, ranges and contingents.
    public static let version = 2
    /// The first as long as nothing of that is in the plan.
    public var formVersion: Int { plan.hasVoices || plan.limitsNumbers ? 2 : 1 }
    /// SHA-256 of the plan's canonical bytes, lower-case hex.
    public var hash: String
    /// The plan itself.
    public var plan: HallPlan
    /// When.
    public var at: WallTime

    /// All fields.
    public init(hash: String, plan: HallPlan, at: WallTime) {
        self.hash = hash
        self.plan = plan
        self.at = at
    }
}

/// A service day began. Restoring starts here: it carries everything that lives on, and nothing else does.
public struct DayOpened: FactPayload {
    /// Its name in the journal.
    public static let kind = "day-opened"
    /// The second carries appointments.
    public static let version = 2
    /// The first as long as there are none.
    public var formVersion: Int { appointments.isEmpty ? 1 : 2 }
    /// The day that began.
    public var day: ServiceDay
    /// When it began for the hall.
    public var at: WallTime
    /// The plan in force (its bytes are in an earlier `plan-adopted`).
    public var planHash: String
    /// Alarms that are not normal.
    public var alarms: [Alarm]
    /// Tickets called or in service across the turn.
    public var carried: [Ticket]
    /// Tickets still waiting at the turn: nobody will call them.
    public var lapsed: [TicketID]
    /// The windows, with whom they serve.
    public var windows: [WindowState]
    /// The number of the last print job.
    public var lastJob: JobID
    /// The order of the last number given.
    public var lastOrder: Int
    /// What is wanted of outputs and plants; nil for nothing.
    public var controls: ControlState?
    /// Batteries in use and the closure in force; nil for none.
    public var power: PowerState?
    /// Services at the turn that can still be rated; nil for none.
    public var ratings: RatingState?
    /// Calls for help that nobody has answered; nil for none.
    public var assists: [AssistCalled]?
    /// How long the newest visitors of each service kept a window.
    @OmittedWhenEmpty public var stays: [ServiceStays] = []
    /// Appointments to come.
    @OmittedWhenEmpty public var appointments: [Appointment] = []

    /// All fields.
    public init(
        day: ServiceDay, at: WallTime, planHash: String, alarms: [Alarm], carried: [Ticket], lapsed: [TicketID],
        windows: [WindowState], lastJob: JobID, lastOrder: Int
    ) {
        self.day = day
        self.at = at
        self.planHash = planHash
        self.alarms = alarms
        self.carried = carried
        self.lapsed = lapsed
        self.windows = windows
        self.lastJob = lastJob
        self.lastOrder = lastOrder
    }
}

/// How long the newest visitors of a service kept a window, from the call to the end of their service.
public struct ServiceStays: Sendable, Equatable, Codable {
    /// The service.
    public var service: ServiceID
    /// Whole seconds, the newest last; at most twenty.
    public var seconds: [Int]

    /// A service and its newest stays.
    public init(service: ServiceID, seconds: [Int]) {
        self.service = service
        self.seconds = seconds
    }
}

/// The daemon started.
public struct DaemonStarted: FactPayload {
    /// Its name in the journal.
    public static let kind = "daemon-started"
    /// When.
    public var at: WallTime
    /// The build.
    public var version: String
    /// Names this run; stream positions begin with it.
    public var epoch: String

    /// All fields.
    public init(at: WallTime, version: String, epoch: String) {
        self.at = at
        self.version = version
        self.epoch = epoch
    }
}

extension HallPlan {
    /// Services share a prefix, or end at a number: read without that, numbers would be given twice.
    fileprivate var limitsNumbers: Bool { services.contains { $0.range != nil || $0.contingent != nil } }

    /// A device or a wire of it is of a kind that the first form of the fact does not know.
    fileprivate var hasVoices: Bool {
        devices.contains { device in
            switch device.profile.settings {
            case .voiceModule, .voiceProgram: true
            case .escposPrinter, .alphaDisplay, .byteMapKeys, .modbusRegisters, .onbonDisplay, .nutUPS, .megatecUPS,
                .contactPanel:
                false
            }
        }
    }
}
