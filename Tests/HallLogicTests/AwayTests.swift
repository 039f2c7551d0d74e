import HallLogic
import HallModel
import Testing

@Suite("Where a clerk went")
struct AwayTests {
    private static let plan = HallPlan.standard.changed { $0.queue = QueueSettings(awaySeconds: 900) }
    private static let alarm: AlarmID = "window.1.window-away"

    private func pause(_ test: inout TestHall, _ place: Away.Place?, back: Int?) -> HallReply {
        test.ask(.pause("1", to: place, backMinutes: back, reason: ""))
    }

    private func pass(_ seconds: Int64, _ test: inout TestHall) {
        let end = test.now.monotonic + .seconds(seconds)
        while let wake = test.hall.nextWake(at: test.now), wake < end { test.wait(wake - test.now.monotonic) }
        test.wait(end - test.now.monotonic)
    }

    private func isTold(_ test: TestHall) -> Bool { test.hall.recorded.alarm(Self.alarm)?.isActive ?? false }

    @Test func `it is known while the window is paused, and no longer`() {
        var test = TestHall.started(Self.plan)
        _ = pause(&test, .meeting, back: 30)
        let away = test.state()?.away
        #expect(away?.to == .meeting && away?.backMinutes == 30 && away?.since == test.now.wall)
        #expect(away?.back == test.now.wall + .seconds(1800))
        test.restart(Self.plan)
        #expect(test.state()?.away == away)
        test.verb(.resume)
        #expect(test.state()?.away == nil)
        test.verb(.pause)
        #expect(test.state()?.away == nil, "nothing was said")
    }

    @Test(arguments: [5, 40])
    func `who said when they are back is awaited then, sooner or later than the limit`(_ minutes: Int) {
        var test = TestHall.started(Self.plan)
        _ = pause(&test, .meal, back: minutes)
        pass(Int64(minutes) * 60 - 1, &test)
        #expect(!isTold(test))
        pass(1, &test)
        #expect(isTold(test))
        test.verb(.resume)
        #expect(!isTold(test))
    }

    @Test func `said anew it counts anew, and ends the alarm`() {
        var test = TestHall.started(Self.plan)
        _ = pause(&test, .errand, back: 5)
        pass(200, &test)
        _ = pause(&test, .errand, back: 10)
        pass(599, &test)
        #expect(!isTold(test))
        pass(1, &test)
        #expect(isTold(test))
        _ = pause(&test, nil, back: 10)
        #expect(!isTold(test), "back at another time")
        #expect(test.state()?.away?.to == nil)
    }

    @Test func `a start while somebody is away alarms at the time that was said, never at once`() {
        var test = TestHall.started(Self.plan)
        _ = pause(&test, .training, back: 60)
        test.now = test.now.advanced(by: .seconds(1200))
        test.restart(Self.plan)
        pass(2399, &test)
        #expect(!isTold(test))
        pass(1, &test)
        #expect(isTold(test))
        var late = TestHall.started(Self.plan)
        _ = pause(&late, .training, back: 10)
        late.now = late.now.advanced(by: .seconds(3000))
        late.restart(Self.plan)
        pass(119, &late)
        #expect(!isTold(late))
        pass(1, &late)
        #expect(isTold(late))
    }

    @Test func `where the hall has no limit nobody is alarmed`() {
        var test = TestHall.started()
        _ = pause(&test, .meal, back: 5)
        pass(6 * 3600, &test)
        #expect(!isTold(test))
    }

    @Test(arguments: [0, -1, 481, Int.max])
    func `a time out of range is refused`(_ minutes: Int) {
        var test = TestHall.started(Self.plan)
        guard case .refused(.badDuration) = pause(&test, .meal, back: minutes) else { return fail("accepted") }
        #expect(test.state()?.mode == .open)
        test.verb(.close)
        #expect(pause(&test, .meal, back: 5) == .refused(.windowNotOpen("1", .closed)))
    }

    @Test func `the turn of the day forgets it, also where a visitor is`() {
        var test = TestHall.started(Self.plan)
        test.take()
        test.verb(.call)
        _ = pause(&test, .errand, back: 480)
        test.wait(.seconds(24 * 3600))
        #expect(test.state()?.away == nil && test.state()?.current != nil)
    }
}

@Suite("Help and a few words")
struct HelpTests {
    private static let alarm: AlarmID = "window.1.assist-called"

