import DeviceDrivers
import DeviceProtocols
import HallModel
import Testing

@Suite struct `A bus` {
    private let plan = BusPlan(
        id: "line", wire: .serial(path: "/dev/hall/line", SerialSettings(baud: 9600)))
    private let missing = TransportError(.missing, disposition: .portLost, errno: 2, message: "/dev/hall/line")

    private func device(_ id: DeviceID, _ settings: Profile.Settings, address: Int = 0, bus: BusID = "line")
        -> DevicePlan
    {
        DevicePlan(id: id, profile: profile(settings), bus: bus, address: address)
    }

    private func machine(_ devices: [DevicePlan]? = nil) -> BusMachine {
        let keys = device(
            "keys",
            .byteMapKeys(
                ByteMap(
                    frame: [.literal([0xAA]), .key(bytes: 1)], keys: [.init(name: "1", code: 1)], lamps: [],
                    debounceMilliseconds: 0)))
        return BusMachine(bus: plan, devices: devices ?? [keys], text: smallTable, at: start)
    }

    private func displays() -> [DevicePlan] {
        let settings = Profile.Settings.alphaDisplay(AlphaDisplaySettings(checksum: false, assertEverySeconds: 60))
        return [device("d1", settings, address: 1), device("d2", settings, address: 2)]
    }

    private func wish(_ id: DeviceID, _ activity: WindowDisplay.Activity) -> BusEvent {
        .wish(id, .window(WindowDisplay(window: WindowID(id.rawValue), title: "", activity: activity)))
    }

    @Test func `the port is opened at the first time, and only once`() {
        var bus = machine()
        #expect(bus.nextWake == start)
        #expect(bus.handle(.timeReached, at: start) == [.open])
        #expect(bus.handle(.timeReached, at: start + .seconds(60)).isEmpty)
        #expect(bus.nextWake == nil)
    }

    @Test func `a refused port is tried again after 0.25 s, then twice as long, up to 1 s`() {
        var bus = machine()
        var now = start
        var waits: [Duration] = []
        for _ in 0..<9 {
            #expect(bus.handle(.timeReached, at: now) == [.open])
            _ = bus.handle(.refused(missing), at: now)
            guard let wake = bus.nextWake else { break }
            waits.append(wake - now)
            #expect(bus.handle(.timeReached, at: now).isEmpty)
            now = wake
        }
        #expect(waits == [250, 500, 1000, 1000, 1000, 1000, 1000, 1000, 1000].map { .milliseconds($0) })
    }

    @Test func `when the path appears the port is opened at once, and waits begin anew`() {
        var bus = machine()
        for _ in 0..<8 {
            _ = bus.handle(.timeReached, at: bus.nextWake ?? start)
            _ = bus.handle(.refused(missing), at: start)
        }
        #expect(bus.handle(.pathAppeared, at: start) == [.open])
        #expect(bus.handle(.pathAppeared, at: start).isEmpty)
        _ = bus.handle(.refused(missing), at: start)
        #expect(bus.nextWake == start + BusMachine.firstBackOff)
    }

    @Test func `a port that keeps failing is tried ever more slowly, one that was steady at once`() {
        var bus = machine()
        var now = start
        for wait in [250, 500, 1000] {
            _ = bus.handle(.timeReached, at: now)
            _ = bus.handle(.opened, at: now)
            _ = bus.handle(.lost(unplugged), at: now)
            #expect(bus.nextWake == now + .milliseconds(wait))
            now = bus.nextWake ?? now
        }
        _ = bus.handle(.timeReached, at: now)
        _ = bus.handle(.opened, at: now)
        now = now + BusMachine.steadyTime
        _ = bus.handle(.lost(unplugged), at: now)
        #expect(bus.nextWake == now + BusMachine.firstBackOff)
    }

    @Test func `what waits for a reconnection is tried seldom`() {
        var bus = machine()
        _ = bus.handle(.timeReached, at: start)
        _ = bus.handle(.opened, at: start)
        _ = bus.handle(.lost(TransportError(.hungUp, disposition: .untilReconnect, errno: 5, message: "")), at: start)
        #expect(bus.nextWake == start + BusMachine.longestBackOff)
        #expect(bus.handle(.pathAppeared, at: start) == [.open])
    }

