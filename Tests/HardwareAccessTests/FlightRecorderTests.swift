import DeviceDrivers
import HallModel
import Testing

@testable import HardwareAccess

struct FlightRecorderTests {
    private let recorder = FlightRecorder()
    private func time(_ microseconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: microseconds * 1000)
    }

    @Test func `it keeps what happened, with time and direction, oldest first`() {
        let all: [FlightRecord] = [
            FlightRecord(at: time(1), content: .refused(.forbidden)),
            FlightRecord(at: time(2), content: .opened),
            FlightRecord(at: time(3), content: .sent([0x1B, 0x40])),
            FlightRecord(at: time(3), content: .received([])),
            FlightRecord(at: time(90_000_000), content: .received([UInt8](repeating: 7, count: 4096))),
            FlightRecord(at: time(90_000_001), content: .discarded),
            FlightRecord(at: time(90_000_002), content: .released),
            FlightRecord(at: time(90_000_003), content: .lost(.hungUp)),
        ]
        for record in all { recorder.note(record.content, at: record.at) }
        #expect(recorder.records == all)
    }

    @Test func `a port that stays missing is one record, the newest`() {
        recorder.note(.received([1]), at: time(1))
        for number in 2...2000 { recorder.note(.refused(.missing), at: time(Int64(number))) }
        recorder.note(.refused(.busy), at: time(3000))
        recorder.note(.opened, at: time(3001))
        #expect(recorder.records.map(\.at) == [time(1), time(2000), time(3000), time(3001)])
    }

    /// 32 slaves with 10 registers each, asked one after the other without a pause: request, 5 ms, answer, two t3.5.
    @Test(arguments: [SerialSettings(baud: 9600), SerialSettings(baud: 9600, parity: .even)])
    func `five minutes of a Modbus line at 9600 baud and full load have room`(line: SerialSettings) {
        let gap = Duration.microseconds(4010)
        let begin = time(1_000_000)
        var now = begin
        while now - begin < .seconds(900) {
            now = now + gap
            recorder.note(.sent([UInt8](repeating: 1, count: 8)), at: now)
            now = now + line.byteTime * 8 + gap + .milliseconds(5) + line.byteTime * 25
            recorder.note(.received([UInt8](repeating: 2, count: 25)), at: now)
        }
        let kept = recorder.records
        #expect(now - (kept.first?.at ?? now) >= .seconds(300))
        #expect(recorder.size.held <= 256 * 1024)
    }

    @Test func `it grows as it is used, and a hall's recorders are bounded together`() {
        #expect(recorder.size.held == 0)
        recorder.note(.sent([UInt8](repeating: 1, count: 1000)), at: time(1))
        #expect(recorder.size.held <= 4096)
        for number in 2...10_000 { recorder.note(.sent([UInt8](repeating: 1, count: 1000)), at: time(Int64(number))) }
        #expect(recorder.size.held == 256 * 1024)
        for wires in [1, 2, 16, 17, 64] {
            #expect(wires * FlightRecorder.limit(among: wires) <= 4 * 1024 * 1024)
            #expect(FlightRecorder.limit(among: wires) <= 256 * 1024)
        }
        let newest = recorder.records.last
        recorder.setLimit(64 * 1024)
        #expect(recorder.size.held <= 64 * 1024)
        #expect(recorder.records.last == newest)
        #expect(recorder.records.count > 60)
    }

    @Test func `a bus writes down its bytes and its losses`() throws {
        let directory = try BusDirectory()
        directory.makeDirectory()
        try directory.plug()
        let bus = try ProbedBus(path: directory.path) { event in
            if case .received = event { [.write([0x06])] } else { [] }
        }
        #expect(bus.isOpened())
        Wire.write(directory.master, [0x05])
        #expect(Wire.read(directory.master, count: 1) == [0x06])
        directory.unplug()
        #expect(Wire.wait { bus.losses.count == 1 })
        #expect(bus.thread.recent.map(\.content) == [.opened, .received([0x05]), .sent([0x06]), .lost(.hungUp)])
    }

    @Test func `the thread that follows another on a bus writes on`() throws {
        let pair = try PseudoTerminal()
        let plan = BusPlan(id: "probe", wire: .serial(path: pair.path, SerialSettings(baud: 9600)))
        for round in 1...2 {
            let thread = try BusThread(
                bus: plan, recorder: recorder,
                machine: ProbeMachine(backOff: nil, log: Shared([]), answer: { _ in [] })
            ) { _ in }
            #expect(Wire.wait { thread.statistics.isOpen })
            thread.stop()
            #expect(recorder.records.count { $0.content == .opened } == round)
        }
    }
}

