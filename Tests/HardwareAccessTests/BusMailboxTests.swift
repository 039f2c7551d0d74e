import DeviceDrivers
import HallModel
import Testing

@testable import HardwareAccess

struct BusMailboxTests {
    private let box: BusMailbox

    init() throws { box = try BusMailbox() }

    private func wish(_ device: DeviceID, _ kiosk: LampState) -> BusEvent { .wish(device, .kiosk(kiosk)) }

    @Test func `events come out in the order they went in`() {
        let events: [BusEvent] = (1...5).map { .withdraw(JobID($0)) }
        for event in events { #expect(box.post(event)) }
        #expect(box.take(atMost: 2) == Array(events[..<2]))
        #expect(box.take(atMost: 10) == Array(events[2...]))
        #expect(box.take(atMost: 10).isEmpty)
    }

    @Test func `a newer wish replaces the one that waits for the same device, and no other`() {
        #expect(box.post(wish("a", .ready)))
        #expect(box.post(wish("b", .ready)))
        #expect(box.post(wish("a", .noPaper)))
        #expect(box.take(atMost: 10) == [wish("a", .noPaper), wish("b", .ready)])
        #expect(box.post(wish("a", .paused)))
        #expect(box.take(atMost: 10) == [wish("a", .paused)])
    }

    @Test func `a wish is found again after others were taken before it`() {
        for number in 1...3 { #expect(box.post(.withdraw(JobID(number)))) }
        #expect(box.post(wish("a", .ready)))
        #expect(box.take(atMost: 2).count == 2)
        #expect(box.post(wish("a", .paused)))
        #expect(box.take(atMost: 10) == [.withdraw(JobID(3)), wish("a", .paused)])
    }

    @Test func `equal jobs and withdrawals are all kept; levels are asked for once`() {
        let job = PrintJob(id: JobID(1), printer: "p", sheet: PrintSheet([.rule]))
        for event in [BusEvent.print(job), .print(job), .withdraw(JobID(1)), .withdraw(JobID(1))] {
            #expect(box.post(event))
        }
        #expect(box.post(.presentLevels))
        #expect(box.post(.presentLevels))
        #expect(box.take(atMost: 10).count == 5)
        #expect(box.post(.presentLevels))
        #expect(box.take(atMost: 10) == [.presentLevels])
    }

    @Test func `the ten-thousand-and-first event is refused and counted, a replacing wish is not`() {
        #expect(box.post(wish("a", .ready)))
        for number in 2...10_000 { #expect(box.post(.withdraw(JobID(number)))) }
        #expect(!box.post(.withdraw(JobID(10_001))))
        #expect(!box.post(wish("b", .ready)))
        #expect(box.post(wish("a", .paused)))
        #expect(box.refused == 2)
        #expect(box.take(atMost: 1) == [wish("a", .paused)])
        #expect(box.post(.withdraw(JobID(10_001))))
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `mixed posting and taking loses and reorders nothing`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var posted = 0
        var taken: [Int] = []
        while taken.count < 20_000 {
            for _ in 0..<Int.random(in: 0...40, using: &random) where box.post(.withdraw(JobID(posted + 1))) {
                posted += 1
            }
            for case .withdraw(let job) in box.take(atMost: Int.random(in: 0...40, using: &random)) {
                taken.append(job.number)
            }
        }
        #expect(taken == Array(1...taken.count), "seed \(seed)")
    }

    @Test func `what lay in it at the end is declined to whoever waits, and nothing is taken any more`() {
        let job = PrintJob(id: JobID(1), printer: "p", sheet: PrintSheet([.rule]))
        let write = PointWrite(
            id: 2, point: "ac.mode", value: .word("off"), deadline: MonotonicInstant(nanoseconds: 1))
        for event: BusEvent in [.print(job), wish("a", .ready), .write(write)] { #expect(box.post(event)) }
        #expect(
            box.shut().compactMap(\.declined) == [
                DeviceReport(device: "p", .print(JobID(1), .withdrawn)),
                DeviceReport(device: "ac", .written(2, .expired, readBack: nil)),
            ])
        #expect(!box.post(.write(write)) && box.count == 0)
    }
}
