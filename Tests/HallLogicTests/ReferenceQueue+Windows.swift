/// What windows do with those who wait.
extension ReferenceQueue {
    mutating func verb(_ verb: String, _ name: String, at seconds: Int64, wall: Int64) {
        guard let counter = counters.firstIndex(where: { $0.name == name }) else { return }
        let here = rows.firstIndex { $0.window == name && $0.isAtWindow }
        let stage = here.map { rows[$0].stage } ?? ""
        let mode = counters[counter].mode
        switch verb {
        case "open":
            counters[counter].mode = "open"
            counters[counter].away = ""
        case "close":
            guard here == nil else { return }
            counters[counter].mode = "closed"
            counters[counter].away = ""
            leave(counter, goesAlong: false)
            for index in rows.indices where rows[index].bound == name { rows[index].bound = "" }
        case "pause": if mode == "open" { counters[counter].mode = "paused" }
        case "resume":
            if mode == "paused" {
                counters[counter].mode = "open"
                counters[counter].away = ""
            }
        case "recall": if let here, stage == "called" { rows[here].calls += 1 }
        case "start": if let here, stage == "called" { rows[here].stage = "serving" }
        case "finish": if let here, stage == "serving" { rows[here].stage = "finished" }
        case "park": if let here { rows[here].stage = "parked" }
        case "no-show": if let here, stage == "called" { miss(here, at: seconds, wall: wall) }
        case "call":
            guard mode == "open", stage != "called", isManned(counters[counter]) else { return }
            let candidates = line.compactMap { id in rows.firstIndex { $0.id == id } }.filter { index in
                rows[index].stage == "waiting" && rows[index].known && may(counters[counter], rows[index])
            }
            let others = candidates.filter { rows[$0].mistaken != name }
            let best = others.isEmpty ? candidates : others
            let bound = best.first { rows[$0].bound == name || rows[$0].boundPerson != "" }
            func goesFirst(_ index: Int) -> Bool {
                rows[index].preferred || rows[index].bookedFor.map { $0 <= wall } ?? false
            }
            let preferred = best.first(where: goesFirst)
            let other = best.first { !goesFirst($0) }
            let inTurn = counters[counter].run < Self.inARow ? preferred ?? other : other ?? preferred
            guard let next = bound ?? inTurn else { return }
            if bound == nil {
                counters[counter].run = goesFirst(next) ? counters[counter].run + 1 : 0
            }
            if let here { rows[here].stage = "finished" }
            call(next, to: name)
        case "put-back":
            if let here, stage == "called" {
                rows[here].stage = "waiting"
                rows[here].window = ""
                rows[here].mistaken = name
            }
        default: break
        }
    }

    mutating func call(_ row: Int, to name: String) {
        rows[row].stage = "called"
        rows[row].window = name
        rows[row].calls = 1
        for index in rows.indices where rows[index].mistaken == name { rows[index].mistaken = "" }
        rows[row].mistaken = ""
    }

    /// Whether a window may call somebody at all.
    func may(_ counter: Counter, _ row: Row) -> Bool {
        let skills = people.first { $0.name == counter.who }?.skills ?? []
        let serves =
            (counter.assigned ?? counter.serves).contains(row.service)
            && (skills.isEmpty || skills.contains(row.service))
        let isTheirs = ([counter.who] + counter.standsFor).contains(row.boundPerson)
        let bound = row.bound == counter.name || row.boundPerson != "" && isTheirs
        switch row.stage {
        case "waiting": return row.bound == "" && row.boundPerson == "" ? serves : bound
        case "parked": return serves || bound || row.window == counter.name
        case "absent": return serves || bound
        default: return false
        }
    }
}
