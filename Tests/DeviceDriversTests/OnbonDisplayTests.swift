import DeviceDrivers
import DeviceProtocols
import HallModel
import Testing

/// Characters with their GB2312 bytes, from iconv.
private let table: [Unicode.Scalar: [UInt8]] = [
    "停": hex("CDA3"), "电": hex("B5E7"), "，": hex("A3AC"), "暂": hex("D4DD"), "取": hex("C8A1"), "号": hex("BAC5"),
    "服": hex("B7FE"), "务": hex("CEF1"), "窗": hex("B4B0"), "口": hex("BFDA"), "等": hex("B5C8"), "候": hex("BAF2"),
    "人": hex("C8CB"), "→": hex("A1FA"), "请": hex("C7EB"), "到": hex("B5BD"), "综": hex("D7DB"), "合": hex("BACF"),
    "部": hex("B2BF"), "门": hex("C3C5"), "姓": hex("D0D5"), "名": hex("C3FB"), "话": hex("BBB0"), "状": hex("D7B4"),
    "态": hex("CCAC"), "在": hex("D4DA"), "岗": hex("B8DA"), "无": hex("CEDE"), "用": hex("D3C3"), "餐": hex("B2CD"),
    "户": hex("BBA7"), "籍": hex("BCAE"), "过": hex("B9FD"), "开": hex("BFAA"), "会": hex("BBE1"), "火": hex("BBF0"),
    "灾": hex("D4D6"), "报": hex("B1A8"), "警": hex("BEAF"), "立": hex("C1A2"), "即": hex("BCB4"), "撤": hex("B3B7"),
    "离": hex("C0EB"), "办": hex("B0EC"), "理": hex("C0ED"), "中": hex("D6D0"), "止": hex("D6B9"), "〓": hex("A1FE"),
    // A GBK character whose second byte is a backslash.
    "乗": hex("815C"),
]
private let encoder = ChineseEncoder { scalar, _ in
    scalar.isASCII ? [UInt8(truncatingIfNeeded: scalar.value)] : table[scalar]
}

private let called = HallBoard.Line(number: TicketNumber("A017"), window: "3", isCalled: true)
private let served = HallBoard.Line(number: TicketNumber("B002"), window: "12", isCalled: false)

@Suite struct `A display with an Onbon card` {
    private let online = DriverAction.report(.presence(.online, detail: .none))
    private let ack = DriverEvent.received(
        hex("A5A5A5A5A5A5A5A5 00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 64 DC 5A"))
    private let nack = DriverEvent.received(
        hex("A5A5A5A5A5A5A5A5 00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 01 01 00 00 34 E0 5A"))

    private func driver(width: Int = 128, height: Int = 32, every seconds: Int = 30) -> OnbonDisplayDriver {
        OnbonDisplayDriver(
            settings: OnbonSettings(
                series: .bx6k, width: width, height: height, charset: .gb2312, assertEverySeconds: seconds),
            address: 0, text: encoder)
    }

    private func board(
        _ lines: [HallBoard.Line] = [], waiting: Int = 0, counts: [HallBoard.Count] = [], passed: [String] = [],
        closure: ClosureReason? = nil, isPaused: Bool = false
    ) -> DriverEvent {
        .wish(
            .board(
                HallBoard(
                    hall: "大厅", lines: lines, waiting: waiting, counts: counts,
                    passed: passed.map { TicketNumber($0) }, closure: closure, isPaused: isPaused)))
    }

    private func window(
        _ activity: WindowDisplay.Activity, title: String = "户籍", whereabouts: Away.Place? = nil
    ) -> DriverEvent {
        .wish(.window(WindowDisplay(window: "3", title: title, activity: activity, whereabouts: whereabouts)))
    }

    /// The frame of these lines, each in hex or ASCII bytes.
    private func frame(_ lines: [[UInt8]], width: Int = 128, height: Int = 32) -> DriverAction {
        let text = Array(lines.joined(separator: Array("\\n".utf8)))
        return .write(
            OnbonBX.frame(
                OnbonBX.Area(width: width, height: height, text: text), to: OnbonBX.everybody, series: .bx6k))
    }

