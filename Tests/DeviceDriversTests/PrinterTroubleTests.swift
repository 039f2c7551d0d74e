import DeviceDrivers
import DeviceProtocols
import HallModel
import Testing

@Suite struct `A printer needs a hand` {
    private let out = PrinterCondition(paper: .out, offline: true)

    @Test func `jobs wait while there is no paper, and go when there is`() {
        var bench = PrinterBench.ready(.processID)
        bench.receive("18 00 0F 0F")
        #expect(bench.conditions == [out])
        bench.print(1)
        #expect(bench.jobsWritten == 0)
        bench.receive("10 00 00 0F")
        #expect(bench.jobsWritten == 1)
    }

    @Test func `near its end it prints`() {
        var bench = PrinterBench.ready(.processID)
        bench.answers = []
        bench.receive("10 00 03 0F")
        bench.print(1)
        #expect(bench.conditions == [PrinterCondition(paper: .nearEnd)])
        #expect(bench.jobsWritten == 1)
    }

    @Test func `paper out in the middle is told at once, the job waits and is proven when it went on`() {
        var bench = PrinterBench.ready(.processID)
        bench.answers = []
        bench.print(1)
        bench.receive("18 00 0F 0F")
        #expect(bench.conditions == [out])
        bench.answers = [(hex("10 04 01"), hex("1A")), (hex("10 04 02"), hex("32")), (hex("10 04 04"), hex("7E"))]
        bench.wait(.seconds(300))
        #expect(bench.outcomes.isEmpty)
        bench.receive("38 00 0F 0F")
        bench.receive("10 00 00 0F")
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
        #expect(bench.jobsWritten == 1)
    }

