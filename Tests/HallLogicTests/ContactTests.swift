import HallLogic
import HallModel
import Testing

@Suite("Contacts and boards")
struct ContactTests {
    static let door: AlarmID = "panel.door.contact"

    @Test func `a contact in its alarm state alarms at once and ends when it changes back`() {
        var test = TestHall.started(.field)
        test.contact("door", "closed")
        #expect(test.hall.recorded.alarms.isEmpty)
        #expect(test.contact("door", "open").kinds == ["alarm-raised"])
        let alarm = test.hall.recorded.alarm(Self.door)
        #expect(alarm?.subject == "open" && alarm?.priority == .high && alarm?.latches == nil)
        #expect(alarm?.text(.zh) == "触点报警 (panel.door)：断开")
        #expect(alarm?.text(.en) == "Contact is in its alarm state (panel.door): open")
        #expect(test.contact("door", "closed").kinds == ["alarm-returned"])
        expectRestores(test)
    }

    @Test func `each line has its own alarm state, its own latch, or none`() {
        var test = TestHall.started(.field)
        for name in ["help", "door", "lamp"] { test.contact(name, "open") }
        #expect(test.hall.recorded.alarms.map(\.id) == [Self.door])
        for name in ["help", "door", "lamp"] { test.contact(name, "closed") }
        #expect(test.alarm("panel.help.contact") == .unacknowledged)
        #expect(test.hall.recorded.alarm("panel.help.contact")?.latches == true)
        #expect(test.alarm(Self.door) == .returnedUnacknowledged)
    }

    @Test func `a contact that cannot be read neither alarms nor ends its alarm`() {
        var test = TestHall.started(.field)
        test.report("panel", .reading("door", .missing(.portLost)))
        #expect(test.hall.recorded.alarms.isEmpty)
        test.contact("door", "open")
        test.report("panel", .reading("door", .stale(.word("closed"), at: test.now.monotonic, .portLost)))
        test.report("panel", .reading("door", .missing(.portLost)))
        #expect(test.alarm(Self.door) == .unacknowledged)
    }

    @Test func `a panel out of service, or a line without an alarm, ends it`() {
        var test = TestHall.started(.field)
        test.contact("door", "open")
        test.presence("panel", .disabled)
        #expect(test.alarm(Self.door) == .returnedUnacknowledged)
        test.presence("panel", .online)
        test.contact("door", "open")
        #expect(test.alarm(Self.door) == .unacknowledged)
        let quiet = HallPlan.field.changed { plan in
            guard case .contactPanel(var panel) = plan.devices[10].profile.settings else { return fail("no panel") }
            panel.lines[1].alarmWhen = nil
            plan.devices[10].profile.settings = .contactPanel(panel)
        }
        test.send(.planOffered(quiet, hash: "plan-2"))
        #expect(test.alarm(Self.door) == .returnedUnacknowledged)
    }

    @Test func `a contact alarms also while the journal cannot be written`() {
        var test = TestHall.started(.field)
        test.send(.journalFailed("disk-full"))
        #expect(test.contact("door", "open").kinds == ["alarm-raised"])
    }

    @Test func `a board shows the latest calls first, who is served, and how many wait`() {
        var test = TestHall.started(.field)
        for _ in 0..<3 { test.take() }
        test.verb(.call, "1")
        test.verb(.start, "1")
        test.wait(.seconds(5))
        test.verb(.call, "2")
        func line(_ number: String, _ window: WindowID, _ isCalled: Bool) -> HallBoard.Line {
            HallBoard.Line(number: TicketNumber(number), window: window, isCalled: isCalled)
        }
        var board = HallBoard(
            hall: "某某县政务服务中心", lines: [line("A002", "2", true), line("A001", "1", false)], waiting: 1,
            counts: [HallBoard.Count(service: "户籍", waiting: 1)])
        #expect(test.hall.desired("board") == .board(board))
        test.restart(.field)
        #expect(test.hall.desired("board") == .board(board))
        test.verb(.finish, "1")
        test.wait(.seconds(5))
        test.verb(.call, "1")
        board.lines = [line("A003", "1", true), line("A002", "2", true)]
        board.waiting = 0
        board.counts = []
        #expect(test.hall.desired("board") == .board(board))
        test.wait(.seconds(5))
        test.verb(.recall, "2")
        board.lines.reverse()
        #expect(test.hall.desired("board") == .board(board))
        test.send(.journalFailed("disk-full"))
        board.isPaused = true
        #expect(test.hall.desired("board") == .board(board))
    }

    @Test func `a board shows who did not come while they may still, the latest first`() {
        let plan = HallPlan.field.changed { $0.queue = QueueSettings(again: 0, behind: 3, graceSeconds: 900) }
        var test = TestHall.started(plan)
        for _ in 0..<2 {
            test.take()
            test.verb(.call)
            test.wait(.seconds(1))
            test.verb(.noShow)
        }
        func passed() -> [String]? {
            guard case .board(let board)? = test.hall.desired("board") else { return nil }
            return board.passed.map(\.text)
        }
        #expect(passed() == ["A002", "A001"])
        _ = test.ask(.returnTicket(TicketNumber("A002"), reason: ""))
        #expect(passed() == ["A001"])
        test.wait(.seconds(901))
        test.send(.timeReached)
        #expect(passed() == [])
    }

    @Test func `a board shows eight numbers at most`() {
        let plan = HallPlan.field.changed { plan in
            plan.windows = (1...10).map { WindowPlan(id: WindowID(String($0)), name: "窗口", serves: ["household"]) }
        }
        var test = TestHall.started(plan)
        for window in 1...10 {
            test.take()
            test.wait(.seconds(1))
            test.verb(.call, WindowID(String(window)))
        }
        guard case .board(let board)? = test.hall.desired("board") else { return fail("no board") }
        #expect(board.lines.map(\.window.rawValue) == ["10", "9", "8", "7", "6", "5", "4", "3"])
    }
}
