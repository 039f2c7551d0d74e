import HallAPI
import HallModel

/// A capture that Wireshark and tshark read without being told anything: pcapng blocks around exported protocol data.
///
/// ```
/// section header · interface · packet · packet …      each: type 4 │ length 4 │ body, padded to 4 │ length 4
/// packet: interface 4 │ time 4+4 (µs since 1970) │ kept 4 │ original 4 │ data, padded │ options: direction
/// data:   tag 2 │ length 2 │ value … │ 0 2 │ 0 2 │ frame as on the wire          tags big-endian, all else little-endian
/// ```
///
/// Source: draft-ietf-opsawg-pcapng; Wireshark's epan/exported_pdu.h (LINKTYPE_WIRESHARK_UPPER_PDU, 252).
enum Pcapng {
    private static let linkType: UInt16 = 252
    private static let dissectorName: UInt16 = 12
    private static let portType: UInt16 = 24
    private static let sourcePort: UInt16 = 25
    private static let destinationPort: UInt16 = 26
    /// What Wireshark takes for the port of a Modbus device: the side it is on tells questions from answers.
    private static let devicePort: UInt32 = 502
    private static let ownPort: UInt32 = 49_152

    /// What a file begins with: one interface, the wire.
    static func header(bus: String) -> [UInt8] {
        let program = "hallctl \(ProductVersion.current)"
        let section = block(
            0x0A0D_0D0A,
            little(0x1A2B_3C4D as UInt32) + little(1 as UInt16) + little(0 as UInt16)
                + little(UInt64.max) + option(4, Array(program.utf8)) + option(0, []))
        let interface = block(
            1,
            little(linkType) + little(0 as UInt16) + little(0 as UInt32) + option(2, Array(bus.utf8)) + option(0, []))
        return section + interface
    }

    /// A frame; nil for what has no bytes.
    static func packet(_ frame: TraceFrame, form: TraceForm) -> [UInt8]? {
        guard frame.kind == .sent || frame.kind == .received, let bytes = [UInt8](hexadecimal: frame.bytes) else {
            return nil
        }
        let isSent = frame.kind == .sent
        let ports = isSent ? (ownPort, devicePort) : (devicePort, ownPort)
        var data = tag(dissectorName, Array(form.dissector.utf8))
        // UDP of Wireshark's own port types: a port of something, with no checks about a connection.
        data += tag(portType, big(3)) + tag(sourcePort, big(ports.0)) + tag(destinationPort, big(ports.1))
        data += tag(0, []) + bytes
        let time = UInt64(clamping: frame.microseconds)
        let size = little(UInt32(clamping: data.count))
        return block(
            6,
            little(0 as UInt32) + little(UInt32(truncatingIfNeeded: time >> 32))
                + little(UInt32(truncatingIfNeeded: time)) + size + size + padded(data)
                + option(2, little((isSent ? 2 : 1) as UInt32)) + option(0, []))
    }

    private static func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
        let length = little(UInt32(clamping: body.count + 12))
        return little(type) + length + body + length
    }

    private static func option(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
        little(code) + little(UInt16(clamping: value.count)) + padded(value)
    }

    /// The length of a tag is that of its padded value.
    private static func tag(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
        let value = padded(value)
        return little(code.byteSwapped) + little(UInt16(clamping: value.count).byteSwapped) + value
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<(number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func big(_ number: UInt32) -> [UInt8] { little(number.byteSwapped) }
}

extension TraceForm {
    /// Wireshark's name for who reads such bytes.
    fileprivate var dissector: String {
        switch self {
        case .modbusRtu: "mbrtu"
        case .modbusTcp: "mbtcp"
        case .bytes: "data"
        }
    }
}

extension [UInt8] {
    /// Two digits a byte; nil for anything else.
    init?(hexadecimal text: String) {
        let digits = Array<UInt8>(text.utf8).map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2) else { return nil }
        self = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            append(UInt8(high << 4 | low))
        }
    }
}
