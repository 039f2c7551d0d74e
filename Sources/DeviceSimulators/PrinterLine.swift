import HallModel

/// How characters look from here on.
struct PrinterStyle: Sendable, Equatable {
    var width = 1
    var height = 1
    var kanjiWidth = 1
    var kanjiHeight = 1
    var bold = false
    var underline = false
    var smallFont = false
}

/// The line that is being put together: nothing of it is on paper yet.
struct PrinterLine: Sendable, Equatable {
    /// Dots of font A, font B and a Chinese character across and down.
    static let fontAWidth = 12
    static let fontBWidth = 9
    static let kanjiWidth = 24
    static let characterHeight = 24

    private(set) var runs: [PrintedRun] = []
    private(set) var dots = 0
    private(set) var height = 0
    /// Columns of a bit image (ESC *): they print with the line.
    var imageColumns = 0
    var imageHeight = 0

    var isEmpty: Bool { runs.isEmpty && imageColumns == 0 }

    /// The dots a character takes across.
    static func width(double: Bool, style: PrinterStyle) -> Int {
        double ? kanjiWidth * style.kanjiWidth : (style.smallFont ? fontBWidth : fontAWidth) * style.width
    }

    mutating func append(_ text: String, double: Bool, style: PrinterStyle) {
        let width = double ? style.kanjiWidth : style.width
        let tall = double ? style.kanjiHeight : style.height
        dots += PrinterLine.width(double: double, style: style)
        height = max(height, PrinterLine.characterHeight * tall)
        let run = PrintedRun(text: text, width: width, height: tall, bold: style.bold, underline: style.underline)
        if let last = runs.last, last.looks(like: run) {
            runs[runs.count - 1].text += text
        } else {
            runs.append(run)
        }
    }
}

extension PrintedRun {
    fileprivate func looks(like other: PrintedRun) -> Bool {
        width == other.width && height == other.height && bold == other.bold && underline == other.underline
    }
}
