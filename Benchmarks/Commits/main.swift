// What a commit of a ticket's fact costs, beside the same rows in SQLite with nothing around it; one line of JSON.
//
//     commits store JOURNAL-FOLDER WORK-FOLDER ROUNDS         each fact a batch, in turn with the raw rows
//     commits socket JOURNAL-FOLDER WORK-FOLDER ROUNDS SOCKET REQUEST COUNT
//                                         COUNT requests by one client, then by eight, in turn with COUNT raw rows
import Glibc
import HallModel
import HallStore

/// Commits in a row of one kind, before it is the other's turn.
let stretch = 200

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func rate(_ count: Int, _ body: () throws -> Void) rethrows -> Double {
    let began = ContinuousClock.now
    try body()
    return Double(count) / (ContinuousClock.now - began).inSeconds
}

let arguments = CommandLine.arguments
guard arguments.count >= 5, let rounds = Int(arguments[4]) else {
    fail("commits store|socket FOLDER WORK ROUNDS …")
}
let (source, work) = (arguments[2], arguments[3])
let rows = FactRow.all(in: "\(source)/journal.sqlite")

switch arguments[1] {
case "store":
    let facts = try JournalReader(directory: source).facts(from: 1, limit: rows.count).map(\.fact)
    var ratios: [Double] = []
    var rates: [(journal: Double, raw: Double)] = []
    for round in 0..<rounds {
        let folder = "\(work)/round-\(round)"
        let journal = try Journal(directory: folder)
        let raw = RawDatabase(new: "\(work)/raw-\(round).sqlite", like: "\(source)/journal.sqlite")
        var (ours, theirs) = (Duration.zero, Duration.zero)
        for start in Swift.stride(from: 0, to: facts.count, by: stretch) {
            let part = start..<min(start + stretch, facts.count)
            func journalTurn() throws {
                let began = ContinuousClock.now
                for fact in facts[part] {
                    var batch = Journal.Batch()
                    batch.facts = [fact]
                    try journal.commit(batch)
                }
                ours += ContinuousClock.now - began
            }
            func rawTurn() {
                let began = ContinuousClock.now
                for row in rows[part] { raw.write(row) }
                theirs += ContinuousClock.now - began
            }
            if start / stretch % 2 == round % 2 {
                try journalTurn()
                rawTurn()
            } else {
                rawTurn()
                try journalTurn()
            }
        }
        rates.append((Double(facts.count) / ours.inSeconds, Double(rows.count) / theirs.inSeconds))
        ratios.append(theirs / ours)
        journal.close()
    }
    print(
        #"{"facts":\#(facts.count),"journal":\#(median(rates.map(\.journal))),"raw":\#(median(rates.map(\.raw))),"#
            + #""ratio":\#(median(ratios)),"least":\#(ratios.min() ?? 0),"most":\#(ratios.max() ?? 0)}"#)
case "socket":
    guard arguments.count == 8, let count = Int(arguments[7]) else {
        fail("commits socket … SOCKET REQUEST COUNT")
    }
    let clients = Clients(path: arguments[5], request: arguments[6])
    let taken = rows.filter { $0.kind == "ticket-taken" }
    var figures: [(raw: Double, one: Double, eight: Double)] = []
    for round in 0..<rounds {
        let raw = RawDatabase(new: "\(work)/socket-\(round).sqlite", like: "\(source)/journal.sqlite")
        let plain = rate(count) { for index in 0..<count { raw.write(taken[index % taken.count]) } }
        let one = clients.rate(clients: 1, requests: count)
        let eight = clients.rate(clients: 8, requests: count)
        figures.append((plain, one, eight))
    }
    print(
        #"{"raw":\#(median(figures.map(\.raw))),"one":\#(median(figures.map(\.one))),"#
            + #""eight":\#(median(figures.map(\.eight))),"oneRatio":\#(median(figures.map { $0.one / $0.raw })),"#
            + #""eightRatio":\#(median(figures.map { $0.eight / $0.raw }))}"#)
default: fail("commits store|socket …")
}
