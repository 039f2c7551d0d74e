import HallLogic
import HallModel
import Testing

@Suite("Ratings")
struct RatingTests {
    static func serving() -> (test: TestHall, ticket: TicketID) {
        var test = TestHall.started(.field)
        let ticket = test.serve()
        return (test, ticket)
    }

    // MARK: R01

    @Test func `R01: a press in a service is the rating of its ticket after a second`() {
        var (test, ticket) = Self.serving()
        #expect(test.rate("5").facts.isEmpty)
        test.wait(.milliseconds(999))
        #expect(test.rated.isEmpty)
        test.wait(.milliseconds(1))
        let rated = TicketRated(ticket: ticket, window: "1", level: .veryGood, by: "device:w1-pad", at: test.now.wall)
        #expect(test.rated == [rated])
        #expect(test.hall.recorded.ratings.services.map(\.level) == [.veryGood])
        expectRestores(test)
    }

    /// What is pressed (a key, or a wait in milliseconds), and what is left: ratings, then the evidence of each fact.
    static let patterns: [(presses: [String], ratings: [Int], evidence: [String])] = [
        (["3"], [3], []),
        (["1"], [1], []),
        // The same key again is one press.
        (["5", "5"], [5], ["bounced 5 x1"]),
        (["4", "300", "4", "300", "4"], [4], ["bounced 4,4 x2"]),
        // It is not held longer for being pressed again; what comes after the rating is too late.
        (["4", "900", "4", "200", "4", "2000"], [4], ["bounced 4 x1", "alreadyRated 4 x1"]),
        // Different keys: nobody can tell which was meant, and the burst goes on while it lasts.
        (["5", "1"], [], ["mashed 5,1 x2"]),
        (["1", "999", "2", "999", "3", "999", "3"], [], ["mashed 1,2,3,3 x4"]),
        (["5", "5", "4"], [], ["mashed 5,5,4 x3"]),
        // A clean press after the burst counts.
        (["5", "1", "1000", "4"], [4], ["mashed 5,1 x2"]),
        (["5", "1", "999", "4", "1000", "2"], [2], ["mashed 5,1,4 x3"]),
        // One rating for one service.
        (["5", "1000", "1"], [5], ["alreadyRated 1 x1"]),
        (["2", "1000", "5", "500", "5", "500", "4"], [2], ["alreadyRated 5,5,4 x3"]),
        // Keys that are no level are no presses.
        (["6"], [], []), (["0"], [], []), (["call"], [], []), (["05"], [], []), ([""], [], []),
        (["5", "6", "5"], [5], ["bounced 5 x1"]),
        // A hand on the pad: sixteen levels are kept, all are counted.
        (Array(repeating: ["1", "2"], count: 20).flatMap(\.self), [], ["mashed 1,2,1,2,1,2,1,2,1,2,1,2,1,2,1,2 x40"]),
    ]

    @Test func `R01: patterns of presses`() {
        for pattern in Self.patterns {
            var (test, _) = Self.serving()
            for press in pattern.presses {
                if let pause = Int(press), press.count >= 3 {
                    test.live(.milliseconds(pause))
                } else {
                    test.rate(press)
                }
            }
            test.live(.seconds(30))
            #expect(test.rated.map(\.level.rawValue) == pattern.ratings, "\(pattern.presses)")
            #expect(test.evidence.map(\.line) == pattern.evidence, "\(pattern.presses)")
            #expect(Hall.restored(from: test.facts).recorded == test.hall.recorded)
        }
    }

    @Test func `R01: a service can be rated from its start until a minute after its end`() {
        var test = TestHall.started(.field)
        let ticket = test.take()
        test.rate("5")
        test.verb(.call)
        test.live(.seconds(2))
        test.rate("5")
        test.live(.seconds(2))
        #expect(test.rated.isEmpty)
        test.verb(.start)
        test.live(.seconds(3600))
        test.verb(.finish)
        test.live(.milliseconds(59_900))
        // Pressed in time, held over the end.
        test.rate("4")
        test.live(.seconds(5))
        #expect(test.rated.map(\.ticket) == [ticket.id])
        #expect(test.lapsed.isEmpty)
        expectRestores(test)
    }

    @Test func `R04: time over without a press is not rated, never a default`() {
        var (test, ticket) = Self.serving()
        test.verb(.finish)
        test.live(.milliseconds(59_999))
        #expect(test.lapsed.isEmpty)
        test.live(.milliseconds(1))
        #expect(test.lapsed == [RatingLapsed(ticket: ticket, window: "1", at: test.now.wall)])
        #expect(test.rated.isEmpty)
        test.rate("5")
        test.live(.seconds(5))
        #expect(test.rated.isEmpty && test.evidence.map(\.line) == ["noService 5 x1"])
        expectRestores(test)
    }

