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

    @Test func `levels of one device replace each other while they wait`() throws {
        let mailbox = try Mailbox()
        #expect(mailbox.post(.report(condition(.nearEnd))) == .taken)
        #expect(mailbox.post(.report(DeviceReport(device: "w1-caller", .key("call")))) == .taken)
        #expect(mailbox.post(.report(condition(.out))) == .taken)
        #expect(reports(mailbox) == [condition(.out), DeviceReport(device: "w1-caller", .key("call"))])
    }

    @Test func `a level does not jump over another message of its device`() throws {
        let mailbox = try Mailbox()
        let outcome = DeviceReport(device: printer, .print(JobID(7), .proven))
        for report in [condition(.present), outcome, condition(.out)] { _ = mailbox.post(.report(report)) }
        #expect(reports(mailbox) == [condition(.present), outcome, condition(.out)])
    }

    @Test func `levels of two kinds do not replace each other`() throws {
        let mailbox = try Mailbox()
        let online = DeviceReport(device: printer, .presence(.online, detail: .none))
        for report in [condition(.out), online, condition(.present), condition(.nearEnd)] {
            _ = mailbox.post(.report(report))
        }
        #expect(reports(mailbox) == [condition(.out), online, condition(.nearEnd)])
    }

    @Test func `what was drained is not replaced`() throws {
        let mailbox = try Mailbox()
        let press = DeviceReport(device: "kiosk-keys", .key("1"))
        for report in [press, condition(.out)] { _ = mailbox.post(.report(report)) }
        _ = mailbox.drain()
        for report in [condition(.present), press] { _ = mailbox.post(.report(report)) }
        #expect(reports(mailbox) == [condition(.present), press])
    }

    /// 20 000 looks through 10 000 letters would take minutes.
    @Test(.timeLimit(.minutes(1)))
    func `a level costs no more in a box that is nearly full`() throws {
        let mailbox = try Mailbox()
        _ = mailbox.post(.report(condition(.present)))
        let press = DeviceReport(device: "kiosk-keys", .key("1"))
        for _ in 0..<Mailbox.capacity - 1 { _ = mailbox.post(.report(press)) }
        let clock = ContinuousClock()
        let time = clock.measure {
            for _ in 0..<20_000 { _ = mailbox.post(.report(condition(.out))) }
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
