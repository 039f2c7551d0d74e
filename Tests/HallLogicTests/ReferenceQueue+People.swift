/// Who works where, and visitors who go and come back.
extension ReferenceQueue {
    func isManned(_ counter: Counter) -> Bool { people.isEmpty || counter.who != "" }

    mutating func signOn(_ name: String, at window: String) {
        guard let person = people.first(where: { $0.name == name }),
            let place = counters.firstIndex(where: { $0.name == window }),
            counters[place].mode != "closed", counters[place].who != name
        else { return }
        let former = counters[place].who
        if former != "", !person.covers.isEmpty, !person.covers.contains(window) { return }
        if let other = counters.firstIndex(where: { $0.who == name }) {
            if rows.contains(where: { $0.isAtWindow && $0.window == counters[other].name }) { return }
            leave(other, goesAlong: true)
        }
        for index in counters.indices { counters[index].standsFor.removeAll { $0 == name } }
        if former != "" { counters[place].standsFor.append(former) }
        counters[place].who = name
    }

    mutating func signOff(_ name: String?, at window: String) {
        guard let place = counters.firstIndex(where: { $0.name == window }), counters[place].who != "",
            name == nil || name == counters[place].who,
            !rows.contains(where: { $0.isAtWindow && $0.window == window })
        else { return }
        leave(place, goesAlong: false)
    }

    /// Who waits for somebody that is gone waits for all; who goes to another window takes their own along.
    mutating func leave(_ place: Int, goesAlong: Bool) {
        let gone = counters[place].standsFor + (goesAlong ? [] : [counters[place].who])
        if counters[place].who == "" { return }
        counters[place].who = ""
        counters[place].standsFor = []
        for index in rows.indices where gone.contains(rows[index].boundPerson) { rows[index].boundPerson = "" }
        for index in rows.indices where !rows[index].over && rows[index].bound == counters[place].name {
            rows[index].bound = ""
        }
    }

    func canCall(_ window: String) -> Bool {
        counters.contains { $0.name == window && $0.mode != "closed" && (people.isEmpty || $0.who != "") }
    }

    mutating func assign(_ services: [String]?, to window: String) {
        guard let place = counters.firstIndex(where: { $0.name == window }) else { return }
        let before = counters[place].assigned ?? counters[place].serves
        let after = services ?? counters[place].serves
        counters[place].assigned = services
        for index in rows.indices where rows[index].bound == window {
            if before.contains(rows[index].service), !after.contains(rows[index].service) { rows[index].bound = "" }
        }
    }

    mutating func pause(_ window: String, to: String) {
        guard let place = counters.firstIndex(where: { $0.name == window }), counters[place].mode != "closed"
        else { return }
        counters[place].mode = "paused"
        counters[place].away = to
    }

    mutating func help(_ window: String, isAnswer: Bool) {
        if isAnswer { assists.removeAll { $0 == window } } else if !assists.contains(window) { assists.append(window) }
    }

    mutating func miss(_ row: Int, at seconds: Int64, wall: Int64) {
        rows[row].misses += 1
        if rows[row].misses <= Self.again {
            wait(row, behindOthers: true)
        } else {
            rows[row].stage = "absent"
            rows[row].missedAt = wall
            rows[row].backUntil = seconds + Self.grace
        }
    }

    /// It waits again; `behindOthers`: behind those of the same service who wait behind it now, at most so many.
    mutating func wait(_ row: Int, behindOthers: Bool = false) {
        rows[row].stage = "waiting"
        rows[row].window = ""
        rows[row].mistaken = ""
        guard behindOthers, let place = line.firstIndex(of: rows[row].id) else { return }
        let later = line[(place + 1)...].filter { id in
            rows.contains { $0.id == id && $0.stage == "waiting" && $0.service == rows[row].service }
        }
        guard let whom = later.prefix(Self.behind).last else { return }
        // Whoever stands behind somebody is behind the one that these were put behind.
        let root = behindWhom[whom] ?? whom
        behindWhom[rows[row].id] = nil
        line.remove(at: place)
        let last = line.lastIndex { $0 == root || behindWhom[$0] == root } ?? line.count - 1
        line.insert(rows[row].id, at: last + 1)
        behindWhom[rows[row].id] = root
    }

    mutating func takeBack(_ number: String) {
        guard let row = find(number) else { return }
        if rows[row].stage == "absent" { wait(row, behindOthers: true) }
        if rows[row].stage == "parked" {
            let window = rows[row].window
            rows[row].bound = canCall(window) ? window : ""
            if rows[row].bound != "" { rows[row].boundPerson = "" }
            wait(row)
        }
    }

    mutating func transfer(_ number: String, service: String?, window: String?, person: String? = nil) {
        if let row = find(number), !rows[row].over { move(row, service, window, person) }
    }

    mutating func transfer(from name: String, service: String?, window: String?, person: String? = nil) {
        if let row = rows.firstIndex(where: { $0.window == name && $0.isAtWindow }) {
            move(row, service, window, person)
        }
    }

    mutating func move(_ row: Int, _ service: String?, _ window: String?, _ person: String?) {
        if let window, !canCall(window) { return }
        if let person, !counters.contains(where: { $0.who == person || $0.standsFor.contains(person) }) { return }
        let isSame =
            rows[row].service == service ?? rows[row].service && rows[row].bound == window ?? ""
            && rows[row].boundPerson == person ?? ""
        if rows[row].stage == "waiting", isSame { return }
        rows[row].service = service ?? rows[row].service
        rows[row].bound = window ?? ""
        rows[row].boundPerson = person ?? ""
        wait(row)
    }

    mutating func callNumber(_ number: String, to name: String) {
        guard let counter = counters.first(where: { $0.name == name }), counter.mode == "open", isManned(counter),
            !rows.contains(where: { $0.window == name && $0.isAtWindow }),
            let row = find(number), may(counter, rows[row])
        else { return }
        if rows[row].known || rows[row].stage != "waiting" { call(row, to: name) }
    }
}
