import DeviceDrivers
import DeviceProtocols
import HallModel
import Testing

@Suite struct `A printer is opened` {
    private let ask1 = hex("10 04 01")
    private let probe = hex("1D 28 48 06 00 30 30 7E 7E 7E 7E")

    @Test func `automatic status is switched on, then four questions are asked one at a time`() {
        var bench = PrinterBench(.processID)
        bench.send(.opened)
        #expect(bench.written.first?.suffix(3) == hex("1D 61 0F")[...])
        #expect(Array(bench.written.dropFirst()) == [ask1])
        bench.receive("10 00 00 0F")
        #expect(bench.written.count == 2)
        bench.receive("12")
        #expect(bench.written.last == hex("10 04 02"))
        bench.receive("12")
        bench.receive("12")
        #expect(bench.written.last == hex("10 04 04"))
        bench.receive("12")
        #expect(bench.written.count == 5)
    }

    @Test func `no question before the bytes before it went down the line`() {
        var bench = PrinterBench(.processID)
        bench.drainsAtOnce = false
        bench.send(.opened)
        #expect(bench.written.count == 1)
        bench.send(.drained)
        #expect(bench.written.count == 2 && bench.written.last == ask1)
    }

    @Test func `a command that a former run left unfinished swallows fillers, not the first commands`() throws {
        var bench = PrinterBench(.processID)
        bench.send(.opened)
        let first = try #require(bench.written.first)
        // Six bytes complete any header and make its length small; 216 complete the longest data.
        #expect(first.starts(with: [0, 0, 0, 0, 0, 0]))
        #expect(first.count >= 6 + 216 + 3)
    }

    @Test func `it is being asked, then online, and its condition is told once`() {
        var bench = PrinterBench(.auto)
        bench.answers = PrinterBench.healthy + [PrinterBench.provesIDs]
        bench.send(.opened)
        #expect(bench.presences == ["online none"])
        #expect(bench.conditions == [PrinterCondition(paper: .present)])
        bench.forget()
        bench.wait(.seconds(60))
        #expect(bench.conditions.isEmpty && bench.noise == 0)
        bench.forget()
        bench.send(.presentLevels)
        #expect(bench.presences == ["online none"])
        #expect(bench.conditions == [PrinterCondition(paper: .present)])
    }

