import HallModel

/// ESC/POS commands, host to printer.
///
/// ```
/// 1B 40               initialise: modes back to default, line buffer emptied, automatic status OFF
/// 1B 61 n             align 0 left, 1 centre, 2 right; only at the start of a line
/// 1D 21 n             size: (n >> 4) + 1 wide, (n & 15) + 1 high, each 1…8; double-byte characters too
/// 1B 45 n             bold 0/1
/// 1B 64 n             print the line buffer and feed n lines
/// 1C 26               double-byte (Chinese) mode on
/// 1D 56 m             cut: 0 full, 1 partial (one point left)
/// 1D 56 m n           feed to the cutter and n motion units, then cut: m = 41h full, 42h partial
/// 1D 28 6B pL pH 31 fn …                        QR: 41h model, 43h module, 45h level, 50h store, 51h print
/// 1D 28 48 06 00 30 30 d1 d2 d3 d4              process id; answered when all before it is on paper
/// 1D 72 n             ordered status; answered when reached, never while off line
/// 1D 61 n             automatic status: b1 on/off line, b2 error, b3 paper
/// 10 04 n             real-time status n = 1…4; executed on receipt, even inside data
/// 10 05 02            recover from a cutter error and discard what is buffered
/// 10 14 08 01 03 14 01 06 02 08                 clear the buffers; answered 37 25 00
/// ```
///
/// Source: Epson ESC/POS command reference (GS V, GS ( k, GS ( H fn 48, GS r, GS a, DLE EOT, DLE ENQ, DLE DC4 fn 8).
/// `GS V 41h/42h` feeds by itself, which the plain cut of most clones does not.
public enum ESCPOS {
    /// Lines that bring the last printed line past the tear-off edge where there is no cutter.
    public static let tearOffLines: UInt8 = 6

    /// Completes the header of a command that broke off, so that what follows is not taken for a length of thousands:
    /// the longest header is `GS ( k pL pH cn fn m`. Outside a command NUL does nothing.
    public static let headerFiller = [UInt8](repeating: 0, count: 6)
    /// Completes the data of a command that broke off after its header: `ESC @` does nothing where it is not swallowed.
    /// The longest such command of this hall is the store of a QR code, 3 bytes and 213 of payload.
    public static let dataFiller = Array(repeatElement(initialize, count: 112).joined())

    /// `ESC @`: also switches automatic status off; does not empty the receive buffer.
    public static let initialize: [UInt8] = [0x1B, 0x40]
    /// `GS a 0Fh`: automatic status of drawer, on/off line, error and paper; answered at once with the present state.
    public static let automaticStatusOn: [UInt8] = [0x1D, 0x61, 0x0F]
    /// `FS &`
    public static let chineseOn: [UInt8] = [0x1C, 0x26]
    /// Ends a line.
    public static let lineFeed: [UInt8] = [0x0A]
    /// `GS r 1`: the paper sensors, when everything before it was processed.
    public static let fence: [UInt8] = [0x1D, 0x72, 0x01]
    /// `DLE ENQ 2`: recover from an error whose cause was removed, and forget what was to be printed.
    public static let recoverAndDiscard: [UInt8] = [0x10, 0x05, 0x02]
    /// `DLE DC4` function 8: forget what was to be printed; acted on at once, even off line.
    public static let clearBuffer: [UInt8] = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08]

    /// `ESC a n`
    public static func align(_ alignment: PrintSheet.Alignment) -> [UInt8] {
        let position: UInt8 =
            switch alignment {
            case .left: 0
            case .center: 1
            case .right: 2
            }
        return [0x1B, 0x61, position]
    }

    /// `GS ! n`, width and height times `size`; outside 1…8 the nearest is taken.
    public static func size(_ size: Int) -> [UInt8] {
        let step = UInt8(min(max(size, 1), 8) - 1)
        return [0x1D, 0x21, step << 4 | step]
    }

    /// `ESC E n`
    public static func bold(_ on: Bool) -> [UInt8] { [0x1B, 0x45, on ? 1 : 0] }

    /// `ESC d n`
    public static func feed(lines: UInt8) -> [UInt8] { [0x1B, 0x64, lines] }

    /// Feeds to the cutter and cuts; without a cutter, feeds to the tear-off edge.
    public static func feedAndCut(_ cut: PrinterSettings.Cut) -> [UInt8] {
        switch cut {
        case .full: [0x1D, 0x56, 0x41, 0x00]
        case .partial: [0x1D, 0x56, 0x42, 0x00]
        case .none: feed(lines: tearOffLines)
        }
    }

    /// Cuts where the paper stands; nothing without a cutter.
    public static func cutUnfed(_ cut: PrinterSettings.Cut) -> [UInt8] {
        switch cut {
        case .full: [0x1D, 0x56, 0x00]
        case .partial: [0x1D, 0x56, 0x01]
        case .none: []
        }
    }

    /// `GS ( H` function 48: answered with `37 22 d1 d2 d3 d4 00` after everything before it is on paper.
    public static func processID(_ id: ESCPOSProcessID) -> [UInt8] {
        [0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30] + id.bytes
    }

    /// `DLE EOT n`: one byte comes back, which does not say to which question it belongs: one at a time.
    public static func ask(_ question: ESCPOSQuestion) -> [UInt8] { [0x10, 0x04, question.rawValue] }

    /// Model 2, level M, `module` dots (1…16) a module; nil when empty, longer than the largest symbol used, or with
    /// control bytes in it (10h could begin a real-time command).
    public static func qr(_ payload: [UInt8], module: Int) -> [UInt8]? {
        guard ESCPOSQR.modulesAcross(payload: payload.count) != nil, payload.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        let length = payload.count + 3
        var bytes: [UInt8] = [0x1D, 0x28, 0x6B, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00]
        bytes += [0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x43, UInt8(min(max(module, 1), 16))]
        bytes += [0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x45, 0x31]
        bytes += [0x1D, 0x28, 0x6B, UInt8(length & 0xFF), UInt8(length >> 8), 0x31, 0x50, 0x30] + payload
        bytes += [0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x51, 0x30]
        return bytes
    }
}

