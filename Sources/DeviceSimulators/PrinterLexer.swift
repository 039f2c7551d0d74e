import HallModel

/// One thing a printer's interpreter does, cut out of the byte stream.
struct PrinterToken: Sendable, Equatable {
    /// What it is.
    enum Content: Sendable, Equatable {
        /// One character: one byte, two of the double-byte set, or four of GB18030.
        case character([UInt8])
        /// A control byte that stands alone: LF, CR, HT, FF, CAN.
        case control(UInt8)
        /// ESC, FS or GS, the command's letter, and its parameters.
        case command(prefix: UInt8, code: UInt8, parameters: [UInt8])
        /// Bytes that belong to the command before: image data, user-defined glyphs.
        case data(count: Int)
    }

    /// What it is.
    var content: Content
    /// Bytes it takes in the receive buffer.
    var size: Int
}

/// Cuts an ESC/POS byte stream into characters and commands, whatever the pieces it arrives in.
///
/// ```
///  ESC 1B ─┐
///  FS  1C ─┼─ code ─ fixed parameters │ pL pH + block │ until NUL │ header + data
///  GS  1D ─┘
///  DLE 10 ─ 04 n │ 05 n │ 14 fn …      done on receipt elsewhere; here only stepped over
/// ```
///
/// Lengths of commands it does not print are known too, so that their parameters never come out as text. A command
/// nobody knows is stepped over with its letter.
struct PrinterLexer: Sendable, Equatable {
    /// A block longer than this is not collected but counted: nothing that is printed from a block is longer.
    static let collectedBlockLimit = 8192
    /// Data bytes are handed on in portions, so that an image prints while it comes in.
    static let dataPortion = 64
    /// A header that announces more data than this is out of every printer's range: what follows is not its data.
    static let dataLimit = 1 << 20
    /// Codes that end with NUL are cut here if the NUL never comes.
    static let terminatedLimit = 256

    private let charset: PrinterSettings.Charset
    private var pending: [UInt8] = []
    private var dataLeft = 0
    private var dataSeen = 0
    private var doubleByte = true

    /// A lexer for a printer with this double-byte set in its ROM, which is on after power-up.
    init(charset: PrinterSettings.Charset) { self.charset = charset }

    /// Bytes taken in whose token is not complete.
    var unfinished: Int { pending.count + dataSeen }

    /// Takes one byte; gives the token that it completes, if any.
    mutating func push(_ byte: UInt8) -> PrinterToken? {
        if dataLeft > 0 { return pushData() }
        pending.append(byte)
        switch PrinterLexer.shape(of: pending, doubleByte: doubleByte, charset: charset) {
        case .incomplete:
            return nil
        case .complete:
            return finish()
        case .followed(let count):
            dataLeft = count
            return finish()
        case .broken:
            // The last byte cannot belong to what came before: what came before is not printable.
            let size = pending.count - 1
            pending = []
            let rest = push(byte)
            return rest.map { PrinterToken(content: $0.content, size: $0.size + size) }
        }
    }

    private mutating func pushData() -> PrinterToken? {
        dataLeft -= 1
        dataSeen += 1
        guard dataLeft == 0 || dataSeen == PrinterLexer.dataPortion else { return nil }
        let token = PrinterToken(content: .data(count: dataSeen), size: dataSeen)
        dataSeen = 0
        return token
    }

    private mutating func finish() -> PrinterToken? {
        let bytes = pending
        pending = []
        switch bytes[0] {
        case 0x10:
            return nil
        case 0x1B, 0x1C, 0x1D:
            let code = bytes.count > 1 ? bytes[1] : 0
            switch (bytes[0], code) {
            case (0x1B, 0x40), (0x1C, 0x26): doubleByte = true
            case (0x1C, 0x2E): doubleByte = false
            default: break
            }
            return PrinterToken(
                content: .command(prefix: bytes[0], code: code, parameters: Array(bytes.dropFirst(2))),
                size: bytes.count)
        case 0x00..<0x20:
            return PrinterToken(content: .control(bytes[0]), size: 1)
        default:
            return PrinterToken(content: .character(bytes), size: bytes.count)
        }
    }
}

