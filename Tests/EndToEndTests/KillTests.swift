import Foundation
import HallModel
import HallStore
import Synchronization
import Testing

/// `kill -9` at random moments while three clients take numbers, and the windows do everything that a window can.
@Suite(.serialized)
struct KillTests {
    /// 40 in CI, 1000 in `make long-test`.
    static let rounds = ProcessInfo.processInfo.environment["HALLD_LONG"] == nil ? 40 : 1000

    @Test func `nothing acknowledged is forgotten, nothing is doubled, journal and paper agree`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(seed: seed)
        let hall = try HallUnderTest("district")
        try hall.wait("printer is on line") { try hall.presence("kiosk-printer") == "online" }

        // A printer that keeps up with the crowd.
        try hall.simulate("set", "kiosk-printer", "speed", "400")
        let crowd = Crowd(hall: hall, seed: seed)
        crowd.begin()
        for _ in 0..<Self.rounds {
            usleep(UInt32.random(in: 50_000...900_000, using: &random))
            hall.killDaemon()
            try hall.launchDaemon()
        }
        usleep(500_000)
        crowd.end()

        try hall.wait("the last daemon answers") { try hall.hallctl(["status"]).status == 0 }
        try hall.wait("all prints are settled", atMost: 180) {
            try !hall.ask("queue").waiting.array.contains { $0.printed.string == "pending" }
        }
        // Whoever still waits holds a ticket: the printer was well all the time.
        let waiting = try hall.ask("queue").waiting.array
        #expect(waiting.allSatisfy { $0.printed.string == "proven" || $0.printed.string == "paperless" })
        #expect(hall.stopDaemon() == 0)
        let record = try Record(hall.state.path)
        let slips = try hall.slips()
        let acknowledged = crowd.acknowledged.withLock { $0 }
        print(
            "kill test: seed \(seed), \(Self.rounds) kills, \(record.taken.count) numbers,"
                + " \(acknowledged.count) acknowledged to clients, \(slips.count) slips,"
                + " \(record.reprints.count) reprints, \(record.places.calls) calls; \(crowd.clerks.withLock { $0.description })"
        )

        #expect(record.taken.count > Self.rounds / 4, "seed \(seed): too little happened")
        // Numbers: each once, none left out.
        for (service, counts) in record.counts {
            #expect(counts == Array(1...counts.count), "seed \(seed): \(service) has gaps or doubles")
        }
        // Nothing acknowledged is forgotten, and no number was told twice.
        #expect(Set(acknowledged).count == acknowledged.count, "seed \(seed): a number was told twice")
        #expect(Set(acknowledged).subtracting(record.taken).isEmpty, "seed \(seed): an acknowledged number is lost")
        // One window for a ticket, one ticket for a window, and each verb's facts in an order that can be.
        #expect(record.places.breaches == [], "seed \(seed)")
        let clerks = crowd.clerks.withLock { $0 }
        for (kind, count) in clerks {
            #expect(record.kinds[kind] ?? 0 >= count, "seed \(seed): \(kind) was acknowledged \(count) times")
        }
        #expect(clerks.count >= 5, "seed \(seed): only \(clerks.keys.sorted()) happened")
        // Paper: nothing that was never given; an unmarked slip at most once; marked ones as often as ordered.
        for (number, pieces) in Dictionary(grouping: slips.filter { $0.isCut && $0.number != nil }, by: \.number) {
            let number = try #require(number)
            #expect(record.taken.contains(number), "seed \(seed): \(number) is on paper and not in the journal")
            #expect(pieces.filter { !$0.isReprint }.count <= 1, "seed \(seed): \(number) is on paper twice, unmarked")
            let ordered = record.reprints.filter { $0 == number }.count
            #expect(pieces.filter(\.isReprint).count <= ordered, "seed \(seed): \(number) has unordered reprints")
        }
        let onPaper = Set(slips.filter(\.isCut).compactMap(\.number))
        // The printer had one job at a time: one interruption, one reprint.
        #expect(record.interrupted <= record.starts, "seed \(seed)")
        #expect(acknowledged.count > Self.rounds / 4, "seed \(seed): too few clients got through")
        #expect(record.proven.subtracting(onPaper).isEmpty, "seed \(seed): proven and not on paper")
        #expect(record.unsettled.isEmpty, "seed \(seed): print jobs without an end: \(record.unsettled)")
    }
}

