import DeviceSimulators
import HallModel
import Testing

@Suite("The display")
struct AlphaSignTests {
    private let now = MonotonicInstant(nanoseconds: 0)
    private let head = hex("00 00 00 00 00 01 5A 30 30")

    private func shown(_ bytes: [UInt8], address: Int = 0) -> [[String]] {
        var sign = AlphaSignSimulator(address: address)
        sign.receive(bytes, at: now)
        return sign.shown
    }

    @Test func `shows the texts of the vectors`() {
        #expect(
            shown(hex("00 00 00 00 00 01 5A 30 30 02 41 41 1B 20 62 41 30 31 37 20 2D 3E 20 33 04")) == [["A017 -> 3"]])
        #expect(shown(hex("00 00 00 00 00 01 5A 30 30 02 41 30 1B 20 62 41 30 31 37 04")) == [["A017"]])
        #expect(shown(hex("00 00 00 00 00 01 5A 30 30 02 41 41 48 45 4C 4C 4F 03 30 31 46 42 04")) == [["HELLO"]])
    }

    @Test func `drops a wrong checksum without a word`() {
        #expect(shown(hex("00 00 00 00 00 01 5A 30 30 02 41 41 48 45 4C 4C 4F 03 30 31 46 43 04")) == [])
        #expect(shown(head + hex("02 41 30 1B 20 62 41 30 31 37 03 30 31 45 43 04")) == [["A017"]])
    }

    @Test func `the priority text hides the others until it is written empty`() {
        var sign = AlphaSignSimulator(address: 0)
        sign.receive(head + hex("02 41 41 1B 20 62 41 04"), at: now)
        sign.receive(head + hex("02 41 30 1B 20 63 42 04"), at: now)
        #expect(sign.shown == [["B"]])
        #expect(sign.mode == "flash")
        #expect(sign.showsPriority)
        sign.receive(head + hex("02 41 30 04"), at: now)
        #expect(sign.shown == [["A"]])
        #expect(sign.mode == "hold")
    }

    @Test func `a text calls a string that has memory`() {
        var sign = AlphaSignSimulator(address: 0)
        sign.receive(
            head + hex("02 45 24 41 41 55 30 30 34 30 46 46 46 46 31 42 4C 30 30 32 30 30 30 30 30 04"), at: now)
        // For a second after its memory was cleared it takes nothing.
        sign.receive(head + hex("02 41 41 1B 20 62 4C 04"), at: now + .milliseconds(500))
        #expect(sign.shown == [])
        let later = now + .milliseconds(1100)
        sign.receive(head + hex("02 41 41 1B 20 62 3C 10 31 3E 04"), at: later)
        sign.receive(head + hex("02 47 31 41 30 31 37 03 30 31 35 36 04"), at: later)
        #expect(sign.shown == [["<A017>"]])
    }

    @Test func `cleared memory shows nothing and keeps nothing`() {
        var sign = AlphaSignSimulator(address: 0)
        sign.receive(head + hex("02 41 41 1B 20 62 41 04 "), at: now)
        sign.receive(head + hex("02 45 24 04"), at: now)
        #expect(sign.shown == [])
    }

    @Test func `control codes are carried out or not seen`() {
        let bytes = head + hex("02 41 41 1B 20 62 1C 31 41 1A 33 42 15 43 0D 44 0C 45 04")
        #expect(shown(bytes) == [["ABC", "D", "E"]])
    }

    @Test(arguments: [("30 30", true), ("30 35", true), ("3F 35", true), ("30 36", false), ("3F 3F", true)])
    func `takes what is for it, for all, or for its digit`(address: String, taken: Bool) {
        let bytes = hex("00 00 00 00 00 01 5A") + hex(address) + hex("02 41 41 1B 20 62 41 04")
        #expect(shown(bytes, address: 5).isEmpty != taken)
    }

    @Test func `needs five NULs to find the baud`() {
        #expect(shown(hex("00 00 00 00 01 5A 30 30 02 41 41 41 04")) == [])
    }

    @Test func `with seven data bits the eighth is not looked at`() {
        var sign = AlphaSignSimulator(address: 0, dataBits: 7)
        sign.receive(hex("80 00 80 00 80 81 DA 30 30 82 41 C1 41 84"), at: now)
        #expect(sign.shown == [["A"]])
    }

    @Test func `switching off empties it`() {
        var sign = AlphaSignSimulator(address: 0)
        sign.receive(head + hex("02 41 30 1B 20 62 41 04"), at: now)
        sign.setPower(on: false)
        #expect(sign.shown == [])
        sign.setPower(on: true)
        #expect(sign.shown == [])
    }
}