/// Whatever is written and read in whatever order.
struct FlightTapeTests {
    private static let codes: [TransportError.Code] = [.missing, .busy, .forbidden, .unsuitable, .hungUp, .system]

    private func content(_ random: inout SplitMix) -> FlightRecord.Content {
        let bytes = { (random: inout SplitMix) in
            let sizes = [0, 1, 8, 30, 31, 32, 158, 159, 160, 400]
            let size = sizes[Int.random(in: 0..<sizes.count, using: &random)]
            return (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        switch Int.random(in: 0..<10, using: &random) {
        case 0...3: return .sent(bytes(&random))
        case 4...7: return .received(bytes(&random))
        case 8:
            let code = Self.codes[Int.random(in: 0..<Self.codes.count, using: &random)]
            return Bool.random(using: &random) ? .lost(code) : .refused(code)
        default: return [.opened, .discarded, .released][Int.random(in: 0..<3, using: &random)]
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `what is kept is the newest of what was written, and a reader misses nothing untold`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let recorder = FlightRecorder(limit: 16 * 1024)
        var written: [FlightRecord] = []
        var now: Int64 = Int64.random(in: 0...1_000_000_000_000, using: &random)
        var cursor = recorder.oldest
        var seen: [FlightRecord] = []
        var seenAt: [Int] = []
        var missed = 0
        for _ in 0..<3000 {
            let steps: [ClosedRange<Int64>] = [0...0, 1...127, 128...20_000, 20_000...3_000_000, 1...90_000_000_000]
            now += Int64.random(in: steps[Int.random(in: 0..<steps.count, using: &random)], using: &random)
            let record = FlightRecord(at: MonotonicInstant(nanoseconds: now * 1000), content: content(&random))
            recorder.note(record.content, at: record.at)
            if case .refused = record.content, written.last?.content == record.content {
                written[written.count - 1] = record
            } else {
                written.append(record)
            }
            guard Int.random(in: 0..<150, using: &random) == 0 else { continue }
            // A reader that looks now and then, sometimes too late.
            while true {
                let reading = recorder.read(from: cursor)
                missed += reading.skipped
                cursor = reading.next
                if reading.records.isEmpty { break }
                for record in reading.records {
                    seenAt.append(missed + seen.count)
                    seen.append(record)
                }
            }
        }
        let kept = recorder.records
        #expect(kept == Array(written.suffix(kept.count)), "seed \(seed)")
        #expect(recorder.size.used <= 16 * 1024 && recorder.size.used > 16 * 1024 - 450, "seed \(seed)")
        #expect(!seen.isEmpty && missed > 0, "seed \(seed)")
        // The time of a refusal goes on moving after it was read.
        let wrong = zip(seen, seenAt).filter { record, place in
            written[place].content != record.content || record.at > written[place].at
        }
        #expect(wrong.isEmpty, "seed \(seed)")
    }

    @Test func `a place that is not on this tape is its beginning`() {
        let other = FlightRecorder()
        for _ in 0..<50 { other.note(.sent([1, 2, 3]), at: MonotonicInstant(nanoseconds: 1000)) }
        let recorder = FlightRecorder()
        recorder.note(.opened, at: MonotonicInstant(nanoseconds: 5000))
        let reading = recorder.read(from: other.newest)
        #expect(reading.records.map(\.content) == [.opened] && reading.skipped == 0)
    }
}
