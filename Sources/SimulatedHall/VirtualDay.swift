import DeviceProtocols
import DeviceSimulators
import HallLogic
import HallModel
import HallStore
import HardwareAccess

/// Hours of a hall in virtual time: visitors press keys, clerks call and serve, the roll ends, a cable is pulled.
///
/// Everything left to chance comes from one seed; no wall clock is read.
public struct VirtualDay: Sendable {
    /// Monday, 23 November 2026; the hours begin at nine in the hall.
    static let date = CivilDate(year: 2026, month: 11, day: 23)
    /// The last visitors come so long before the end, so that their tickets are printed.
    static let lastArrival = Duration.seconds(120)

    /// What happens, and how much of it.
    public struct Settings: Sendable, Equatable {
        /// 1…24
        public var hours: Int
        /// 0…5000
        public var visitors: Int
        /// Of everything that is left to chance.
        public var seed: UInt64
        /// What goes wrong; nil for the usual mishaps: the first roll ends, the first display's cable is pulled.
        public var scenario: Scenario?
        /// The weather, with a building around the sensors; nil leaves them as they come out of their boxes.
        public var season: Season?

        /// All settings.
        public init(hours: Int, visitors: Int, seed: UInt64, scenario: Scenario? = nil, season: Season? = nil) {
            self.season = season
            self.hours = hours
            self.visitors = visitors
            self.seed = seed
            self.scenario = scenario
        }
    }

    private enum Event: Sendable {
        case hand(SimulatedAction)
        case clerk(Int)
    }

    /// The hall; after `run` as it stands at the end.
    public private(set) var hall: VirtualHall
    private let settings: Settings
    private let start: MonotonicInstant
    private var generator: SeededGenerator
    private var agenda: [(at: MonotonicInstant, order: Int, event: Event)] = []
    private var planned = 0

    /// A day of this hall.
    ///
    /// - Throws: `HallsimError` for settings out of range, an unknown time zone, or a system without iconv's tables.
    public init(plan: HallPlan, _ settings: Settings) throws(HallsimError) {
        guard (1...24).contains(settings.hours) else { throw HallsimError(.badDay("\(settings.hours)")) }
        guard (0...5000).contains(settings.visitors) else { throw HallsimError(.badDay("\(settings.visitors)")) }
        let midnight = WallTime(seconds: Int64(Self.date.daysSince1970) * 86_400)
        let civil: CivilClock
        let text: ChineseEncoder
        do throws(TimeZoneError) {
            civil = try CivilClock(zone: plan.hall.timezone, around: midnight)
        } catch {
            throw HallsimError(zone: error)
        }
        do throws(SystemFailure) { text = try .iconv() } catch { throw HallsimError(.systemFailed(error.description)) }
        // From noon of the day before in UTC, nine o'clock of the date comes first in every zone east of it.
        let opening = civil.next(secondOfDay: 9 * 3600, from: midnight + .seconds(-12 * 3600))
        start = MonotonicInstant(nanoseconds: 0)
        self.settings = settings
        generator = SeededGenerator(seed: settings.seed)
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
    /// - Throws: `HallsimError` where the scenario names what is not there.
    public mutating func run() throws(HallsimError) {
        let end = start + .seconds(settings.hours * 3600)
        while let next = agenda.indices.min(by: {
            (agenda[$0].at, agenda[$0].order) < (agenda[$1].at, agenda[$1].order)
        }) {
            let (moment, _, event) = agenda.remove(at: next)
            guard moment <= end else { break }
            hall.run(until: moment)
            switch event {
            case .hand(let action):
                do throws(SimulatorError) { try hall.perform(action) } catch { throw HallsimError(refused: error) }
            case .clerk(let place): takeTurn(of: place, at: moment)
            }
        }
        hall.run(until: end)
    }

    private mutating func plan(_ event: Event, at moment: MonotonicInstant) {
        planned += 1
        agenda.append((moment, planned, event))
    }

    // MARK: Who comes

    private mutating func planVisitors(_ plan: HallPlan) {
        let kiosks = plan.kiosks.filter { $0.keys != nil && !$0.services.isEmpty }
        guard !kiosks.isEmpty else { return }
        let span = settings.hours * 3_600_000 - Int(Self.lastArrival.components.seconds) * 1000
        for _ in 0..<settings.visitors {
            let at = start + .milliseconds(generator.number(in: 1000...span))
            let kiosk = kiosks[generator.number(in: 0...(kiosks.count - 1))]
            let key = kiosk.services[generator.number(in: 0...(kiosk.services.count - 1))].key
            if let keys = kiosk.keys { self.plan(.hand(.press(keys, key: key)), at: at) }
        }
    }

    private mutating func planClerks(_ plan: HallPlan) {
        for (place, window) in plan.windows.enumerated() where window.caller != nil {
            self.plan(.clerk(place), at: start + .seconds(generator.number(in: 5...30)))
        }
    }

    /// A clerk looks at the window and presses the next key: call, start or no-show, finish.
    private mutating func takeTurn(of place: Int, at moment: MonotonicInstant) {
        let window = hall.plan.windows[place]
        guard let caller = window.caller else { return }
        let state = hall.hall.recorded.windows.first { $0.id == window.id }
        let ticket = state?.current.flatMap { id in hall.hall.recorded.tickets.first { $0.id == id } }
        let key: WindowVerb
        let pause: Int
        switch ticket?.stage {
        case .called:
            let comes = generator.happens(withProbability: 0.95)
            key = comes ? .start : .noShow
            pause = comes ? generator.number(in: 40...240) : generator.number(in: 2...6)
        case .serving: (key, pause) = (.finish, generator.number(in: 3...10))
        default: (key, pause) = (.call, generator.number(in: 8...25))
        }
        // A keypad without that key leaves the clerk to try again.
        do throws(SimulatorError) { try hall.perform(.press(caller, key: key.rawValue)) } catch {}
        plan(.clerk(place), at: moment + .seconds(pause))
    }

    // MARK: What goes wrong

    private mutating func planMishaps(_ plan: HallPlan) {
        if let scenario = settings.scenario {
            for step in scenario.steps { self.plan(.hand(step.action), at: start + step.at) }
            return
        }
        let minutes = settings.hours * 60
        if let printer = plan.kiosks.lazy.compactMap(\.printer).first {
            // Forty millimetres are left: the roll ends in the middle of a ticket.
            self.plan(
                .hand(.set(printer, point: "roll", value: "40")), at: start + .seconds(minutes * 60 * 2 / 5))
            self.plan(.hand(.set(printer, point: "paper", value: "ok")), at: start + .seconds(minutes * 60 / 2))
        }
        if let display = plan.windows.lazy.compactMap(\.display).first, let bus = plan.device(display)?.bus {
            self.plan(.hand(.unplug(bus)), at: start + .seconds(minutes * 60 * 3 / 5))
            self.plan(.hand(.plug(bus)), at: start + .seconds(minutes * 60 * 13 / 20))
        }
    }

    // MARK: What is told

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