    @Test func `R04: the next service at the window ends the time of the one before`() {
        var (test, first) = Self.serving()
        test.verb(.finish)
        let second = test.serve()
        #expect(test.lapsed.map(\.ticket) == [first])
        test.rate("4")
        test.live(.seconds(2))
        #expect(test.rated.map(\.ticket) == [second])
        test.verb(.finish)
        test.serve()
        // The second was rated: nothing lapsed but the first.
        #expect(test.lapsed.map(\.ticket) == [first])
        expectRestores(test)
    }

    @Test func `R01: a press just before the next service begins is for the one it was pressed in`() {
        var (test, first) = Self.serving()
        test.take()
        test.rate("4")
        test.wait(.milliseconds(100))
        test.verb(.call)
        test.verb(.start)
        #expect(test.rated.map(\.ticket) == [first] && test.lapsed.isEmpty)
        #expect(test.hall.recorded.ratings.services.count == 1)
        test.rate("2")
        test.live(.seconds(2))
        #expect(test.rated.map(\.level) == [.good, .bad])
        #expect(Set(test.rated.map(\.ticket)).count == 2)
        expectRestores(test)
    }

    @Test func `R04: the time goes on over a restart and over a clock that is set`() {
        var (test, ticket) = Self.serving()
        test.verb(.finish)
        test.live(.seconds(40))
        test.restart(.field)
        test.live(.milliseconds(19_999))
        #expect(test.lapsed.isEmpty)
        test.now.wall = test.now.wall + .seconds(-600)
        test.wait(.milliseconds(1))
        #expect(test.lapsed.map(\.ticket) == [ticket])
    }

    @Test func `R04: a press that is being held is lost with the daemon or the journal, never made up`() {
        for cut: (inout TestHall) -> Void in [
            { $0.restart(.field) },
            {
                $0.send(.journalFailed("disk-full"))
                $0.wait(.seconds(2))
                $0.send(.journalRecovered)
            },
        ] {
            var (test, _) = Self.serving()
            test.rate("1")
            test.wait(.milliseconds(500))
            cut(&test)
            test.live(.seconds(5))
            #expect(test.rated.isEmpty)
            test.rate("5")
            test.live(.seconds(5))
            #expect(test.rated.map(\.level) == [.veryGood])
        }
    }

    @Test func `R04: a clerk's keys and another window's pad rate nothing`() {
        var (test, _) = Self.serving()
        test.report("w1-caller", .key("5"))
        test.report("kiosk-1-keys", .key("5"))
        test.report("w2-caller", .key("5"))
        test.live(.seconds(5))
        #expect(test.rated.isEmpty && test.evidence.isEmpty)
    }

    @Test func `R04: a pad that is mashed for an hour leaves at most a fact every ten seconds, and counts every press`()
    {
        var (test, _) = Self.serving()
        let before = test.facts.count
        var presses = 0
        for round in 0..<1200 {
            test.rate(String(1 + round % 5))
            test.rate(String(1 + (round + 1) % 5))
            presses += 2
            test.live(.seconds(3))
        }
        test.live(.seconds(30))
        #expect(test.rated.isEmpty)
        #expect(test.facts.count - before <= 361)
        #expect(test.evidence.map(\.count).reduce(0, +) == presses)
        #expect(test.evidence.allSatisfy { $0.levels.count <= 16 && $0.reason == .mashed })
    }

    @Test func `R04: bursts of different kinds leave their own facts, ten seconds apart`() {
        var (test, _) = Self.serving()
        test.rate("1")
        test.rate("2")
        test.live(.seconds(2))
        test.rate("5")
        test.rate("5")
        test.live(.seconds(2))
        test.rate("3")
        // The first left its fact at second 1.
        for (milliseconds, count) in [(6_999, 1), (1, 2), (9_999, 2), (1, 3)] {
            test.live(.milliseconds(milliseconds))
            #expect(test.evidence.count == count)
        }
        #expect(test.evidence.map(\.reason) == [.mashed, .bounced, .alreadyRated])
    }

    // MARK: Commands

    @Test func `R01: a rating over the API is taken at once, and only one`() {
        var (test, ticket) = Self.serving()
        #expect(test.ask(.rate("9", level: "5")) == .refused(.noSuchWindow("9", known: ["1", "2"])))
        for level in ["0", "6", "", "good", "+5", " 5", "5.0", "55"] {
            #expect(test.ask(.rate("1", level: level)) == .refused(.noSuchLevel(level)))
        }
        #expect(test.ask(.rate("2", level: "5")) == .refused(.nothingToRate("2")))
        #expect(test.ask(.rate("1", level: "4"), by: "counter1") == .rated(ticket.number, "1", .good))
        #expect(test.rated.map(\.by) == ["counter1"])
        #expect(test.ask(.rate("1", level: "5")) == .refused(.alreadyRated(ticket.number)))
        test.verb(.finish)
        test.live(.seconds(60))
        #expect(test.ask(.rate("1", level: "5")) == .refused(.nothingToRate("1")))
        #expect(test.lapsed.isEmpty)
    }

