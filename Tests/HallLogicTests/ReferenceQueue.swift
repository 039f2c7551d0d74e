import HallModel

/// The rules of the queue once more, as plainly as they can be said: lists of rows, seconds as numbers, states as
/// words. It shares no code with the hall and is compared with it step by step.
struct ReferenceQueue {
    struct Row {
        /// Rises with each number given.
        var id: Int
        var day: Int
        var number: String
        var service: String
        var kiosk: Bool
        /// waiting, called, serving, parked, absent, finished, noShow, cancelled, voided
        var stage = "waiting"
        var window = ""
        var calls = 0
        /// pending, proven, unproven, failed, paperless
        var paper = "paperless"
        /// What the visitor already holds while it is printed again.
        var held = ""
        /// Some print of it was interrupted or lost.
        var doubt = false
        var job = 0
        var former: [Int] = []
        var printer = 0
        var losses = 0
        /// The window that put it back.
        var mistaken = ""
        /// The only window that may call it.
        var bound = ""
        /// The only person who may call it.
        var boundPerson = ""
        /// Called in vain so often.
        var misses = 0
        /// An elder, for example.
        var preferred = false
        /// With an appointment: preferred from then on, by the wall clock.
        var bookedFor: Int64?
        /// When it was missed, by the wall clock; when its time to come back is over, by the other.
        var missedAt: Int64 = 0
        var backUntil: Int64 = 0
        var over: Bool { !["waiting", "called", "serving", "parked", "absent"].contains(stage) }
        var isAtWindow: Bool { stage == "called" || stage == "serving" }
        /// Somebody has it in hand.
        var known: Bool { !kiosk || paper != "pending" || held != "" || doubt }
    }
    struct Counter {
        var name: String
        var serves: [String]
        var mode = "open"
        /// Preferred visitors called in a row.
        var run = 0
        /// Who has signed on, and whose places they take.
        var who = ""
        var standsFor: [String] = []
        /// What it serves today.
        var assigned: [String]?
        /// Where its clerk went.
        var away = ""
    }
    struct Person {
        var name: String
        /// Empty: everything, everywhere.
        var skills: [String] = []
        var covers: [String] = []
    }
    struct Timer {
        var job: Int
        var due: Int64
        var asked = false
    }

    /// The service day: days since 1970, four hours shifted.
    var day: Int
    var rows: [Row] = []
    /// The ids of all rows, as they stand in the line: who is put behind somebody comes after all who were before.
    var line: [Int] = []
    /// Behind whom somebody was put.
    var behindWhom: [Int: Int] = [:]
    /// A visitor who does not come waits again so often, behind so many, and may then come back for so long.
    static let (again, behind, grace) = (1, 2, Int64(300))
    /// A window calls so many preferred visitors in a row while others wait.
    static let inARow = 2
    var counters = [
        Counter(name: "1", serves: ["household", "tax"]), Counter(name: "2", serves: ["company", "household"]),
    ]
    /// Who can sign on; nobody needs to where there is nobody.
    var people: [Person] = []
    /// Windows that call for help, the oldest first.
    var assists: [String] = []
    var able = [true, true]
    var given: [(service: String, count: Int)] = []
    var jobs = 0
    /// Jobs that wait or print, for each printer; only the first is ever given to it.
    var queues: [[Int]] = [[], []]
    var sent: [Int] = []
    var timers: [Timer] = []
    var journalDown = false
    /// Outcomes told while the journal was down.
    var told: [(job: Int, outcome: String)] = []
    /// Jobs asked back by the last step.
    var askedBack: [Int] = []

    static let prefixes = [("household", "A"), ("tax", "B"), ("company", "C")]

    init(day: Int) { self.day = day }

    // MARK: Numbers

    mutating func take(
        _ service: String, kiosk: Int?, preferred: Bool = false, bookedFor: Int64? = nil, printer: Int?,
        at seconds: Int64
    ) {
        let prefix = Self.prefixes.first { $0.0 == service }?.1 ?? "?"
        var count = given.last { $0.service == service }?.count ?? 0
        var number = ""
        repeat {
            count += 1
            number = prefix + String(1000 + count).dropFirst()
        } while rows.contains { $0.number == number && !$0.over }
        given.append((service, count))
        line.append((line.max() ?? 0) + 1)
        rows.append(Row(id: line.max() ?? 0, day: day, number: number, service: service, kiosk: kiosk != nil))
        rows[rows.count - 1].preferred = preferred
        rows[rows.count - 1].bookedFor = bookedFor
        if let printer { printAgain(rows.count - 1, printer, at: seconds) }
    }

