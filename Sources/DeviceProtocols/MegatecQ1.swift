import HallModel

/// Megatec's question Q1 and its answer, 2400 8N1, half duplex.
///
/// ```
/// we   Q1 ␍
/// UPS  (208.4 140.0 208.4 034 59.9 2.05 35.0 00110000 ␍
///       MMM.M NNN.N PPP.P QQQ RR.R S.SS TT.T b7…b0
///       V in  fault V out load Hz   V    °C   b7 utility fails · b6 battery low · b5 bypass, boost or buck
///                           %       battery   b4 UPS failed · b3 stand-by type · b2 test · b1 shutdown · b0 beeper
/// ```
///
/// S.SS is the voltage of one cell, SS.S of the whole battery. A command that the UPS does not know comes back as it was
/// sent.
///
/// Source: Megatec protocol, as NUT publishes it (protocols/megatec), sample of that page.
public enum MegatecQ1 {
    /// The question.
    public static let question = Array("Q1\r".utf8)
    /// Bytes of an answer, with its end.
    public static let answerLength = 47
    /// Bytes of a line without its end; no answer is as long.
    public static let lineLimit = 64

    /// An answer. A field that the UPS fills with dashes is nil.
    public struct Status: Sendable, Equatable {
        /// Volts at the input.
        public var input: Quantity?
        /// Volts at the output.
        public var output: Quantity?
        /// Per cent of the rated power.
        public var load: Quantity?
        /// Hertz.
        public var frequency: Quantity?
        /// Volts of the battery, or of one cell.
        public var battery: Quantity?
        /// The battery's voltage is that of one cell.
        public var isOneCell: Bool
        /// Degrees Celsius.
        public var temperature: Quantity?
        /// b7…b0.
        public var bits: UInt8

        /// Its state in NUT's spelling, as nutdrv_qx 2.8.0 derives it: b5 means `BYPASS`, `TRIM` or `BOOST` by the ratio
        /// of output to input, b2 `CAL`, b1 `FSD` (it is about to switch off). b4 is `ALARM` here.
        public var words: String {
            var words = [bits & 0x80 != 0 ? "OB" : "OL"]
            if bits & 0x40 != 0 { words.append("LB") }
            if bits & 0x20 != 0, let word = regulation { words.append(word) }
            if bits & 0x10 != 0 { words.append("ALARM") }
            if bits & 0x04 != 0 { words.append("CAL") }
            if bits & 0x02 != 0 { words.append("FSD") }
            return words.joined(separator: " ")
        }

        /// Under 95 % of the input it lowers, over 105 % it raises; half or one and a half times are no regulation.
        private var regulation: String? {
            guard let input, let output else { return "BYPASS" }
            let ratio = (output.thousandths * 100, input.thousandths)
            if ratio.0 < ratio.1 * 50 || ratio.0 >= ratio.1 * 150 { return nil }
            if ratio.0 < ratio.1 * 95 { return "TRIM" }
            return ratio.0 < ratio.1 * 105 ? "BYPASS" : "BOOST"
        }
    }

    /// A line without its end; nil when it is no answer to Q1, to the last character.
    public static func status(_ line: [UInt8]) -> Status? {
        guard line.first == UInt8(ascii: "(") else { return nil }
        let fields = line.dropFirst().split(separator: 0x20, omittingEmptySubsequences: false)
        guard fields.count == 8, let bits = bits(fields[7]) else { return nil }
        let isOneCell = fields[5].count == 4 && fields[5].dropFirst().first == UInt8(ascii: ".")
        let forms = ["ddd.d", "ddd.d", "ddd.d", "ddd", "dd.d", isOneCell ? "d.dd" : "dd.d", "dd.d"]
        var numbers: [Quantity?] = []
        for (field, form) in zip(fields, forms) {
            guard let number = number(field, form: form) else { return nil }
            numbers.append(number)
        }
        return Status(
            input: numbers[0], output: numbers[2], load: numbers[3], frequency: numbers[4], battery: numbers[5],
            isOneCell: isOneCell, temperature: numbers[6], bits: bits)
    }

    /// Nil for another form; some(nil) for dashes in the place of digits.
    private static func number(_ field: ArraySlice<UInt8>, form: String) -> Quantity?? {
        guard field.count == form.utf8.count else { return nil }
        let pairs = Array(zip(field, form.utf8))
        let digits = pairs.filter { $0.1 == UInt8(ascii: "d") }.map(\.0)
        guard pairs.allSatisfy({ $0.1 == UInt8(ascii: "d") || $0.0 == $0.1 }) else { return nil }
        if digits.allSatisfy({ $0 == UInt8(ascii: "-") }) { return .some(nil) }
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        guard let number = Quantity(parsing: String(decoding: field, as: UTF8.self)) else { return nil }
        return .some(number)
    }

    private static func bits(_ field: ArraySlice<UInt8>) -> UInt8? {
        guard field.count == 8, field.allSatisfy({ $0 == 0x30 || $0 == 0x31 }) else { return nil }
        return field.reduce(0) { $0 << 1 | ($1 & 1) }
    }
}

/// What a UPS says, line by line.
public enum MegatecMessage: Sendable, Equatable {
    /// An answer.
    case status(MegatecQ1.Status)
    /// The question came back: it was not understood, or the adapter hears itself.
    case echo
    /// So many bytes that are neither.
    case noise(Int)
}

/// Takes the lines of a UPS out of a stream of bytes, however they are cut into pieces.
public struct MegatecParser: Sendable, Equatable {
    private var line: [UInt8] = []
    /// Bytes dropped from the front of the present line: no answer is as long.
    private var dropped = 0

    /// At the beginning of a line.
    public init() {}

    /// Takes bytes in wire order; gives the lines that became complete. What stands before the last `(` of a line is
    /// the rest of an answer that broke off.
    public mutating func parse(_ bytes: some Sequence<UInt8>) -> [MegatecMessage] {
        var messages: [MegatecMessage] = []
        for byte in bytes {
            line.append(byte)
            if byte == 0x0D {
                messages += finish()
            } else if line.count > MegatecQ1.lineLimit {
                line.removeFirst()
                dropped += 1
            }
        }
        return messages
    }

    /// A line has begun and is not complete.
    public var isInsideMessage: Bool { !line.isEmpty }

    /// Gives up an unfinished line; gives the number of its bytes.
    public mutating func abandon() -> Int {
        defer { self = Self() }
        return line.count + dropped
    }

    private mutating func finish() -> [MegatecMessage] {
        defer { self = Self() }
        if dropped == 0, line == MegatecQ1.question { return [.echo] }
        let content = line.dropLast()
        if let begin = content.lastIndex(of: UInt8(ascii: "(")),
            let status = MegatecQ1.status(Array(content[begin...]))
        {
            let before = dropped + content.distance(from: content.startIndex, to: begin)
            return (before > 0 ? [.noise(before)] : []) + [.status(status)]
        }
        return [.noise(dropped + line.count)]
    }
}
