import DeviceDrivers
import Glibc
import HallModel
import HardwareAccess
import Testing

/// A wire that takes its time: nothing is lost, nothing piles up without end.
struct BusFlowTests {
    private let mark: UInt8 = 0x7E

    @Test func `XOFF of the device stops the output, XON lets all of it go on`() throws {
        let pair = try PseudoTerminal()
        let text = pattern(100_000, seed: 7)
        let bus = try ProbedBus(path: pair.path, flow: .xonxoff) { event in
            if case .received = event { [.write(text)] } else { [] }
        }
        #expect(bus.isOpened())
        Wire.write(pair.master, [0x13, mark])
        #expect(Wire.wait { bus.thread.statistics.bytesWaiting == text.count })
        #expect(bus.thread.statistics.bytesOut == 0)
        #expect(bus.count(.drained) == 0)
        Wire.write(pair.master, [0x11])
        #expect(Wire.read(pair.master, count: text.count) == text)
        #expect(Wire.wait { bus.count(.drained) == 1 })
        #expect(bus.received == [mark])
    }

    @Test(arguments: [11, 12] as [UInt64])
    func `a megabyte to a slow reader arrives whole and in order`(seed: UInt64) throws {
        let pair = try PseudoTerminal()
        let text = pattern(1_048_576, seed: seed)
        let bus = try ProbedBus(path: pair.path) { $0 == .opened ? [.write(text)] : [] }
        var random = SplitMix(seed: seed)
        var all: [UInt8] = []
        while all.count < text.count {
            let part = Wire.read(
                pair.master, count: min(Int.random(in: 1...8000, using: &random), text.count - all.count))
            if part.isEmpty { break }
            all += part
        }
        #expect(all == text, "seed \(seed)")
        #expect(Wire.wait { bus.count(.drained) == 1 })
        #expect(bus.thread.statistics.bytesOut == text.count)
    }

    @Test func `with 64 KiB waiting for the wire new events wait too, while bytes from it still come`() throws {
        let pair = try PseudoTerminal()
        let text = pattern(300_000, seed: 3)
        let bus = try ProbedBus(path: pair.path) { $0 == .opened ? [.write(text)] : [] }
        #expect(Wire.wait { bus.thread.statistics.bytesOut > 0 })
        #expect(bus.thread.post(.withdraw(JobID(1))))
        Wire.write(pair.master, [mark])
        #expect(Wire.wait { bus.received == [mark] })
        #expect(bus.count(.withdraw(JobID(1))) == 0)
        #expect(Wire.read(pair.master, count: text.count) == text)
        #expect(Wire.wait { bus.count(.withdraw(JobID(1))) == 1 })
    }

    @Test func `discarded output is not sent and not called drained`() throws {
        let pair = try PseudoTerminal()
        let bus = try ProbedBus(path: pair.path) { event in
            switch event {
            case .opened: [.write([UInt8](repeating: 0xAA, count: 300_000))]
            case .received: [.discardOutput, .write([0x55])]
            default: []
            }
        }
        #expect(Wire.wait { bus.thread.statistics.bytesOut > 0 })
        Wire.write(pair.master, [mark])
        #expect(Wire.wait { bus.count(.drained) == 1 })
        // What the other side had already taken out of the line may still come; the last byte is the new one.
        var all: [UInt8] = []
        while all.last != 0x55 {
            let byte = Wire.read(pair.master, count: 1)
            if byte.isEmpty { break }
            all += byte
        }
        #expect(all.last == 0x55)
        #expect(all.count < 300_000)
    }

    @Test func `output that a stray XOFF holds goes on when it is released, all of it`() throws {
        let pair = try PseudoTerminal()
        let bus = try ProbedBus(path: pair.path, flow: .xonxoff) { event in
            switch event {
            case .received: [.write([1, 2, 3])]
            case .presentLevels: [.releaseOutput]
            default: []
            }
        }
        #expect(bus.isOpened())
        Wire.write(pair.master, [0x13, mark])
        #expect(Wire.wait { bus.received == [mark] })
        #expect(bus.thread.statistics.bytesOut == 0)
        #expect(bus.thread.post(.presentLevels))
        #expect(Wire.read(pair.master, count: 3) == [1, 2, 3])
        #expect(Wire.wait { bus.count(.drained) == 1 })
        #expect(bus.thread.recent.contains { $0.content == .released })
    }

    @Test func `drained is never said while bytes given since are still on their way`() throws {
        let pair = try PseudoTerminal()
        let given = Shared(0)
        let early = Shared(0)
        let thread = Shared<BusThread<ProbeMachine>?>(nil)
        let bus = try ProbedBus(path: pair.path) { event in
            switch event {
            case .received(let bytes):
                given.change { $0 += bytes.count }
                return [.write(bytes)]
            case .drained:
                if thread.value?.statistics.bytesOut != given.value { early.change { $0 += 1 } }
                return []
            default: return []
            }
        }
        thread.value = bus.thread
        #expect(bus.isOpened())
        let text = pattern(3000, seed: 9)
        var all: [UInt8] = []
        for part in stride(from: 0, to: text.count, by: 3) {
            Wire.write(pair.master, Array(text[part..<part + 3]))
            if part % 30 == 0 { all += Wire.read(pair.master, count: 1) }
        }
        all += Wire.read(pair.master, count: text.count - all.count)
        #expect(all == text)
        #expect(early.value == 0)
        thread.value = nil
    }

    @Test func `what was given before a stop still goes out`() throws {
        let pair = try PseudoTerminal(keepsSlaveOpen: true)
        let text = pattern(20_000, seed: 5)
        let bus = try ProbedBus(path: pair.path) { $0 == .presentLevels ? [.write(text)] : [] }
        #expect(bus.isOpened())
        #expect(bus.thread.post(.presentLevels))
        let master = pair.master
        let read = Shared<[UInt8]>([])
        let reader = try PlainThread(name: "reader") { read.value = Wire.read(master, count: text.count) }
        #expect(Wire.wait { bus.count(.presentLevels) == 1 })
        bus.thread.stop()
        reader.join()
        #expect(read.value == text)
    }

    private func pattern(_ count: Int, seed: UInt64) -> [UInt8] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }
}
