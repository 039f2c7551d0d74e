import DeviceProtocols
import HallModel
import Testing

/// Bytes from python-escpos 3.1 (`Dummy` printer) unless another source is named.
@Suite struct `ESC/POS commands` {
    @Test func `initialise is ESC @`() { #expect(ESCPOS.initialize == hex("1B 40")) }

    @Test func `alignment, size and bold as python-escpos sends them`() {
        #expect(ESCPOS.align(.center) == hex("1B 61 01"))
        #expect(ESCPOS.align(.left) == hex("1B 61 00"))
        #expect(ESCPOS.align(.right) == hex("1B 61 02"))
        #expect(ESCPOS.bold(true) == hex("1B 45 01"))
        #expect(ESCPOS.size(4) + ESCPOS.align(.left) == hex("1D 21 33 1B 61 00"))
    }

    @Test(
        arguments: [(0, 0x00), (1, 0x00), (2, 0x11), (8, 0x77), (9, 0x77), (Int.min, 0x00), (Int.max, 0x77)]
            as [(Int, UInt8)])
    func `size keeps to 1…8`(size: Int, byte: UInt8) { #expect(ESCPOS.size(size) == [0x1D, 0x21, byte]) }

    @Test func `cuts: fed, unfed, and six lines to the tear-off edge`() {
        #expect(ESCPOS.feedAndCut(.partial) == hex("1D 56 42 00"))
        #expect(ESCPOS.feedAndCut(.none) + ESCPOS.cutUnfed(.full) == hex("1B 64 06 1D 56 00"))
        #expect(ESCPOS.feedAndCut(.none) + ESCPOS.cutUnfed(.partial) == hex("1B 64 06 1D 56 01"))
        #expect(ESCPOS.cutUnfed(.none).isEmpty)
        // Epson GS V, function B, m = 65
        #expect(ESCPOS.feedAndCut(.full) == hex("1D 56 41 00"))
        #expect(ESCPOS.feed(lines: 3) == hex("1B 64 03"))
    }

    @Test func `QR A017, module 6, level M, model 2`() {
        #expect(
            ESCPOS.qr(Array("A017".utf8), module: 6)
                == hex(
                    """
                    1D 28 6B 04 00 31 41 32 00 | 1D 28 6B 03 00 31 43 06 | 1D 28 6B 03 00 31 45 31 |
                    1D 28 6B 07 00 31 50 30 41 30 31 37 | 1D 28 6B 03 00 31 51 30
                    """))
    }

    @Test func `a QR code that is empty, too long or holds a control byte is not sent`() {
        #expect(ESCPOS.qr([], module: 6) == nil)
        #expect(ESCPOS.qr(Array(repeating: 0x41, count: 213), module: 6) != nil)
        #expect(ESCPOS.qr(Array(repeating: 0x41, count: 214), module: 6) == nil)
        #expect(ESCPOS.qr([0x41, 0x10, 0x04, 0x01], module: 6) == nil)
    }

    @Test(arguments: [(1, 21), (14, 21), (15, 25), (26, 25), (62, 33), (213, 57)])
    func `QR symbols grow with ISO 18004's capacities at level M`(bytes: Int, modules: Int) {
        #expect(ESCPOSQR.modulesAcross(payload: bytes) == modules)
    }

    /// Built from the field tables of the Epson reference.
    @Test func `proof and status commands`() throws {
        let id = try #require(ESCPOSProcessID(Array("A017".utf8)))
        #expect(ESCPOS.processID(id) == hex("1D 28 48 06 00 30 30 41 30 31 37"))
        #expect(ESCPOS.fence == hex("1D 72 01"))
        #expect(ESCPOS.automaticStatusOn == hex("1D 61 0F"))
        #expect(ESCPOSQuestion.allCases.flatMap(ESCPOS.ask) == hex("10 04 01 10 04 02 10 04 03 10 04 04"))
        #expect(ESCPOS.recoverAndDiscard == hex("10 05 02"))
        #expect(ESCPOS.clearBuffer == hex("10 14 08 01 03 14 01 06 02 08"))
        #expect(ESCPOS.chineseOn == hex("1C 26"))
    }

    @Test func `process ids are four characters 20h…7Eh, different for each job and from the probe's`() {
        #expect(ESCPOSProcessID(hex("41 30 31")) == nil)
        #expect(ESCPOSProcessID(hex("41 30 31 1F")) == nil)
        #expect(ESCPOSProcessID(hex("41 30 31 7F")) == nil)
        #expect(ESCPOSProcessID.probe.description == "~~~~")
        var seen: Set<ESCPOSProcessID> = [.probe]
        let last = ESCPOSProcessID.distinctJobs - 1
        for number in Array(0...2000) + Array(last - 2000...last) {
            #expect(seen.insert(ESCPOSProcessID(job: JobID(number))).inserted, "job \(number)")
        }
        #expect(ESCPOSProcessID.distinctJobs >= 94 * 94 * 94 * 94)
        #expect(ESCPOSProcessID(job: JobID(last + 1)) == ESCPOSProcessID(job: JobID(0)))
        for number in [Int.min, -1, Int.max] {
            #expect(ESCPOSProcessID(ESCPOSProcessID(job: JobID(number)).bytes) != nil)
        }
    }
}
