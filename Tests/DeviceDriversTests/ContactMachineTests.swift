import DeviceDrivers
import HallModel
import Testing

@Suite struct `Contacts on a GPIO chip` {
    private static func contact(
        _ name: String, _ offset: Int, activeLow: Bool = true, debounce: Int = 50
    ) -> ContactPanel.Line {
        ContactPanel.Line(
            offset: offset, point: PointDefinition(name: name, meaning: .contact, form: .words(["open", "closed"])),
            isActiveLow: activeLow, bias: .pullUp, debounceMilliseconds: debounce)
    }

    private static func output(_ name: String, _ offset: Int, activeLow: Bool = false) -> ContactPanel.Line {
        ContactPanel.Line(
            offset: offset,
            point: PointDefinition(name: name, meaning: .output, form: .words(["off", "on"]), isWritable: true),
            isActiveLow: activeLow)
    }

    private func machine(
        _ lines: [ContactPanel.Line] = [Self.contact("door", 0), Self.output("lamp", 4)]
    ) -> BusMachine {
        let panel = DevicePlan(
            id: "panel", profile: profile(.contactPanel(ContactPanel(lines: lines))), bus: "contacts")
        return BusMachine(
            bus: BusPlan(id: "contacts", wire: .gpio(label: "gpio-sim")), devices: [panel], text: smallTable, at: start)
    }

    private func held(_ lines: [ContactPanel.Line], _ levels: [GPIOLevel]) -> BusMachine {
        var machine = machine(lines)
        _ = machine.handle(.timeReached, at: start)
        _ = machine.handle(.opened, at: start)
        _ = machine.handle(.linesRead(levels), at: start)
        return machine
    }

    /// The door closed (low), the lamp off.
    private func held() -> BusMachine {
        held([Self.contact("door", 0), Self.output("lamp", 4)], [level(0, false), level(4, false)])
    }

    private func level(_ offset: Int, _ isHigh: Bool) -> GPIOLevel { GPIOLevel(offset: offset, isHigh: isHigh) }
    private func told(_ content: DeviceReport.Content) -> BusAction { .report(DeviceReport(device: "panel", content)) }
    private func good(_ name: String, _ word: String, at moment: MonotonicInstant) -> BusAction {
        told(.reading(name, .good(.word(word), at: moment)))
    }
    private func write(
        _ id: Int, _ name: String, _ word: String, deadline: MonotonicInstant = start + .seconds(5)
    ) -> BusEvent {
        .write(PointWrite(id: id, point: PointID("panel", name), value: .word(word), deadline: deadline))
    }
    private func ms(_ milliseconds: Int) -> MonotonicInstant { start + .milliseconds(milliseconds) }