    @Test func `paper runs out behind the job's last line: proven all the same`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(1)
        bench.receive("18 00 0F 0F")
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
    }

    @Test func `after paper is back the time for the proof begins anew`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(1)
        bench.answers = []
        bench.wait(.seconds(14))
        bench.receive("38 00 00 0F")
        bench.wait(.seconds(30))
        bench.receive("10 00 00 0F")
        bench.wait(.milliseconds(14_999))
        #expect(bench.outcomes.isEmpty)
        bench.wait(.milliseconds(1))
        #expect(bench.outcomes == ["1 lost"])
    }

    @Test func `paper changed by switching off and on: the answers show it, and the job is lost`() {
        var bench = PrinterBench.ready(.processID)
        bench.answers = []
        bench.print(1)
        bench.receive("18 00 0F 0F")
        // Automatic status is off after power on; only questions tell that paper is there.
        bench.answers = Array(PrinterBench.healthy.dropFirst())
        bench.wait(.seconds(60))
        #expect(bench.outcomes == ["1 lost"])
        #expect(bench.conditions.last == PrinterCondition(paper: .present))
    }

    @Test func `a proof for the tail of a job that a power cycle beheaded is no proof`() {
        var bench = PrinterBench.ready(.processID)
        bench.answers = []
        bench.drainsAtOnce = false
        bench.print(1)
        bench.receive("18 00 0F 0F 13")
        // Off and on: it takes data again, says nothing of paper, and prints what the kernel still held.
        bench.receive("11")
        bench.send(.drained)
        bench.prove(1)
        #expect(bench.outcomes == ["1 lost"])
    }

    @Test func `stopped and released by flow control over a paper change, it is proven`() {
        var bench = PrinterBench.ready(.processID)
        bench.answers = []
        bench.drainsAtOnce = false
        bench.print(1)
        bench.receive("18 00 0F 0F 13")
        bench.wait(.seconds(100))
        bench.receive("10 00 00 0F 11")
        bench.send(.drained)
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
    }

    @Test func `a jammed cutter is told, asked for every 2 s, and recovered every 5 s`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(1)
        bench.forget()
        bench.answers = [
            (hex("10 04 01"), hex("1A")), (hex("10 04 02"), hex("52")), (hex("10 04 03"), hex("1A")),
            (hex("10 04 04"), hex("12")),
        ]
        bench.receive("18 08 00 0F")
        #expect(bench.conditions == [PrinterCondition(paper: .present, cutterError: true, offline: true)])
        bench.wait(.milliseconds(4_900))
        #expect(bench.written.filter { $0 == hex("10 04 03") }.count == 2)
        #expect(!bench.written.contains(hex("10 05 02")))
        bench.wait(.milliseconds(100))
        #expect(bench.written.contains(hex("10 05 02")))
        bench.wait(.seconds(5))
        #expect(bench.written.filter { $0 == hex("10 05 02") }.count == 2)
        #expect(bench.outcomes.isEmpty)
        bench.receive("10 00 00 0F")
        #expect(bench.outcomes == ["1 lost"])
        #expect(bench.conditions.last == PrinterCondition(paper: .present))
    }

    @Test func `closing the cover recovers a jammed cutter at once`() {
        var bench = PrinterBench.ready(.processID)
        bench.receive("18 08 00 0F")
        bench.receive("38 08 00 0F")
        #expect(!bench.written.contains(hex("10 05 02")))
        bench.receive("18 08 00 0F")
        #expect(bench.written.contains(hex("10 05 02")))
    }

    @Test func `a jam that passes before anything was discarded leaves the job to its proof`() {
        var bench = PrinterBench.ready(.processID)
        bench.print(1)
        bench.receive("18 08 00 0F")
        bench.wait(.seconds(1))
        bench.receive("10 00 00 0F")
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
    }

    @Test func `a jam while bytes are held back drops them before it is recovered`() {
        var bench = PrinterBench.ready(.processID)
        bench.drainsAtOnce = false
        bench.print(1)
        bench.receive("18 08 00 0F 13")
        bench.wait(.seconds(5))
        #expect(bench.discards == 1)
        #expect(bench.written.last == hex("00 00 00 00 00 00 10 05 02"))
    }

    @Test func `a printer without automatic status tells by answers, once a round`() {
        var bench = PrinterBench.ready(.none)
        bench.answers = []
        bench.send(.closed(unplugged))
        bench.answers = Array(PrinterBench.healthy.dropFirst())
        bench.send(.opened)
        bench.forget()
        bench.answers = [
            (hex("10 04 01"), hex("1A")), (hex("10 04 02"), hex("36")), (hex("10 04 03"), hex("12")),
            (hex("10 04 04"), hex("7E")),
        ]
        bench.wait(.seconds(5))
        #expect(bench.conditions == [PrinterCondition(paper: .out, coverOpen: true, offline: true)])
        bench.answers = Array(PrinterBench.healthy.dropFirst())
        bench.wait(.seconds(5))
        #expect(bench.conditions.last == PrinterCondition(paper: .present))
        #expect(bench.conditions.count == 2)
    }

    @Test func `answers that deny automatic status switch it on again before they are believed`() {
        var bench = PrinterBench.ready(.processID)
        bench.answers = PrinterBench.healthy.filter { $0.to != hex("10 04 04") } + [(hex("10 04 04"), hex("1E"))]
        bench.wait(.seconds(300))
        #expect(bench.written.contains(hex("1D 61 0F")))
        #expect(bench.conditions.isEmpty)
        bench.answers.removeFirst()
        bench.wait(.seconds(15))
        #expect(bench.conditions == [PrinterCondition(paper: .nearEnd)])
    }

    @Test func `three polls without answer: offline, jobs wait; an answer: online, asked anew, jobs go`() {
        var bench = PrinterBench.ready(.auto)
        bench.answers = []
        bench.wait(.seconds(10))
        #expect(bench.presences.isEmpty)
        bench.wait(.seconds(10))
        #expect(bench.presences == ["offline noAnswer"])
        bench.print(1)
        bench.wait(.seconds(10))
        #expect(bench.jobsWritten == 0)
        bench.answers = PrinterBench.healthy
        bench.forget()
        bench.wait(.seconds(6))
        #expect(bench.presences == ["online none"])
        #expect(bench.written.contains(hex("1D 61 0F")))
        #expect(bench.jobsWritten == 1)
        bench.prove(1)
        #expect(bench.outcomes == ["1 proven"])
    }

    @Test func `a message that broke off does not take the next one with it`() {
        var bench = PrinterBench.ready(.processID)
        bench.receive("18 00")
        bench.wait(.seconds(2))
        bench.receive("00 0F")
        #expect(bench.noise == 4)
        #expect(bench.conditions.isEmpty)
    }

    /// Anything may come at any time: no trap, every job ends exactly once (after that only its late proof may come), and
    /// the driver never asks for a time that has passed.
    @Test(arguments: Array(1...40) as [UInt64])
    func `whatever happens, every job has one outcome`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let proofs: [PrinterSettings.Proof] = [.auto, .processID, .fence, .none]
        var bench = PrinterBench(proofs[Int(seed) % proofs.count])
        bench.drainsAtOnce = Bool.random(using: &random)
        bench.answers = Bool.random(using: &random) ? PrinterBench.healthy : []
        let bytes = hex("10 18 38 08 00 0F 12 1A 16 37 22 25 7E 11 13 00 80 20 21")
        var printed = 0
        for _ in 0..<400 {
            switch Int.random(in: 0...11, using: &random) {
            case 0: bench.send(.opened)
            case 1: bench.send(.closed(unplugged))
            case 2, 3:
                printed += 1
                bench.print(printed)
            case 4: bench.send(.withdraw(JobID(Int.random(in: 1...max(printed, 1), using: &random))))
            case 5: bench.send(.drained)
            case 6: if printed > 0 { bench.prove(Int.random(in: 1...printed, using: &random)) }
            case 7: bench.receive(["18 08 00 0F", "10 00 00 0F", "38 00 0F 0F"].randomElement(using: &random) ?? "")
            case 8:
                bench.send(
                    .received(
                        (0..<Int.random(in: 0...9, using: &random)).map { _ in bytes.randomElement(using: &random) ?? 0
                        }))
            case 9: bench.send(Bool.random(using: &random) ? .presentLevels : .moving(until: bench.now))
            default: bench.wait(.milliseconds(Int.random(in: 0...20_000, using: &random)))
            }
            if let wake = bench.driver.nextWake { #expect(wake > bench.now, "seed \(seed)") }
        }
        for number in 1...max(printed, 1) { bench.send(.withdraw(JobID(number))) }
        var ended: [Int] = []
        for case .print(let id, let outcome) in bench.reports {
            if !ended.contains(id.number) {
                ended.append(id.number)
            } else {
                #expect(outcome == .proven, "seed \(seed): job \(id) ended twice")
            }
        }
        #expect(ended.sorted() == Array(1...max(printed, 1)), "seed \(seed)")
    }
}