    @Test func `R01: a press that is being held gives way to a rating over the API`() {
        var (test, ticket) = Self.serving()
        test.rate("5")
        #expect(test.ask(.rate("1", level: "3")) == .rated(ticket.number, "1", .fair))
        test.live(.seconds(5))
        #expect(test.rated.count == 1 && test.evidence.map(\.line) == ["alreadyRated 5 x1"])
    }

    // MARK: R02

    @Test func `R02: the lowest two levels open an alarm about the ticket that stays until it is closed with a note`() {
        for level in RatingLevel.allCases {
            var (test, ticket) = Self.serving()
            test.rate(String(level.rawValue))
            test.live(.seconds(1))
            let id = Alarm.id(.badRating, about: .ticket(ticket))
            guard level.rawValue <= 2 else {
                #expect(test.hall.recorded.alarms.isEmpty)
                continue
            }
            let alarm = test.hall.recorded.alarm(id)
            #expect(alarm?.state == .returnedUnacknowledged && alarm?.priority == .medium && alarm?.latches == true)
            #expect(alarm?.text(.zh).hasPrefix("差评待回访 (号码 2026-11-21/A001)：窗口 1，\(level.rawValue) ") == true)
            test.verb(.finish)
            test.live(.seconds(3 * 86_400))
            test.restart(.field)
            #expect(test.alarm(id) == .returnedUnacknowledged)
            #expect(test.ask(.acknowledgeAlarm(id, reason: "已回访，已整改")) == .alarm(id, nil))
            expectRestores(test)
        }
    }

    @Test func `R02: a bad rating that was put aside comes back`() {
        var (test, ticket) = Self.serving()
        _ = test.ask(.rate("1", level: "1"))
        let id = Alarm.id(.badRating, about: .ticket(ticket))
        _ = test.ask(.shelveAlarm(id, seconds: 3600, reason: "明天回访"))
        test.live(.seconds(3600))
        #expect(test.alarm(id) == .returnedUnacknowledged)
    }

    // MARK: The turn of the day

    @Test func `R01: a service that goes on over the turn of the day can still be rated`() {
        var (test, ticket) = Self.serving()
        test.wait(.seconds(19 * 3600))
        #expect(test.hall.recorded.ratings.services.map(\.ticket) == [ticket])
        test.rate("4")
        test.live(.seconds(2))
        #expect(test.rated.map(\.ticket) == [ticket])
        expectRestores(test)
    }

    @Test func `a quiet day carries nothing of power, ratings and controls`() {
        var test = TestHall.started(.field)
        test.serve()
        test.verb(.finish)
        test.live(.seconds(3600))
        test.wait(.seconds(86_400))
        guard case .dayOpened(let opened)? = test.facts.last(where: { $0.kind == "day-opened" })
        else { return fail("no day") }
        #expect(opened.power == nil && opened.ratings == nil && opened.controls == nil)
    }

    // MARK: Lamps

    @Test func `R01: the pad's lamp asks while there is something to rate, gives thanks, and is dark`() {
        var test = TestHall.started(.field)
        #expect(test.hall.desired("w1-pad") == .kiosk(.dark))
        test.serve()
        #expect(test.hall.desired("w1-pad") == .kiosk(.rate))
        test.verb(.finish)
        #expect(test.hall.desired("w1-pad") == .kiosk(.rate))
        test.rate("5")
        #expect(test.hall.desired("w1-pad") == .kiosk(.rate))
        test.live(.seconds(1))
        #expect(test.hall.desired("w1-pad") == .kiosk(.thanks))
        test.live(.milliseconds(4_999))
        #expect(test.hall.desired("w1-pad") == .kiosk(.thanks))
        test.live(.milliseconds(1))
        #expect(test.hall.desired("w1-pad") == .kiosk(.dark))
        test.serve()
        test.verb(.finish)
        test.send(.journalFailed("disk-full"))
        #expect(test.hall.desired("w1-pad") == .kiosk(.dark))
        test.send(.journalRecovered)
        #expect(test.hall.desired("w1-pad") == .kiosk(.rate))
        test.live(.seconds(60))
        #expect(test.hall.desired("w1-pad") == .kiosk(.dark))
    }
}

extension TestHall {
    @discardableResult
    mutating func rate(_ key: String) -> HallDecision { report("w1-pad", .key(key)) }

    var rated: [TicketRated] {
        facts.compactMap { if case .ticketRated(let fact) = $0 { fact } else { nil } }
    }
    var lapsed: [RatingLapsed] {
        facts.compactMap { if case .ratingLapsed(let fact) = $0 { fact } else { nil } }
    }
    var evidence: [PressesIgnored] {
        facts.compactMap { if case .pressesIgnored(let fact) = $0 { fact } else { nil } }
    }
}

extension PressesIgnored {
    /// `mashed 5,1 x2`
    var line: String { "\(reason.rawValue) \(levels.map(String.init).joined(separator: ",")) x\(count)" }
}
