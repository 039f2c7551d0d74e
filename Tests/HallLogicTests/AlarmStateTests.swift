import HallLogic
import HallModel
import Testing

@Suite("The states of an alarm")
struct AlarmStateTests {
    /// The events that change something, from a reading of ISA-18.2 with latches; every other event changes nothing.
    static let table: [AlarmState: [AlarmMachine.Event: AlarmState]] = [
        .normal: [.raise: .unacknowledged],
        .unacknowledged: [
            .return: .returnedUnacknowledged, .acknowledge: .acknowledged, .suppress: .suppressed, .shelve: .shelved,
            .takeOutOfService: .outOfService,
        ],
        .acknowledged: [
            .return: .normal, .suppress: .suppressed, .shelve: .shelved, .takeOutOfService: .outOfService,
        ],
        .returnedUnacknowledged: [
            .raise: .unacknowledged, .acknowledge: .normal, .shelve: .shelved, .takeOutOfService: .outOfService,
        ],
        .latched: [
            .raise: .unacknowledged, .acknowledge: .normal, .shelve: .shelved, .takeOutOfService: .outOfService,
        ],
        .suppressed: [
            .return: .normal, .release: .unacknowledged, .shelve: .shelved, .takeOutOfService: .outOfService,
        ],
        .shelved: [.raise: .shelved, .unshelve: .normal, .takeOutOfService: .outOfService],
        .outOfService: [.raise: .outOfService, .putInService: .normal],
    ]

    /// What is different when a person must reset the alarm.
    static let latching: [AlarmState: [AlarmMachine.Event: AlarmState]] = [
        .acknowledged: [.return: .latched], .suppressed: [.return: .returnedUnacknowledged],
        .shelved: [.unshelve: .returnedUnacknowledged], .outOfService: [.putInService: .returnedUnacknowledged],
    ]

    /// What is different while the cause is there, whether the alarm latches or not; to rise again changes nothing.
    static let withCause: [AlarmState: [AlarmMachine.Event: AlarmState]] = [
        .shelved: [.return: .shelved, .unshelve: .unacknowledged],
        .outOfService: [.return: .outOfService, .putInService: .unacknowledged],
    ]

