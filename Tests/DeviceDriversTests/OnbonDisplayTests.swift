import DeviceDrivers
import DeviceProtocols
import HallModel
import Testing

/// Characters with their GB2312 bytes, from iconv.
private let table: [Unicode.Scalar: [UInt8]] = [
    "停": hex("CDA3"), "电": hex("B5E7"), "，": hex("A3AC"), "暂": hex("D4DD"), "取": hex("C8A1"), "号": hex("BAC5"),
    "服": hex("B7FE"), "务": hex("CEF1"), "窗": hex("B4B0"), "口": hex("BFDA"), "等": hex("B5C8"), "候": hex("BAF2"),
    "人": hex("C8CB"), "→": hex("A1FA"), "请": hex("C7EB"), "到": hex("B5BD"), "综": hex("D7DB"), "合": hex("BACF"),
    "办": hex("B0EC"), "理": hex("C0ED"), "中": hex("D6D0"), "止": hex("D6B9"), "〓": hex("A1FE"),
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
        _ lines: [HallBoard.Line] = [], waiting: Int = 0, closure: ClosureReason? = nil, isPaused: Bool = false
    ) -> DriverEvent {
        .wish(.board(HallBoard(hall: "大厅", lines: lines, waiting: waiting, closure: closure, isPaused: isPaused)))
    }

    private func window(_ activity: WindowDisplay.Activity, title: String = "综合") -> DriverEvent {
        .wish(.window(WindowDisplay(window: "3", title: title, activity: activity)))
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

    @Test func `what a window shows`() {
        #expect(sent(window(.idle)) == frame([gb("3号窗口"), gb("综合")]))
        #expect(sent(window(.calling(TicketNumber("A017"), times: 1))) == frame([gb("请A017到3号窗口")]))
        #expect(sent(window(.serving(TicketNumber("A017")))) == frame([gb("A017办理中")]))
        #expect(sent(window(.paused)) == frame([gb("暂停服务")]))
        #expect(sent(window(.closed)) == frame([gb("停止服务")]))
        #expect(sent(window(.hallClosed(.lowBattery))) == frame([gb("停电，暂停服务")]))
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