    private func gb(_ text: String) -> [UInt8] { text.unicodeScalars.flatMap { table[$0] ?? [UInt8($0.value)] } }

    private func sent(_ event: DriverEvent, width: Int = 128, height: Int = 32) -> DriverAction? {
        var driver = driver(width: width, height: height)
        _ = driver.handle(.opened, at: start)
        return driver.handle(event, at: start).last
    }

    /// A017→3号窗口: 41 30 31 37, A1FA, 33, BAC5 B4B0 BFDA.
    @Test func `what a board shows`() {
        #expect(sent(board([called])) == frame([hex("41 30 31 37 A1FA 33 BAC5 B4B0 BFDA")]))
        #expect(sent(board([called, served, called])) == frame([gb("A017→3号窗口"), gb("B002→12号窗口")]))
        #expect(sent(board(waiting: 5)) == frame([gb("等候 5 人")]))
        #expect(sent(board([called], waiting: 5, isPaused: true)) == frame([gb("暂停服务")]))
        #expect(sent(board([called], closure: .lowBattery, isPaused: true)) == frame([gb("停电，暂停取号")]))
    }

    /// The frames that are expected of a window, by what happens there and by the size of its display.
    static let windows: [(WindowDisplay.Activity, whereabouts: Away.Place?, size: (Int, Int), [String])] = [
        (.idle, nil, (128, 32), ["3号窗口", "户籍"]),
        (.calling(TicketNumber("A017"), times: 1), nil, (128, 32), ["请A017到3号窗口", "户籍"]),
        (.calling(TicketNumber("A017"), times: 1), nil, (160, 16), ["户籍 请A017到3号窗口"]),
        (.calling(TicketNumber("A017"), times: 1), nil, (128, 16), ["请A017到3号窗口"]),
        (.calling(TicketNumber("A017"), times: 1), nil, (104, 32), ["A017→3号窗口", "户籍"]),
        (.calling(TicketNumber("A017"), times: 1), nil, (96, 32), ["A017 3号窗口", "户籍"]),
        (.calling(TicketNumber("A017"), times: 1), nil, (96, 48), ["请A017", "到3号窗口", "户籍"]),
        (.calling(TicketNumber("A017"), times: 1), nil, (64, 16), ["A017→3"]),
        (.serving(TicketNumber("A017")), nil, (128, 32), ["A017办理中", "3号窗口 户籍"]),
        (.serving(TicketNumber("A017")), nil, (64, 32), ["A017", "3号 户籍"]),
        (.paused, nil, (96, 32), ["暂停服务"]),
        (.paused, .meeting, (96, 32), ["暂停服务", "开会"]),
        (.paused, .meeting, (96, 16), ["暂停服务"]),
        (.closed, nil, (96, 32), ["停止服务"]),
        (.hallClosed(.lowBattery), nil, (128, 32), ["停电，暂停服务"]),
        (.hallClosed(.fire), .meeting, (160, 32), ["火灾报警，请立即撤离"]),
        (.hallClosed(.fire), nil, (96, 32), ["火灾报警", "请立即撤离"]),
        (.hallClosed(.fire), nil, (96, 16), ["请立即撤离"]),
    ]

