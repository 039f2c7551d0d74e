import DeviceSimulators
import HallModel
import Testing

@Suite("When printing goes wrong")
struct PrinterTroubleTests {
    @Test func `paper that ends in a job stops it; new paper lets it go on and the proof come last`() throws {
        var bench = PrinterBench()
        try bench.set("roll", "10")  // 80 dots: two lines and a part of the third
        bench.send("one\ntwo\nthree\nfour\n")
        bench.send(hex("1D 28 48 06 00 30 30 41 30 31 37 1D 56 42 00"))
        bench.settle()
        #expect(bench.printer.paper.slips.map(\.text) == [["one", "two", "three"]])
        #expect(bench.said == [])
        try bench.set("paper", "ok")
        bench.settle()
        #expect(bench.printer.paper.slips.map(\.text) == [["one", "two", "three"], ["four"]])
        #expect(bench.printer.paper.slips.map(\.ending) == [.torn, .partialCut])
        #expect(bench.said == hex("37 22 41 30 31 37 00"))
    }

    @Test func `an open cover stops at the line`() throws {
        var bench = PrinterBench()
        try bench.set("cover", "open")
        bench.send("A017\n")
        bench.settle()
        #expect(bench.printer.paper.slips.isEmpty)
        try bench.set("cover", "closed")
        #expect(bench.printer.paper.slips.flatMap(\.text) == ["A017"])
    }

    @Test func `switching off loses the buffers and leaves the paper in`() throws {
        var bench = PrinterBench()
        try bench.set("speed", "1")
        bench.send("one\ntwo\nthree\n")
        bench.wait(.milliseconds(1500))
        try bench.set("power", "cycle")
        bench.settle()
        bench.send("four\n")
        bench.settle()
        #expect(bench.printer.paper.slips.map(\.text) == [["one", "two", "four"]])
        #expect(bench.printer.paper.slips.map(\.ending) == [.inPrinter])
    }

    @Test func `what is sent to a printer that is off is lost`() throws {
        var bench = PrinterBench()
        try bench.set("power", "off")
        bench.send("A\n")
        #expect(bench.ask(hex("10 04 01")) == [])
        try bench.set("power", "on")
        #expect(bench.text(Array("B\n".utf8)) == ["B"])
    }

    @Test func `printing takes the time of its lines`() throws {
        var bench = PrinterBench()
        try bench.set("speed", "10")
        let begun = bench.now
        bench.send("a\nb\nc\nd\ne\n")
        bench.settle()
        // Five lines at ten a second: the fifth has begun after four tenths.
        #expect(bench.now - begun == .milliseconds(400))
    }

    @Test func `a full buffer loses bytes without a word; real-time questions still get through`() throws {
        var bench = PrinterBench()
        try bench.set("paper", "out")
        bench.send([UInt8](repeating: 0x41, count: 5000))
        #expect(bench.printer.buffered == EscposPrinterSimulator.bufferSize)
        #expect(!bench.printer.isReady)
        #expect(bench.ask(hex("10 04 04")) == [0x7E])
        try bench.set("paper", "ok")
        bench.settle()
        #expect(bench.printer.isReady)
        bench.send([0x0A])
        bench.settle()
        #expect(bench.printer.paper.slips.flatMap(\.text).joined().count == 4096)
    }

    @Test func `questions while off line do not fill the buffer`() throws {
        var bench = PrinterBench()
        try bench.set("paper", "out")
        for _ in 0..<3000 { bench.send(hex("10 04 01")) }
        #expect(bench.printer.buffered == 0)
    }

    @Test func `XOFF near full and off line, XON with room again`() throws {
        var bench = PrinterBench(flow: .xonxoff)
        try bench.set("cover", "open")
        #expect(bench.said == [0x13])
        try bench.set("cover", "closed")
        #expect(bench.said == [0x13, 0x11])
        bench.said = []
        try bench.set("speed", "1")
        let lines = [UInt8](repeating: 0x0A, count: EscposPrinterSimulator.bufferSize - 127)
        bench.send(lines)
        #expect(bench.said == [0x13])
        // 256 free are reached after 128 more lines, at one a second.
        bench.wait(.seconds(127))
        #expect(bench.said == [0x13])
        bench.wait(.seconds(2))
        #expect(bench.said == [0x13, 0x11])
    }

    @Test func `a freed cutter recovers by DLE ENQ only; 1 goes on, 2 forgets`() throws {
        for (request, expected) in [([0x10, 0x05, 0x01] as [UInt8], ["A017"]), ([0x10, 0x05, 0x02], [])] {
            var bench = PrinterBench()
            try bench.set("cutter", "jammed")
            bench.send("A017\n")
            bench.send(request)
            #expect(bench.printer.paper.slips.isEmpty, "a blade that is held cannot be recovered from")
            try bench.set("cutter", "freed")
            #expect(!bench.printer.isOnline)
            bench.send(request)
            #expect(bench.printer.isOnline)
            bench.settle()
            #expect(bench.printer.paper.slips.flatMap(\.text) == expected)
        }
    }

    @Test func `DLE DC4 8 clears the buffers and says so, off line too`() throws {
        var bench = PrinterBench()
        try bench.set("paper", "out")
        bench.send("A017\n")
        #expect(bench.ask(hex("10 14 08 01 03 14 01 06 02 08")) == hex("37 25 00"))
        #expect(bench.printer.buffered == 0)
        try bench.set("paper", "ok")
        #expect(bench.text(Array("B\n".utf8)) == ["B"])
    }

    @Test func `DLE DC4 2 switches off`() {
        var bench = PrinterBench()
        bench.send(hex("10 14 02 01 08"))
        #expect(!bench.printer.isOn)
    }

    @Test func `wrong points and values name what there is`() throws {
        var bench = PrinterBench()
        #expect(throws: SimulatorError.badValue("wet", point: "paper", allowed: "ok, near-end, out")) {
            try bench.set("paper", "wet")
        }
        #expect(throws: SimulatorError.noSuchPoint("ink", device: "printer", known: EscposPrinterSimulator.points)) {
            try bench.set("ink", "low")
        }
        #expect(throws: SimulatorError.self) { try bench.set("roll", "-1") }
        #expect(throws: SimulatorError.self) { try bench.set("speed", "0") }
    }
}
