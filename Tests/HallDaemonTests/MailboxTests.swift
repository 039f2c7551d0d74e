import HallModel
import Testing

@testable import HallDaemon

@Suite struct MailboxTests {
    private let printer: DeviceID = "kiosk-printer"

    private func reports(_ mailbox: Mailbox) -> [DeviceReport] {
        mailbox.drain().letters.compactMap { if case .report(let report) = $0 { report } else { nil } }
    }

    private func condition(_ paper: PrinterCondition.Paper) -> DeviceReport {
        DeviceReport(device: printer, .printer(PrinterCondition(paper: paper)))
    }

    private func posted(_ reports: [DeviceReport]) throws -> [DeviceReport] {
        let mailbox = try Mailbox()
        mailbox.post(reports)
        return self.reports(mailbox)
    }

    private func reading(_ point: String, _ reading: Reading) -> DeviceReport {
        DeviceReport(device: "panel", .reading(point, reading))
    }

    private func word(_ point: String, _ word: String, at second: Int64 = 0) -> DeviceReport {
        reading(point, .good(.word(word), at: MonotonicInstant(nanoseconds: second * 1_000_000_000)))
    }

    private func number(_ point: String, _ number: Int, at second: Int64 = 0) -> DeviceReport {
        reading(point, .good(.number(Quantity(number)), at: MonotonicInstant(nanoseconds: second * 1_000_000_000)))
    }

    @Test func `a level that says the same again stays where it stood`() throws {
        let press = DeviceReport(device: "w1-caller", .key("call"))
        #expect(try posted([condition(.out), press, condition(.out)]) == [condition(.out), press])
        #expect(
            try posted([word("panic", "open", at: 1), press, word("panic", "open", at: 2)]) == [
                word("panic", "open", at: 2), press,
            ])
    }

    @Test func `what was true for a moment only is told all the same`() throws {
        let press = [word("panic", "open"), word("panic", "closed"), word("panic", "open")]
        #expect(try posted(press) == press)
        let paper = [condition(.present), condition(.out), condition(.present)]
        #expect(try posted(paper) == paper)
        let hidden = [word("panic", "closed"), reading("panic", .missing(.portLost)), word("panic", "open")]
        #expect(try posted(hidden) == hidden)
    }

    @Test func `of the numbers of a point the newest waits, whatever else its device measures`() throws {
        let rounds = (1...20).flatMap { round in
            [number("t", round), number("rh", round + 40), word("door", "open", at: Int64(round))]
        }
        // Words come back at the place of the first; numbers of later rounds stand behind it.
        #expect(
            try posted(rounds) == [
                number("t", 1), number("rh", 41), word("door", "open", at: 20), number("t", 20), number("rh", 60),
            ])
    }

    @Test(
        arguments: [.missing(.timeout), .stale(.number(Quantity(70)), at: MonotonicInstant(nanoseconds: 0), .timeout)]
            as [Reading])
    func `the last number before a sensor fails is judged`(failed: Reading) throws {
        let fire = [number("t", 70), reading("t", failed), reading("t", failed), number("t", 20)]
        #expect(try posted(fire) == [number("t", 70), reading("t", failed), number("t", 20)])
    }

    @Test func `a number passes no word of its device, and a word no outcome`() throws {
        let outage = [number("run-time", 3000), word("status", "OL"), word("status", "OB"), number("run-time", 300)]
        #expect(try posted(outage) == outage)
        let written = DeviceReport(device: "panel", .written(WriteID(1), .confirmed, readBack: .word("on")))
        let ended = [word("lamp", "on"), number("t", 1), written, word("lamp", "on"), number("t", 2)]
        #expect(try posted(ended) == ended)
    }

    @Test func `words of several points keep their order, and are renewed without each other`() throws {
        let first = [word("a", "open"), word("b", "closed")]
        #expect(
            try posted(first + first + [word("b", "open"), word("a", "closed")] + first)
                == first + [word("b", "open"), word("a", "closed")] + first)
    }

    @Test func `questions that were answered and failed add up`() throws {
        func exchanges(_ answered: Int, _ failed: Int) -> DeviceReport {
            DeviceReport(device: "panel", .exchanges(answered: answered, failed: failed))
        }
        #expect(
            try posted([exchanges(1, 2), word("a", "open"), exchanges(3, 4), word("a", "open")]) == [
                exchanges(4, 6), word("a", "open"),
            ])
    }

    @Test func `a level does not jump over another message of its device`() throws {
        let outcome = DeviceReport(device: printer, .print(JobID(7), .proven))
        let reports = [condition(.present), outcome, condition(.present)]
        #expect(try posted(reports) == reports)
    }

    @Test func `levels of two kinds do not replace each other`() throws {
        let online = DeviceReport(device: printer, .presence(.online, detail: .none))
        #expect(
            try posted([online, condition(.nearEnd), condition(.nearEnd), online]) == [
                online, condition(.nearEnd), online,
            ])
    }

    @Test func `what was drained is not replaced`() throws {
        let mailbox = try Mailbox()
        let press = DeviceReport(device: "kiosk-keys", .key("1"))
        mailbox.post([press, condition(.out)])
        _ = mailbox.drain()
        mailbox.post([condition(.out), press])
        #expect(reports(mailbox) == [condition(.out), press])
    }

    /// 20 000 looks through 10 000 letters would take minutes.
    @Test(.timeLimit(.minutes(1)))
    func `a level costs no more in a box that is nearly full`() throws {
        let mailbox = try Mailbox()
        let levels = [condition(.out)] + (0..<9).map { number("t\($0)", 1) }
        mailbox.post(levels)
        let press = DeviceReport(device: "kiosk-keys", .key("1"))
        for _ in 0..<Mailbox.capacity - levels.count { _ = mailbox.post(.report(press)) }
        let clock = ContinuousClock()
        let time = clock.measure {
            for _ in 0..<2000 { mailbox.post(levels) }
        }
        #expect(time < .seconds(5))
        #expect(mailbox.drain().letters.count == Mailbox.capacity)
    }

    @Test func `presses are never merged`() throws {
        let mailbox = try Mailbox()
        let press = DeviceReport(device: "kiosk-keys", .key("1"))
        for _ in 0..<3 { _ = mailbox.post(.report(press)) }
        #expect(reports(mailbox) == [press, press, press])
    }

    @Test func `what does not fit is refused and counted once`() throws {
        let mailbox = try Mailbox()
        let press = DeviceReport(device: "kiosk-keys", .key("1"))
        for _ in 0..<Mailbox.capacity { #expect(mailbox.post(.report(press)) == .taken) }
        #expect(mailbox.post(.report(press)) == .full)
        #expect(mailbox.post(.report(press)) == .full)
        let content = mailbox.drain()
        #expect(content.letters.count == Mailbox.capacity)
        #expect(content.dropped == 2)
        #expect(mailbox.drain().dropped == 0)
    }

    @Test func `a print outcome is taken even when the box is full`() throws {
        let mailbox = try Mailbox()
        let press = DeviceReport(device: "kiosk-keys", .key("1"))
        for _ in 0..<Mailbox.capacity { _ = mailbox.post(.report(press)) }
        #expect(mailbox.post(.report(DeviceReport(device: printer, .print(JobID(7), .proven)))) == .taken)
    }

    @Test func `after the end nothing is taken and what is inside stays`() throws {
        let mailbox = try Mailbox()
        _ = mailbox.post(.report(condition(.out)))
        mailbox.shut()
        #expect(mailbox.post(.report(condition(.present))) == .shut)
        let content = mailbox.drain()
        #expect(content.isLast)
        #expect(content.letters.count == 1)
    }
}
