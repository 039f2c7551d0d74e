import DeviceDrivers
import HallAPI
import HallModel
import Synchronization

/// A search of a wire and what it told since somebody last looked: the wire's thread puts in, the API thread takes out.
final class ScanFeed: Sendable {
    /// What is new.
    struct News: Equatable {
        var done = 0
        var of = 0
        var found: [BusScanFinding] = []
        var ended: End?
    }
    /// Why it is over.
    enum End: Equatable {
        /// The machine said so.
        case told(BusScanEnd)
        /// It was never begun.
        case busy
    }
    private struct State {
        var news = News()
        var isFresh = true
        var id: BusQuestionID?
        var isAbandoned = false
    }
    private let state: Mutex<State>
    private let bus: BusID
    private let wires: any BusGateway

    /// A search that is not begun, of so many addresses over all settings.
    init(_ bus: BusID, _ wires: any BusGateway, of count: Int) {
        self.bus = bus
        self.wires = wires
        state = Mutex(State(news: News(of: count)))
    }

    /// Begins it, unless nobody waits any more; reads profiles from disk.
    func begin(_ units: ClosedRange<Int>, _ settings: [SerialSettings]) {
        guard !state.withLock({ $0.isAbandoned }) else { return }
        let models = wires.models()
        let id = wires.scan(bus, units: units, models: models, settings: settings) { self.hear($0) }
        let isAbandoned = state.withLock { state in
            state.id = id
            if id == nil { (state.news.ended, state.isFresh) = (.busy, true) }
            return state.isAbandoned
        }
        if isAbandoned, let id { wires.endScan(bus, id) }
    }

    private func hear(_ news: BusScanNews) {
        state.withLock { state in
            state.isFresh = true
            switch news {
            case .progress(let done, let count): (state.news.done, state.news.of) = (done, count)
            case .found(let finding): state.news.found.append(finding)
            case .ended(let end): state.news.ended = .told(end)
            }
        }
    }

    /// What was told since; nil if nothing was.
    func take() -> News? {
        state.withLock { state in
            guard state.isFresh else { return nil }
            state.isFresh = false
            defer { state.news.found = [] }
            return state.news
        }
    }

    /// Nobody waits for it any more.
    func abandon() {
        let id = state.withLock { state -> BusQuestionID? in
            state.isAbandoned = true
            return state.news.ended == nil ? state.id : nil
        }
        if let id { wires.endScan(bus, id) }
    }
}

/// A reader of a search: when it goes away, the search ends.
final class ScanWatch {
    /// Between two looks.
    private static let pause = Duration.milliseconds(200)

    private let feed: ScanFeed
    private let bus: BusPlan
    /// When to look next.
    private(set) var due: MonotonicInstant?

    init(_ feed: ScanFeed, _ bus: BusPlan) {
        self.feed = feed
        self.bus = bus
    }

    deinit { feed.abandon() }

    /// What is new; nil if nothing is.
    func look(_ view: Viewing) -> ScanBus.Reply? {
        due = APIServer.monotonicNow() + Self.pause
        guard let news = feed.take() else { return nil }
        var reply = ScanBus.Reply(
            done: news.done, of: news.of, found: news.found.map { view.found($0, on: bus) })
        switch news.ended {
        case nil: break
        case .busy: reply.outcome = .busy
        case .told(.complete): reply.outcome = .complete
        case .told(.stopped): reply.outcome = .stopped
        case .told(.refused): reply.outcome = .refused
        case .told(.portClosed(let detail)): (reply.outcome, reply.detail) = (.portClosed, detail.rawValue)
        }
        return reply
    }
}

extension Viewing {
    fileprivate func found(_ finding: BusScanFinding, on bus: BusPlan) -> ScanBus.Reply.Found {
        // Whoever answers at other settings is no device of the running plan, but may well be meant to be one.
        let planned = (plan?.devices ?? []).first { $0.bus == bus.id && $0.address == finding.unit }
        let profile = planned?.profile.id.rawValue
        let verdict: ScanVerdict
        if planned == nil {
            verdict = .notInPlan
        } else if case .serial(_, let own) = bus.wire, let settings = finding.settings, !settings.isLike(own) {
            verdict = .otherSettings
        } else if let profile, finding.profiles.contains(profile) {
            verdict = .asPlanned
        } else {
            verdict = finding.profiles.isEmpty ? .unknownModel : .otherModel
        }
        return ScanBus.Reply.Found(
            unit: finding.unit, baud: finding.settings?.baud, format: finding.settings?.format,
            device: planned?.id.rawValue, profile: profile, onlyRefuses: finding.onlyRefuses,
            profiles: finding.profiles, verdict: verdict)
    }
}

extension SerialSettings {
    /// Bytes stand on the line alike.
    func isLike(_ other: Self) -> Bool { baud == other.baud && format == other.format }
}
