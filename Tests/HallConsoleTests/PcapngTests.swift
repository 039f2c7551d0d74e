import HallAPI
import HallModel
import Testing

@testable import HallConsole

/// The bytes of a capture. That tshark reads them is shown end to end.
struct PcapngTests {
    private func frame(_ kind: TraceFrame.Kind, _ bytes: String, _ microseconds: Int64 = 0) -> TraceFrame {
        TraceFrame(at: "2026-11-21T09:00:00.000+08:00", microseconds: microseconds, kind: kind, bytes: bytes)
    }

    private func number(_ bytes: [UInt8], _ at: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
    }

    @Test func `a file begins with a section and one interface of exported protocol data`() {
        let header = Pcapng.header(bus: "rs485-1")
        #expect(header.prefix(4) == [0x0A, 0x0D, 0x0D, 0x0A])
        let section = number(header, 4)
        #expect(number(header, section - 4) == section && section.isMultiple(of: 4))
        #expect(header[8..<12] == [0x4D, 0x3C, 0x2B, 0x1A])
        let interface = Array(header[section...])
        #expect(number(interface, 0) == 1 && interface[8..<10] == [252, 0])
        #expect(number(interface, 4) == interface.count && number(interface, interface.count - 4) == interface.count)
        #expect(Array(interface[16..<27]) == [2, 0, 7, 0] + Array("rs485-1".utf8))
    }

    @Test func `a question is an outbound packet to the device's port, at its microsecond`() throws {
        let packet = try #require(
            Pcapng.packet(frame(.sent, "010300000002c40b", 1_795_222_800_123_456), form: .modbusRtu))
        #expect(number(packet, 0) == 6 && number(packet, 4) == packet.count && packet.count.isMultiple(of: 4))
        #expect(number(packet, packet.count - 4) == packet.count)
        #expect(number(packet, 12) << 32 | number(packet, 16) == 1_795_222_800_123_456)
        let data: [UInt8] =
            [0, 12, 0, 8] + Array("mbrtu".utf8) + [0, 0, 0]
            + [0, 24, 0, 4, 0, 0, 0, 3] + [0, 25, 0, 4, 0, 0, 0xC0, 0] + [0, 26, 0, 4, 0, 0, 1, 0xF6] + [0, 0, 0, 0]
            + [1, 3, 0, 0, 0, 2, 0xC4, 0x0B]
        #expect(number(packet, 20) == data.count && number(packet, 24) == data.count)
        #expect(packet[28..<(28 + data.count)] == data[...])
        #expect(packet.suffix(16).prefix(12) == [2, 0, 4, 0, 2, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test func `an answer is inbound from the device's port, and padded`() throws {
        let packet = try #require(Pcapng.packet(frame(.received, "0103040292ff9b5a3d"), form: .modbusTcp))
        let data = Array(packet[28...])
        #expect(data.prefix(12) == [0, 12, 0, 8] + Array("mbtcp".utf8)[...] + [0, 0, 0])
        #expect(data[20..<36] == [0, 25, 0, 4, 0, 0, 1, 0xF6, 0, 26, 0, 4, 0, 0, 0xC0, 0])
        #expect(data[40..<52] == [1, 3, 4, 2, 0x92, 0xFF, 0x9B, 0x5A, 0x3D, 0, 0, 0])
        #expect(packet.suffix(16).prefix(12) == [2, 0, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test func `what has no bytes is no packet`() {
        for kind in TraceFrame.Kind.allCases where kind != .sent && kind != .received {
            #expect(Pcapng.packet(frame(kind, ""), form: .modbusRtu) == nil)
        }
        #expect(Pcapng.packet(frame(.sent, "0x"), form: .bytes) == nil)
        #expect(Pcapng.packet(frame(.sent, "010"), form: .bytes) == nil)
    }
}
