import DeviceProtocols
import HallModel
import HardwareAccess
import Testing

struct IconvEncoderTests {
    private let text: ChineseEncoder

    init() throws { text = try ChineseEncoder.iconv() }

    @Test(arguments: PrinterSettings.Charset.allCases)
    func `the words of a ticket are the same in all three sets`(charset: PrinterSettings.Charset) {
        #expect(bytes("请到号窗口", charset) == [0xC7, 0xEB, 0xB5, 0xBD, 0xBA, 0xC5, 0xB4, 0xB0, 0xBF, 0xDA])
        #expect(bytes("·—…：", charset) == [0xA1, 0xA4, 0xA1, 0xAA, 0xA1, 0xAD, 0xA3, 0xBA])
    }

    @Test(arguments: PrinterSettings.Charset.allCases)
    func `ASCII stays ASCII, byte for byte`(charset: PrinterSettings.Charset) {
        for code in UInt8(0)..<0x80 {
            #expect(text.encode(Unicode.Scalar(code), charset) == [code])
        }
    }

    @Test func `a character outside the set is missing, not replaced`() {
        #expect(text.encode("镕", .gb2312) == nil)
        #expect(text.encode("镕", .gbk) == [0xE9, 0x46])
        #expect(text.encode("龘", .gb2312) == nil)
        #expect(text.encode("龘", .gbk) == [0xFD, 0x93])
        #expect(text.encode("㐀", .gbk) == nil)
        #expect(text.encode("😀", .gbk) == nil)
    }

    @Test func `four-byte codes are never sent: printers are not known to read them`() {
        #expect(text.encode("㐀", .gb18030) == nil)
        #expect(text.encode("😀", .gb18030) == nil)
        #expect(text.encode("\u{85}", .gb18030) == nil)
    }

    @Test func `the euro sign is a double byte where it has one, else missing`() {
        #expect(text.encode("€", .gb18030) == [0xA2, 0xE3])
        // GBK's table answers the single byte 80h, which is no code of a printer's ROM.
        #expect(text.encode("€", .gbk) == nil)
        #expect(text.encode("€", .gb2312) == nil)
    }

    @Test(arguments: PrinterSettings.Charset.allCases)
    func `every answer is one ASCII byte or two bytes with a legal lead`(charset: PrinterSettings.Charset) {
        for value in UInt32(0x80)...0xFFFF {
            guard let character = Unicode.Scalar(value), let answer = text.encode(character, charset) else { continue }
            let legal = answer.count == 2 && 0x81...0xFE ~= answer[0] && 0x40...0xFE ~= answer[1] && answer[1] != 0x7F
            if !legal { Issue.record("U+\(String(value, radix: 16)) became \(answer)") }
        }
    }

    @Test func `threads share it without mixing their characters`() throws {
        let text = text
        let wrong = Shared(0)
        let threads = try (0..<4).map { index in
            try PlainThread(name: "iconv-\(index)") {
                for _ in 0..<2000
                where text.encode(index % 2 == 0 ? "请" : "㐀", .gbk)?.first != (index % 2 == 0 ? 0xC7 : nil) {
                    wrong.change { $0 += 1 }
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(wrong.value == 0)
    }

    private func bytes(_ words: String, _ charset: PrinterSettings.Charset) -> [UInt8] {
        words.unicodeScalars.flatMap { text.encode($0, charset) ?? [] }
    }
}