    @Test func `the chip is opened, the lines are held, and their levels are told`() {
        var machine = machine()
        #expect(machine.handle(.timeReached, at: start) == [.open])
        #expect(
            machine.handle(.opened, at: start) == [
                .holdLines([
                    GPIOLineRequest(offset: 0, bias: .pullUp), GPIOLineRequest(offset: 4, output: false, bias: .none),
                ])
            ])
        #expect(
            machine.handle(.linesRead([level(0, false), level(4, false)]), at: start) == [
                told(.presence(.online, detail: .none)), good("door", "closed", at: start),
                good("lamp", "off", at: start),
            ])
        #expect(machine.nextWake == nil)
        #expect(
            machine.handle(.presentLevels, at: ms(9000)) == [
                told(.presence(.online, detail: .none)), good("door", "closed", at: start),
                good("lamp", "off", at: start),
            ])
    }

    @Test(arguments: [
        (true, false, "closed"), (true, true, "open"), (false, true, "closed"), (false, false, "open"),
    ])
    func `active low or high, and what a level means`(activeLow: Bool, isHigh: Bool, word: String) {
        var machine = machine([Self.contact("door", 7, activeLow: activeLow)])
        _ = machine.handle(.timeReached, at: start)
        _ = machine.handle(.opened, at: start)
        #expect(machine.handle(.linesRead([level(7, isHigh)]), at: start).last == good("door", word, at: start))
    }

    @Test func `a chip that tells only its inputs: an output is what it was driven to`() {
        var machine = machine()
        _ = machine.handle(.timeReached, at: start)
        _ = machine.handle(.opened, at: start)
        #expect(
            machine.handle(.linesRead([level(0, false)]), at: start).suffix(2)
                == [good("door", "closed", at: start), good("lamp", "off", at: start)][...])
    }

    @Test func `a change counts when it has lasted, from the moment it began`() {
        var machine = held()
        #expect(machine.handle(.lineChanged(level(0, true), at: ms(1000)), at: ms(1003)).isEmpty)
        #expect(machine.nextWake == ms(1050))
        #expect(machine.handle(.timeReached, at: ms(1049)).isEmpty)
        #expect(machine.handle(.timeReached, at: ms(1050)) == [good("door", "open", at: ms(1000))])
        #expect(machine.nextWake == nil)
    }

    @Test func `a bounce is no change`() {
        var machine = held()
        for step in 0..<10 {
            let isHigh = step % 2 == 0
            #expect(machine.handle(.lineChanged(level(0, isHigh), at: ms(step * 10)), at: ms(step * 10)).isEmpty)
        }
        #expect(machine.nextWake == nil)
        #expect(machine.handle(.timeReached, at: ms(1000)).isEmpty)
    }

    @Test func `a contact that bounces and stays counts from its last bounce`() {
        var machine = held()
        for (at, isHigh) in [(0, true), (10, false), (20, true), (30, true)] {
            #expect(machine.handle(.lineChanged(level(0, isHigh), at: ms(at)), at: ms(at)).isEmpty)
        }
        #expect(machine.nextWake == ms(70))
        #expect(machine.handle(.timeReached, at: ms(70)) == [good("door", "open", at: ms(20))])
    }

    @Test func `events that are heard late are judged by their own time stamps`() {
        var machine = held()
        #expect(machine.handle(.lineChanged(level(0, true), at: ms(100)), at: ms(100)).isEmpty)
        // Open from 100 to 400 ms; the thread slept.
        #expect(
            machine.handle(.lineChanged(level(0, false), at: ms(400)), at: ms(900)) == [
                good("door", "open", at: ms(100)), good("door", "closed", at: ms(400)),
            ])
        // Open for 20 ms only; heard as late.
        #expect(
            machine.handle(.lineChanged(level(0, true), at: ms(1000)), at: ms(1010)).isEmpty
                && machine.handle(.lineChanged(level(0, false), at: ms(1020)), at: ms(2000)).isEmpty)
    }

    @Test func `without debounce each change counts at once`() {
        var machine = held([Self.contact("door", 0, debounce: 0)], [level(0, false)])
        #expect(
            machine.handle(.lineChanged(level(0, true), at: ms(5)), at: ms(6)) == [good("door", "open", at: ms(5))])
        #expect(
            machine.handle(.lineChanged(level(0, false), at: ms(6)), at: ms(6)) == [good("door", "closed", at: ms(6))])
    }

    @Test func `a line of nobody changes nothing`() {
        var machine = held()
        #expect(machine.handle(.lineChanged(level(9, true), at: ms(5)), at: ms(5)).isEmpty)
        #expect(machine.nextWake == nil)
    }

    @Test func `an output is driven and confirmed with what was set`() {
        var machine = held()
        #expect(
            machine.handle(write(1, "lamp", "on"), at: ms(10)) == [
                .setLine(level(4, true)), told(.written(1, .confirmed, readBack: .word("on"))),
                good("lamp", "on", at: ms(10)),
            ])
        var inverted = held([Self.output("lamp", 4, activeLow: true)], [level(4, true)])
        #expect(inverted.handle(write(2, "lamp", "on"), at: ms(10)).first == .setLine(level(4, false)))
    }

    @Test(arguments: [("door", "open"), ("lamp", "open"), ("lamp", ""), ("nothing", "on")])
    func `what cannot be written is rejected, also while the chip is away`(name: String, word: String) {
        var open = held()
        let rejected = [told(.written(1, .rejected, readBack: nil))]
        #expect(open.handle(write(1, name, word), at: ms(10)) == rejected)
        var closed = machine()
        _ = closed.handle(.timeReached, at: start)
        #expect(closed.handle(write(1, name, word), at: ms(10)) == rejected)
        #expect(
            closed.handle(
                .write(PointWrite(id: 2, point: "other.lamp", value: .word("on"), deadline: ms(99))), at: ms(10))
                == [.report(DeviceReport(device: "other", .written(2, .rejected, readBack: nil)))])
    }

    private static func lamp(_ name: String, _ offset: Int, isOnWhenSafe: Bool = false) -> ContactPanel.Line {
        ContactPanel.Line(
            offset: offset, point: PointDefinition(name: name, meaning: .output, form: .words(["off", "on"])),
            isOnWhenSafe: isOnWhenSafe, shows: [.help])
    }

    @Test func `a lamp follows the hall's wish, and only a lamp does`() {
        var machine = held(
            [Self.contact("door", 0), Self.output("relay", 4), Self.lamp("lamp", 5)],
            [level(0, false), level(4, false), level(5, false)])
        #expect(
            machine.handle(.wish("panel", .signals(["lamp", "relay"])), at: ms(100)) == [
                .setLine(level(5, true)), good("lamp", "on", at: ms(100)),
            ])
        #expect(machine.handle(.wish("panel", .signals(["lamp"])), at: ms(200)).isEmpty, "it is on already")
        #expect(
            machine.handle(.wish("panel", .signals([])), at: ms(300)) == [
                .setLine(level(5, false)), good("lamp", "off", at: ms(300)),
            ])
        #expect(machine.handle(.wish("other", .signals(["lamp"])), at: ms(400)).isEmpty)
    }

    @Test func `a window's lamp flashes for each call for a minute, and its point says on all the while`() {
        var machine = held([Self.lamp("lamp", 5)], [level(5, false)])
        func wish(_ call: String?) -> BusEvent {
            .wish("panel", .signals([], flashing: call.map { [CallLamp(name: "lamp", call: $0)] } ?? []))
        }
        #expect(
            machine.handle(wish("A017#1"), at: ms(0)) == [.setLine(level(5, true)), good("lamp", "on", at: ms(0))])
        #expect(machine.nextWake == ms(500))
        #expect(machine.handle(wish("A017#1"), at: ms(100)).isEmpty)
        #expect(machine.handle(.timeReached, at: ms(500)) == [.setLine(level(5, false))])
        #expect(machine.handle(.timeReached, at: ms(1000)) == [.setLine(level(5, true))])
        // A recall begins a new minute.
        _ = machine.handle(wish("A017#2"), at: ms(1200))
        var now = 1200
        var changes = 0
        while let wake = machine.nextWake, now < 200_000 {
            now = Int((wake - start) / .milliseconds(1))
            changes += machine.handle(.timeReached, at: wake).count { if case .setLine = $0 { true } else { false } }
        }
        #expect(now == 61_200)
        #expect(changes == 120)
        #expect(machine.handle(wish(nil), at: ms(70_000)).allSatisfy { $0 != .setLine(level(5, true)) })
    }

    @Test func `a lamp goes dark when the visitor is there, in whatever half of its flashing`() {
        for wait in [100, 600] {
            var machine = held([Self.lamp("lamp", 5)], [level(5, false)])
            let called = DesiredState.signals([], flashing: [CallLamp(name: "lamp", call: "A017#1")])
            _ = machine.handle(.wish("panel", called), at: ms(0))
            _ = machine.handle(.timeReached, at: ms(wait))
            #expect(
                machine.handle(.wish("panel", .signals([])), at: ms(wait)) == [
                    .setLine(level(5, false)), good("lamp", "off", at: ms(wait)),
                ])
            #expect(machine.nextWake == nil)
        }
    }

    @Test func `a wish that comes while the chip is away is how its line is asked for`() {
        var machine = machine([Self.lamp("lamp", 5)])
        _ = machine.handle(.timeReached, at: start)
        #expect(machine.handle(.wish("panel", .signals(["lamp"])), at: start).isEmpty)
        #expect(
            machine.handle(.opened, at: start) == [
                .holdLines([GPIOLineRequest(offset: 5, output: true, bias: .none)])
            ])
    }

    @Test func `at the end every output goes to its safe state, whatever it was driven to`() {
        var machine = held(
            [Self.contact("door", 0), Self.output("relay", 4), Self.lamp("lamp", 5, isOnWhenSafe: true)],
            [level(0, false), level(4, false), level(5, true)])
        _ = machine.handle(write(1, "relay", "on"), at: ms(10))
        #expect(machine.handle(.stopping, at: ms(20)) == [.setLine(level(4, false)), .setLine(level(5, true))])
        var closed = self.machine()
        #expect(closed.handle(.stopping, at: start).isEmpty, "there is no chip to drive")
    }

    @Test func `an output is asked for in its safe state`() {
        var machine = machine([Self.lamp("lamp", 5, isOnWhenSafe: true)])
        _ = machine.handle(.timeReached, at: start)
        #expect(
            machine.handle(.opened, at: start) == [
                .holdLines([GPIOLineRequest(offset: 5, output: true, bias: .none)])
            ])
    }

    @Test func `a write waits for the chip until its deadline, and is never sent later`() {
        var machine = machine()
        _ = machine.handle(.timeReached, at: start)
        #expect(machine.handle(write(1, "lamp", "on", deadline: ms(2000)), at: ms(10)).isEmpty)
        #expect(machine.handle(write(2, "lamp", "on", deadline: ms(9000)), at: ms(20)).isEmpty)
        #expect(machine.nextWake == ms(2000))
        #expect(machine.handle(.timeReached, at: ms(2000)) == [told(.written(1, .expired, readBack: nil))])
        #expect(
            machine.handle(write(3, "lamp", "on", deadline: ms(2000)), at: ms(2000)) == [
                told(.written(3, .expired, readBack: nil))
            ])
        _ = machine.handle(.opened, at: ms(3000))
        let actions = machine.handle(.linesRead([level(0, false), level(4, false)]), at: ms(3000))
        #expect(
            actions.suffix(3)
                == [
                    .setLine(level(4, true)), told(.written(2, .confirmed, readBack: .word("on"))),
                    good("lamp", "on", at: ms(3000)),
                ][...])
        #expect(machine.nextWake == nil)
    }

    @Test func `too many that wait expire at once`() {
        var machine = machine()
        for id in 1...ContactMachine.waitingLimit {
            #expect(
                !machine.handle(write(id, "lamp", "on"), at: start).contains(
                    told(.written(id, .expired, readBack: nil))))
        }
        #expect(machine.handle(write(900, "lamp", "on"), at: start) == [told(.written(900, .expired, readBack: nil))])
    }

    @Test func `a lost chip: off line, stale at once, missing later; back with the last confirmed values`() {
        var machine = held()
        _ = machine.handle(write(1, "lamp", "on"), at: ms(10))
        _ = machine.handle(.lineChanged(level(0, true), at: ms(20)), at: ms(20))
        #expect(
            machine.handle(.lost(unplugged), at: ms(30)) == [
                told(.presence(.offline, detail: .portLost)),
                told(.reading("door", .stale(.word("closed"), at: start, .portLost))),
                told(.reading("lamp", .stale(.word("on"), at: ms(10), .portLost))),
            ])
        // A change that had not settled is forgotten with the chip.
        #expect(machine.handle(.lineChanged(level(0, true), at: ms(40)), at: ms(40)).isEmpty)
        var told: [BusAction] = []
        for second in 1...10 {
            told += machine.handle(.timeReached, at: ms(30 + second * 1000))
            if told.contains(.open) { told += machine.handle(.refused(unplugged), at: ms(30 + second * 1000)) }
        }
        #expect(told.contains(self.told(.reading("door", .missing(.portLost)))))
        #expect(
            machine.handle(.opened, at: ms(20_000)).first
                == .holdLines([
                    GPIOLineRequest(offset: 0, bias: .pullUp), GPIOLineRequest(offset: 4, output: true, bias: .none),
                ]))
        #expect(
            machine.handle(.linesRead([level(0, true), level(4, true)]), at: ms(20_000)) == [
                self.told(.presence(.online, detail: .none)), good("door", "open", at: ms(20_000)),
                good("lamp", "on", at: ms(20_000)),
            ])
    }

    @Test func `an output that does not follow is read as it is, and is still driven to what was confirmed`() {
        var machine = held()
        _ = machine.handle(write(1, "lamp", "on"), at: ms(10))
        _ = machine.handle(.lost(unplugged), at: ms(30))
        _ = machine.handle(.opened, at: ms(1000))
        let actions = machine.handle(.linesRead([level(0, false), level(4, false)]), at: ms(1000))
        #expect(actions.last == good("lamp", "off", at: ms(1000)))
        _ = machine.handle(.lost(unplugged), at: ms(1030))
        let again = machine.handle(.opened, at: ms(2000))
        #expect(
            again.first == .holdLines([.init(offset: 0, bias: .pullUp), .init(offset: 4, output: true, bias: .none)]))
    }

    @Test func `a chip that is not there is tried again, and its reason is told once`() {
        var machine = machine()
        _ = machine.handle(.timeReached, at: start)
        let missing = TransportError(.missing, disposition: .portLost, errno: 2, message: "gpiochip: none")
        #expect(machine.handle(.refused(missing), at: start) == [told(.presence(.offline, detail: .portMissing))])
        #expect(machine.handle(.timeReached, at: ms(250)) == [.open])
        #expect(machine.handle(.refused(missing), at: ms(250)).isEmpty)
        #expect(machine.handle(.pathAppeared, at: ms(300)) == [.open])
    }

    @Test(arguments: [71, 72, 73] as [UInt64])
    func `at random: a level that is told lasted for its debounce time, and the last one is told`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var machine = held()
        var edges: [(at: Int, isHigh: Bool)] = [(-1000, false)]
        var last = "closed"
        var now = 0
        for _ in 0..<2000 {
            now += Int.random(in: 1...80, using: &random)
            let event: BusEvent
            if Bool.random(using: &random) {
                let isHigh = Bool.random(using: &random)
                if edges.last?.isHigh != isHigh { edges.append((now, isHigh)) }
                event = .lineChanged(level(0, isHigh), at: ms(now))
            } else {
                event = .timeReached
            }
            for case .report(let report) in machine.handle(event, at: ms(now)) {
                guard case .reading(_, let reading) = report.content, let at = reading.readAt else { continue }
                last = reading.value?.word ?? ""
                let index = edges.lastIndex { ms($0.at) == at }
                #expect(index != nil, "seed \(seed) at \(now)")
                guard let index else { continue }
                let until = index + 1 < edges.count ? edges[index + 1].at : now
                #expect(until - edges[index].at >= 50, "seed \(seed) at \(now)")
                #expect(edges[index].isHigh == (last == "open"), "seed \(seed) at \(now)")
            }
        }
        for case .report(let report) in machine.handle(.timeReached, at: ms(now + 1000)) {
            if case .reading(_, let reading) = report.content { last = reading.value?.word ?? "" }
        }
        #expect(last == (edges.last?.isHigh == true ? "open" : "closed"), "seed \(seed)")
    }
}
