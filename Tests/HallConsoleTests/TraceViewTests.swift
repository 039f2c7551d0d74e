import DeviceProtocols
import HallAPI
import HallModel
import Testing

@testable import HallConsole

/// A line of a trace for people.
struct TraceViewTests {
    private func lines(
        _ language: Language, _ form: TraceForm, _ frames: [(TraceFrame.Kind, [UInt8])]
    ) -> [TraceReader.Line] {
        var reader = TraceReader(language)
        return frames.map { kind, bytes in
            let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return reader.line(
                TraceFrame(at: "2026-11-21T09:05:07.123+08:00", microseconds: 0, kind: kind, bytes: hex), form)
        }
    }

    /// What stands behind the bytes.
    private func summaries(_ language: Language, _ frames: [(TraceFrame.Kind, [UInt8])]) -> [String] {
        lines(language, .modbusRtu, frames).map { line in
            line.text.split(separator: "  ").dropFirst(3).joined(separator: "  ")
        }
    }

    private func rtu(_ unit: UInt8, _ function: UInt8, _ data: [UInt8]) -> [UInt8] {
        ModbusFrame(unit: unit, function: function, data: data).bytes
    }

    @Test func `a line has the time of day, the direction, the bytes and what they say`() {
        let question: [UInt8] = [0x01, 0x03, 0x00, 0x00, 0x00, 0x02, 0xC4, 0x0B]
        let answer: [UInt8] = [0x01, 0x03, 0x04, 0x02, 0x92, 0xFF, 0x9B, 0x5A, 0x3D]
        let lines = lines(.en, .modbusRtu, [(.sent, question), (.received, answer)])
        #expect(
            lines.map(\.text) == [
                "09:05:07.123  →  01 03 00 00 00 02 c4 0b  unit 1: read holding 0…1, CRC ok",
                "09:05:07.123  ←  01 03 04 02 92 ff 9b 5a 3d  unit 1: holding 0…1: 658 65435, CRC ok",
            ])
        let zh = self.lines(.zh, .modbusRtu, [(.sent, question), (.received, answer)])
        #expect(zh[0].text.hasSuffix("地址 1：读保持寄存器 0…1，CRC 正确"))
        #expect(zh[1].text.hasSuffix("地址 1：保持寄存器 0…1：658 65435，CRC 正确"))
    }

    @Test func `every function is told, bits without those that were not asked for`() {
        #expect(
            summaries(
                .en,
                [
                    (.sent, rtu(2, 1, [0, 19, 0, 10])), (.received, rtu(2, 1, [2, 0xCD, 0xFB])),
                    (.sent, rtu(2, 2, [0, 0, 0, 8])), (.received, rtu(2, 2, [1, 3])),
                    (.sent, rtu(9, 4, [0, 7, 0, 1])), (.received, rtu(9, 4, [2, 0, 5])),
                    (.sent, rtu(1, 5, [0, 3, 0xFF, 0])), (.received, rtu(1, 5, [0, 3, 0xFF, 0])),
                    (.sent, rtu(1, 6, [0, 4, 0, 27])), (.received, rtu(1, 6, [0, 4, 0, 27])),
                    (.sent, rtu(1, 16, [0, 1, 0, 2, 4, 0, 10, 1, 2])), (.received, rtu(1, 16, [0, 1, 0, 2])),
                    (.sent, rtu(1, 43, [14, 1, 0])),
                ]) == [
                    "unit 2: read coils 19…28, CRC ok", "unit 2: coils 19…28: 1 0 1 1 0 0 1 1 1 1, CRC ok",
                    "unit 2: read discrete inputs 0…7, CRC ok",
                    "unit 2: discrete inputs 0…7: 1 1 0 0 0 0 0 0, CRC ok",
                    "unit 9: read input 7, CRC ok", "unit 9: input 7: 5, CRC ok",
                    "unit 1: write coils 3 = 1, CRC ok", "unit 1: wrote coils 3 = 1, CRC ok",
                    "unit 1: write holding 4 = 27, CRC ok", "unit 1: wrote holding 4 = 27, CRC ok",
                    "unit 1: write holding 1…2 = 10 258, CRC ok", "unit 1: wrote holding 1…2, CRC ok",
                    "unit 1: function 43, 3 bytes, CRC ok",
                ])
    }

    @Test func `refusals, damage, foreign answers and echoes are told as such`() {
        let question = rtu(7, 3, [0, 0, 0, 1])
        var damaged = rtu(7, 3, [2, 0, 1])
        damaged[3] ^= 4
        let frames: [(TraceFrame.Kind, [UInt8])] = [
            (.sent, question), (.received, rtu(7, 0x83, [2])), (.received, damaged), (.received, [0xFF]),
            (.received, rtu(8, 3, [2, 0, 1])), (.received, question),
        ]
        #expect(
            summaries(.en, frames) == [
                "unit 7: read holding 0, CRC ok", "unit 7: refused: exception 2 (no such address), CRC ok", "CRC bad",
                // Where it was read nobody knows.
                "no frame", "unit 8: holding: 1, CRC ok", "unit 7: echo of what was sent, CRC ok",
            ])
        #expect(lines(.en, .modbusRtu, frames).map(\.tone) == [.plain, .warning, .bad, .bad, .plain, .warning])
        #expect(summaries(.zh, frames)[2] == "CRC 错误")
    }

    @Test func `Modbus TCP has no CRC, and streams are shown as text`() {
        let question: [UInt8] = [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 2]
        #expect(
            lines(.en, .modbusTcp, [(.sent, question)])[0].text
                == "09:05:07.123  →  00 01 00 00 00 06 01 03 00 00 00 02  unit 1: read holding 0…1")
        #expect(
            lines(.en, .bytes, [(.received, Array("Q1\r".utf8))])[0].text == "09:05:07.123  ←  51 31 0d  |Q1.|")
        let long = lines(.en, .bytes, [(.sent, [UInt8](repeating: 0x41, count: 60))])[0].text
        #expect(long.contains("… (12 bytes more)"))
    }

    @Test func `what happened to the port stands in its place`() {
        var reader = TraceReader(.en)
        let lost = TraceFrame(
            at: "2026-11-21T09:05:07.123+08:00", microseconds: 0, kind: .lost, bytes: "", code: "hungUp")
        let line = reader.line(lost, .modbusRtu)
        #expect(line == TraceReader.Line(text: "09:05:07.123  ●  port lost (hung up)", tone: .bad))
    }

    /// Any bytes at all make a line.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `no bytes are too strange to be shown`(seed: UInt64) {
        var state = seed
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33)
        }
        for form in TraceForm.allCases {
            var reader = TraceReader(.en)
            for _ in 0..<300 {
                var bytes = (0..<(next() % 20)).map { _ in UInt8(truncatingIfNeeded: next()) }
                if bytes.count > 2, next() % 2 == 0 {
                    bytes = rtu(1, UInt8(next() % 18), Array(bytes.dropFirst(2)))
                }
                let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
                let kind: TraceFrame.Kind = next() % 2 == 0 ? .sent : .received
                let line = reader.line(
                    TraceFrame(at: "2026-11-21T09:05:07.123+08:00", microseconds: 0, kind: kind, bytes: hex), form)
                #expect(line.text.hasPrefix("09:05:07.123  "))
            }
        }
    }
}
