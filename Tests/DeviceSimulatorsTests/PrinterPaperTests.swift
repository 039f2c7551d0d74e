import DeviceSimulators
import HallModel
import Testing

@Suite("What comes out of the printer")
struct PrinterPaperTests {
    @Test func `a line is on paper only after its line feed`() {
        var bench = PrinterBench()
        bench.send("A017")
        bench.settle()
        #expect(bench.printer.paper.slips.isEmpty)
        bench.send([0x0A])
        #expect(bench.printer.paper.slips.map(\.text) == [["A017"]])
    }

    @Test func `sizes, weight and place are kept with the text`() {
        var bench = PrinterBench()
        // python-escpos: set(align=center, bold, double width and height), then text
        bench.send(hex("1B 21 00 1B 21 00 1B 21 30 1B 45 01 1B 61 01 1B 74 00 41 30 31 37 0A"))
        bench.settle()
        let expected = PrintedElement.line(
            [PrintedRun(text: "A017", width: 2, height: 2, bold: true, underline: false)], .center)
        #expect(bench.printer.paper.slips.first?.elements.first?.element == expected)
    }

    @Test func `GS ! sets Chinese characters too, up to eight times`() {
        var bench = PrinterBench()
        bench.send(hex("1D 21 33 C7 EB 41 0A 1D 21 88 41 0A"))
        bench.settle()
        #expect(
            bench.printer.paper.slips.first?.elements.map(\.element) == [
                .line([PrintedRun(text: "请A", width: 4, height: 4, bold: false, underline: false)], .left),
                // 8 is out of the range 0…7: the size stays
                .line([PrintedRun(text: "A", width: 4, height: 4, bold: false, underline: false)], .left),
            ])
    }

    @Test func `Chinese is printed from two bytes, and not after FS dot`() {
        var bench = PrinterBench()
        #expect(bench.text(hex("C7 EB B5 BD BA C5 B4 B0 BF DA 0A")) == ["请到号窗口"])
        bench.send(hex("1C 2E C7 EB 0A 1C 26 C7 EB 0A"))
        bench.settle()
        #expect(bench.printer.paper.slips.flatMap(\.text).suffix(2) == ["\u{FFFD}\u{FFFD}", "请"])
    }

    @Test func `GB18030 takes four bytes only where the ROM has it`() {
        var bench = PrinterBench(charset: .gb18030)
        #expect(bench.text(hex("81 30 81 30 41 0A")) == ["\u{80}A"])
        var older = PrinterBench(charset: .gbk)
        #expect(older.text(hex("81 30 81 30 41 0A")) == ["00A"])
    }

    @Test func `a line too long for the paper goes on in the next`() {
        var bench = PrinterBench()
        #expect(bench.text(Array(repeating: 0x41, count: 50) + [0x0A]).map(\.count) == [48, 2])
    }

    @Test func `a QR code is printed with what was stored`() {
        var bench = PrinterBench()
        bench.send(
            hex(
                """
                1D 28 6B 04 00 31 41 32 00 | 1D 28 6B 03 00 31 43 06 | 1D 28 6B 03 00 31 45 31 |
                1D 28 6B 07 00 31 50 30 41 30 31 37 | 1D 28 6B 03 00 31 51 30
                """))
        bench.settle()
        #expect(bench.printer.paper.slips.first?.qr == ["A017"])
        // version 1, 21 modules of 6 dots
        #expect(bench.printer.paper.position == 126)
    }

    @Test func `a printer without QR prints none and garbles nothing`() {
        var bench = PrinterBench(qr: false)
        let bytes = hex("1D 28 6B 07 00 31 50 30 41 30 31 37 1D 28 6B 03 00 31 51 30 42 0A")
        #expect(bench.text(bytes) == ["B"])
        #expect(bench.printer.paper.slips.first?.qr == [])
    }

    @Test func `images of all kinds take their data with them`() {
        var bench = PrinterBench()
        bench.send(hex("1D 76 30 00 02 00 04 00 AA AA 55 55 AA AA 55 55"))
        bench.send(hex("1D 28 4C 12 00 30 70 30 01 01 31 10 00 04 00 AA AA 55 55 AA AA 55 55 1D 28 4C 02 00 30 32"))
        bench.send(hex("1B 33 10 1B 2A 21 10 00") + [UInt8](repeating: 0xA0, count: 48) + hex("0A 1B 32 41 0A"))
        bench.settle()
        let elements = bench.printer.paper.slips.first?.elements.map(\.element) ?? []
        #expect(
            elements.filter { $0.text == nil } == [
                .image(width: 16, height: 4), .image(width: 16, height: 4), .image(width: 16, height: 24),
            ])
        #expect(elements.compactMap(\.text) == ["A"])
    }

    @Test func `a cut takes what has passed the cutter, 15 mm behind the head`() {
        var bench = PrinterBench()
        // Three lines and a cut without feeding: the cutter stands four lines further, all three stay inside.
        bench.send("A\nB\nC\n")
        bench.send([0x1D, 0x56, 0x00])
        bench.settle()
        #expect(bench.printer.paper.slips.map(\.ending) == [.inPrinter])
        // python-escpos feeds six lines first.
        bench.send(hex("1B 64 06 1D 56 00"))
        bench.settle()
        #expect(bench.printer.paper.slips.map(\.ending) == [.cut])
        #expect(bench.printer.paper.slips.first?.text == ["A", "B", "C"])
    }

    @Test func `feed and cut brings the last line out`() {
        var bench = PrinterBench()
        bench.send("A\n")
        bench.send(hex("1D 56 42 00"))
        bench.send("B\n")
        bench.send(hex("1D 56 41 00"))
        bench.settle()
        #expect(bench.printer.paper.slips.map(\.ending) == [.partialCut, .cut])
        #expect(bench.printer.paper.slips.map(\.text) == [["A"], ["B"]])
    }

    @Test func `number and reprint mark are read from the paper`() {
        var bench = PrinterBench()
        bench.send("No. B001\n")
        bench.send(hex("1D 21 33") + Array("A017\n".utf8) + hex("1D 21 00 B2 B9 B4 F2 0A 1D 56 42 00"))
        bench.settle()
        let slip = bench.printer.paper.slips.first
        #expect(slip?.number == "A017")
        #expect(slip?.isReprint == true)
    }

    @Test func `commands nobody prints are stepped over with their parameters`() {
        var bench = PrinterBench()
        let unknown = hex(
            """
            1B 7B 00 1D 62 00 1B 2D 00 1B 4D 00 1D 42 00 1B 70 00 32 32 1B 42 02 04 1C 53 00 00 1B 74 10 1B 44 08 10 00
            1D 6B 04 41 42 43 00 1D 6B 49 03 41 42 43 1D 28 41 02 00 00 02 1B 63 35 00 1C 32 FE A1
            """)
        #expect(bench.text(unknown + [UInt8](repeating: 0x41, count: 72) + Array("B\n".utf8)) == ["B"])
    }
}