extension PrinterLexer {
    /// What the bytes so far amount to.
    enum Shape: Equatable {
        /// More must come.
        case incomplete
        /// A whole token.
        case complete
        /// A whole command; so many bytes of data follow.
        case followed(by: Int)
        /// The last byte cannot follow those before it.
        case broken
    }

    static func shape(of bytes: [UInt8], doubleByte: Bool, charset: PrinterSettings.Charset) -> Shape {
        switch bytes[0] {
        case 0x10: return realTimeShape(bytes)
        case 0x1B: return bytes.count < 2 ? .incomplete : escapeShape(bytes)
        case 0x1C: return bytes.count < 2 ? .incomplete : fileSeparatorShape(bytes)
        case 0x1D: return bytes.count < 2 ? .incomplete : groupSeparatorShape(bytes)
        case 0x00..<0x80: return .complete
        default: return doubleByte ? characterShape(bytes, charset: charset) : .complete
        }
    }

    /// GB2312: A1…F7 A1…FE. GBK: 81…FE 40…FE without 7F. GB18030: also 81…FE 30…39 81…FE 30…39.
    private static func characterShape(_ bytes: [UInt8], charset: PrinterSettings.Charset) -> Shape {
        let leads: ClosedRange<UInt8> = charset == .gb2312 ? 0xA1...0xF7 : 0x81...0xFE
        guard leads.contains(bytes[0]) else { return .complete }
        let last = bytes[bytes.count - 1]
        switch bytes.count {
        case 1: return .incomplete
        case 2:
            if charset == .gb18030, (0x30...0x39).contains(last) { return .incomplete }
            let trails: ClosedRange<UInt8> = charset == .gb2312 ? 0xA1...0xFE : 0x40...0xFE
            return trails.contains(last) && last != 0x7F ? .complete : .broken
        case 3: return (0x81...0xFE).contains(last) ? .incomplete : .broken
        default: return (0x30...0x39).contains(last) ? .complete : .broken
        }
    }

    private static func realTimeShape(_ bytes: [UInt8]) -> Shape {
        guard bytes.count > 1 else { return .incomplete }
        switch bytes[1] {
        case 0x04:
            let long = bytes.count > 2 && [7, 8, 18].contains(bytes[2])
            return fixed(bytes, long ? 4 : 3)
        case 0x05: return fixed(bytes, 3)
        case 0x14:
            guard bytes.count > 2 else { return .incomplete }
            switch bytes[2] {
            case 1, 2: return fixed(bytes, 5)
            case 3: return fixed(bytes, 8)
            case 7: return fixed(bytes, 4)
            case 8: return fixed(bytes, 10)
            default: return .complete
            }
        default: return .broken
        }
    }

    private static func escapeShape(_ bytes: [UInt8]) -> Shape {
        switch bytes[1] {
        case 0x20, 0x21, 0x25, 0x2D, 0x33, 0x3D, 0x3F, 0x45, 0x47, 0x4A, 0x4B, 0x4D, 0x52, 0x54, 0x55, 0x56, 0x61,
            0x64, 0x65, 0x72, 0x74, 0x75, 0x7B:
            return fixed(bytes, 3)
        case 0x24, 0x42, 0x5C, 0x63: return fixed(bytes, 4)
        case 0x70: return fixed(bytes, 5)
        case 0x57: return fixed(bytes, 10)
        case 0x28: return block(bytes, lengthAt: 3)
        case 0x44: return untilNUL(bytes)
        case 0x2A:  // ESC * m nL nH d…: one byte a column in 8-dot modes, three in 24-dot modes
            return header(bytes, 5) {
                Int($0[3]) + Int($0[4]) * 256
            } scaled: {
                $0[2] >= 32 ? 3 : 1
            }
        case 0x26:  // ESC & y c1 c2 [x d…]…: glyphs of up to 12 dots; the widest form is stepped over
            return header(bytes, 6) {
                max(0, Int($0[4]) - Int($0[3]) + 1) * Int($0[2]) * Int($0[5])
            } scaled: { _ in
                1
            }
        default: return .complete
        }
    }

