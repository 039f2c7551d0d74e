import DeviceDrivers
import DeviceProtocols
import DeviceSimulators
import HallModel
import Testing

/// A bus machine and a simulated printer on a line that takes its time, without clock or thread. The simulator reads the
/// datasheet independently of the driver.
private struct PrinterOnLine {
    private var machine: BusMachine
    private var bus: SimulatedBus
    private var isOpen = false
    private var awaitsDrain = false
    private(set) var now = start
    private(set) var outcomes: [String] = []
    private(set) var conditions: [PrinterCondition] = []
    private(set) var presences: [String] = []
    private(set) var noise = 0
    private let isXONXOFF: Bool

    init(
        _ proof: PrinterSettings.Proof, baud: Int = 19_200, flow: SerialSettings.FlowControl = .none,
        cut: PrinterSettings.Cut = .partial, seed: UInt64 = 1
    ) {
        let settings = PrinterSettings(dotsAcross: 576, charset: .gbk, proof: proof, cut: cut, qr: true)
        let device = DevicePlan(id: "kiosk", profile: profile(.escposPrinter(settings)), bus: "line")
        isXONXOFF = flow == .xonxoff
        let plan = BusPlan(
            id: "line", wire: .serial(path: "/dev/hall/kiosk", SerialSettings(baud: baud, flow: flow)))
        let hall = HallPlan(hall: HallSettings(name: "hall"), buses: [plan], devices: [device])
        machine = BusMachine(bus: plan, devices: [device], text: smallTable, at: start)
        let decoder = CharacterDecoder { bytes, _ in bytes.first.map { $0 < 0x80 ? String(UnicodeScalar($0)) : "字" } }
        bus = SimulatedBus(plan, of: hall, decoder: decoder, seed: seed)
    }

    private mutating func tell(_ event: BusEvent) {
        for action in machine.handle(event, at: now) {
            switch action {
            case .open:
                isOpen = true
                tell(.opened)
            case .write(let bytes):
                bus.send(bytes, at: now)
                awaitsDrain = true
            case .discardOutput:
                bus.discardUndelivered()
                awaitsDrain = false
            case .releaseOutput: bus.releaseSender()
            case .report(let report): note(report.content)
            case .transact, .configure, .answer, .scanned, .holdLines, .setLine, .run, .endRun:
                Issue.record("a printer's wire asks for nothing of the kind")
            }
        }
    }

    private mutating func note(_ content: DeviceReport.Content) {
        switch content {
        case .print(let id, let outcome): outcomes.append("\(id) \(outcome)")
        case .printer(let condition): conditions.append(condition)
        case .presence(let presence, let detail): presences.append("\(presence) \(detail)")
        case .noise(let count): noise += count
        case .key, .reading, .written, .exchanges, .spoken: break
        }
    }

    mutating func run(_ duration: Duration) {
        let end = now + duration
        while now < end {
            let before = bus.undelivered
            // XON and XOFF end in the serial driver where it looks for them.
            let arrived = bus.advance(to: now).filter { !isXONXOFF || $0 != 0x11 && $0 != 0x13 }
            if isOpen, awaitsDrain, bus.undelivered < before { tell(.moved) }
            if isOpen, !arrived.isEmpty { tell(.received(arrived)) }
            if isOpen, awaitsDrain, bus.undelivered == 0 {
                awaitsDrain = false
                tell(.drained)
            }
            if let wake = machine.nextWake, wake <= now { tell(.timeReached) }
            let next = [machine.nextWake, bus.nextWake(after: now)].compactMap { $0 }.min() ?? end
            now = min(max(next, now + .milliseconds(1)), end)
        }
    }

    mutating func print(_ numbers: ClosedRange<Int>, closes: Bool = false, lines: Int = 8) {
        for number in numbers {
            let text = PrintSheet.Element.text("B\(100 + number)", size: 2, bold: true, alignment: .center)
            let filler = PrintSheet.Element.text("waits in zone 3", size: 1, bold: false, alignment: .left)
            let sheet = PrintSheet([text] + Array(repeating: filler, count: lines) + [.qr("B\(100 + number)")])
            tell(.print(PrintJob(id: JobID(number), printer: "kiosk", sheet: sheet, closesInterruptedJob: closes)))
        }
    }

    mutating func babble(_ duration: Duration) throws {
        let moment = now
        _ = try bus.withDevice("kiosk") { (device) throws(SimulatorError) in
            try device.fault(.babble, lasting: duration, at: moment)
        }
    }

    mutating func pickUp(_ noise: String) { bus.pickUp(hex(noise), at: now) }

    mutating func withdraw(_ number: Int) { tell(.withdraw(JobID(number))) }

    mutating func hand(_ point: String, _ value: String) throws {
        let moment = now
        _ = try bus.withDevice("kiosk") { (device) throws(SimulatorError) in
            try device.set(point, to: value, at: moment)
        }
    }

    mutating func unplug() {
        bus.unplug()
        isOpen = false
        awaitsDrain = false
        tell(.lost(unplugged))
    }

