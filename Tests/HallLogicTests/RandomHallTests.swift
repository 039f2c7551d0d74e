import HallLogic
import HallModel
import Testing

@Suite("Any sequence of inputs")
struct RandomHallTests {
    static let seeds = 1...1000
    static let steps = 60

    @Test func `the hall agrees with a plain reading of the rules`() {
        for seed in Self.seeds {
            var random = RandomHall(seed: UInt64(seed))
            for step in 0..<Self.steps {
                random.step()
                let (hall, reference) = (random.test.hall.recorded.lines, random.reference.lines)
                guard hall == reference else {
                    return fail("seed \(seed), step \(step):\n\(hall)\nis not\n\(reference)")
                }
                let (line, expected) = (random.test.hall.recorded.waiting, random.reference.waiting)
                guard line.map(\.id.number.text) == expected else {
                    return fail("seed \(seed), step \(step): the line is \(line.map(\.id.number)), not \(expected)")
                }
                let (places, wanted) = (random.test.hall.recorded.places, random.reference.places)
                guard places == wanted else {
                    return fail("seed \(seed), step \(step): windows are \(places), not \(wanted)")
                }
                let assists = random.test.hall.recorded.assists.map(\.window.rawValue)
                guard assists == random.reference.assists else {
                    return fail("seed \(seed), step \(step): help is called for at \(assists)")
                }
            }
        }
    }

    @Test func `what was recorded is restored at every cut, from the first fact and from the day's opening`() {
        for seed in Self.seeds {
            var random = RandomHall(seed: UInt64(seed))
            for _ in 0..<Self.steps { random.step() }
            let facts = random.test.facts
            var replayed = Hall()
            var next = random.states[...]
            // The plan in force at the newest opening of a day, and a hall restored from there.
            var adopted: HallFact?
            var fromOpening: Hall?
            for (index, fact) in facts.enumerated() {
                replayed.apply(fact)
                if case .planAdopted = fact { adopted = fact }
                if case .dayOpened(let opened) = fact, case .planAdopted(let plan)? = adopted {
                    #expect(plan.hash == opened.planHash)
                    fromOpening = Hall.restored(from: [.planAdopted(plan), fact])
                } else {
                    fromOpening?.apply(fact)
                }
                guard fromOpening == nil || fromOpening == replayed else {
                    return fail("seed \(seed): from the day's opening another hall comes back at fact \(index)")
                }
                while let state = next.first, state.count <= index + 1 {
                    guard state.count < index + 1 || state.recorded == replayed.recorded else {
                        return fail("seed \(seed): another hall comes back at fact \(index)")
                    }
                    next.removeFirst()
                }
            }
            guard replayed.recorded == random.test.hall.recorded else {
                return fail("seed \(seed): another hall comes back at the end")
            }
        }
    }

    @Test func `invariants hold after every input`() {
        for seed in Self.seeds.prefix(200) {
            var random = RandomHall(seed: UInt64(seed))
            for step in 0..<Self.steps {
                random.step()
                let recorded = random.test.hall.recorded
                let here = "seed \(seed), step \(step)"
                guard Set(recorded.tickets.map(\.id)).count == recorded.tickets.count else {
                    return fail("\(here): a number was given twice")
                }
                guard recorded.tickets.map(\.order) == recorded.tickets.map(\.order).sorted() else {
                    return fail("\(here): the order of taking is lost")
                }
                let atWindows = Set(recorded.windows.compactMap(\.current))
                for ticket in recorded.tickets {
                    let isThere =
                        switch ticket.stage {
                        case .called, .serving: true
                        default: false
                        }
                    guard atWindows.contains(ticket.id) == isThere else {
                        return fail("\(here): \(ticket.id) is \(ticket.stage)")
                    }
                }
                let signedOn = recorded.windows.flatMap { [$0.operator].compactMap { $0 } + ($0.standsInFor ?? []) }
                guard Set(signedOn).count == signedOn.count else { return fail("\(here): somebody is at two windows") }
                for ticket in recorded.tickets where ticket.isOpen {
                    guard let person = ticket.boundToOperator else { continue }
                    guard signedOn.contains(person) else { return fail("\(here): \(ticket.id) waits for nobody") }
                }
                let helped = recorded.windows.filter { recorded.assist(at: $0.id) != nil }.map(\.id)
                let told = recorded.windows.map(\.id).filter {
                    recorded.alarm(Alarm.id(.assistCalled, about: .window($0)))?.isActive ?? false
                }
                guard helped == told else { return fail("\(here): help is called for at \(helped), told of \(told)") }
                if let wake = random.test.hall.nextWake(at: random.test.now) {
                    guard wake > random.test.now.monotonic else { return fail("\(here): wakes at once, for ever") }
                }
            }
        }
    }

    @Test func `the same inputs leave the same facts, jobs and replies`() {
        for seed in Self.seeds.prefix(50) {
            var first = RandomHall(seed: UInt64(seed))
            var second = RandomHall(seed: UInt64(seed))
            for _ in 0..<Self.steps {
                first.step()
                second.step()
            }
            #expect(first.test.facts == second.test.facts)
            #expect(first.test.hall == second.test.hall)
        }
    }

    @Test func `facts about what is not there are taken in without harm`() {
        var random = RandomHall(seed: 7)
        for _ in 0..<200 { random.step() }
        var generator = SeededGenerator(seed: 7)
        var hall = Hall()
        for fact in random.test.facts.shuffled(using: &generator) { hall.apply(fact) }
        for fact in random.test.facts.reversed() { hall.apply(fact) }
        #expect(hall.recorded.tickets.count <= random.test.facts.count)
    }

    @Test func `a day of two thousand numbers is taken, called and served`() {
        var test = TestHall.started()
        for count in 1...2000 {
            let ticket = test.take(count % 2 == 0 ? "household" : "tax")
            #expect(ticket.printed == .pending)
            if count > 30 {
                test.verb(.call)
                test.verb(.start)
            }
        }
        #expect(test.hall.recorded.tickets.count == 2000)
        #expect(test.hall.recorded.waiting.count == 30)
        #expect(test.ticket("A1000")?.stage == .waiting)
    }
}