/// Three who take numbers, and the clerks.
private final class Crowd: Sendable {
    let acknowledged = Mutex<[String]>([])
    /// How often a clerk was told that it is done, by the kind of the fact that says so.
    let clerks = Mutex<[String: Int]>([:])
    private let seed: UInt64
    private let going = Atomic(true)
    private let group = DispatchGroup()
    private let hall: @Sendable () -> HallUnderTest

    init(hall: HallUnderTest, seed: UInt64) {
        self.seed = seed
        nonisolated(unsafe) let shared = hall
        self.hall = { shared }
    }

    func begin() {
        for service in ["household", "social-security"] {
            repeatedly(pause: 300_000) { hall in
                let outcome = try hall.hallctl(["ticket", "take", service])
                guard outcome.status == 0, let number = try JSON(outcome.output).number.string else { return }
                self.acknowledged.withLock { $0.append(number) }
            }
        }
        repeatedly(pause: 400_000) { try $0.simulate("press", "kiosk-keys", "1") }
        for (place, window) in ["1", "2"].enumerated() {
            let random = Mutex(SplitMix(seed: seed &+ UInt64(place)))
            repeatedly(pause: 30_000) { hall in
                let (verb, kind) = random.withLock { Self.verbs.randomElement(using: &$0) } ?? ("call", "ticket-called")
                self.count(kind, try hall.hallctl(["window", window] + verb.split(separator: " ").map(String.init)))
            }
        }
        let random = Mutex(SplitMix(seed: seed &+ 9))
        repeatedly(pause: 200_000) { hall in
            guard let number = self.acknowledged.withLock({ $0.suffix(8).randomElement() }) else { return }
            let (verb, kind) = random.withLock { Self.ticketVerbs.randomElement(using: &$0) } ?? ("", "")
            let words = verb.split(separator: " ").map(String.init)
            self.count(kind, try hall.hallctl(["ticket", words[0], number] + words.dropFirst()))
        }
    }

    /// What a window can do, some of it more often, and the fact that it leaves.
    private static let verbs = [
        ("call", "ticket-called"), ("call", "ticket-called"), ("call", "ticket-called"), ("call", "ticket-called"),
        ("recall", "ticket-recalled"), ("start", "service-started"), ("start", "service-started"),
        ("finish", "service-finished"), ("no-show", "ticket-no-show"), ("put-back", "ticket-put-back"),
        ("park", "ticket-parked"), ("transfer --service household", "ticket-transferred"),
        ("pause", "window-mode-changed"), ("resume", "window-mode-changed"), ("resume", "window-mode-changed"),
    ]
    private static let ticketVerbs = [
        ("return", "ticket-returned"), ("return", "ticket-returned"), ("cancel", "ticket-cancelled"),
        ("transfer --service social-security", "ticket-transferred"), ("transfer --window 2", "ticket-transferred"),
    ]

    private func count(_ kind: String, _ outcome: Programs.Outcome) {
        // The others change nothing where it is so already, and are done all the same.
        let changes = [
            "ticket-called", "ticket-recalled", "service-finished", "ticket-no-show", "ticket-put-back",
            "ticket-parked",
        ]
        guard outcome.status == 0, changes.contains(kind) else { return }
        // Where nobody waits, nobody is called.
        if kind == "ticket-called", (try? JSON(outcome.output).ticket.number.string) == nil { return }
        clerks.withLock { $0[kind, default: 0] += 1 }
    }

