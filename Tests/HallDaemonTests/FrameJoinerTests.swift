import DeviceDrivers
import DeviceProtocols
import HallModel
import HardwareAccess
import Testing

@testable import HallDaemon

/// Frames of what a recorder wrote down, however the system cut it up.
@Suite struct FrameJoinerTests {
    /// Computed with pymodbus 3.16.1.
    static let question: [UInt8] = [0x01, 0x03, 0x00, 0x00, 0x00, 0x02, 0xC4, 0x0B]
    static let answer: [UInt8] = [0x01, 0x03, 0x04, 0x02, 0x92, 0xFF, 0x9B, 0x5A, 0x3D]
    static let refusal = ModbusFrame(unit: 1, function: 0x83, data: [2]).bytes

    private func at(_ milliseconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
    }

    private func joined(
        _ form: FrameJoiner.Form, looksBetween: Bool = true, _ records: [(Int64, FlightRecord.Content)]
    ) -> [FlightRecord.Content] {
        var joiner = FrameJoiner(form)
        var frames: [FlightRecord] = []
        for (time, content) in records {
            if looksBetween { frames += joiner.pass(to: at(time)) }
            frames += joiner.take(FlightRecord(at: at(time), content: content))
        }
        return (frames + joiner.flush()).map(\.content)
    }

    @Test func `an answer in pieces is one frame, known as such with its last byte`() {
        var joiner = FrameJoiner(.modbusRTU)
        #expect(joiner.take(FlightRecord(at: at(0), content: .sent(Self.question))).count == 1)
        for (index, byte) in Self.answer.dropLast().enumerated() {
            let time = at(20 + Int64(index))
            #expect(joiner.take(FlightRecord(at: time, content: .received([byte]))).isEmpty)
        }
        let last = joiner.take(FlightRecord(at: at(40), content: .received(Self.answer.suffix(1))))
        #expect(last == [FlightRecord(at: at(20), content: .received(Self.answer))])
        #expect(joiner.due == nil)
    }

    @Test func `two frames in one read are two, also a question and its answer of another master`() {
        #expect(
            joined(.modbusRTU, [(0, .received(Self.question + Self.answer)), (1, .received(Self.refusal))])
                == [.received(Self.question), .received(Self.answer), .received(Self.refusal)])
    }

    @Test func `noise before a frame does not hide it, and noise alone is told after a pause`() {
        let noise: [UInt8] = [0xFF, 0x00, 0x55]
        #expect(
            joined(.modbusRTU, [(0, .received(noise + Self.answer))]) == [.received(noise), .received(Self.answer)])
        var joiner = FrameJoiner(.modbusRTU)
        #expect(joiner.take(FlightRecord(at: at(0), content: .received(noise))).isEmpty)
        #expect(joiner.pass(to: at(99)).isEmpty)
        #expect(joiner.pass(to: at(100)).map(\.content) == [.received(noise)])
    }

    @Test(arguments: [true, false])
    func `a damaged frame is one piece, and what comes after a pause is another, whoever looks`(looksBetween: Bool) {
        var damaged = Self.answer
        damaged[4] ^= 1
        let noise: [UInt8] = [0xFF]
        #expect(
            joined(.modbusRTU, looksBetween: looksBetween, [(0, .received(damaged)), (101, .received(noise))])
                == [.received(damaged), .received(noise)])
        #expect(
            joined(.modbusRTU, [(0, .received(damaged)), (200, .received(Self.answer))])
                == [.received(damaged), .received(Self.answer)])
    }

    @Test func `what happened to the port stands in its place`() {
        #expect(
            joined(.modbusRTU, [(0, .opened), (1, .received([0x01])), (2, .lost(.hungUp))])
                == [.opened, .received([0x01]), .lost(.hungUp)])
    }

    @Test func `frames over TCP are as long as their header says`() {
        let question: [UInt8] = [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 2]
        let answer: [UInt8] = [0, 1, 0, 0, 0, 5, 1, 3, 2, 0, 7]
        #expect(
            joined(
                .modbusTCP,
                [
                    (0, .sent(question)), (5, .received(Array(answer.prefix(4)))),
                    (205, .received(Array(answer.dropFirst(4)) + answer)),
                ])
                == [.sent(question), .received(answer), .received(answer)])
    }

    @Test func `a stream is cut at pauses, changes of direction, and when a piece is long`() {
        #expect(
            joined(
                .bytes,
                [(0, .sent([1])), (5, .sent([2])), (6, .received([3])), (7, .sent([4])), (60, .sent([5]))])
                == [.sent([1, 2]), .received([3]), .sent([4]), .sent([5])])
        let long = joined(.bytes, (0..<100).map { ($0, .sent([UInt8](repeating: 9, count: 10))) })
        #expect(long.count > 2)
        let bytes = long.flatMap { $0.data?.bytes ?? [] }
        #expect(bytes.count == 1000)
    }

    /// Whatever is cut up how: no byte is lost, doubled or moved.
    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `all bytes of a direction come out in order`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        for form in [FrameJoiner.Form.modbusRTU, .modbusTCP, .bytes] {
            var records: [(Int64, FlightRecord.Content)] = []
            var time: Int64 = 0
            for _ in 0..<200 {
                time += Int64.random(in: 0...40, using: &random)
                let frames = [Self.question, Self.answer, Self.refusal, [0xFF], [1, 3]]
                var bytes = frames[Int.random(in: 0..<frames.count, using: &random)]
                if Bool.random(using: &random) {
                    bytes = Array(bytes.prefix(Int.random(in: 1...bytes.count, using: &random)))
                }
                records.append((time, Bool.random(using: &random) ? .sent(bytes) : .received(bytes)))
            }
            func flat(_ contents: [FlightRecord.Content]) -> [String] {
                contents.flatMap { content in
                    (content.data?.bytes ?? []).map { "\(content.data?.isSent ?? false)\($0)" }
                }
            }
            #expect(flat(joined(form, records)) == flat(records.map(\.1)), "seed \(seed) \(form)")
        }
    }
}
