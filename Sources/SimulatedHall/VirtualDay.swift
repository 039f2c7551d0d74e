import DeviceProtocols
import DeviceSimulators
import HallLogic
import HallModel
import HallStore
import HardwareAccess

/// A day of a hall in virtual time: visitors press keys, clerks call and serve and eat, the roll ends, a cable is pulled,
/// somebody mends it.
///
/// Everything left to chance comes from one seed; no wall clock is read. What must hold in any hall is checked fact by
/// fact (`DayWatch`), and the figures come from the facts alone (`DayMeter`).
public struct VirtualDay: Sendable {
    /// Monday, 23 November 2026.
    static let date = CivilDate(year: 2026, month: 11, day: 23)
    /// A hall without opening hours opens at nine.
    private static let usualOpening = 9 * 3600
    /// The last visitors come so long before the end, so that their tickets are printed.
    private static let lastArrival = Duration.seconds(120)

    /// What happens, and how much of it.
    public struct Settings: Sendable, Equatable {
        /// 1…24, from the hall's opening
        public var hours: Int
        /// 0…5000
        public var visitors: Int
        /// Of everything that is left to chance.
        public var seed: UInt64
        /// What goes wrong; nil for the usual mishaps: the first roll ends, the first display's cable is pulled, the first
        /// printer goes off line.
        public var scenario: Scenario?
        /// The weather, with a building around the sensors; nil leaves them as they come out of their boxes.
        public var season: Season?
        /// What is taken for granted about visitors and clerks.
        public var assumptions: DayAssumptions

        /// All settings.
        public init(
            hours: Int, visitors: Int, seed: UInt64, scenario: Scenario? = nil, season: Season? = nil,
            assumptions: DayAssumptions = DayAssumptions()
        ) {
            self.season = season
            self.hours = hours
            self.visitors = visitors
            self.seed = seed
            self.scenario = scenario
            self.assumptions = assumptions
        }
    }

    enum Event: Sendable {
        case hand(SimulatedAction)
        /// A visitor enters, or tries again.
        case arrival(Int)
        /// The next in line steps up to a kiosk.
        case kioskFree(Int)
        /// Nothing came of a press.
        case pressOverdue(Int, press: Int)
        /// A clerk looks at the window; void once another look was planned.
        case clerk(Int, look: Int)
        /// Somebody comes to see to an alarm.
        case mend(AlarmID)
    }

    /// The hall; after `run` as it stands at the end.
    public internal(set) var hall: VirtualHall
    /// Who comes, in the order of their places in the seed; then whoever a scenario's hand took a number for.
    public internal(set) var visits: [Visit] = []
    let settings: Settings
    let start: MonotonicInstant
    let doorsClose: MonotonicInstant
    let doors: Doors
    var agenda = Agenda<Event>()
    var kiosks: [KioskLine] = []
    var clerks: [Clerk] = []
    /// Whose number it is.
    var holders: [TicketID: Int] = [:]
    /// The visitor who asks at the desk at this moment.
    var asking: Int?
    private(set) var watch = DayWatch()
    private var meter: DayMeter
    private var seen = 0

    /// A day of this hall.
    ///
    /// - Throws: `HallsimError` for settings out of range, an unknown time zone, or a system without iconv's tables.
    public init(plan: HallPlan, _ settings: Settings) throws(HallsimError) {
        guard (1...24).contains(settings.hours) else { throw HallsimError(.badDay("\(settings.hours)")) }
        guard (0...5000).contains(settings.visitors) else { throw HallsimError(.badDay("\(settings.visitors)")) }
        let known = plan.services.map(\.id)
        for service in settings.assumptions.services where !known.contains(service) {
            throw HallsimError(.noSuchService(service.rawValue.withoutControls, known: known.map(\.rawValue)))
        }
        let midnight = WallTime(seconds: Int64(Self.date.daysSince1970) * 86_400)
        let civil: CivilClock
        let text: ChineseEncoder
        do throws(TimeZoneError) {
            civil = try CivilClock(zone: plan.hall.timezone, around: midnight)
        } catch {
            throw HallsimError(zone: error)
        }
        do throws(SystemFailure) { text = try .iconv() } catch { throw HallsimError(.systemFailed(error.description)) }
        let opens = plan.hall.openHours?.opens ?? Self.usualOpening
        let length = Duration.seconds(settings.hours * 3600)
        let open = plan.hall.openHours.map { Duration.seconds($0.closes - $0.opens) } ?? length
        let entrance = min(open, length - Self.lastArrival)
        guard let doors = Doors(from: opens, for: entrance, settings.assumptions.curve) else {
            throw HallsimError(.nobodyComes)
        }
        self.doors = doors
        // From noon of the day before in UTC, a time of the date comes first in every zone east of it.
        let opening = civil.next(secondOfDay: opens, from: midnight + .seconds(-12 * 3600))
        start = MonotonicInstant(nanoseconds: 0)
        doorsClose = start + entrance
        self.settings = settings
        meter = DayMeter(plan: plan, from: opening)
        hall = VirtualHall(
            plan: plan, at: HallInstant(monotonic: start, wall: opening, civil: civil), text: text, decoder: .iconv(),
            seed: settings.seed)
        if let season = settings.season { hall.surround(with: RoomSurroundings(plan: plan, season: season)) }
        planVisitors(plan)
        planClerks(plan)
        planMishaps(plan)
    }

