import DeviceSimulators
import HallModel
import SimulatedHall
import Testing

@Suite("Paper that other software prints")
struct PaperTests {
    @Test func `a ticket of python-escpos is read back from the paper`() throws {
        let bytes = try content(of: projectFolder + "/Tests/Transcripts/python-escpos/ticket.bin")
        var printer = EscposPrinterSimulator(
            settings: PrinterSettings(dotsAcross: 576, charset: .gbk, proof: .processID, cut: .full, qr: true),
            flow: .none, decoder: .iconv())
        var now = MonotonicInstant(nanoseconds: 0)
        #expect(printer.receive(bytes, at: now) == [])
        while let wake = printer.nextWake {
            now = wake
            #expect(printer.timeReached(at: now) == [])
        }
        let slip = try #require(printer.paper.slips.first)
        #expect(printer.paper.slips.count == 1)
        #expect(slip.isCut)
        #expect(
            slip.text == ["Township Service Hall", "A017", "等候区：休息等候区", "前面等候：3 人", "2026-11-21 09:05"])
        #expect(slip.qr == ["HALLD1:2026-11-21/A017"])
        #expect(slip.number == "A017")
        guard case .line(let runs, let alignment) = slip.elements[1].element else { return }
        #expect(alignment == .center)
        #expect(runs.map(\.width) == [4])
    }

    @Test(
        arguments: [
            ([0xB0, 0xA1], "啊"), ([0xF7, 0xFE], "齄"), ([0xA1, 0xA4], "·"), ([0xA1, 0xAA], "—"), ([0x81, 0x40], "丂"),
            ([0xA0, 0x7F], nil),
        ] as [([UInt8], String?)])
    func `double bytes are read by the C library's tables`(bytes: [UInt8], character: String?) {
        #expect(CharacterDecoder.iconv().decode(bytes, .gbk) == character)
    }

    @Test func `the drawing is a straight column whatever stands on the paper`() throws {
        var day = try VirtualDay(plan: township(), .init(hours: 1, visitors: 10, seed: 5))
        try day.run()
        let lines = day.report(.en).filter { "│┌└".contains($0.first ?? " ") }
        #expect(lines.count > 50)
        let widths = lines.map { line in
            line.unicodeScalars.reduce(0) {
                $0 + ((0x2E80...0x9FFF).contains($1.value) || (0xFF00...0xFF60).contains($1.value) ? 2 : 1)
            }
        }
        #expect(widths.allSatisfy { $0 == 50 })
    }
}
