import DeviceDrivers
import DeviceProtocols
import HallModel
import Testing

@Suite struct `An Alpha display` {
    private func display(_ activity: WindowDisplay.Activity) -> DriverEvent {
        .wish(.window(WindowDisplay(window: "3", title: "综合窗口", activity: activity)))
    }

    private func driver(every seconds: Int = 30, address: Int = 0) -> AlphaDisplayDriver {
        AlphaDisplayDriver(
            settings: AlphaDisplaySettings(checksum: false, assertEverySeconds: seconds), address: address)
    }

    private func text(_ mode: AlphaSign.Mode, _ text: String, address: Int = 0) -> DriverAction {
        .frame(
            AlphaSign.frame(AlphaSign.text(file: 0x41, mode: mode, text), address: address, checksum: false))
    }

    @Test func `what each state shows`() {
        var driver = driver()
        _ = driver.handle(.opened, at: start)
        #expect(driver.handle(display(.idle), at: start) == [text(.hold, "WINDOW 3")])
        #expect(
            driver.handle(display(.calling(TicketNumber("A017"), times: 1)), at: start) == [text(.flash, "A017 -> 3")])
        #expect(driver.handle(display(.serving(TicketNumber("A017"))), at: start) == [text(.hold, "A017")])
        #expect(driver.handle(display(.paused), at: start) == [text(.hold, "PAUSED")])
        #expect(driver.handle(display(.closed), at: start) == [text(.hold, "CLOSED")])
    }

    /// Its font has no Chinese, so that only names in ASCII are shown.
    @Test func `category and whereabouts stand there in ASCII`() {
        var driver = driver()
        _ = driver.handle(.opened, at: start)
        func window(_ activity: WindowDisplay.Activity, _ title: String, _ whereabouts: Away.Place? = nil)
            -> DriverEvent
        {
            .wish(.window(WindowDisplay(window: "3", title: title, activity: activity, whereabouts: whereabouts)))
        }
        let number = TicketNumber("A017")
        #expect(
            driver.handle(window(.calling(number, times: 1), "Tax"), at: start) == [text(.flash, "A017 -> 3 Tax")])
        #expect(driver.handle(window(.serving(number), "Tax"), at: start) == [text(.hold, "A017 Tax")])
        #expect(driver.handle(window(.paused, "Tax", .meeting), at: start) == [text(.hold, "PAUSED in a meeting")])
        #expect(driver.handle(window(.paused, "Tax"), at: start) == [text(.hold, "PAUSED")])
        #expect(driver.handle(window(.hallClosed(.fire), "Tax"), at: start) == [text(.flash, "FIRE: LEAVE NOW")])
    }

    @Test func `a board's calls, waiting and passed numbers travel through it; a fire goes before all`() {
        var driver = driver()
        _ = driver.handle(.opened, at: start)
        func board(_ change: (inout HallBoard) -> Void) -> DriverEvent {
            var board = HallBoard(hall: "大厅", lines: [], waiting: 5)
            change(&board)
            return .wish(.board(board))
        }
        #expect(driver.handle(board { _ in }, at: start) == [text(.hold, "WAITING 5")])
        let full = board {
            $0.lines = [
                HallBoard.Line(number: TicketNumber("A017"), window: "3", isCalled: true),
                HallBoard.Line(number: TicketNumber("B002"), window: "12", isCalled: false),
            ]
            $0.passed = [TicketNumber("A012"), TicketNumber("A011")]
        }
        #expect(
            driver.handle(full, at: start) == [text(.rotate, "A017 -> 3   B002 -> 12   WAITING 5   PASSED A012 A011")])
        #expect(driver.handle(full, at: start).isEmpty)
        #expect(driver.handle(board { $0.isPaused = true }, at: start) == [text(.hold, "PAUSED")])
        let fire = board {
            $0.isPaused = true
            $0.closure = .fire
        }
        #expect(driver.handle(fire, at: start) == [text(.flash, "FIRE: LEAVE NOW")])
    }

    @Test func `a recall is sent again, the same wish is not`() {
        var driver = driver()
        _ = driver.handle(.opened, at: start)
        #expect(driver.handle(display(.calling(TicketNumber("A017"), times: 1)), at: start).count == 1)
        #expect(driver.handle(display(.calling(TicketNumber("A017"), times: 1)), at: start).isEmpty)
        #expect(
            driver.handle(display(.calling(TicketNumber("A017"), times: 2)), at: start) == [text(.flash, "A017 -> 3")])
    }

    @Test func `it is said again after opening and every so often, since nobody knows whether it was heard`() {
        var driver = driver(every: 30)
        #expect(driver.handle(display(.idle), at: start).isEmpty)
        #expect(driver.nextWake == nil)
        #expect(
            driver.handle(.opened, at: start) == [
                .report(.presence(.unknown, detail: .oneWay)), text(.hold, "WINDOW 3"),
            ])
        #expect(driver.nextWake == start + .seconds(30))
        #expect(driver.handle(.timeReached, at: start + .seconds(29)).isEmpty)
        #expect(driver.handle(.timeReached, at: start + .seconds(30)) == [text(.hold, "WINDOW 3")])
        #expect(driver.nextWake == start + .seconds(60))
    }

    @Test func `without its port it is offline and sends nothing; with it, it shows the newest wish`() {
        var driver = driver()
        _ = driver.handle(.opened, at: start)
        _ = driver.handle(display(.idle), at: start)
        #expect(driver.handle(.closed(unplugged), at: start) == [.report(.presence(.offline, detail: .portLost))])
        #expect(driver.nextWake == nil)
        #expect(driver.handle(display(.paused), at: start).isEmpty)
        #expect(driver.handle(.opened, at: start).last == text(.hold, "PAUSED"))
    }

    @Test func `it can be one of several, and no text leaves ASCII`() {
        var driver = driver(address: 5)
        _ = driver.handle(.opened, at: start)
        let number = TicketNumber("A\u{04}017请")
        #expect(driver.handle(display(.serving(number)), at: start) == [text(.hold, "A017", address: 5)])
    }

    @Test func `it cannot print, and says so`() {
        var driver = driver()
        let job = PrintJob(id: JobID(1), printer: "d", sheet: PrintSheet([]))
        #expect(driver.handle(.print(job), at: start) == [.report(.print(JobID(1), .failed))])
        #expect(driver.handle(.received([1, 2]), at: start) == [.report(.noise(count: 2))])
    }
}
