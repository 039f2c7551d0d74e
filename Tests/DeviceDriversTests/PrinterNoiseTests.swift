import DeviceDrivers
import DeviceProtocols
import HallModel
import Testing

@Suite struct `A line with noise` {
    /// `ready`, with answers that come only when the test gives them.
    private func silenced() -> PrinterBench {
        var bench = PrinterBench.ready(.processID)
        bench.answers = []
        return bench
    }

    @Test func `four bytes beside noise are no status until the answers agree`() {
        var bench = PrinterBench.ready(.processID)
        bench.receive("FF 38 28 0C 0F")
        #expect(bench.conditions.isEmpty)
        #expect(bench.written.contains(hex("10 04 02")))
        bench.wait(.seconds(60))
        #expect(bench.conditions.isEmpty)
    }

    @Test func `a true status beside noise is told as soon as the answers agree`() {
        var bench = silenced()
        bench.answers = [
            (hex("10 04 01"), hex("1A")), (hex("10 04 02"), hex("32")), (hex("10 04 03"), hex("12")),
            (hex("10 04 04"), hex("7E")),
        ]
        bench.receive("FF")
        bench.wait(.milliseconds(500))
        bench.receive("18 00 0F 0F")
        #expect(bench.conditions == [PrinterCondition(paper: .out, offline: true)])
    }

    @Test func `without noise for a second a status is believed at once`() {
        var bench = silenced()
        bench.receive("FF")
        bench.wait(.milliseconds(1_001))
        bench.receive("18 00 0F 0F")
        #expect(bench.conditions == [PrinterCondition(paper: .out, offline: true)])
    }

    @Test func `a status that contradicts itself is asked about`() {
        var bench = PrinterBench.ready(.processID)
        bench.receive("30 28 00 0F")
        #expect(bench.conditions.isEmpty)
        #expect(bench.written.contains(hex("10 04 03")))
    }

    @Test func `noise behind a status makes it doubtful too`() {
        var bench = PrinterBench.ready(.processID)
        bench.receive("38 28 0C 0F FF")
        #expect(bench.conditions.last == PrinterCondition(paper: .present))
    }

    @Test func `a doubt is settled beside a job that is printing`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(1)
        bench.receive("FF 38 28 0C 0F")
        #expect(bench.written.contains(hex("10 04 01")))
        bench.prove(1)
        #expect(bench.conditions.isEmpty)
        #expect(bench.outcomes == ["1 proven"])
    }

    @Test func `a printer that answers no questions is believed, noise or not`() {
        var bench = PrinterBench(.auto)
        bench.answers = [PrinterBench.provesIDs, PrinterBench.healthy[0]]
        bench.send(.opened)
        bench.wait(.seconds(10))
        bench.forget()
        bench.receive("FF 18 00 0F 0F")
        #expect(bench.conditions == [PrinterCondition(paper: .out, offline: true)])
    }

    @Test func `an idle printer that answers its polls is heard every 10 s, at the same level`() {
        var bench = PrinterBench.ready(.processID)
        bench.wait(.seconds(120))
        #expect((11...12).contains(bench.allPresences.count))
        #expect(bench.presences == ["online none"])
        bench.answers = []
        bench.forget()
        bench.wait(.seconds(10))
        #expect(bench.allPresences.isEmpty)
    }

    @Test func `a job whose bytes do not move for 30 s is let go on, and is not lost by that`() {
        var bench = PrinterBench.ready(.processID)
        bench.drainsAtOnce = false
        bench.print(1)
        bench.wait(.milliseconds(29_999))
        #expect(bench.releases == 0)
        bench.wait(.milliseconds(1))
        #expect(bench.releases == 1)
        #expect(bench.presences == ["offline noAnswer"])
        #expect(bench.outcomes.isEmpty && bench.discards == 0)
        bench.send(.drained)
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
        #expect(bench.presences.last == "online none")
    }

    @Test func `as long as bytes move a job is left alone`() {
        var bench = PrinterBench.ready(.processID)
        bench.drainsAtOnce = false
        bench.print(1)
        for _ in 0..<10 {
            bench.wait(.seconds(20))
            bench.send(.moving(until: bench.now))
        }
        #expect(bench.releases == 0 && bench.presences.isEmpty)
    }

    @Test func `a job that a printer without paper holds back is not pushed into it`() {
        var bench = PrinterBench.ready(.processID)
        bench.drainsAtOnce = false
        bench.print(1)
        bench.receive("18 00 0F 0F")
        bench.wait(.seconds(500))
        #expect(bench.releases == 0 && bench.outcomes.isEmpty)
        bench.receive("10 00 00 0F")
        #expect(bench.releases == 0)
        bench.wait(.milliseconds(29_999))
        #expect(bench.releases == 0)
    }

    /// A job has all gone out; then noise reads as “no paper, off line” and an XOFF that holds the line.
    private func falselyHeld() -> PrinterBench {
        var bench = PrinterBench.ready(.processID)
        bench.answers = []
        bench.print(1)
        bench.drainsAtOnce = false
        bench.receive("18 00 0F 0F 13")
        bench.forget()
        return bench
    }

    @Test func `a printer that holds a whole job is asked past an XOFF, and believed when it has paper`() {
        var bench = falselyHeld()
        bench.wait(.seconds(36))
        #expect(bench.releases == 1, "only a question stands in the line")
        #expect(bench.written.joined().suffix(3) == hex("10 04 01"))
        #expect(bench.discards == 0 && bench.presences.isEmpty)
        bench.drainsAtOnce = true
        bench.answers = PrinterBench.healthy
        bench.send(.drained)
        bench.receive("12")
        bench.wait(.seconds(6))
        #expect(bench.conditions == [PrinterCondition(paper: .present)])
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
    }

    @Test func `a job that was never printed is lost soon after the false hold, not at its limit`() {
        var bench = falselyHeld()
        bench.wait(.seconds(36))
        bench.drainsAtOnce = true
        bench.answers = PrinterBench.healthy
        bench.send(.drained)
        bench.receive("12")
        bench.wait(.seconds(25))
        #expect(bench.outcomes == ["1 lost"])
    }

    @Test func `a printer that truly has no paper is asked past its XOFF, and gets nothing else`() {
        var bench = falselyHeld()
        bench.wait(.seconds(36))
        bench.drainsAtOnce = true
        bench.answers = [
            (hex("10 04 01"), hex("1A")), (hex("10 04 02"), hex("32")), (hex("10 04 03"), hex("12")),
            (hex("10 04 04"), hex("7E")),
        ]
        bench.send(.drained)
        bench.receive("1A")
        bench.wait(.seconds(20))
        let questions = (1...4).map { [0x10, 0x04, UInt8($0)] }
        #expect(bench.written.allSatisfy { questions.contains($0) }, "\(bench.written)")
        #expect(bench.conditions.isEmpty && bench.outcomes.isEmpty)
        bench.send(.withdraw(JobID(1)))
        #expect(bench.outcomes == ["1 lost"])
    }

    @Test func `a printer without paper that takes nothing is asked again every 30 s`() {
        var bench = PrinterBench.ready(.processID)
        bench.receive("18 00 0F 0F")
        bench.drainsAtOnce = false
        bench.answers = []
        bench.forget()
        bench.wait(.seconds(100))
        #expect(bench.discards == 3)
        #expect(bench.written.suffix(3).allSatisfy { $0.suffix(3) == hex("10 04 01")[...] })
        #expect(bench.presences.isEmpty)
    }
}
