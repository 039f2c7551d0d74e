import DeviceProtocols
import HallModel
import Testing

@Suite struct `Sheets on paper` {
    private func settings(_ dots: Int = 384, charset: PrinterSettings.Charset = .gbk, qr: Bool = true)
        -> PrinterSettings
    {
        PrinterSettings(dotsAcross: dots, charset: charset, proof: .auto, cut: .partial, qr: qr)
    }

    /// The lines of one text: what stands between the style commands and each LF.
    private func lines(
        _ text: String, size: Int = 1, dots: Int = 384, charset: PrinterSettings.Charset = .gbk,
        encoder: ChineseEncoder = smallTable
    ) -> [[UInt8]] {
        let sheet = PrintSheet([.text(text, size: size, bold: false, alignment: .left)])
        let bytes = ESCPOSSheetEncoder(settings: settings(dots, charset: charset), text: encoder).encode(sheet)
        let style = ESCPOS.align(.left) + ESCPOS.size(size) + ESCPOS.bold(false)
        #expect(bytes.starts(with: style))
        #expect(bytes.last == 0x0A)
        return bytes.dropFirst(style.count).dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
            .map(Array.init)
    }

    /// GB2312 bytes from iconv.
    @Test func `Chinese text is the bytes of its set`() {
        #expect(lines("请A017到3号窗口") == [hex("C7 EB 41 30 31 37 B5 BD 33 BA C5 B4 B0 BF DA")])
    }

    @Test func `a text carries its alignment, size and weight`() {
        let encoder = ESCPOSSheetEncoder(settings: settings(), text: smallTable)
        let sheet = PrintSheet([.text("A017", size: 2, bold: true, alignment: .center)])
        #expect(encoder.encode(sheet) == hex("1B 61 01 1D 21 11 1B 45 01 41 30 31 37 0A"))
    }

    @Test func `58 mm takes 32 columns, 80 mm 48, half of it at double size`() {
        let long = String(repeating: "x", count: 100)
        #expect(lines(long).map(\.count) == [32, 32, 32, 4])
        #expect(lines(long, dots: 576).map(\.count) == [48, 48, 4])
        #expect(lines(long, size: 2).map(\.count) == [16, 16, 16, 16, 16, 16, 4])
        #expect(lines(long, size: 4).map(\.count).allSatisfy { $0 <= 8 })
    }

    @Test func `a Chinese character takes two columns and is never cut in two`() {
        let line = lines("a" + String(repeating: "号", count: 20))
        #expect(line.map(\.count) == [31, 10])
        #expect(line[0] == [0x61] + Array(repeatElement(hex("BA C5"), count: 15).joined()))
    }

    @Test func `words are kept whole where they fit, and the space at the break goes`() {
        #expect(
            lines("the window is on the second floor of the house").map { String(decoding: $0, as: UTF8.self) } == [
                "the window is on the second", "floor of the house",
            ])
    }

    @Test func `what the set lacks is a visible mark`() {
        #expect(lines("嘅", charset: .gb2312) == [hex("A1 FE")])
        #expect(lines("嘅", charset: .gbk) == [hex("87 5C")])
        #expect(lines("嘅", encoder: asciiOnly) == [hex("3F")])
        #expect(lines("㐂", charset: .gb18030) == [hex("81 39 EF 31")])
        #expect(lines("㐂", charset: .gbk) == [hex("A1 FE")])
        #expect(lines("😀", charset: .gbk) == [hex("A1 FE")])
    }

    @Test func `no control byte passes, from the text or from the encoder`() {
        #expect(lines("A\u{1B}@\u{10}\u{04}\u{01}\nB") == [Array("A @    B".utf8)])
        #expect(lines("Ω€") == [hex("A1 FE A1 FE")])
        #expect(lines("A\u{200D}\u{FE0F}B") == [Array("AB".utf8)])
    }

    @Test func `an empty text is an empty line`() { #expect(lines("") == [[]]) }

    @Test func `a rule is dashes over the width`() {
        let bytes = ESCPOSSheetEncoder(settings: settings(576), text: smallTable).encode(PrintSheet([.rule]))
        #expect(bytes.filter { $0 == 0x2D }.count == 48)
        #expect(bytes.last == 0x0A)
    }

    @Test(arguments: [(-1, ""), (0, ""), (3, "1B 64 03"), (Int.max, "1B 64 28")])
    func `feeds are bounded`(count: Int, bytes: String) {
        #expect(
            ESCPOSSheetEncoder(settings: settings(), text: smallTable).encode(PrintSheet([.feed(count)])) == hex(bytes))
    }

    @Test func `a QR code stands in the middle, on printers that have it`() {
        let sheet = PrintSheet([.qr("A017")])
        let code = ESCPOS.qr(Array("A017".utf8), module: 6)
        #expect(
            ESCPOSSheetEncoder(settings: settings(), text: smallTable).encode(sheet)
                == ESCPOS.align(.center) + (code ?? []) + ESCPOS.align(.left))
        #expect(ESCPOSSheetEncoder(settings: settings(qr: false), text: smallTable).encode(sheet).isEmpty)
    }

    @Test func `a big QR code has smaller modules, so that it fits the paper`() throws {
        let payload = String(repeating: "A", count: 213)
        let bytes = ESCPOSSheetEncoder(settings: settings(), text: smallTable).encode(PrintSheet([.qr(payload)]))
        let module = try #require(bytes.indices.first { bytes[$0...].starts(with: hex("1D 28 6B 03 00 31 43")) })
        #expect(Int(bytes[module + 7]) * (57 + 8) <= 384)
        #expect(bytes[module + 7] >= 3)
    }

    @Test func `any text keeps to the width and to printable bytes`() {
        let seed: UInt64 = 0x5EE7
        var random = SeededGenerator(seed: seed)
        let characters: [Character] = Array("请到号窗口嘅㐂Ω€ ab-\u{1B}\n\u{10}😀")
        for _ in 0..<300 {
            let text = String(
                (0..<Int.random(in: 0...90, using: &random)).map { _ in
                    characters.randomElement(using: &random) ?? "x"
                })
            let size = Int.random(in: 1...4, using: &random)
            for line in lines(text, size: size, charset: .gb18030) {
                #expect(line.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "seed \(seed): \(text)")
                var columns = 0
                var index = 0
                while index < line.count {
                    let isFour = index + 1 < line.count && line[index] >= 0x81 && line[index + 1] < 0x40
                    columns += line[index] >= 0x81 ? 2 : 1
                    index += isFour ? 4 : line[index] >= 0x81 ? 2 : 1
                }
                #expect(index == line.count && columns * size <= 32, "seed \(seed): \(text)")
            }
        }
    }

    @Test func `a hostile sheet is cut, not followed`() {
        let element = PrintSheet.Element.text(
            String(repeating: "x", count: 100_000), size: 1, bold: false, alignment: .left)
        let sheet = PrintSheet(Array(repeating: element, count: 1000))
        let bytes = ESCPOSSheetEncoder(settings: settings(-5), text: smallTable).encode(sheet)
        #expect(bytes.count < 200 * 500 * 3)
    }
}