    @Test func `M02: every event in every state does what ISA-18.2 says`() {
        for state in AlarmState.allCases {
            for event in AlarmMachine.Event.allCases {
                let plain = Self.table[state]?[event]
                #expect(AlarmMachine.next(state, on: event) == plain, "\(state) \(event)")
                let latched = Self.latching[state]?[event] ?? plain
                #expect(AlarmMachine.next(state, on: event, latches: true) == latched, "latching \(state) \(event)")
                guard state == .shelved || state == .outOfService else { continue }
                let there = event == .raise ? nil : Self.withCause[state]?[event] ?? plain
                for latches in [false, true] {
                    #expect(
                        AlarmMachine.next(state, on: event, latches: latches, isCauseThere: true) == there,
                        "\(state) \(event) with its cause")
                }
            }
        }
    }

    static let paperOut: AlarmID = "kiosk-1-printer.paper-out"
    static let help: AlarmID = "panel.help.contact"

    static func withPaperOut() -> TestHall {
        var test = TestHall.started(.field)
        test.paper(.out)
        return test
    }

    @Test func `a latched alarm stays until it is acknowledged, and once more when its cause is gone`() {
        var test = TestHall.started(.field)
        #expect(test.contact("help", "closed").kinds == ["alarm-raised"])
        #expect(
            test.ask(.acknowledgeAlarm(Self.help, reason: "")) != .refused(.alreadyAcknowledged(Self.help.rawValue)))
        test.contact("help", "open")
        #expect(test.alarm(Self.help) == .latched)
        test.restart(.field)
        #expect(test.alarm(Self.help) == .latched)
        #expect(test.ask(.acknowledgeAlarm(Self.help, reason: "到场处理")) == .alarm(Self.help, nil))
        #expect(test.hall.recorded.alarms.isEmpty)
        expectRestores(test)
    }

    @Test func `a latched alarm that returned before anybody knew takes one acknowledgement`() {
        var test = TestHall.started(.field)
        test.contact("help", "closed")
        test.contact("help", "open")
        #expect(test.alarm(Self.help) == .returnedUnacknowledged)
        #expect(test.ask(.acknowledgeAlarm(Self.help, reason: "")) == .alarm(Self.help, nil))
    }

    @Test func `a shelved alarm comes back when its time is over, with its cause or without`() {
        for returns in [false, true] {
            var test = Self.withPaperOut()
            guard case .alarm(_, let shelved?) = test.ask(.shelveAlarm(Self.paperOut, seconds: 600, reason: "等纸"))
            else { return fail("not shelved") }
            #expect(shelved.state == .shelved && shelved.isCauseThere == true)
            #expect(shelved.shelvedUntil == test.now.wall + .seconds(600))
            #expect(test.hall.nextWake(at: test.now) == test.now.monotonic + .seconds(600))
            if returns { test.paper(.present) }
            #expect(test.hall.recorded.alarm(Self.paperOut)?.isCauseThere == !returns)
            test.live(.seconds(599))
            #expect(test.alarm(Self.paperOut) == .shelved)
            test.restart(.field)
            #expect(test.wait(.seconds(1)).kinds == ["alarm-unshelved"])
            #expect(test.alarm(Self.paperOut) == (returns ? .normal : .unacknowledged))
            #expect(test.hall.recorded.alarm(Self.paperOut)?.acknowledgedBy == nil)
            expectRestores(test)
        }
    }

    @Test func `a cause that goes and comes while the alarm is aside is followed, and told by nobody`() {
        var test = Self.withPaperOut()
        _ = test.ask(.shelveAlarm(Self.paperOut, seconds: 3600, reason: ""))
        for paper in [PrinterCondition.Paper.present, .out, .present, .out] {
            #expect(test.paper(paper).facts.count == 1)
            #expect(test.paper(paper).facts.isEmpty)
            #expect(test.alarm(Self.paperOut) == .shelved)
            #expect(test.hall.recorded.alarm(Self.paperOut)?.isActive == (paper == .out))
        }
        guard case .alarm(_, let back?) = test.ask(.unshelveAlarm(Self.paperOut)) else { return fail("not back") }
        #expect(back.state == .unacknowledged && back.shelvedUntil == nil && back.isCauseThere == nil)
    }

    @Test func `a shelf lasts a minute to a week`() {
        var test = Self.withPaperOut()
        for seconds in [-1, 0, 59, 604_801, Int.max] {
            guard
                case .refused(.badDuration(seconds, _)) = test.ask(
                    .shelveAlarm(Self.paperOut, seconds: seconds, reason: ""))
            else { return fail("\(seconds) s was taken") }
        }
        for seconds in [60, 604_800] {
            _ = test.ask(.shelveAlarm(Self.paperOut, seconds: seconds, reason: ""))
            #expect(test.alarm(Self.paperOut) == .shelved)
            _ = test.ask(.unshelveAlarm(Self.paperOut))
        }
    }

    @Test func `a shelf ends also when the clock was set back by years`() {
        var test = Self.withPaperOut()
        _ = test.ask(.shelveAlarm(Self.paperOut, seconds: 3600, reason: ""))
        test.now.wall = test.now.wall + .seconds(-30 * 86_400)
        test.send(.timeReached)
        #expect(test.alarm(Self.paperOut) == .unacknowledged)
    }

    @Test func `out of service stays while the cause goes and comes, over restarts, until a person ends it`() {
        var test = Self.withPaperOut()
        _ = test.ask(.setAlarmService(Self.paperOut, inService: false, reason: "换机"))
        test.paper(.present)
        test.restart(.field)
        test.live(.seconds(3600))
        #expect(test.alarm(Self.paperOut) == .outOfService)
        #expect(test.hall.recorded.alarm(Self.paperOut)?.isCauseThere == false)
        test.paper(.out)
        guard case .alarm(_, let back?) = test.ask(.setAlarmService(Self.paperOut, inService: true, reason: ""))
        else { return fail("not back") }
        #expect(back.state == .unacknowledged)
        expectRestores(test)
    }

    @Test func `what cannot be done in a state is refused with the state`() {
        var test = Self.withPaperOut()
        let id = Self.paperOut.rawValue
        #expect(test.ask(.unshelveAlarm(Self.paperOut)) == .refused(.alarmState(id, .unacknowledged)))
        #expect(
            test.ask(.setAlarmService(Self.paperOut, inService: true, reason: ""))
                == .refused(.alarmState(id, .unacknowledged)))
        _ = test.ask(.shelveAlarm(Self.paperOut, seconds: 60, reason: ""))
        #expect(test.ask(.shelveAlarm(Self.paperOut, seconds: 60, reason: "")) == .refused(.alarmState(id, .shelved)))
        #expect(test.ask(.acknowledgeAlarm(Self.paperOut, reason: "")) == .refused(.alarmState(id, .shelved)))
        let unknown: AlarmID = "kiosk-2-printer.paper-out"
        for command: HallCommand in [
            .shelveAlarm(unknown, seconds: 60, reason: ""), .unshelveAlarm(unknown),
            .setAlarmService(unknown, inService: false, reason: ""),
        ] {
            #expect(test.ask(command) == .refused(.noSuchAlarm(unknown.rawValue)))
        }
    }
}

extension TestHall {
    @discardableResult
    mutating func paper(_ paper: PrinterCondition.Paper) -> HallDecision {
        report("kiosk-1-printer", .printer(PrinterCondition(paper: paper)))
    }
}
