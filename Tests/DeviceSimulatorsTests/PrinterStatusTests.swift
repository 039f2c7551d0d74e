import DeviceSimulators
import HallModel
import Testing

@Suite("What the printer says of itself")
struct PrinterStatusTests {
    private func answers(_ bench: PrinterBench) -> [UInt8] {
        var bench = bench
        return (1...4).flatMap { bench.ask([0x10, 0x04, $0]) }
    }

    @Test func `DLE EOT follows the table in every condition`() throws {
        var bench = PrinterBench()
        #expect(answers(bench) == hex("12 12 12 12"))
        try bench.set("paper", "near-end")
        #expect(answers(bench) == hex("12 12 12 1E"))
        try bench.set("paper", "out")
        #expect(answers(bench) == hex("1A 32 12 7E"))
        try bench.set("paper", "ok")
        try bench.set("cover", "open")
        #expect(answers(bench) == hex("1A 16 12 12"))
        try bench.set("cover", "closed")
        try bench.set("cutter", "jammed")
        #expect(answers(bench) == hex("1A 52 1A 12"))
    }

    @Test func `automatic status comes at once and with every change, as in the vectors`() throws {
        var bench = PrinterBench()
        #expect(bench.ask(hex("1D 61 FF")) == hex("10 00 00 0F"))
        bench.said = []
        try bench.set("paper", "near-end")
        try bench.set("paper", "out")
        #expect(bench.said == hex("10 00 03 0F 18 00 0F 0F"))
        try bench.set("paper", "ok")
        bench.said = []
        try bench.set("cutter", "jammed")
        try bench.set("cutter", "ok")
        #expect(bench.said == hex("18 08 00 0F 10 00 00 0F"))
    }

    @Test func `Epson's sample, with its reserved bits: cover open and closed again`() throws {
        var bench = PrinterBench(reserved: 0x60)
        try bench.set("paper", "near-end")
        bench.send(hex("1D 61 0F"))
        bench.said = []
        try bench.set("cover", "open")
        try bench.set("cover", "closed")
        #expect(bench.said == hex("38 00 63 0F 10 00 63 0F"))
    }

    @Test func `the paper bits keep their value while the cover is open`() throws {
        var bench = PrinterBench()
        bench.send(hex("1D 61 FF"))
        try bench.set("cover", "open")
        bench.said = []
        try bench.set("paper", "out")
        #expect(bench.said == [])
        try bench.set("cover", "closed")
        #expect(bench.said == hex("18 00 0F 0F"))
    }

    @Test func `ESC @ and the switch end the automatic status`() throws {
        for ending in ["initialise", "cycle"] {
            var bench = PrinterBench()
            bench.send(hex("1D 61 FF"))
            if ending == "cycle" { try bench.set("power", "cycle") } else { bench.send(hex("1B 40")) }
            bench.said = []
            try bench.set("paper", "near-end")
            #expect(bench.said == [], "after \(ending)")
        }
    }

    @Test func `only the items asked for are told`() throws {
        var bench = PrinterBench()
        bench.send(hex("1D 61 04"))  // errors only
        bench.said = []
        try bench.set("paper", "near-end")
        #expect(bench.said == [])
        try bench.set("cutter", "jammed")
        #expect(bench.said == hex("18 08 03 0F"))
    }

    @Test func `GS r waits its turn behind the print, DLE EOT does not`() {
        var bench = PrinterBench()
        bench.send("A017\n")
        bench.send(hex("1D 72 01"))
        #expect(bench.said == [])
        bench.send(hex("10 04 01"))
        #expect(bench.said == [0x12])
        bench.settle()
        #expect(bench.said == [0x12, 0x00])
    }

    @Test func `GS r is never answered off line`() throws {
        var bench = PrinterBench()
        try bench.set("paper", "out")
        #expect(bench.ask(hex("1D 72 01")) == [])
        bench.said = []
        try bench.set("paper", "near-end")
        #expect(bench.said == [0x03])
    }

    @Test func `a process id is answered when all before it is on paper`() {
        var bench = PrinterBench()
        bench.send("A017\n")
        bench.send(hex("1D 28 48 06 00 30 30 41 30 31 37"))
        #expect(bench.said == [])
        bench.settle()
        #expect(bench.said == hex("37 22 41 30 31 37 00"))
    }

    @Test func `a process id behind half a line waits for the line`() {
        var bench = PrinterBench()
        #expect(bench.ask(Array("A017".utf8) + hex("1D 28 48 06 00 30 30 41 30 31 37")) == [])
        #expect(bench.ask([0x0A]) == hex("37 22 41 30 31 37 00"))
    }

    @Test func `a process id outside 20 to 7E is not taken`() {
        var bench = PrinterBench()
        #expect(bench.ask(hex("1D 28 48 06 00 30 30 1F 30 31 37")) == [])
    }

    @Test func `a printer says no more than its profile can`() {
        var fence = PrinterBench(proof: .fence)
        #expect(fence.ask(hex("1D 28 48 06 00 30 30 41 30 31 37 1D 72 01")) == [0x00])
        var mute = PrinterBench(proof: .none)
        #expect(mute.ask(hex("1D 28 48 06 00 30 30 41 30 31 37 1D 72 01 10 04 01 1D 61 FF")) == [])
        #expect(mute.text(Array("A\n".utf8)) == ["A"])
    }

    @Test func `a real-time question inside an image is answered, and the image is whole`() {
        var bench = PrinterBench()
        bench.send(hex("1D 76 30 00 03 00 02 00 FF FF FF 10 04 01") + Array("A\n".utf8))
        bench.settle()
        #expect(bench.said == [0x12])
        #expect(bench.printer.paper.slips.first?.elements.first?.element == .image(width: 24, height: 2))
        #expect(bench.printer.paper.slips.first?.text == ["A"])
    }
}