    @Test(arguments: windows.indices) func `what a window shows`(_ row: Int) {
        let (activity, whereabouts, (width, height), lines) = Self.windows[row]
        #expect(
            sent(window(activity, whereabouts: whereabouts), width: width, height: height)
                == frame(lines.map(gb), width: width, height: height))
    }

    static let clerk = [
        Plate.Line(.department, "综合"), Plate.Line(.name, "A"), Plate.Line(.phone, "8000"), Plate.Line(.status),
    ]
    /// The first page that is expected of a plate, by what goes on and by the size of its display.
    static let plates: [(Plate.Status, size: (Int, Int), [String])] = [
        (.onDuty, (128, 64), ["部门 综合", "姓名 A", "电话 8000", "状态 在岗"]),
        (.onDuty, (56, 64), ["综合", "姓名 A", "8000", "在岗"]),
        (.unstaffed, (128, 64), ["部门 综合", "姓名 A", "电话 8000", "无人在岗"]),
        (.closed, (128, 64), ["部门 综合", "姓名 A", "电话 8000", "停止服务"]),
        (.paused(.meeting), (128, 32), ["暂停服务", "开会"]), (.paused(.meeting), (128, 48), ["暂停服务", "开会", "姓名 A"]),
        (.paused(nil), (128, 32), ["暂停服务", "姓名 A"]), (.hallClosed(.fire), (96, 32), ["火灾报警", "请立即撤离"]),
    ]

    @Test(arguments: plates.indices) func `what a plate shows`(_ row: Int) {
        let (status, (width, height), lines) = Self.plates[row]
        let wish = DriverEvent.wish(.plate(Plate(lines: Self.clerk, status: status)))
        #expect(
            sent(wish, width: width, height: height) == frame(lines.map(gb), width: width, height: height), "\(lines)")
    }

    @Test func `a plate that is too small turns its pages, one that says where the clerk is does not`() {
        var driver = driver(every: 60)
        _ = driver.handle(.opened, at: start)
        _ = driver.handle(.wish(.plate(Plate(lines: Self.clerk, status: .onDuty))), at: start)
        _ = driver.handle(ack, at: start)
        #expect(
            driver.handle(.timeReached, at: start + .seconds(5)) == [frame([gb("电话 8000"), gb("状态 在岗")])])
        _ = driver.handle(ack, at: start + .seconds(5))
        _ = driver.handle(.wish(.plate(Plate(lines: Self.clerk, status: .paused(.meal)))), at: start + .seconds(6))
        _ = driver.handle(ack, at: start + .seconds(6))
        #expect(driver.nextWake == start + .seconds(66))
    }

    @Test func `a plate of which nothing is known any more is dark, and is not sent without end`() {
        var driver = driver(every: 60)
        _ = driver.handle(.opened, at: start)
        _ = driver.handle(.wish(.plate(Plate(lines: Self.clerk, status: .onDuty))), at: start)
        _ = driver.handle(ack, at: start)
        #expect(driver.handle(.wish(.plate(Plate(lines: [], status: .closed))), at: start) == [frame([[0x20]])])
        _ = driver.handle(ack, at: start)
        #expect(driver.nextWake == start + .seconds(60))
    }

    @Test func `a page that changes all the time stays no longer than any other`() {
        var driver = driver(every: 60)
        func crowd(_ waiting: Int) -> DriverEvent {
            board([called, served], counts: [HallBoard.Count(service: "户籍", waiting: waiting)])
        }
        _ = driver.handle(.opened, at: start)
        _ = driver.handle(crowd(1), at: start)
        _ = driver.handle(ack, at: start)
        #expect(driver.handle(.timeReached, at: start + .seconds(5)) == [frame([gb("户籍等候 1 人")])])
        _ = driver.handle(ack, at: start + .seconds(5))
        for second in 6..<10 {
            let now = start + .seconds(second)
            #expect(driver.handle(crowd(second), at: now) == [frame([gb("户籍等候 \(second) 人")])])
            _ = driver.handle(ack, at: now)
            #expect(driver.nextWake == start + .seconds(10))
        }
        #expect(
            driver.handle(.timeReached, at: start + .seconds(10)) == [frame([gb("A017→3号窗口"), gb("B002→12号窗口")])])
    }

    /// Two calls, two services with somebody waiting and three passed numbers are six lines: three pages of two.
    @Test func `a board that is too small shows one page after the other, and a new call at once`() {
        var driver = driver(every: 60)
        let counts = [HallBoard.Count(service: "户籍", waiting: 4), HallBoard.Count(service: "综合", waiting: 1)]
        let passed = ["A012", "A013", "B001"]
        func shown(_ first: String, _ second: String? = nil) -> DriverAction {
            frame([gb(first)] + (second.map { [gb($0)] } ?? []), width: 128)
        }
        _ = driver.handle(.opened, at: start)
        let all = board([called, served], counts: counts, passed: passed)
        #expect(driver.handle(all, at: start) == [shown("A017→3号窗口", "B002→12号窗口")])
        _ = driver.handle(ack, at: start)
        #expect(driver.nextWake == start + .seconds(5))
        let second = shown("户籍等候 4 人", "综合等候 1 人")
        #expect(driver.handle(.timeReached, at: start + .seconds(5)) == [second])
        _ = driver.handle(ack, at: start + .seconds(5))
        // 过号 A012 A013 is 14 columns of 16: the third number needs a line of its own.
        #expect(driver.handle(.timeReached, at: start + .seconds(10)) == [shown("过号 A012 A013", "过号 B001")])
        _ = driver.handle(ack, at: start + .seconds(10))
        // One more waits: that is not on this page, and nothing is sent.
        let grown = [HallBoard.Count(service: "户籍", waiting: 5), HallBoard.Count(service: "综合", waiting: 1)]
        let changed = board([called, served], counts: grown, passed: passed)
        #expect(driver.handle(changed, at: start + .seconds(11)).isEmpty)
        // A call is: the first page comes at once.
        let next = HallBoard.Line(number: TicketNumber("A018"), window: "3", isCalled: true)
        #expect(
            driver.handle(board([next, served], counts: grown, passed: passed), at: start + .seconds(12))
                == [shown("A018→3号窗口", "B002→12号窗口")])
    }

    @Test func `a narrower display takes a shorter form, or two lines, and never half a character`() {
        let narrow = [(104, "A017→3号窗口"), (96, "A017→3号"), (72, "A017→3号"), (64, "A017→3"), (48, "A017"), (24, "A01")]
        for (width, text) in narrow {
            #expect(sent(board([called]), width: width) == frame([gb(text)], width: width), "\(width) dots")
        }
        #expect(
            sent(board(closure: .lowBattery), width: 96) == frame([gb("停电"), gb("暂停取号")], width: 96))
        #expect(
            sent(board(closure: .lowBattery), width: 96, height: 16)
                == frame([gb("暂停取号")], width: 96, height: 16))
        #expect(sent(window(.paused), width: 24, height: 16) == frame([gb("暂")], width: 24, height: 16))
    }

    @Test func `what the set lacks becomes 〓, and no text begins a command of the card`() {
        #expect(
            sent(window(.idle, title: "囧\\n\u{1B}a乗")) == frame([gb("3号窗口"), gb("〓/n a") + hex("3F 3F")]))
    }

    @Test func `an acknowledged frame is sent again at each change and every so often`() {
        var driver = driver(every: 30)
        #expect(driver.handle(.opened, at: start).isEmpty)
        #expect(driver.nextWake == nil)
        #expect(driver.handle(board([called]), at: start) == [frame([gb("A017→3号窗口")])])
        #expect(driver.nextWake == start + .seconds(2))
        #expect(driver.handle(ack, at: start) == [online])
        #expect(driver.nextWake == start + .seconds(30))
        #expect(driver.handle(board([called]), at: start + .seconds(1)).isEmpty)
        #expect(driver.handle(board(isPaused: true), at: start + .seconds(1)) == [frame([gb("暂停服务")])])
        #expect(driver.handle(ack, at: start + .seconds(1)).isEmpty)
        #expect(driver.handle(.timeReached, at: start + .seconds(31)) == [frame([gb("暂停服务")])])
    }

    @Test func `a change waits for the answer under way, and only the newest goes out`() {
        var driver = driver()
        _ = driver.handle(.opened, at: start)
        _ = driver.handle(board([called]), at: start)
        #expect(driver.handle(board([served]), at: start).isEmpty)
        #expect(driver.handle(board(isPaused: true), at: start).isEmpty)
        #expect(driver.handle(ack, at: start) == [online, frame([gb("暂停服务")])])
        #expect(driver.handle(ack, at: start).isEmpty)
    }

    @Test func `silence: once more at once, then every 5 s; off line from the third on; back with an answer`() {
        var driver = driver()
        _ = driver.handle(.opened, at: start)
        let shown = frame([gb("暂停服务")])
        #expect(driver.handle(board(isPaused: true), at: start) == [shown])
        #expect(driver.handle(.timeReached, at: start + .seconds(1)).isEmpty)
        #expect(driver.handle(.timeReached, at: start + .seconds(2)) == [shown])
        #expect(driver.handle(.timeReached, at: start + .seconds(4)).isEmpty)
        #expect(driver.nextWake == start + .seconds(9))
        #expect(driver.handle(.timeReached, at: start + .seconds(9)) == [shown])
        #expect(
            driver.handle(.timeReached, at: start + .seconds(11)) == [.report(.presence(.offline, detail: .noAnswer))])
        #expect(driver.handle(.timeReached, at: start + .seconds(16)) == [shown])
        #expect(driver.handle(ack, at: start + .seconds(17)) == [online])
        #expect(driver.nextWake == start + .seconds(47))
    }

    @Test func `a refusal shows that the card is there and that its profile is wrong`() {
        var driver = driver()
        _ = driver.handle(.opened, at: start)
        _ = driver.handle(board(isPaused: true), at: start)
        #expect(driver.handle(nack, at: start) == [.report(.presence(.online, detail: .wrongModel))])
        #expect(driver.nextWake == start + .seconds(30))
        _ = driver.handle(.timeReached, at: start + .seconds(30))
        #expect(driver.handle(ack, at: start + .seconds(30)) == [online])
    }

    @Test func `a late answer shows that the card is alive`() {
        var driver = driver()
        _ = driver.handle(.opened, at: start)
        _ = driver.handle(board(isPaused: true), at: start)
        for second in [2, 4, 9, 11] { _ = driver.handle(.timeReached, at: start + .seconds(second)) }
        #expect(driver.handle(ack, at: start + .seconds(12)) == [online])
    }

    @Test func `without its port it sends nothing; with it, the newest wish`() {
        var driver = driver()
        #expect(driver.handle(board([called]), at: start).isEmpty)
        #expect(driver.handle(.opened, at: start) == [frame([gb("A017→3号窗口")])])
        #expect(driver.handle(.closed(unplugged), at: start) == [.report(.presence(.offline, detail: .portLost))])
        #expect(driver.nextWake == nil)
        #expect(driver.handle(board(isPaused: true), at: start).isEmpty)
        #expect(driver.handle(ack, at: start).isEmpty)
        #expect(driver.handle(.opened, at: start) == [frame([gb("暂停服务")])])
    }

    @Test func `damage is noise, and a half answer is counted when its time is over`() {
        var driver = driver()
        _ = driver.handle(.opened, at: start)
        _ = driver.handle(board(isPaused: true), at: start)
        #expect(driver.handle(.received(hex("00 FF 5A")), at: start) == [.report(.noise(count: 3))])
        #expect(driver.handle(.received(hex("A5 A5 00 80")), at: start).isEmpty)
        #expect(driver.handle(.timeReached, at: start + .seconds(2)).first == .report(.noise(count: 4)))
    }

    @Test func `lamps and prints are not for it`() {
        var driver = driver()
        _ = driver.handle(.opened, at: start)
        #expect(driver.handle(.wish(.kiosk(.ready)), at: start).isEmpty)
        let job = PrintJob(id: JobID(1), printer: "d", sheet: PrintSheet([]))
        #expect(driver.handle(.print(job), at: start) == [.report(.print(JobID(1), .failed))])
    }
}