    @Test func `auto asks for a process id, and takes it when it comes back`() {
        var bench = PrinterBench(.auto)
        bench.answers = PrinterBench.healthy + [PrinterBench.provesIDs]
        bench.send(.opened)
        #expect(bench.written.last == probe)
        bench.print(7)
        #expect(
            bench.written.last?.suffix(11) == (hex("1D 28 48 06 00 30 30") + ESCPOSProcessID(job: JobID(7)).bytes)[...])
    }

    @Test func `without an id for 2 s auto asks for a fence, and without that for 2 s it proves nothing`() {
        var bench = PrinterBench(.auto)
        bench.answers = PrinterBench.healthy
        bench.send(.opened)
        bench.print(1)
        bench.wait(.milliseconds(1999))
        #expect(bench.written.last == probe)
        bench.wait(.milliseconds(1))
        #expect(bench.written.last == hex("1D 72 01"))
        bench.wait(.seconds(2))
        #expect(bench.outcomes == ["1 unproven"])
        #expect(bench.presences == ["online none"])
    }

    @Test func `a fence that is answered is used`() {
        var bench = PrinterBench(.auto)
        bench.answers = PrinterBench.healthy + [PrinterBench.provesFences]
        bench.send(.opened)
        bench.wait(.seconds(2))
        bench.print(1)
        #expect(bench.written.last?.suffix(3) == hex("1D 72 01")[...])
    }

    @Test(arguments: [PrinterSettings.Proof.processID, .fence, .none])
    func `a profile that says how it proves is not probed`(proof: PrinterSettings.Proof) {
        var bench = PrinterBench(proof)
        bench.answers = PrinterBench.healthy
        bench.send(.opened)
        bench.wait(.seconds(30))
        #expect(!bench.written.contains(probe))
        #expect(!bench.written.contains(hex("1D 72 01")))
    }

    @Test func `it is not probed while it cannot print, and is when it can`() {
        var bench = PrinterBench(.auto)
        bench.answers = [(hex("1D 61 0F"), hex("18 00 0F 0F"))]
        bench.send(.opened)
        bench.wait(.seconds(20))
        #expect(!bench.written.contains(probe))
        bench.receive("10 00 00 0F")
        #expect(bench.written.contains(probe))
    }

    @Test func `paper that runs out during the probe does not make it a printer that proves nothing`() {
        var bench = PrinterBench(.auto)
        bench.answers = PrinterBench.healthy
        bench.send(.opened)
        bench.answers = [(hex("10 04 01"), hex("1A")), (hex("10 04 04"), hex("7E"))]
        bench.receive("18 00 0F 0F")
        bench.wait(.seconds(60))
        bench.answers = PrinterBench.healthy + [PrinterBench.provesIDs]
        bench.receive("10 00 00 0F")
        bench.print(1)
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
    }

    @Test func `a printer that never answers is unknown, prints, and proves nothing`() {
        var bench = PrinterBench(.auto)
        bench.send(.opened)
        bench.print(1)
        #expect(bench.jobsWritten == 0)
        bench.wait(.seconds(6))
        #expect(bench.presences == ["unknown oneWay"])
        #expect(bench.outcomes == ["1 unproven"])
        bench.wait(.seconds(300))
        #expect(bench.presences == ["unknown oneWay"])
        #expect(bench.conditions.isEmpty)
        bench.forget()
        bench.print(2)
        bench.wait(.seconds(1))
        #expect(bench.outcomes == ["2 unproven"])
    }

    @Test func `it was only switched off: when it answers it is probed again`() {
        var bench = PrinterBench(.auto)
        bench.send(.opened)
        bench.wait(.seconds(10))
        bench.answers = PrinterBench.healthy + [PrinterBench.provesIDs]
        bench.wait(.seconds(60))
        #expect(bench.presences == ["unknown oneWay", "online none"])
        bench.print(1)
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
    }

    @Test func `a printer that must answer and does not is offline, and keeps its jobs until it does`() {
        var bench = PrinterBench(.processID)
        bench.send(.opened)
        bench.print(1)
        bench.wait(.seconds(60))
        #expect(bench.presences == ["offline noAnswer"])
        #expect(bench.jobsWritten == 0)
        bench.answers = PrinterBench.healthy
        bench.wait(.seconds(6))
        #expect(bench.presences == ["offline noAnswer", "online none"])
        #expect(bench.jobsWritten == 1)
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
    }

    @Test func `a printer that answers nothing but process ids is found and used`() {
        var bench = PrinterBench(.auto)
        bench.answers = [PrinterBench.provesIDs]
        bench.send(.opened)
        bench.print(1)
        bench.wait(.seconds(10))
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
        bench.wait(.seconds(300))
        #expect(bench.presences == ["online none"])
    }

    @Test func `what one printer said is not believed of a silent one on the same port`() {
        var bench = PrinterBench.ready(.auto)
        bench.answers = []
        bench.receive("18 00 0F 0F")
        bench.send(.closed(unplugged))
        bench.forget()
        bench.send(.opened)
        bench.wait(.seconds(10))
        #expect(bench.presences == ["unknown probing", "unknown oneWay"])
        #expect(bench.conditions == [PrinterCondition()])
    }

    @Test func `a line that takes nothing is a printer that is not there`() {
        var bench = PrinterBench(.auto)
        bench.drainsAtOnce = false
        bench.send(.opened)
        bench.print(1)
        bench.wait(.seconds(60))
        #expect(bench.presences == ["offline noAnswer"])
        #expect(bench.discards > 0)
        #expect(bench.jobsWritten == 0)
        bench.drainsAtOnce = true
        bench.send(.drained)
        bench.answers = PrinterBench.healthy + [PrinterBench.provesIDs]
        bench.wait(.seconds(6))
        bench.prove(1)
        #expect(bench.presences == ["offline noAnswer", "online none"])
        #expect(bench.outcomes == ["1 proven"])
    }

    @Test(arguments: [
        (TransportError.Code.missing, "portMissing"), (.busy, "portBusy"), (.forbidden, "portForbidden"),
        (.hungUp, "portLost"),
    ])
    func `without a port it is offline for the port's reason, told once`(code: TransportError.Code, detail: String) {
        var bench = PrinterBench(.auto)
        for _ in 0..<3 {
            bench.send(.closed(TransportError(code, disposition: .portLost, errno: 0, message: "")))
        }
        #expect(bench.presences == ["offline \(detail)"])
        #expect(bench.driver.nextWake == nil)
    }
}
