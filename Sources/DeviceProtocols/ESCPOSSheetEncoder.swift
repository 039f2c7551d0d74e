import HallModel

/// A sheet in a printer's language: wrapped at the paper's width, in its character set.
///
/// ```
/// 58 mm  384 dots  32 columns of font A (12 dots), 16 Chinese characters (24 dots)
/// 80 mm  576 dots  48 columns,                     24 Chinese characters
/// ```
///
/// All bytes of text and QR are 20h and above, and no length field can be `10 04`, `10 05` or `10 14`, so that no
/// real-time command can arise inside the data.
public struct ESCPOSSheetEncoder: Sendable {
    /// Elements of a sheet that are printed.
    public static let elementLimit = 200
    /// Characters of one text that are printed.
    public static let characterLimit = 500
    /// Lines that one feed may have.
    public static let feedLimit = 40
    /// Columns of the widest paper.
    public static let columnLimit = 140
    /// Dots of a column of font A.
    public static let dotsPerColumn = 12
    /// Dots of a QR module, where the paper is wide enough.
    public static let qrModuleDots = 6
    /// Modules of white on the two sides of a QR symbol together.
    private static let qrQuietModules = 8

    /// The printer.
    public let settings: PrinterSettings
    private let text: ESCPOSText

    /// Encodes for one printer.
    public init(settings: PrinterSettings, text: ChineseEncoder) {
        self.settings = settings
        self.text = ESCPOSText(charset: settings.charset, encoder: text)
    }

    /// Columns of font A at size 1: at least two, so that every character fits; at most those of A4 paper.
    public var columns: Int { min(max(settings.dotsAcross / Self.dotsPerColumn, 2), Self.columnLimit) }

    /// The sheet's bytes, for a printer that was just initialised and is in Chinese mode. Without cut.
    public func encode(_ sheet: PrintSheet) -> [UInt8] {
        sheet.elements.prefix(Self.elementLimit).flatMap(encode)
    }

    private func encode(_ element: PrintSheet.Element) -> [UInt8] {
        switch element {
        case .text(let content, let size, let bold, let alignment):
            let size = min(max(size, 1), 8)
            let style = ESCPOS.align(alignment) + ESCPOS.size(size) + ESCPOS.bold(bold)
            let glyphs = text.glyphs(content, limit: Self.characterLimit)
            return lines(glyphs, columns: max(columns / size, 2)).reduce(into: style) { bytes, line in
                bytes += line.flatMap(\.bytes) + ESCPOS.lineFeed
            }
        case .rule:
            return ESCPOS.align(.left) + ESCPOS.size(1) + ESCPOS.bold(false)
                + [UInt8](repeating: 0x2D, count: columns) + ESCPOS.lineFeed
        case .feed(let lines):
            return lines > 0 ? ESCPOS.feed(lines: UInt8(min(lines, Self.feedLimit))) : []
        case .qr(let content):
            let payload = Array(content.withoutControls.utf8)
            guard settings.qr, let modules = ESCPOSQR.modulesAcross(payload: payload.count) else { return [] }
            let fitting = settings.dotsAcross / (modules + Self.qrQuietModules)
            guard let code = ESCPOS.qr(payload, module: min(Self.qrModuleDots, max(fitting, 1))) else { return [] }
            return ESCPOS.align(.center) + code + ESCPOS.align(.left)
        }
    }

    /// Lines that fit. A line ends at a space or beside a Chinese character where it can, inside a word only when the
    /// word is longer than the line, and never inside a character. Spaces at a break are dropped.
    func lines(_ glyphs: [ESCPOSText.Glyph], columns: Int) -> [[ESCPOSText.Glyph]] {
        var lines: [[ESCPOSText.Glyph]] = []
        var start = 0
        while start < glyphs.count {
            var end = start
            var width = 0
            while end < glyphs.count, width + glyphs[end].columns <= columns {
                width += glyphs[end].columns
                end += 1
            }
            if end == start { end += 1 }
            if end < glyphs.count { end = breakPoint(glyphs, from: start, to: end) }
            var line = glyphs[start..<end]
            if end < glyphs.count { while let last = line.last, last.isSpace, line.count > 1 { line.removeLast() } }
            lines.append(Array(line))
            start = end
            while start < glyphs.count, glyphs[start].isSpace { start += 1 }
        }
        return lines.isEmpty ? [[]] : lines
    }

    /// The last place up to `end` where a line may end; `end` itself when there is none.
    private func breakPoint(_ glyphs: [ESCPOSText.Glyph], from start: Int, to end: Int) -> Int {
        var candidate = end
        while candidate > start {
            let before = glyphs[candidate - 1]
            let after = glyphs[candidate]
            if before.columns > 1 || after.columns > 1 || before.isSpace || after.isSpace { return candidate }
            candidate -= 1
        }
        return end
    }
}