    mutating func printAgain(_ row: Int, _ printer: Int, at seconds: Int64, first: Bool = false) {
        jobs += 1
        leave(rows[row].job)
        queues[printer].insert(jobs, at: first ? 0 : queues[printer].count)
        if rows[row].paper == "proven" || rows[row].paper == "unproven" { rows[row].held = rows[row].paper }
        rows[row].paper = "pending"
        if rows[row].job > 0 { rows[row].former.append(rows[row].job) }
        rows[row].job = jobs
        rows[row].printer = printer
        timers.append(Timer(job: jobs, due: seconds + 120))
    }

    func find(_ number: String) -> Int? {
        rows.lastIndex { $0.number == number && $0.day == day } ?? rows.lastIndex { $0.number == number }
    }

    mutating func cancel(_ number: String, at seconds: Int64) {
        guard let row = find(number), ["waiting", "parked", "absent"].contains(rows[row].stage) else { return }
        rows[row].stage = "cancelled"
        if rows[row].paper == "pending" { giveUp(row, at: seconds) }
    }

    mutating func leave(_ job: Int) {
        for printer in queues.indices { queues[printer].removeAll { $0 == job } }
    }

    /// The printer is asked for it, if it has it.
    mutating func giveUp(_ row: Int, at seconds: Int64) {
        let job = rows[row].job
        if sent.contains(job) { askBack(job, at: seconds) } else { end(row, job, "withdrawn", at: seconds) }
    }

    /// Gives each printer its next job; one that nobody needs any more is dropped.
    mutating func dispatch(at seconds: Int64) {
        for printer in queues.indices {
            while let job = queues[printer].first, !sent.contains(job) {
                guard let row = rows.firstIndex(where: { $0.job == job }) else { break }
                if rows[row].over { end(row, job, "withdrawn", at: seconds) } else { sent.append(job) }
            }
        }
    }

    mutating func reprint(_ number: String, at seconds: Int64) {
        guard let row = find(number), !rows[row].over, rows[row].paper != "pending" else { return }
        guard let printer = able.firstIndex(of: true) else { return }
        printAgain(row, printer, at: seconds)
    }

    mutating func askBack(_ job: Int, at seconds: Int64) {
        for index in timers.indices where timers[index].job == job && !timers[index].asked {
            timers[index].asked = true
            timers[index].due = seconds + 60
            askedBack.append(job)
        }
    }

    // MARK: Outcomes

    mutating func outcome(_ job: Int, _ outcome: String, from printer: Int, at seconds: Int64) {
        if queues.contains(where: { $0.contains(job) }) && !sent.contains(job) { return }
        if journalDown { return told.append((job, outcome)) }
        guard let row = rows.firstIndex(where: { $0.job == job }) else {
            guard outcome == "proven", let row = rows.firstIndex(where: { $0.former.contains(job) }) else { return }
            if rows[row].paper == "pending" { rows[row].held = "proven" } else { rows[row].paper = "proven" }
            return
        }
        guard rows[row].printer == printer else { return }
        end(row, job, outcome, at: seconds)
    }