    @Test func `its devices share its fate`() {
        var bus = machine()
        _ = bus.handle(.timeReached, at: start)
        #expect(
            bus.handle(.refused(missing), at: start) == [
                .report(DeviceReport(device: "keys", .presence(.offline, detail: .portMissing)))
            ])
        #expect(
            bus.handle(.opened, at: start) == [
                .report(DeviceReport(device: "keys", .presence(.unknown, detail: .oneWay)))
            ])
        #expect(
            bus.handle(.received(hex("AA 01")), at: start) == [
                .report(DeviceReport(device: "keys", .presence(.online, detail: .none))),
                .report(DeviceReport(device: "keys", .key("1"))),
            ])
        #expect(
            bus.handle(.lost(unplugged), at: start) == [
                .report(DeviceReport(device: "keys", .presence(.offline, detail: .portLost)))
            ])
        #expect(bus.handle(.received(hex("AA 01")), at: start).isEmpty)
    }

    @Test func `levels are told again when asked, also while the port is closed`() {
        var bus = machine()
        #expect(
            bus.handle(.presentLevels, at: start).last
                == .open)
        _ = bus.handle(.refused(missing), at: start)
        #expect(
            bus.handle(.presentLevels, at: start) == [
                .report(DeviceReport(device: "keys", .presence(.offline, detail: .portMissing)))
            ])
    }

    @Test func `noise is told at most once a second, and none of it is forgotten`() {
        var bus = machine()
        _ = bus.handle(.timeReached, at: start)
        _ = bus.handle(.opened, at: start)
        func noise(_ count: Int) -> [BusAction] { [.report(DeviceReport(device: "keys", .noise(count: count)))] }
        #expect(bus.handle(.received(hex("00 00")), at: start) == noise(2))
        for step in 1...5 {
            #expect(bus.handle(.received([0]), at: start + .milliseconds(step)).isEmpty)
        }
        #expect(bus.nextWake == start + .seconds(1))
        #expect(bus.handle(.timeReached, at: start + .seconds(1)) == noise(5))
        #expect(bus.nextWake == nil)
    }

    @Test func `a job for a device that is not here fails, it does not vanish`() {
        var bus = machine()
        let job = PrintJob(id: JobID(4), printer: "elsewhere", sheet: PrintSheet([]))
        #expect(
            bus.handle(.print(job), at: start).first
                == .report(DeviceReport(device: "elsewhere", .print(JobID(4), .failed))))
        #expect(bus.handle(wish("elsewhere", .idle), at: start).isEmpty)
    }

    @Test func `displays on one wire: one frame a write, 100 ms after the last one ended, each in turn`() {
        var bus = machine(displays())
        _ = bus.handle(.timeReached, at: start)
        _ = bus.handle(.opened, at: start)
        let first = bus.handle(wish("d1", .paused), at: start)
        #expect(first.count == 1)
        #expect(bus.handle(wish("d2", .paused), at: start).isEmpty)
        // Only the newest state of a display waits.
        #expect(bus.handle(wish("d2", .closed), at: start).isEmpty)
        #expect(bus.handle(wish("d1", .idle), at: start).isEmpty)
        var now = start + .milliseconds(30)
        #expect(bus.handle(.drained, at: now).isEmpty)
        #expect(bus.nextWake == now + .milliseconds(100))
        now = now + .milliseconds(100)
        func closed(_ address: Int, _ text: String) -> [BusAction] {
            [.write(AlphaSign.frame(AlphaSign.text(file: 0x41, mode: .hold, text), address: address, checksum: false))]
        }
        #expect(first == closed(1, "PAUSED"))
        #expect(bus.handle(.timeReached, at: now) == closed(2, "CLOSED"))
        now = now + .milliseconds(30)
        _ = bus.handle(.drained, at: now)
        #expect(bus.handle(.timeReached, at: now + .milliseconds(99)).isEmpty)
        #expect(bus.handle(.timeReached, at: now + .milliseconds(100)) == closed(1, "WINDOW d1"))
        _ = bus.handle(.drained, at: now + .milliseconds(130))
        #expect(bus.handle(.timeReached, at: now + .milliseconds(300)).isEmpty)
        #expect(bus.nextWake == start + .milliseconds(60_000))
    }

    /// 9600 8N1: 10 bits a byte, 25 bytes take 26.04 ms.
    @Test func `bytes that the kernel swallowed at once still have their time on the wire`() {
        var bus = machine(displays())
        _ = bus.handle(.timeReached, at: start)
        _ = bus.handle(.opened, at: start)
        guard case .write(let bytes) = bus.handle(wish("d1", .calling(TicketNumber("A017"), times: 1)), at: start).first
        else {
            Issue.record("nothing was written")
            return
        }
        _ = bus.handle(wish("d2", .paused), at: start)
        _ = bus.handle(.drained, at: start)
        let through = start + .nanoseconds(Int64(bytes.count) * 10 * 1_000_000_000 / 9600)
        #expect(abs((bus.nextWake ?? start).nanoseconds - through.nanoseconds) < 1_000)
        #expect(bus.handle(.timeReached, at: through).isEmpty)
        #expect(bus.nextWake == through + BusMachine.frameGap)
    }

    @Test func `after a lost port every display shows its newest state again`() {
        var bus = machine(displays())
        _ = bus.handle(.timeReached, at: start)
        _ = bus.handle(.opened, at: start)
        _ = bus.handle(wish("d1", .paused), at: start)
        _ = bus.handle(wish("d2", .paused), at: start)
        _ = bus.handle(.lost(unplugged), at: start)
        #expect(bus.handle(wish("d1", .closed), at: start).isEmpty)
        _ = bus.handle(.timeReached, at: bus.nextWake ?? start)
        var now = start + .seconds(1)
        var written = bus.handle(.opened, at: now).filter { if case .write = $0 { true } else { false } }
        now = now + .milliseconds(30)
        _ = bus.handle(.drained, at: now)
        now = now + .milliseconds(100)
        written += bus.handle(.timeReached, at: now)
        #expect(written.count == 2)
    }

    @Test func `a printer on a bus: a job goes in, its proof comes out`() {
        let printer = PrinterSettings(dotsAcross: 576, charset: .gbk, proof: .fence, cut: .full, qr: false)
        var bus = machine([device("kiosk", .escposPrinter(printer))])
        _ = bus.handle(.timeReached, at: start)
        _ = bus.handle(.opened, at: start)
        var now = start + .seconds(1)
        _ = bus.handle(.drained, at: now)
        for _ in 0..<4 {
            _ = bus.handle(.received(hex("12")), at: now)
            now = now + .milliseconds(10)
            _ = bus.handle(.drained, at: now)
        }
        let sheet = PrintSheet([.text("请到3号窗口", size: 1, bold: false, alignment: .left)])
        let actions = bus.handle(.print(PrintJob(id: JobID(1), printer: "kiosk", sheet: sheet)), at: now)
        guard case .write(let bytes) = actions.first else {
            Issue.record("nothing was written: \(actions)")
            return
        }
        #expect(bytes.contains(hex("C7 EB B5 BD 33 BA C5 B4 B0 BF DA 0A")))
        now = now + .seconds(1)
        _ = bus.handle(.drained, at: now)
        #expect(
            bus.handle(.received([0]), at: now).contains(
                .report(DeviceReport(device: "kiosk", .print(JobID(1), .proven)))))
    }

    @Test(arguments: Array(1...20) as [UInt64])
    func `whatever happens, no past time is asked for and nothing is written to a closed port`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let printer = PrinterSettings(dotsAcross: 576, charset: .gbk, proof: .auto, cut: .full, qr: true)
        var bus = machine(seed % 2 == 0 ? displays() : [device("kiosk", .escposPrinter(printer))])
        var now = start
        var isOpen = false
        for number in 1...500 {
            let events: [BusEvent] = [
                .opened, .refused(missing), .lost(unplugged), .pathAppeared, .received(hex("12 10 00 00 0F")),
                .drained, .drained, .timeReached, .timeReached, .presentLevels, wish("d1", .paused),
                wish("d2", .calling(TicketNumber("A017"), times: number)), .withdraw(JobID(number - 1)),
                .print(PrintJob(id: JobID(number), printer: "kiosk", sheet: PrintSheet([.rule]))),
            ]
            guard let event = events.randomElement(using: &random) else { continue }
            switch event {
            case .opened: isOpen = true
            case .refused, .lost: isOpen = false
            default: break
            }
            var actions = bus.handle(event, at: now)
            if let wake = bus.nextWake, wake <= now { actions += bus.handle(.timeReached, at: now) }
            for action in actions {
                if case .write = action { #expect(isOpen, "seed \(seed)") }
            }
            if let wake = bus.nextWake {
                #expect(wake > now, "seed \(seed)")
                if Bool.random(using: &random) { now = wake }
            }
            now = now + .milliseconds(Int.random(in: 0...400, using: &random))
        }
    }

    @Test func `devices of other buses are not served`() {
        var bus = machine([device("keys", displays()[0].profile.settings, bus: "other")])
        #expect(bus.handle(.timeReached, at: start) == [.open])
        #expect(bus.handle(.opened, at: start).isEmpty)
        #expect(bus.handle(.received([1]), at: start).isEmpty)
    }
}