    func end() {
        going.store(false, ordering: .relaxed)
        group.wait()
    }

    private func repeatedly(pause: UInt32, _ act: @escaping @Sendable (HallUnderTest) throws -> Void) {
        Thread.detach(in: group) {
            while self.going.load(ordering: .relaxed) {
                try? act(self.hall())
                usleep(pause)
            }
        }
    }
}

extension Thread {
    fileprivate static func detach(in group: DispatchGroup, _ body: @escaping @Sendable () -> Void) {
        group.enter()
        Thread.detachNewThread {
            body()
            group.leave()
        }
    }
}

/// What the journal says after the fact.
struct Record {
    var taken: Set<String> = []
    var counts: [String: [Int]] = [:]
    /// Facts of each kind.
    var kinds: [String: Int] = [:]
    /// Who was where.
    var places = Places()
    /// Numbers, once per reprint ordered.
    var reprints: [String] = []
    var proven: Set<String> = []
    var starts = 0
    var interrupted = 0
    var unsettled: Set<Int> = []

    init(_ directory: String) throws {
        let reader = try JournalReader(directory: directory)
        var next: Int64 = 1
        while true {
            let page = try reader.facts(from: next, limit: 1000)
            guard let last = page.last else { break }
            next = last.sequence + 1
            for (_, fact) in page { take(fact) }
        }
        for key in counts.keys { counts[key]?.sort() }
    }

    private mutating func take(_ fact: HallFact) {
        kinds[type(of: fact.payload).kind, default: 0] += 1
        places.take(fact)
        switch fact {
        case .ticketTaken(let fact):
            taken.insert(fact.ticket.number.text)
            counts["\(fact.ticket.day) \(fact.service)", default: []].append(fact.count)
        case .daemonStarted: starts += 1
        case .printOrdered(let fact):
            unsettled.insert(fact.job.number)
            if fact.reason == .interrupted { interrupted += 1 }
            if fact.reason.isReprint { reprints.append(fact.ticket.number.text) }
        case .printSettled(let fact):
            unsettled.remove(fact.job.number)
            if fact.outcome == .proven { proven.insert(fact.ticket.number.text) }
        default: break
        }
    }
}

/// Who is at which window, by a plain reading of the facts.
struct Places {
    private(set) var calls = 0
    private(set) var breaches: [String] = []
    private var windows: [String: String] = [:]

    mutating func take(_ fact: HallFact) {
        switch fact {
        case .ticketCalled(let fact):
            calls += 1
            if let other = windows[fact.window.rawValue] {
                breaches.append("\(fact.ticket): \(other) is at \(fact.window)")
            }
            if windows.values.contains(fact.ticket.description) { breaches.append("\(fact.ticket) is at two windows") }
            windows[fact.window.rawValue] = fact.ticket.description
        case .ticketRecalled(let fact): expect(fact.ticket, fact.window, "recalled")
        case .serviceStarted(let fact): expect(fact.ticket, fact.window, "started")
        case .serviceFinished(let fact): leave(fact.ticket, fact.window, "finished")
        case .ticketNoShow(let fact): leave(fact.ticket, fact.window, "no-show")
        case .ticketPutBack(let fact): leave(fact.ticket, fact.window, "put back")
        case .ticketParked(let fact): leave(fact.ticket, fact.window, "parked")
        case .ticketTransferred(let fact): if let left = fact.left { leave(fact.ticket, left, "transferred") }
        default: break
        }
    }

    private mutating func expect(_ ticket: TicketID, _ window: WindowID, _ what: String) {
        if windows[window.rawValue] != ticket.description {
            breaches.append("\(ticket) \(what), and is not at \(window)")
        }
    }

    private mutating func leave(_ ticket: TicketID, _ window: WindowID, _ what: String) {
        expect(ticket, window, what)
        windows[window.rawValue] = nil
    }
}

/// A small seeded generator, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