    /// The numbers on the pieces that were cut off, and whether each piece is whole.
    var tickets: [String] {
        guard case .printer(let printer)? = bus.devices.first?.unit else { return [] }
        return printer.paper.slips.filter(\.isCut).map { slip in
            let number = slip.text.joined(separator: " ").split(separator: " ").first { $0.hasPrefix("B1") } ?? "?"
            return "\(number)\(slip.qr.isEmpty ? " torn" : "")"
        }
    }
}

@Suite struct `A driver and a simulated printer` {
    @Test(arguments: [PrinterSettings.Proof.auto, .processID, .fence], [1200, 9600, 115_200])
    func `tickets come out whole and proven, at any speed of the line`(proof: PrinterSettings.Proof, baud: Int) {
        var line = PrinterOnLine(proof, baud: baud)
        line.print(1...3)
        line.run(.seconds(60))
        #expect(line.outcomes == ["1 proven", "2 proven", "3 proven"])
        #expect(line.tickets == ["B101", "B102", "B103"])
        #expect(line.presences.last == "online none")
        #expect(line.noise == 0)
    }

    @Test func `a silent printer prints, and everybody knows that nobody knows`() {
        var line = PrinterOnLine(.none)
        line.print(1...2)
        line.run(.seconds(60))
        #expect(line.outcomes == ["1 unproven", "2 unproven"])
        #expect(line.tickets == ["B101", "B102"])
        #expect(line.presences == ["unknown oneWay"])
    }

    @Test(arguments: [SerialSettings.FlowControl.none, .rtscts, .xonxoff])
    func `paper out in the middle: told, and the ticket is proven when it is whole`(
        flow: SerialSettings.FlowControl
    ) throws {
        var line = PrinterOnLine(.processID, flow: flow)
        line.run(.seconds(5))
        line.print(1...1, lines: 60)
        line.run(.milliseconds(1200))
        try line.hand("paper", "out")
        line.run(.seconds(120))
        #expect(line.conditions.last?.paper == .out)
        #expect(line.outcomes.isEmpty)
        #expect(line.presences.last == "online none")
        try line.hand("paper", "ok")
        line.run(.seconds(30))
        #expect(line.outcomes == ["1 proven"])
        #expect(line.conditions.last == PrinterCondition(paper: .present))
    }

    @Test(arguments: [SerialSettings.FlowControl.none, .rtscts, .xonxoff])
    func `switched off and on in the middle: never proven`(flow: SerialSettings.FlowControl) throws {
        var line = PrinterOnLine(.processID, flow: flow)
        line.run(.seconds(5))
        line.print(1...1, lines: 60)
        line.run(.milliseconds(1200))
        try line.hand("paper", "out")
        line.run(.seconds(20))
        try line.hand("power", "off")
        try line.hand("paper", "ok")
        line.run(.seconds(20))
        try line.hand("power", "on")
        line.run(.seconds(60))
        #expect(line.outcomes == ["1 lost"])
        line.print(2...2, closes: true)
        line.run(.seconds(30))
        #expect(line.outcomes == ["1 lost", "2 proven"])
        #expect(line.tickets.last == "B102")
        #expect(line.conditions.last == PrinterCondition(paper: .present))
    }

    @Test func `a jammed cutter, freed by a hand: the job is lost, its reprint comes out whole`() throws {
        var line = PrinterOnLine(.processID)
        line.run(.seconds(5))
        line.print(1...1, lines: 40)
        line.run(.milliseconds(500))
        try line.hand("cutter", "jammed")
        line.run(.seconds(30))
        #expect(line.conditions.last?.cutterError == true)
        try line.hand("cutter", "freed")
        line.run(.seconds(30))
        #expect(line.outcomes == ["1 lost"])
        #expect(line.conditions.last == PrinterCondition(paper: .present))
        line.print(2...2, closes: true)
        line.run(.seconds(30))
        #expect(line.outcomes == ["1 lost", "2 proven"])
        #expect(line.tickets.last == "B102")
    }

    @Test func `off for a while: offline, then the ticket comes`() throws {
        var line = PrinterOnLine(.auto)
        line.run(.seconds(5))
        try line.hand("power", "off")
        line.run(.seconds(60))
        #expect(line.presences.last == "offline noAnswer")
        line.print(1...1)
        line.run(.seconds(10))
        #expect(line.outcomes.isEmpty)
        try line.hand("power", "on")
        line.run(.seconds(20))
        #expect(line.outcomes == ["1 proven"])
        #expect(line.tickets == ["B101"])
    }

    @Test func `withdrawn while paper is out, nothing of it comes when there is paper again`() throws {
        var line = PrinterOnLine(.processID)
        line.run(.seconds(5))
        try line.hand("speed", "1")
        line.print(1...1)
        line.run(.milliseconds(300))
        try line.hand("paper", "out")
        line.run(.seconds(20))
        line.withdraw(1)
        line.run(.seconds(5))
        try line.hand("speed", "40")
        try line.hand("paper", "ok")
        line.print(2...2)
        line.run(.seconds(30))
        #expect(line.outcomes == ["1 lost", "2 proven"])
        #expect(line.tickets.filter { $0.hasPrefix("B101") && !$0.hasSuffix("torn") }.isEmpty)
        #expect(line.tickets.last == "B102")
    }