/// The size of QR symbols: ISO/IEC 18004, byte mode, level M, versions 1…10.
public enum ESCPOSQR {
    /// Bytes that fit at level M, for version 1 and up. The last is the most this hall prints; the smallest clone
    /// stores fewer than 1021.
    private static let capacities = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213]

    /// Modules across the symbol for this many bytes, without the quiet zone; nil for none and for too many.
    public static func modulesAcross(payload count: Int) -> Int? {
        guard count > 0, let index = capacities.firstIndex(where: { count <= $0 }) else { return nil }
        return 21 + 4 * index
    }
}

/// A question that the printer answers at once.
public enum ESCPOSQuestion: UInt8, Sendable, CaseIterable {
    /// On or off line.
    case printer = 1
    /// Why it is off line.
    case offlineCause = 2
    /// What error it has.
    case errorCause = 3
    /// The paper sensors.
    case paper = 4
}

/// Four characters 20h…7Eh that a printer gives back when what stood before them is on paper.
public struct ESCPOSProcessID: Hashable, Sendable, CustomStringConvertible {
    /// Characters that may occur: 20h…7Eh.
    private static let alphabet = 95
    /// Ids of jobs before they come again; one more is the probe's.
    public static let distinctJobs = alphabet * alphabet * alphabet * alphabet - 1

    /// Exactly four bytes, 20h…7Eh.
    public let bytes: [UInt8]

    /// Takes four bytes 20h…7Eh; nil for others.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 4, bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
        self.bytes = Array(bytes)
    }

    /// A job's id: its number in base 95. Never the probe's, and no other job's among the nearest `distinctJobs`.
    public init(job: JobID) {
        self.init(value: Int(job.number.magnitude % UInt(Self.distinctJobs)))
    }

    /// The job of an id that comes back; nil for the probe's. Among more than `distinctJobs` jobs, the first it can be.
    public var job: JobID? {
        let number = bytes.reduce(0) { $0 * Self.alphabet + Int($1 - 0x20) }
        return self == .probe || number == 0 ? nil : JobID(number)
    }

    /// The id with which a printer is asked whether it gives ids back: `~~~~`.
    public static let probe = Self(value: distinctJobs)

    private init(value: Int) {
        var rest = value
        var digits: [UInt8] = []
        for _ in 0..<4 {
            digits.append(UInt8(0x20 + rest % Self.alphabet))
            rest /= Self.alphabet
        }
        bytes = digits.reversed()
    }

    /// The four characters.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