    @Test func `a call alarms at once and ends with the answer, whose time is on record`() {
        var test = TestHall.started()
        _ = test.ask(.callAssist("1", reason: "有人争吵"), by: "clerk")
        #expect(test.hall.recorded.alarm(Self.alarm)?.state == .unacknowledged)
        #expect(test.hall.recorded.alarm(Self.alarm)?.priority == .high)
        #expect(test.hall.recorded.alarm(Self.alarm)?.subject == "有人争吵")
        test.wait(.seconds(95))
        // A clock that is set does not change how long it took.
        test.now.wall = test.now.wall + .seconds(3600)
        guard case .assist(let call, 95?) = test.ask(.answerAssist("1", reason: "")) else { return fail("no answer") }
        #expect(call.by == "clerk")
        guard case .assistAnswered(let answered)? = test.facts.first(where: { $0.kind == "assist-answered" })
        else { return fail("no fact") }
        #expect(answered.seconds == 95 && answered.by == "desk")
        #expect(test.hall.recorded.alarm(Self.alarm) == nil, "whoever answers knows")
        #expect(test.ask(.answerAssist("1", reason: "")) == .refused(.noAssist("1")))
    }

    @Test func `a caller's key calls too`() {
        var test = TestHall.started()
        test.report("w1-caller", .key("assist"))
        #expect(test.hall.recorded.assist(at: "1")?.by == "device:w1-caller")
        #expect(test.hall.recorded.alarm(Self.alarm)?.isActive == true)
    }

    @Test func `one call a window: another changes nothing`() {
        var test = TestHall.started()
        _ = test.ask(.callAssist("1", reason: "a"))
        let before = test.facts.count
        guard case .assist(let call, nil) = test.ask(.callAssist("1", reason: "b")) else { return fail("refused") }
        #expect(call.reason == "a" && test.facts.count == before)
        #expect(test.ask(.callAssist("9", reason: "")) == .refused(.noSuchWindow("9", known: ["1", "2"])))
    }

    @Test func `an open call goes on over the turn of the day and a restart`() {
        var test = TestHall.started()
        _ = test.ask(.callAssist("1", reason: ""))
        test.wait(.seconds(24 * 3600))
        #expect(test.hall.recorded.assists.map(\.window) == ["1"])
        test.restart()
        test.wait(.seconds(10))
        #expect(test.hall.recorded.alarm(Self.alarm)?.isActive == true)
        guard case .assist(_, let seconds) = test.ask(.answerAssist("1", reason: "")) else { return fail("no answer") }
        #expect(seconds == 24 * 3600 + 10, "by the wall clock, since nothing else lasted")
    }

    @Test func `a window that leaves the plan calls for no help`() {
        var test = TestHall.started()
        _ = test.ask(.callAssist("2", reason: ""))
        test.send(
            .planOffered(
                HallPlan.standard.changed {
                    $0.windows.removeLast()
                    $0.services.removeLast()
                }, hash: "plan-2"))
        #expect(test.hall.recorded.planHash == "plan-2" && test.hall.recorded.assists.isEmpty)
        #expect(test.hall.recorded.alarm("window.2.assist-called")?.isActive != true)
    }

    @Test func `a message is recorded, and forgotten with the day`() {
        var test = TestHall.started()
        guard
            case .message(let sent) = test.ask(.sendMessage(from: .window("1"), to: .desk, text: "请来复印"), by: "clerk")
        else { return fail("refused") }
        #expect(sent.by == "clerk" && sent.from == .window("1"))
        #expect(test.hall.recorded.messages == [sent])
        test.wait(.seconds(24 * 3600))
        #expect(test.hall.recorded.messages.isEmpty)
    }

    @Test func `200 characters on one line, to somebody who is there`() {
        var test = TestHall.started()
        func send(_ text: String, to place: MessageSent.Place = .window("1")) -> HallReply {
            test.wait(.seconds(61))
            return test.ask(.sendMessage(from: .desk, to: place, text: text))
        }
        guard case .message = send(String(repeating: "字", count: 200)) else { return fail("refused") }
        for bad in [
            String(repeating: "字", count: 201), "", " \u{3000}", "a\nb", "a\u{1B}[2J", "a\u{202E}b",
            "e" + String(repeating: "\u{301}", count: 600),
        ] {
            #expect(send(bad) == .refused(.badMessage), "\(bad.debugDescription)")
        }
        #expect(send("x", to: .window("9")) == .refused(.noSuchWindow("9", known: ["1", "2"])))
    }

    @Test func `one user sends six a minute, another is not held up`() {
        var test = TestHall.started()
        func send(by user: String) -> HallReply {
            test.ask(.sendMessage(from: .desk, to: .window("1"), text: "x"), by: user)
        }
        for _ in 1...6 { guard case .message = send(by: "desk") else { return fail("refused") } }
        #expect(send(by: "desk") == .refused(.tooManyMessages(perMinute: 6)))
        guard case .message = send(by: "clerk") else { return fail("refused") }
        test.wait(.seconds(60))
        guard case .message = send(by: "desk") else { return fail("refused after a minute") }
    }

    @Test func `the newest hundred are at hand`() {
        var test = TestHall.started()
        for count in 1...105 {
            test.wait(.seconds(20))
            _ = test.ask(.sendMessage(from: .desk, to: .window("1"), text: "\(count)"))
        }
        #expect(test.hall.recorded.messages.map(\.text) == (6...105).map(String.init))
    }
}
