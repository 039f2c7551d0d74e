import HallModel
import Testing

@testable import DeviceProtocols

@Suite struct `Listening to a Modbus line` {
    /// Read holding registers 0 and 1 of unit 1, and the answer (protocol examples of pymodbus 3.16.1).
    private let request: [UInt8] = [0x01, 0x03, 0x00, 0x00, 0x00, 0x02, 0xC4, 0x0B]
    private let answer: [UInt8] = [0x01, 0x03, 0x04, 0x02, 0x92, 0xFF, 0x9B, 0x5A, 0x3D]
    private let content: [UInt8] = [0x03, 0x04, 0x02, 0x92, 0xFF, 0x9B]
    private let refusal: [UInt8] = [0x01, 0x83, 0x02, 0xC0, 0xF1]

    private func listener(echoes: Bool = false) -> ModbusListener {
        ModbusListener(request: request, answerSize: 6, echoes: echoes)
    }

    private func framed(_ body: [UInt8]) -> [UInt8] { body + ByteMap.Checksum.crc16Modbus.wireBytes(over: body) }

    /// What comes, and what else than the answer was heard in it.
    private var lines: [(bytes: [UInt8], heard: [ModbusListener.Heard])] {
        [
            (answer, []), (request + answer, [.echo]), ([0x00] + answer, [.bytes(1)]),
            ([0xF7, 0x3A, 0x01] + answer, [.bytes(3)]),
            (framed([2, 3, 4, 0, 1, 0, 2]) + answer, [.frame(unit: 2)]),
            // Another master asks unit 9, which answers.
            (framed([9, 3, 0, 7, 0, 1]) + framed([9, 3, 2, 0, 5]) + answer, [.frame(unit: 9), .frame(unit: 9)]),
            // A late answer of the same unit to a shorter question.
            (framed([1, 3, 2, 0, 5]) + answer, [.frame(unit: 1)]),
            (framed([1, 0x84, 2]) + answer, [.frame(unit: 1)]),
            (answer + [0x55, 0x55], [.bytes(2)]),
        ]
    }

    @Test func `the answer is found, and what was before it is named`() {
        for (bytes, heard) in lines {
            var listener = listener()
            listener.receive(bytes)
            #expect(listener.answer == content, "\(bytes)")
            #expect(listener.heard == heard, "\(bytes)")
        }
    }

    @Test func `it makes no difference how the bytes arrive`() {
        for (bytes, _) in lines {
            var whole = listener()
            whole.receive(bytes)
            var single = listener()
            for byte in bytes { single.receive([byte]) }
            #expect(single.answer == whole.answer, "\(bytes)")
        }
    }

    @Test func `a refusal is an answer`() {
        var listener = listener()
        listener.receive(refusal)
        #expect(listener.answer == [0x83, 0x02])
    }

    @Test func `it says how many bytes are missing`() {
        var listener = listener()
        #expect(listener.missing == nil)
        listener.receive([0x01])
        #expect(listener.missing == 4, "a refusal at least")
        listener.receive([0x03, 0x04])
        #expect(listener.missing == 6)
        listener.receive(Array(answer[3..<8]))
        #expect(listener.missing == 1)
    }

    @Test func `the answer to a write is its echo, unless the line is known to give everything back`() {
        let write: [UInt8] = [0x01, 0x06, 0x00, 0x64, 0x00, 0x0A, 0x48, 0x12]
        var plain = ModbusListener(request: write, answerSize: 5)
        plain.receive(write)
        #expect(plain.answer == Array(write[1..<6]) && plain.heard == [])
        var echoing = ModbusListener(request: write, answerSize: 5, echoes: true)
        echoing.receive(write)
        #expect(echoing.answer == nil && echoing.heard == [.echo])
        echoing.receive(write)
        #expect(echoing.answer == Array(write[1..<6]))
    }

    @Test func `what never becomes an answer is noise`() {
        var listener = listener()
        listener.receive([0x77, 0x12, 0x45])
        #expect(listener.missing == nil && listener.isGarbage && listener.answer == nil)
        listener.finish()
        #expect(listener.heard == [.bytes(3)])
    }

    @Test(arguments: Array(1...200) as [UInt64])
    func `random bytes are never an answer, whatever their pieces`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var listener = listener()
        for _ in 0..<40 {
            let piece = (0..<Int.random(in: 0...9, using: &random)).map { _ in
                // Half of them from frames of this line.
                Bool.random(using: &random)
                    ? UInt8.random(in: 0...255, using: &random) : answer.randomElement(using: &random) ?? 0
            }
            listener.receive(piece)
        }
        // One in 65 536 could be; none of these seeds is.
        #expect(listener.answer == nil, "seed \(seed)")
        listener.finish()
        let heard = listener.heard.reduce(0) { if case .bytes(let count) = $1 { $0 + count } else { $0 } }
        #expect(heard > 0, "seed \(seed)")
    }
}
