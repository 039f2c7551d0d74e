import HallLogic
import HallModel
import Testing

@Suite("Ranges and contingents of numbers")
struct NumberRangeTests {
    /// Household has A001 to A003, tax A500 to A999; of companies two a day.
    private static let plan = HallPlan.standard.changed {
        $0.services[0].range = NumberRange(first: 1, last: 3)
        $0.services[1].prefix = "A"
        $0.services[1].range = NumberRange(first: 500, last: 999)
        $0.services[2].contingent = 2
    }

    private func refusal(_ reply: HallReply) -> Refusal? {
        if case .refused(let refusal) = reply { refusal } else { nil }
    }

    private func ask(_ test: inout TestHall, _ service: ServiceID) -> HallReply {
        test.ask(.takeTicket(service: service, kiosk: nil, priority: .ordinary))
    }

    @Test func `services that share a prefix count in their own ranges`() {
        var test = TestHall.started(Self.plan)
        #expect(test.take("household").id.number.text == "A001")
        #expect(test.take("tax").id.number.text == "A500")
        #expect(test.take("household").id.number.text == "A002")
        #expect(test.take("tax").id.number.text == "A501")
    }

    @Test func `a used up range gives no number, not even one that was given up, until the next day`() {
        var test = TestHall.started(Self.plan)
        for _ in 1...3 { test.take("household") }
        _ = test.ask(.cancelTicket(TicketNumber("A002"), reason: ""))
        #expect(refusal(ask(&test, "household")) == .numbersUsedUp("household", last: 3))
        #expect(test.take("tax").id.number.text == "A500", "others go on")
        test.wait(.seconds(24 * 3600))
        #expect(test.take("household").id.number.text == "A001")
    }

    @Test func `a restart does not fill a range again`() {
        var test = TestHall.started(Self.plan)
        for _ in 1...3 { test.take("household") }
        test.restart(Self.plan)
        #expect(refusal(ask(&test, "household")) == .numbersUsedUp("household", last: 3))
    }

    @Test func `a contingent counts what was given, also what was given up or handed on, and not what was void`() {
        var test = TestHall.started(Self.plan)
        let first = test.press("3")
        // Nothing printed it for two minutes, so nobody ever had it.
        test.wait(.seconds(121))
        test.report("kiosk-1-printer", .print(JobID(1), .withdrawn))
        #expect(test.ticket(first)?.stage == .voided)
        let second = test.take("company")
        _ = test.ask(.transferTicket(second.id.number, service: "tax", window: nil, reason: ""))
        let third = test.take("company")
        _ = test.ask(.cancelTicket(third.id.number, reason: ""))
        #expect(refusal(ask(&test, "company")) == .contingentUsedUp("company", 2))
        test.wait(.seconds(24 * 3600))
        #expect(test.take("company").id.number.text == "C001")
    }

    @Test func `a key that gives no number any more says why, and prints nothing`() {
        var test = TestHall.started(Self.plan)
        for _ in 1...2 { test.take("company") }
        for _ in 1...3 { test.take("household") }
        for (key, reason) in [("3", TakeRefused.Reason.contingentUsedUp), ("1", .numbersUsedUp)] {
            let decision = test.report("kiosk-1-keys", .key(key))
            #expect(decision.kinds == ["take-refused"] && decision.jobs.isEmpty)
            guard case .takeRefused(let refused)? = decision.facts.first else { return fail("no fact") }
            #expect(refused.reason == reason && refused.formVersion == 2)
        }
        let old = TakeRefused(kiosk: "kiosk-1", service: "tax", at: WallTime(seconds: 0), reason: .noPaper)
        #expect(old.formVersion == 1, "an older build reads what it knows")
    }

    @Test func `what is left of a day follows the range and the contingent`() {
        var test = TestHall.started(Self.plan.changed { $0.services[0].contingent = 2 })
        func left(_ service: Int) -> Int? {
            test.hall.recorded.plan.flatMap { test.hall.recorded.numbersLeft(of: $0.services[service]) }
        }
        #expect(left(0) == 2 && left(1) == 500 && left(2) == 2)
        test.take("household")
        test.take("tax")
        #expect(left(0) == 1 && left(1) == 499 && left(2) == 2)
        #expect(TestHall.started().hall.recorded.numbersLeft(of: HallPlan.standard.services[0]) == nil, "no limit")
    }

    // MARK: A changed configuration

    @Test func `numbers that were given stay with their service while the day runs`() {
        var test = TestHall.started(Self.plan)
        test.take("household")
        test.take("tax")
        // Tax would come upon the numbers of household.
        let swapped = Self.plan.changed {
            $0.services[0].range = NumberRange(first: 500, last: 999)
            $0.services[1].range = NumberRange(first: 1, last: 499)
        }
        test.send(.planOffered(swapped, hash: "plan-2"))
        #expect(test.hall.recorded.planHash == "plan-1")
        #expect(test.alarm("hall.plan-refused") == .unacknowledged)
        // More room for both is no harm.
        let wider = Self.plan.changed {
            $0.services[0].range = NumberRange(first: 1, last: 499)
            $0.services[1].range = NumberRange(first: 500, last: 1999)
        }
        test.send(.planOffered(wider, hash: "plan-3"))
        #expect(test.hall.recorded.planHash == "plan-3")
        #expect(test.take("household").id.number.text == "A002")
    }

    @Test func `however services with ranges are used, and the hall restarted, no number comes twice in a day`() {
        for seed in 1...200 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var test = TestHall.started(Self.plan)
            for _ in 0..<40 {
                switch Int.random(in: 0..<10, using: &generator) {
                case 0: test.restart(Self.plan)
                case 1: test.wait(.seconds(8 * 3600))
                case 2:
                    if let number = test.hall.recorded.tickets.randomElement(using: &generator)?.id.number {
                        _ = test.ask(.cancelTicket(number, reason: ""))
                    }
                case 3: test.report("kiosk-1-keys", .key(["1", "2", "3"].randomElement(using: &generator) ?? "1"))
                default: _ = ask(&test, ["household", "tax", "company"].randomElement(using: &generator) ?? "tax")
                }
            }
            var given: [TicketID: Int] = [:]
            for case .ticketTaken(let taken) in test.facts {
                given[taken.ticket, default: 0] += 1
                let range = Self.plan.service(taken.service)?.numbers
                guard range?.contains(taken.count) == true else { return fail("seed \(seed): \(taken.ticket)") }
            }
            guard given.values.allSatisfy({ $0 == 1 }) else { return fail("seed \(seed): \(given)") }
            let companies = test.facts.compactMap { fact -> ServiceDay? in
                guard case .ticketTaken(let taken) = fact, taken.service == "company" else { return nil }
                return taken.ticket.day
            }
            let voided = test.facts.count { if case .ticketVoided = $0 { true } else { false } }
            for day in Set(companies) where companies.count(where: { $0 == day }) > 2 + voided {
                return fail("seed \(seed): more than the contingent on \(day)")
            }
        }
    }
}
