import HallLogic
import HallModel
import Testing

@Suite("Calling aloud")
struct AnnouncerTests {
    private static func plan(_ change: (inout VoicePlan) -> Void = { _ in }) -> HallPlan {
        SafetySignalTests.plan.changed { plan in
            plan.devices.append(DevicePlan(id: "voice", profile: .any, bus: "line"))
            var voice = VoicePlan(device: "voice")
            change(&voice)
            plan.voice = voice
        }
    }

    private static func started(_ change: (inout VoicePlan) -> Void = { _ in }) -> TestHall {
        TestHall.started(plan(change))
    }

    /// Takes a number of that class and calls it.
    private func call(_ test: inout TestHall, _ priority: Ticket.Priority = .ordinary, at window: WindowID = "1")
        -> [SpeechJob]
    {
        guard case .ticket(let ticket) = test.ask(.takeTicket(service: "household", kiosk: nil, priority: priority))
        else { return [] }
        test.prove(ticket.id)
        return speech(test.command(.window(window, .call, reason: "")))
    }

    private func speech(_ decision: HallDecision) -> [SpeechJob] {
        decision.jobs.compactMap { if case .speak(let job) = $0 { job } else { nil } }
    }

    private func ended(
        _ job: SpeechJob?, _ test: inout TestHall, as outcome: SpeechOutcome = .spoken
    ) -> [SpeechJob] {
        guard let job else { return [] }
        return speech(test.report("voice", .spoken(job.id, outcome)))
    }

    @Test func `a call is said with its digits one by one, and its window`() {
        var test = Self.started()
        let said = call(&test)
        #expect(said.map(\.text) == ["请A零零一号到1号窗口"])
        #expect(said.map(\.language) == [.zh])
        #expect(said.map(\.volume) == [70])
        #expect(ended(said.first, &test).isEmpty)
    }

    @Test func `in the languages of the hall, one after the other`() {
        var test = Self.started { $0.languages = [.zh, .en] }
        let first = call(&test)
        let second = ended(first.first, &test)
        #expect(second.map(\.text) == ["Number A 0 0 1, please go to window 1"])
        #expect(second.map(\.language) == [.en])
        #expect(ended(second.first, &test).isEmpty)
    }

    @Test func `a recall is said again`() {
        var test = Self.started()
        let said = call(&test)
        #expect(ended(said.first, &test).isEmpty)
        let again = speech(test.command(.window("1", .recall, reason: "")))
        #expect(again.map(\.text) == ["请A零零一号到1号窗口"])
    }

    @Test func `one at a time, in the order of the calls`() {
        var test = Self.started()
        let first = call(&test)
        #expect(call(&test, at: "2").isEmpty)
        let second = ended(first.first, &test)
        #expect(second.map(\.text) == ["请A零零二号到2号窗口"])
        #expect(ended(second.first, &test).isEmpty)
    }

    @Test func `for elders slower, louder and twice; the class itself is never said`() {
        var test = Self.started()
        let first = call(&test, .elder)
        #expect(first.map(\.text) == ["请A零零一号到1号窗口"])
        #expect(first.map(\.volume) == [100])
        #expect(first.map(\.speed) == [30])
        let second = ended(first.first, &test)
        #expect(second.map(\.text) == first.map(\.text))
        #expect(ended(second.first, &test).isEmpty)
        for priority in Ticket.Priority.allCases where priority != .elder {
            var other = Self.started()
            #expect(call(&other, priority).map(\.speed) == [50], "\(priority)")
        }
    }

    @Test func `whoever is not called any more is not called aloud`() {
        for verb in [WindowVerb.start, .noShow, .putBack] {
            var test = Self.started()
            let first = call(&test)
            _ = call(&test, at: "2")
            _ = test.command(.window("2", verb, reason: ""))
            #expect(ended(first.first, &test).isEmpty, "\(verb)")
        }
        var test = Self.started()
        let elder = call(&test, .elder)
        _ = test.command(.window("1", .start, reason: ""))
        #expect(ended(elder.first, &test).isEmpty, "the second time is for nobody")
    }

    @Test func `a dead voice keeps nobody waiting: what is old is not said any more`() {
        var test = Self.started { $0.maxAgeSeconds = 30 }
        let first = call(&test)
        let called = test.now.monotonic
        test.wait(.seconds(1))
        #expect(call(&test, at: "2").isEmpty)
        // The voice says nothing at all: its sentence is given up, and the next is too old by then.
        let longest = (first.first?.longestTime ?? .zero) + .seconds(5)
        #expect(test.hall.nextWake(at: test.now) == called + longest)
        test.wait(.seconds(31))
        #expect(speech(test.send(.timeReached)).isEmpty)
        _ = test.command(.window("1", .start, reason: ""))
        _ = test.command(.window("1", .finish, reason: ""))
        #expect(call(&test).map(\.text) == ["请A零零三号到1号窗口"])
    }

