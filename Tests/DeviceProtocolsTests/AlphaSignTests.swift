import DeviceProtocols
import Testing

/// Bytes from the Python package alphasign 0.9; checksums computed from the manual's rule.
@Suite struct `Alpha frames` {
    private let head = "00 00 00 00 00 01 5A 30 30 02 "

    private func frame(_ command: [UInt8], checksum: Bool = false) -> [UInt8] {
        AlphaSign.frame(command, address: 0, checksum: checksum)
    }

    @Test func `a text in file A that stands still`() {
        #expect(
            frame(AlphaSign.text(file: AlphaSign.mainFile, mode: .hold, "A017 -> 3"))
                == hex(head + "41 41 1B 20 62 41 30 31 37 20 2D 3E 20 33 04"))
    }

    @Test func `a priority text, without and with checksum`() {
        let command = AlphaSign.text(file: AlphaSign.priorityFile, mode: .hold, "A017")
        #expect(frame(command) == hex(head + "41 30 1B 20 62 41 30 31 37 04"))
        #expect(frame(command, checksum: true) == hex(head + "41 30 1B 20 62 41 30 31 37 03 30 31 45 43 04"))
    }

    @Test func `a string, without and with checksum`() {
        let command = AlphaSign.string(file: 0x31, "A017")
        #expect(frame(command) == hex(head + "47 31 41 30 31 37 04"))
        #expect(frame(command, checksum: true) == hex(head + "47 31 41 30 31 37 03 30 31 35 36 04"))
    }

    @Test func `clear memory, soft reset and beep`() {
        #expect(frame(AlphaSign.clearMemory) == hex(head + "45 24 04"))
        #expect(frame(AlphaSign.softReset) == hex(head + "45 2C 04"))
        #expect(frame(AlphaSign.beep) == hex(head + "45 28 32 30 30 31 30 04"))
    }

    /// The sample of Adaptive 97088061F itself.
    @Test func `the manual's sample with its checksum 01FB`() {
        #expect(
            frame(AlphaSign.text(file: 0x41, mode: nil, "HELLO"), checksum: true)
                == hex(head + "41 41 48 45 4C 4C 4F 03 30 31 46 42 04"))
    }

    @Test(arguments: [(0, "30 30"), (5, "30 35"), (0xAB, "41 42"), (255, "46 46"), (256, "30 30"), (-1, "30 30")])
    func `addresses are two hex digits, 00 for all`(address: Int, digits: String) {
        let bytes = AlphaSign.frame(AlphaSign.softReset, address: address, checksum: false)
        #expect(Array(bytes[7..<9]) == hex(digits))
    }

    @Test func `a text cannot end its frame or hold commands`() {
        #expect(AlphaSign.printable("A\u{04}\u{1B}0\u{01}请17\u{7F}") == Array("A017".utf8))
        #expect(AlphaSign.printable(String(repeating: "x", count: 500)).count == AlphaSign.textLimit)
    }
}
