import HallModel

/// Characters of one look on one line.
public struct PrintedRun: Sendable, Equatable {
    /// The characters.
    public var text: String
    /// Width and height, 1…8 times the plain character.
    public var width: Int
    /// Width and height, 1…8 times the plain character.
    public var height: Int
    /// Emphasised.
    public var bold: Bool
    /// Underlined.
    public var underline: Bool

    /// Characters and their look.
    public init(text: String, width: Int, height: Int, bold: Bool, underline: Bool) {
        self.text = text
        self.width = width
        self.height = height
        self.bold = bold
        self.underline = underline
    }
}

/// One thing on the paper.
public enum PrintedElement: Sendable, Equatable {
    /// A line of characters.
    case line([PrintedRun], PrintSheet.Alignment)
    /// A QR code and what it says.
    case qr(String, PrintSheet.Alignment)
    /// A picture, in dots.
    case image(width: Int, height: Int)

    /// The characters of a line; nil for pictures.
    public var text: String? {
        guard case .line(let runs, _) = self else { return nil }
        return runs.map(\.text).joined()
    }
}

/// A piece of paper with what is on it.
public struct PrintedSlip: Sendable, Equatable {
    /// How the piece ended.
    public enum Ending: String, Sendable {
        /// Cut off.
        case cut
        /// Cut, and held by one point.
        case partialCut = "partial-cut"
        /// The roll ended, or somebody tore it.
        case torn
        /// Still in the printer.
        case inPrinter = "in-printer"
    }
    /// An element and the empty lines before it.
    public struct Placed: Sendable, Equatable {
        /// Empty lines of the usual height before it.
        public var gap: Int
        /// What it is.
        public var element: PrintedElement
    }

    /// From the top.
    public var elements: [Placed]
    /// How it ended.
    public var ending: Ending

    /// The printed lines from the top, without empty ones.
    public var text: [String] { elements.compactMap(\.element.text) }

    /// What its QR codes say.
    public var qr: [String] { elements.compactMap { if case .qr(let text, _) = $0.element { text } else { nil } } }

    /// It left the printer by the cutter.
    public var isCut: Bool { ending == .cut || ending == .partialCut }

    /// It says that it is not the first of its number.
    public var isReprint: Bool {
        text.contains { line in
            PrintedSlip.reprintMarks.contains { mark in PrintedSlip.holds(Array(line.lowercased()), Array(mark)) }
        }
    }

    private static let reprintMarks = ["补打", "reprint"]

    private static func holds(_ line: [Character], _ mark: [Character]) -> Bool {
        line.indices.contains { line[$0...].starts(with: mark) }
    }

    /// The ticket number: the first word of the form `A017` on the line printed largest; nil if there is none.
    public var number: String? {
        var best: (size: Int, word: String)?
        for placed in elements {
            guard case .line(let runs, _) = placed.element else { continue }
            for run in runs where run.width * run.height > best?.size ?? 0 {
                guard let word = run.text.split(separator: " ").first(where: PrintedSlip.isNumber) else { continue }
                best = (run.width * run.height, String(word))
            }
        }
        return best?.word
    }

    private static func isNumber(_ word: Substring) -> Bool {
        let letters = word.prefix { ("A"..."Z").contains($0) }
        let digits = word.dropFirst(letters.count)
        return (1...3).contains(letters.count) && (3...9).contains(digits.count)
            && digits.allSatisfy { ("0"..."9").contains($0) }
    }
}

/// The roll, what is printed on it, and the pieces cut from it. Lengths in dots of 1/8 mm.
///
/// ```
///      roll ──▶ head ──────▶ cutter ──▶ hand
///                 ◀─ 15 mm ─▶           a cut takes what has passed the cutter, not what has passed the head
/// ```
public struct PrintedPaper: Sendable, Equatable {
    /// Dots in a millimetre (203 dpi).
    public static let dotsPerMillimetre = 8
    /// From the head to the cutter: 15 mm.
    public static let headToCutter = 120
    /// The usual line: 30 dots.
    public static let lineDots = 30
    /// Older pieces are forgotten beyond this many.
    public static let keptSlips = 10_000

    private struct Mark: Sendable, Equatable {
        var element: PrintedElement
        var start: Int
        var end: Int
    }

    /// The pieces that left the printer, oldest first.
    public private(set) var finished: [PrintedSlip] = []
    /// Pieces that left the printer, forgotten ones and blank ones included.
    public private(set) var pieces = 0
    private var marks: [Mark] = []
    private var pieceStart = 0
    /// Dots that have passed the head since the printer was made.
    public private(set) var position = 0

    /// A roll with nothing on it.
    public init() {}

    /// Blank paper passes the head.
    mutating func advance(_ dots: Int) { position += max(0, dots) }

    /// This is printed over so many dots; `continues` says that it belongs to the image above.
    mutating func print(_ element: PrintedElement, height: Int, continues: Bool = false) {
        if continues, case .image(let width, let rows) = element, let last = marks.last, last.end == position,
            case .image(width, let above) = last.element
        {
            marks[marks.count - 1].element = .image(width: width, height: above + rows)
            position += height
            marks[marks.count - 1].end = position
            return
        }
        marks.append(Mark(element: element, start: position, end: position + height))
        position += height
    }

    /// The cutter cuts where it stands.
    mutating func cut(full: Bool) { separate(at: position - PrintedPaper.headToCutter, full ? .cut : .partialCut) }

    /// All that has passed the head leaves the printer without a cut.
    mutating func tear() { separate(at: position, .torn) }

    private mutating func separate(at line: Int, _ ending: PrintedSlip.Ending) {
        guard line > pieceStart else { return }
        pieces += 1
        let gone = marks.filter { $0.end <= line }
        if !gone.isEmpty { finished.append(slip(gone, ending)) }
        if finished.count > PrintedPaper.keptSlips { finished.removeFirst() }
        marks.removeAll { $0.end <= line }
        pieceStart = line
    }

    private func slip(_ marks: [Mark], _ ending: PrintedSlip.Ending) -> PrintedSlip {
        var end = pieceStart
        let elements = marks.map { mark in
            defer { end = mark.end }
            return PrintedSlip.Placed(
                gap: max(0, mark.start - end) / PrintedPaper.lineDots, element: mark.element)
        }
        return PrintedSlip(elements: elements, ending: ending)
    }

    /// All pieces, newest last; the last one may still be in the printer.
    public var slips: [PrintedSlip] { marks.isEmpty ? finished : finished + [slip(marks, .inPrinter)] }
}