    /// Runs all hours.
    ///
    /// - Throws: `HallsimError` where the scenario names what is not there, and at the first breach of what must hold.
    public mutating func run() throws(HallsimError) {
        let end = start + .seconds(settings.hours * 3600)
        try observe()
        while let moment = agenda.next, moment <= end {
            if hall.runToFact(until: moment) {
                try observe()
            } else if let event = agenda.takeNext() {
                try perform(event)
                try observe()
            }
        }
        while hall.runToFact(until: end) { try observe() }
        do throws(DayViolation) { try watch.end(visits, hall) } catch { throw told(error) }
    }

    private mutating func perform(_ event: Event) throws(HallsimError) {
        switch event {
        case .hand(let action):
            do throws(SimulatorError) { try hall.perform(action) } catch { throw HallsimError(refused: error) }
        case .arrival(let place): enter(place)
        case .kioskFree(let kiosk): free(kiosk)
        case .pressOverdue(let kiosk, let press): missed(kiosk, press)
        case .clerk(let place, let look): if clerks[place].look == look { takeTurn(place) }
        case .mend(let alarm): mend(alarm)
        }
    }

    /// Everybody sees what has happened since.
    private mutating func observe() throws(HallsimError) {
        while seen < hall.records.count {
            let (fact, at) = (hall.records[seen].fact, hall.records[seen].at)
            seen += 1
            do throws(DayViolation) { try watch.take(fact, at: at) } catch { throw told(error) }
            meter.take(fact)
            hearAsVisitor(fact)
            hearAsClerk(fact)
            if case .alarmRaised(let raised) = fact { plan(.mend(raised.id), in: settings.assumptions.mend) }
        }
    }

    private func told(_ violation: DayViolation) -> HallsimError {
        let at = hall.now.civil.local(violation.at ?? hall.now.wall)
        return HallsimError(.violated(violation, at: at.rfc3339))
    }

    mutating func plan(_ event: Event, in time: Duration) { agenda.add(event, at: hall.now.monotonic + time) }

    // MARK: What goes wrong, and who sees to it

    private mutating func planMishaps(_ plan: HallPlan) {
        if let scenario = settings.scenario {
            for step in scenario.steps { agenda.add(.hand(step.action), at: start + step.at) }
            return
        }
        let fifth = Duration.seconds(settings.hours * 3600 / 5)
        if let printer = plan.kiosks.lazy.compactMap(\.printer).first {
            // Forty millimetres are left: the roll ends in the middle of a ticket.
            self.plan(.hand(.set(printer, point: "roll", value: "40")), in: fifth * 2)
            self.plan(.hand(.fault(printer, FaultOrder(.offline))), in: fifth * 4)
        }
        if let display = plan.windows.lazy.compactMap(\.display).first, let bus = plan.device(display)?.bus {
            self.plan(.hand(.unplug(bus)), in: fifth * 3)
        }
    }

    /// A person comes with paper, puts cables back, switches on what is off; what is mended already stays as it is.
    private mutating func mend(_ id: AlarmID) {
        guard let alarm = hall.hall.recorded.alarm(id), alarm.isActive else { return }
        var actions: [SimulatedAction] = []
        if let device = alarm.source.device {
            switch alarm.kind {
            case .paperOut: actions = [.clear(device), .set(device, point: "paper", value: "ok")]
            case .coverOpen: actions = [.clear(device), .set(device, point: "cover", value: "closed")]
            case .cutterError: actions = [.clear(device), .set(device, point: "cutter", value: "ok")]
            case .printerFault, .notAnswering, .upsSilent: actions = [.clear(device)]
            case .portLost: if let bus = hall.plan.device(device)?.bus { actions = [.plug(bus)] }
            default: break
            }
        } else if case .bus(let bus) = alarm.source {
            actions = [.plug(bus)] + hall.plan.devices.filter { $0.bus == bus }.map { .clear($0.id) }
        }
        for action in actions {
            // Everything named is in the plan.
            do throws(SimulatorError) { try hall.perform(action) } catch {}
        }
    }

    // MARK: What is told

    /// What the day came to.
    public var figures: DayFigures {
        var figures = meter.figures(until: hall.now, plan: hall.plan)
        figures.seed = settings.seed
        figures.visitors = watch.standing(of: visits)
        return figures
    }

    /// Everything that happened: the facts' exact bytes, then what stands on paper and displays. No value of it comes
    /// from a wall clock, a process or a memory address.
    public func report(_ language: Language) -> [String] {
        var lines = [
            "# \(hall.plan.hall.name.withoutControls) · \(settings.hours) h · \(settings.visitors) · \(settings.seed)"
        ]
        for (number, record) in hall.records.enumerated() {
            let encoded = FactCoding.encode(record.fact)
            let clock = hall.now.civil.local(record.at).rfc3339
            lines.append(
                "\(number + 1) \(clock) \(encoded.form.kind) \(encoded.form.version) "
                    + String(decoding: encoded.bytes, as: UTF8.self))
        }
        for device in hall.devices { lines += DeviceView(device, language: language).drawing ?? [] }
        return lines
    }
}