    mutating func end(_ row: Int, _ job: Int, _ outcome: String, at seconds: Int64) {
        let asked = timers.contains { $0.job == job && $0.asked }
        timers.removeAll { $0.job == job }
        leave(job)
        let good = outcome == "proven" || outcome == "unproven"
        if outcome == "lost" && rows[row].paper == "pending" && (asked || rows[row].over || rows[row].losses < 3) {
            rows[row].doubt = true
        }
        if rows[row].paper != "pending" {
            if good && rows[row].paper == "failed" {
                rows[row].paper = outcome
                progress(rows[row].printer, at: seconds)
            }
        } else if good {
            rows[row].paper = outcome
            rows[row].held = ""
            rows[row].losses = 0
            progress(rows[row].printer, at: seconds)
        } else if outcome == "lost" && !asked && !rows[row].over {
            rows[row].losses += 1
            if rows[row].losses > 3 {
                rows[row].paper = "unproven"
                rows[row].held = ""
                rows[row].losses = 0
                progress(rows[row].printer, at: seconds)
            } else {
                if rows[row].held != "" { rows[row].paper = rows[row].held }
                printAgain(row, rows[row].printer, at: seconds, first: true)
            }
        } else {
            rows[row].losses = 0
            if rows[row].held != "" {
                rows[row].paper = rows[row].held
                rows[row].held = ""
            } else {
                rows[row].paper = "failed"
                if rows[row].kiosk && rows[row].stage == "waiting" && !rows[row].doubt { rows[row].stage = "voided" }
            }
        }
    }

    /// A printer that prints refuses nobody who waits behind.
    mutating func progress(_ printer: Int, at seconds: Int64) {
        for index in timers.indices where !timers[index].asked {
            guard rows.contains(where: { $0.job == timers[index].job && $0.printer == printer }) else { continue }
            timers[index].due = seconds + 120
        }
    }

    // MARK: Time, stops and starts

    /// Turns the day if it is due.
    mutating func turn(to today: Int, started: Bool = false) {
        guard today > day else { return }
        day = today
        given = []
        for index in counters.indices
        where !rows.contains(where: { $0.isAtWindow && $0.window == counters[index].name }) {
            counters[index].mode = "open"
            counters[index].run = 0
        }
        for index in counters.indices {
            counters[index].who = ""
            counters[index].standsFor = []
            counters[index].assigned = nil
            counters[index].away = ""
        }
        for row in rows where !row.over && !row.isAtWindow && row.paper == "pending" {
            timers.removeAll { $0.job == row.job }
            if !started && sent.contains(row.job) { askedBack.append(row.job) }
        }
        rows.removeAll { !$0.isAtWindow }
        // Papers that are being printed again for those at windows count anew.
        for index in rows.indices {
            rows[index].held = ""
            rows[index].losses = 0
            rows[index].doubt = false
            rows[index].former = []
            rows[index].boundPerson = ""
        }
        queues = [0, 1].map { printer in
            rows.filter { $0.paper == "pending" && $0.printer == printer }.map(\.job).sorted()
        }
    }

    mutating func passDeadlines(at seconds: Int64) {
        for timer in timers where timer.due <= seconds {
            guard let row = rows.firstIndex(where: { $0.job == timer.job }), rows[row].paper == "pending" else {
                timers.removeAll { $0.job == timer.job }
                continue
            }
            if timer.asked { end(row, timer.job, "lost", at: seconds) } else { giveUp(row, at: seconds) }
        }
        for index in rows.indices where rows[index].stage == "absent" && rows[index].backUntil <= seconds {
            rows[index].stage = "noShow"
        }
        dispatch(at: seconds)
    }

    mutating func restart(at seconds: Int64, wall: Int64) {
        for index in rows.indices where rows[index].stage == "absent" {
            let left = rows[index].missedAt + Self.grace - wall
            rows[index].backUntil = seconds + min(max(left, 120), Self.grace)
        }
        timers = []
        sent = []
        able = [true, true]
        journalDown = false
        told = []
        for index in rows.indices { rows[index].losses = 0 }
    }

    mutating func printInterrupted(at seconds: Int64) {
        let before = queues
        for printer in before.indices {
            for job in before[printer].dropFirst() { timers.append(Timer(job: job, due: seconds + 120)) }
            guard let job = before[printer].first, let row = rows.firstIndex(where: { $0.job == job }) else { continue }
            leave(job)
            rows[row].paper = rows[row].held == "" ? "failed" : rows[row].held
            rows[row].held = ""
            rows[row].doubt = true
            if !rows[row].over { printAgain(row, rows[row].printer, at: seconds, first: true) }
        }
    }

    mutating func recoverJournal(at seconds: Int64) {
        for row in rows.indices where rows[row].paper == "pending" {
            guard let heard = told.last(where: { $0.job == rows[row].job && sent.contains($0.job) }) else { continue }
            end(row, heard.job, heard.outcome, at: seconds)
        }
        told = []
    }
}
