import DeviceSimulators
import HallModel

/// Draws paper and displays with characters, for a terminal.
///
/// ```
/// ┌────────────────────────────────┐
/// │          某某县政务服务中心           │
/// │          A 0 1 7               │
/// └─ ✂ ── ✂ ── ✂ ─ …
/// ```
enum SlipDrawing {
    /// A cell of the terminal is a plain character: 12 dots.
    private static let dotsPerCell = 12

    /// A slip as lines: the printed lines at their place, empty lines, QR codes and images as boxes, then the cut.
    static func lines(_ slip: PrintedSlip, dotsAcross: Int, language: Language) -> [String] {
        let width = max(16, dotsAcross / dotsPerCell)
        var lines = ["┌" + String(repeating: "─", count: width) + "┐"]
        func put(_ text: String, _ alignment: PrintSheet.Alignment) {
            lines.append("│" + placed(text, alignment, width: width) + "│")
        }
        for (place, placed) in slip.elements.enumerated() {
            // Each piece begins with what lies between head and cutter; long feeds say nothing more than short ones.
            for _ in 0..<(place == 0 ? 0 : min(placed.gap, 2)) { put("", .left) }
            switch placed.element {
            case .line(let runs, let alignment):
                put(runs.map { spread($0) }.joined().withoutControls, alignment)
            case .qr(let text, let alignment):
                put("▛▀▀▜", alignment)
                put("▌QR▐ " + text.withoutControls, alignment)
                put("▙▄▄▟", alignment)
            case .image(let width, let height): put("▒▒ \(width)×\(height)", .center)
            }
        }
        lines.append(end(slip.ending, width: width, language: language))
        return lines
    }

    /// Lines in a double frame, as wide as the widest.
    static func box(_ content: [String]) -> [String] {
        let shown = content.map { clipped($0.withoutControls, to: 120) }
        let width = max(16, shown.map(columns).max() ?? 0)
        let rule = String(repeating: "═", count: width + 2)
        return ["╔\(rule)╗"] + shown.map { "║ \(placed($0, .center, width: width)) ║" } + ["╚\(rule)╝"]
    }

    private static func end(_ ending: PrintedSlip.Ending, width: Int, language: Language) -> String {
        switch ending {
        case .cut, .partialCut:
            let scissors = String(repeating: "─ ✂ ─", count: width / 5)
            return "└" + scissors + String(repeating: "─", count: width - width / 5 * 5) + "┘"
        case .torn: return label(HallsimText.torn.text(language), fill: "~", width: width)
        case .inPrinter: return label(HallsimText.inPrinter.text(language), fill: "┄", width: width)
        }
    }

    private static func label(_ text: String, fill: String, width: Int) -> String {
        let rest = max(0, width - columns(text) - 4)
        return "└" + fill + fill + " " + text + " " + String(repeating: fill, count: rest) + "┘"
    }

    /// Wide print is spread: a space after each character for each further width.
    private static func spread(_ run: PrintedRun) -> String {
        guard run.width > 1 else { return run.text }
        return run.text.map { String($0) + String(repeating: " ", count: run.width - 1) }.joined()
    }

    private static func placed(_ text: String, _ alignment: PrintSheet.Alignment, width: Int) -> String {
        let shown = clipped(text, to: width)
        let room = width - columns(shown)
        let before =
            switch alignment {
            case .left: 0
            case .center: room / 2
            case .right: room
            }
        return String(repeating: " ", count: before) + shown + String(repeating: " ", count: room - before)
    }

    private static func clipped(_ text: String, to width: Int) -> String {
        var kept = ""
        var used = 0
        for character in text {
            let needed = columns(String(character))
            guard used + needed <= width else { break }
            kept.append(character)
            used += needed
        }
        return kept
    }

    /// Cells of a terminal: two for Chinese characters and full-width marks.
    static func columns(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
                0xFFE0...0xFFE6, 0x20000...0x3FFFD:
                sum + 2
            default: sum + 1
            }
        }
    }
}
