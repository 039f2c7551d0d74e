import DeviceDrivers
import DeviceProtocols
import HallModel
import Testing

@Suite struct `A printer prints` {
    @Test func `a job is init, status, Chinese, sheet, cut and proof, in one piece`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(7)
        #expect(
            bench.written == [
                hex(
                    """
                    1B 40 | 1D 61 0F | 1C 26 | 1B 61 00 1D 21 00 1B 45 00 41 30 31 37 0A | 1D 56 42 00 |
                    1D 28 48 06 00 30 30
                    """) + ESCPOSProcessID(job: JobID(7)).bytes
            ])
    }

    @Test func `a job that ends an interrupted one begins with a line feed and a cut`() {
        var bench = PrinterBench.ready(.none)
        bench.print(7, closes: true)
        let bytes = bench.written[0]
        #expect(bytes.starts(with: hex("00 00 00 00 00 00 0A")))
        let firstCut = bytes.indices.first { bytes[$0...].starts(with: hex("1D 56 42 00")) } ?? 0
        #expect(!bytes[..<firstCut].contains(0x41))
        // A QR store that broke off still takes up to 213 bytes and its header.
        #expect(firstCut >= 221)
    }

    @Test func `its own id proves it`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(1)
        bench.wait(.seconds(14))
        #expect(bench.outcomes.isEmpty)
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
    }

    @Test func `another job's id proves that job and not the one under way`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(2)
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
        bench.prove(2)
        #expect(bench.outcomes == ["1 proven", "2 proven"])
        #expect(bench.noise == 0)
    }

    @Test func `answers nobody asked for are noise`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(1)
        bench.receive("12 00 37 25 00 5F 41 00 80")
        #expect(bench.noise == 9)
        #expect(bench.outcomes.isEmpty)
    }

    @Test func `the fence behind it proves it`() {
        var bench = PrinterBench.ready(.fence)
        bench.print(1)
        #expect(bench.written.last?.suffix(3) == hex("1D 72 01")[...])
        bench.receive("00")
        #expect(bench.outcomes == ["1 proven"])
    }

    @Test func `on a line with noise one byte proves nothing`() {
        var bench = PrinterBench.ready(.fence)
        bench.print(1)
        bench.receive("1B 41")
        #expect(bench.outcomes.isEmpty)
        bench.wait(.seconds(15))
        #expect(bench.outcomes == ["1 lost"])
    }

    @Test func `a fence that was never answered does not prove the next job`() {
        var bench = PrinterBench.ready(.fence)
        bench.print(1)
        bench.wait(.seconds(16))
        #expect(bench.outcomes == ["1 lost"])
        #expect(bench.written.last == hex("10 14 08 01 03 14 01 06 02 08"))
        bench.print(2)
        bench.receive("00")
        #expect(bench.outcomes == ["1 lost"])
        bench.wait(.seconds(2))
        bench.receive("00")
        #expect(bench.outcomes == ["1 lost", "2 proven"])
    }

    @Test func `without proof it is unproven when all of it went down the line`() {
        var bench = PrinterBench.ready(.none)
        bench.drainsAtOnce = false
        bench.print(1)
        bench.wait(.seconds(100))
        #expect(bench.outcomes.isEmpty)
        bench.send(.drained)
        #expect(bench.outcomes == ["1 unproven"])
    }

    @Test func `no proof for 15 s after the last byte: lost, and the next job ends what may stand there`() {
        var bench = PrinterBench.ready(.processID)
        bench.drainsAtOnce = false
        bench.print(1)
        bench.wait(.seconds(100))
        #expect(bench.outcomes.isEmpty)
        bench.send(.drained)
        bench.wait(.milliseconds(14_999))
        #expect(bench.outcomes.isEmpty)
        bench.drainsAtOnce = true
        bench.wait(.milliseconds(1))
        #expect(bench.outcomes == ["1 lost"])
        bench.forget()
        bench.print(2)
        #expect(bench.written.first?.starts(with: hex("00 00 00 00 00 00 0A")) == true)
        bench.prove(2)
        bench.forget()
        bench.print(3)
        #expect(bench.written.first?.first == 0x1B)
    }

    @Test func `XOFF keeps the time for the proof from running`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(1)
        bench.receive("13")
        bench.wait(.seconds(29))
        #expect(bench.outcomes.isEmpty)
        bench.receive("11")
        bench.wait(.seconds(15))
        #expect(bench.outcomes == ["1 lost"])
    }

    @Test func `an XOFF that lasts is asked about: off line it goes on waiting, else the time for the proof runs`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(1)
        bench.forget()
        bench.receive("13")
        bench.wait(.milliseconds(29_999))
        #expect(bench.written.isEmpty)
        bench.answers = [(hex("10 04 01"), hex("1A")), (hex("10 04 02"), hex("32")), (hex("10 04 04"), hex("7E"))]
        bench.wait(.seconds(300))
        #expect(bench.written.contains(hex("10 04 01")))
        #expect(bench.outcomes.isEmpty)
        #expect(bench.conditions.last?.paper == .out)
        bench.answers = PrinterBench.healthy
        bench.receive("10 00 00 0F 13")
        bench.wait(.seconds(44))
        #expect(bench.outcomes.isEmpty)
        bench.wait(.seconds(2))
        #expect(bench.outcomes == ["1 lost"])
    }

    @Test func `after ten minutes a job is given up, whatever holds it`() {
        var bench = PrinterBench.ready(.processID)
        bench.drainsAtOnce = false
        bench.print(1)
        bench.wait(.seconds(599))
        #expect(bench.outcomes.isEmpty)
        bench.wait(.seconds(1))
        #expect(bench.outcomes == ["1 lost"])
        #expect(bench.discards == 1)
    }

    @Test func `jobs go in order, one at a time`() {
        var bench = PrinterBench.ready(.processID)
        for number in 1...3 { bench.print(number) }
        #expect(bench.jobsWritten == 1)
        for number in 1...3 { bench.prove(number) }
        #expect(bench.outcomes == ["1 proven", "2 proven", "3 proven"])
        #expect(bench.jobsWritten == 3)
    }

    @Test func `more jobs than may wait fail at once, and those that wait are kept`() {
        var bench = PrinterBench.ready(.processID)
        bench.send(.closed(unplugged))
        bench.forget()
        for number in 1...EscposPrinterDriver.queueLimit + 2 { bench.print(number) }
        let limit = EscposPrinterDriver.queueLimit
        #expect(bench.outcomes == ["\(limit + 1) failed", "\(limit + 2) failed"])
        bench.forget()
        bench.send(.opened)
        for number in 1...EscposPrinterDriver.queueLimit { bench.prove(number) }
        #expect(bench.outcomes.count == EscposPrinterDriver.queueLimit)
        #expect(bench.outcomes.allSatisfy { $0.hasSuffix("proven") })
    }

    @Test func `the same job given twice is printed once`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(1)
        bench.print(1)
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
        #expect(bench.jobsWritten == 1)
    }

    @Test func `nothing is asked while a job is printing`() {
        var bench = PrinterBench.ready(.processID)
        bench.wait(.milliseconds(4_500))
        bench.forget()
        bench.print(1)
        bench.wait(.seconds(14))
        #expect(bench.written.count == 1)
    }

    @Test func `unplugged in the middle: that job is lost, those that wait are printed after reopening`() {
        for proof in [PrinterSettings.Proof.processID, .fence, .none] {
            var bench = PrinterBench.ready(proof)
            bench.drainsAtOnce = false
            bench.print(1)
            bench.print(2)
            bench.send(.closed(unplugged))
            #expect(bench.outcomes == ["1 lost"])
            #expect(bench.presences == ["offline portLost"])
            bench.drainsAtOnce = true
            bench.forget()
            bench.send(.opened)
            bench.wait(.seconds(4))
            #expect(bench.jobsWritten == 1)
            // What was left of the first is ended by the second.
            #expect(bench.written.contains { $0.starts(with: hex("00 00 00 00 00 00 0A")) })
        }
    }

    @Test func `withdrawn while it waits: nothing of it is on paper`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(1)
        bench.print(2)
        bench.send(.withdraw(JobID(2)))
        #expect(bench.outcomes == ["2 withdrawn"])
        bench.prove(1)
        #expect(bench.jobsWritten == 1)
    }

    @Test func `withdrawn while no port is there`() {
        var bench = PrinterBench.ready(.processID)
        bench.send(.closed(unplugged))
        bench.print(1)
        bench.send(.withdraw(JobID(1)))
        #expect(bench.outcomes == ["1 withdrawn"])
    }

    @Test func `withdrawn in flight: the printer forgets it, also off line, and it is lost`() {
        var bench = PrinterBench.ready(.processID)
        bench.drainsAtOnce = false
        bench.print(1)
        bench.receive("18 00 0F 0F")
        bench.forget()
        bench.send(.withdraw(JobID(1)))
        #expect(bench.outcomes == ["1 lost"])
        #expect(bench.discards == 1)
        #expect(bench.written == [hex("00 00 00 00 00 00 10 14 08 01 03 14 01 06 02 08")])
    }

    @Test func `a job that was given up and printed after all is told`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(1)
        bench.send(.withdraw(JobID(1)))
        bench.prove(1)
        #expect(bench.outcomes == ["1 lost", "1 proven"])
    }

    @Test func `after the buffer is cleared the next job goes at once`() {
        var bench = PrinterBench.ready(.processID)
        bench.answers.append((hex("10 14 08 01 03 14 01 06 02 08"), hex("37 25 00")))
        bench.print(1)
        bench.print(2)
        bench.send(.withdraw(JobID(1)))
        bench.prove(2)
        #expect(bench.outcomes == ["1 lost", "2 proven"])
    }

    @Test func `withdrawing an unknown job does nothing`() {
        var bench = PrinterBench.ready(.processID)
        bench.send(.withdraw(JobID(9)))
        #expect(bench.reports.isEmpty && bench.written.isEmpty)
    }
}