    @Test func `a voice that fails is tried with the next call, and the hall goes on`() {
        var test = Self.started()
        let first = call(&test)
        _ = call(&test, at: "2")
        let second = ended(first.first, &test, as: .failed)
        #expect(second.map(\.text) == ["请A零零二号到2号窗口"])
        #expect(ended(second.first, &test, as: .failed).isEmpty)
        #expect(test.state("2")?.current?.number.text == "A002")
    }

    @Test func `the line is bounded: the oldest calls give way`() {
        let plan = Self.plan().changed { plan in
            plan.windows = (1...12).map { WindowPlan(id: WindowID(String($0)), name: "窗口", serves: ["household"]) }
        }
        var test = TestHall.started(plan)
        var job = call(&test, at: "1").first
        for window in 2...12 { _ = call(&test, at: WindowID(String(window))) }
        var said: [String] = []
        while let next = ended(job, &test).first {
            said.append(next.text)
            job = next
        }
        #expect(said.count == 8)
        #expect(said.first == "请A零零五号到5号窗口")
        #expect(said.last == "请A零一二号到12号窗口")
    }

    @Test func `a fire goes before all, interrupts, and is said again and again until somebody resets it`() {
        var test = Self.started()
        _ = call(&test, .elder)
        let first = speech(test.contact("loop", "open"))
        #expect(first.map(\.text) == ["火灾报警，请立即从安全出口撤离，不要乘坐电梯"])
        #expect(first.map(\.isUrgent) == [true])
        #expect(first.map(\.volume) == [100])
        #expect(ended(first.first, &test).isEmpty)
        let second = speech(test.wait(.seconds(3)))
        #expect(second.map(\.text) == first.map(\.text))
        #expect(ended(second.first, &test, as: .failed).isEmpty, "a dead voice is not asked again at once")
        #expect(speech(test.wait(.seconds(3))).count == 1)
        test.contact("loop", "closed")
        _ = test.ask(.acknowledgeAlarm(SafetySignalTests.fire, reason: "seen"))
        test.wait(.seconds(30))
        #expect(speech(test.wait(.seconds(3))).count == 1, "to have seen it is not to have reset it")
        _ = test.ask(.acknowledgeAlarm(SafetySignalTests.fire, reason: "false alarm"))
        test.wait(.seconds(30))
        #expect(speech(test.wait(.seconds(3))).isEmpty)
        #expect(call(&test, at: "2").count == 1)
    }

    @Test func `a fire is told also while the journal cannot be written`() {
        var test = Self.started()
        test.send(.journalFailed("disk-full"))
        #expect(speech(test.contact("loop", "open")).count == 1)
    }

    @Test func `after a restart nothing old is said`() {
        var test = Self.started()
        _ = call(&test)
        #expect(speech(test.restart(Self.plan())).isEmpty)
        #expect(speech(test.wait(.seconds(1))).isEmpty)
        #expect(speech(test.command(.window("1", .recall, reason: ""))).count == 1)
    }

    @Test func `a hall without a voice says nothing`() {
        var test = TestHall.started()
        #expect(call(&test).isEmpty)
    }
}

extension TestHall {
    /// What follows from a command.
    fileprivate mutating func command(_ command: HallCommand) -> HallDecision {
        send(.command(command, by: "clerk", token: ReplyToken(1_000_000)))
    }
}

@Suite("The lamp of a window")
struct CallLampTests {
    private static let plan = SafetySignalTests.plan.changed { plan in
        plan.windows[0].lamp = PointID("panel", "relay")
        guard case .contactPanel(var panel) = plan.devices[10].profile.settings else { return }
        panel.lines[4].shows = []
        plan.devices[10].profile.settings = .contactPanel(panel)
    }

    private func flashing(_ test: TestHall) -> [String]? {
        guard case .signals(_, let lamps)? = test.hall.desired("panel") else { return nil }
        return lamps.map { "\($0.name) \($0.call)" }
    }

    @Test func `it flashes from the call to the start, and anew with each recall`() {
        var test = TestHall.started(Self.plan)
        #expect(flashing(test) == [])
        test.take()
        test.verb(.call)
        #expect(flashing(test) == ["relay 2026-11-21/A001#1"])
        test.verb(.recall)
        #expect(flashing(test) == ["relay 2026-11-21/A001#2"])
        test.restart(Self.plan)
        #expect(flashing(test) == ["relay 2026-11-21/A001#2"])
        test.verb(.start)
        #expect(flashing(test) == [])
    }

    @Test func `in a fire, and while the journal is away, nobody is called`() {
        var test = TestHall.started(Self.plan)
        test.take()
        test.verb(.call)
        var burning = test
        burning.contact("loop", "open")
        #expect(burning.hall.desired("panel") == .signals(["lamp", "sounder"], flashing: []))
        test.send(.journalFailed("disk-full"))
        #expect(flashing(test) == [])
    }
}