    private static func fileSeparatorShape(_ bytes: [UInt8]) -> Shape {
        switch bytes[1] {
        case 0x21, 0x2D, 0x43, 0x57: return fixed(bytes, 3)
        case 0x53, 0x3F, 0x70: return fixed(bytes, 4)
        case 0x28: return block(bytes, lengthAt: 3)
        case 0x32:
            return header(bytes, 4) { _ in
                72
            } scaled: { _ in
                1
            }
        case 0x71:  // FS q n xL xH yL yH d…: the first bit image of n
            return header(bytes, 7) {
                (Int($0[3]) + Int($0[4]) * 256) * (Int($0[5]) + Int($0[6]) * 256) * 8
            } scaled: {
                _ in
                1
            }
        default: return .complete
        }
    }

    private static func groupSeparatorShape(_ bytes: [UInt8]) -> Shape {
        switch bytes[1] {
        case 0x21, 0x2F, 0x42, 0x45, 0x48, 0x49, 0x54, 0x61, 0x62, 0x66, 0x68, 0x72, 0x77: return fixed(bytes, 3)
        case 0x24, 0x4C, 0x50, 0x57, 0x5C: return fixed(bytes, 4)
        case 0x5E: return fixed(bytes, 5)
        case 0x56:  // GS V m [n]: the forms that feed carry n
            guard bytes.count > 2 else { return .incomplete }
            return fixed(bytes, [65, 66, 97, 98, 103, 104].contains(bytes[2]) ? 4 : 3)
        case 0x28 where bytes.count > 2 && bytes[2] == 0x4C: return graphics(bytes, header: 5)
        case 0x28: return block(bytes, lengthAt: 3)
        case 0x38: return graphics(bytes, header: 7)
        case 0x76:  // GS v 0 m xL xH yL yH d…
            return header(bytes, 8) {
                (Int($0[4]) + Int($0[5]) * 256) * (Int($0[6]) + Int($0[7]) * 256)
            } scaled: {
                _ in
                1
            }
        case 0x2A:  // GS * x y d…
            return header(bytes, 4) {
                Int($0[2]) * Int($0[3]) * 8
            } scaled: { _ in
                1
            }
        case 0x6B:  // GS k m: up to 6 ends with NUL, from 65 a count precedes the data
            guard bytes.count > 2 else { return .incomplete }
            if bytes[2] < 65 { return bytes.count > 3 ? untilNUL(bytes) : .incomplete }
            return bytes.count < 4 ? .incomplete : fixed(bytes, 4 + Int(bytes[3]))
        default: return .complete
        }
    }

    private static func fixed(_ bytes: [UInt8], _ total: Int) -> Shape {
        bytes.count >= total ? .complete : .incomplete
    }

    private static func untilNUL(_ bytes: [UInt8]) -> Shape {
        bytes.count > 2 && (bytes[bytes.count - 1] == 0 || bytes.count >= terminatedLimit) ? .complete : .incomplete
    }

    /// `pL pH` and that many bytes.
    private static func block(_ bytes: [UInt8], lengthAt index: Int) -> Shape {
        guard bytes.count >= index + 2 else { return .incomplete }
        let length = Int(bytes[index]) + Int(bytes[index + 1]) * 256
        guard length <= collectedBlockLimit else { return .followed(by: length) }
        return fixed(bytes, index + 2 + length)
    }

    /// `GS ( L pL pH …` and `GS 8 L p1 p2 p3 p4 …`: the ten bytes that give an image's size, then its data.
    private static func graphics(_ bytes: [UInt8], header: Int) -> Shape {
        guard bytes.count >= header else { return .incomplete }
        var length = 0
        for index in (3..<header).reversed() { length = length << 8 | Int(bytes[index]) }
        guard length > 10 else { return fixed(bytes, header + length) }
        guard length <= dataLimit else { return .complete }
        return bytes.count < header + 10 ? .incomplete : .followed(by: length - 10)
    }

    private static func header(
        _ bytes: [UInt8], _ length: Int, data: ([UInt8]) -> Int, scaled: ([UInt8]) -> Int
    ) -> Shape {
        guard bytes.count >= length else { return .incomplete }
        let count = data(bytes) * scaled(bytes)
        return count > 0 && count <= dataLimit ? .followed(by: count) : .complete
    }
}