    /// The cable is pulled at every moment of a ticket; its reprint must be whole however much of it stood where.
    @Test func `unplugged at any moment: the next ticket is whole`() {
        for step in 0..<60 {
            var line = PrinterOnLine(.processID, baud: 9600)
            line.run(.seconds(5))
            line.print(1...1)
            line.run(.milliseconds(5 + 7 * step))
            line.unplug()
            line.print(2...2, closes: true)
            line.run(.seconds(30))
            // Where only the proof was cut off, it may still come with the new connection.
            #expect(line.outcomes.filter { $0 != "1 proven" } == ["1 lost", "2 proven"], "\(step)")
            #expect(line.tickets.last == "B102", "\(step)")
        }
    }

    @Test func `one stray XOFF while idle: the wire is free again within seconds, and the next ticket comes`() {
        var line = PrinterOnLine(.processID, flow: .xonxoff)
        line.run(.seconds(8))
        line.pickUp("13")
        line.run(.seconds(30))
        #expect(line.presences.last == "online none")
        line.print(1...2)
        line.run(.seconds(10))
        #expect(line.outcomes == ["1 proven", "2 proven"])
        #expect(line.tickets == ["B101", "B102"])
    }

    @Test func `one stray XOFF during a job: the job goes on where it stopped, and none is lost`() {
        var line = PrinterOnLine(.processID, baud: 9600, flow: .xonxoff)
        line.run(.seconds(8))
        line.print(1...7)
        line.run(.milliseconds(100))
        line.pickUp("13")
        line.run(.seconds(29))
        #expect(line.outcomes.isEmpty)
        line.run(.seconds(30))
        #expect(line.presences.contains("offline noAnswer"))
        #expect(line.presences.last == "online none")
        #expect(line.outcomes == (1...7).map { "\($0) proven" })
        #expect(line.tickets == (1...7).map { "B10\($0)" })
    }

    @Test func `the paper is really out for an hour: XOFF or not, nothing is lost and nothing printed twice`() throws {
        var line = PrinterOnLine(.processID, flow: .xonxoff)
        line.run(.seconds(8))
        try line.hand("paper", "out")
        line.run(.seconds(5))
        line.print(1...3)
        line.run(.seconds(3600))
        #expect(line.presences.last == "online none")
        #expect(line.presences.allSatisfy { !$0.hasPrefix("offline") })
        #expect(line.conditions.last?.paper == .out)
        #expect(line.outcomes.isEmpty)
        try line.hand("paper", "ok")
        line.run(.seconds(30))
        #expect(line.outcomes == ["1 proven", "2 proven", "3 proven"])
        #expect(line.tickets == ["B101", "B102", "B103"])
    }

    @Test func `babble that says out of paper and stops the wire is seen through`() {
        var line = PrinterOnLine(.processID, flow: .xonxoff)
        line.run(.seconds(8))
        line.pickUp("38 28 0C 0F 13")
        line.run(.seconds(60))
        #expect(line.conditions.last == PrinterCondition(paper: .present))
        #expect(line.presences.last == "online none")
        line.print(1...1)
        line.run(.seconds(10))
        #expect(line.outcomes == ["1 proven"])
    }

    @Test(arguments: [SerialSettings.FlowControl.none, .rtscts, .xonxoff])
    func `a printer that prints a line a second keeps its whole ticket`(flow: SerialSettings.FlowControl) throws {
        var line = PrinterOnLine(.processID, baud: 115_200, flow: flow)
        line.run(.seconds(8))
        try line.hand("speed", "1")
        line.print(1...1, lines: 190)
        line.run(.seconds(500))
        if flow != .none { #expect(line.tickets == ["B101"]) }
        #expect(line.outcomes.filter { $0 == "1 proven" }.count == (flow == .none ? 0 : 1))
    }

    @Test(arguments: Array(17...26) as [UInt64], [SerialSettings.FlowControl.none, .xonxoff])
    func `after a babble all is as before, and every ticket has come out`(
        seed: UInt64, flow: SerialSettings.FlowControl
    ) throws {
        var line = PrinterOnLine(.processID, baud: 9600, flow: flow, seed: seed)
        line.run(.seconds(8))
        line.print(1...3)
        try line.babble(.seconds(10))
        line.run(.seconds(100))
        #expect(line.presences.last == "online none", "seed \(seed)")
        #expect(line.conditions.last == PrinterCondition(paper: .present), "seed \(seed)")
        line.print(4...5, closes: true)
        line.run(.seconds(20))
        let ends = Set(line.outcomes)
        for number in 1...5 {
            #expect(ends.contains("\(number) proven") || number < 4 && ends.contains("\(number) lost"), "seed \(seed)")
            if ends.contains("\(number) proven") { #expect(line.tickets.contains("B10\(number)"), "seed \(seed)") }
        }
    }
}
