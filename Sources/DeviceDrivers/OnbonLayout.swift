import DeviceProtocols
import HallModel

/// What a text display shows of a hall or a window, in lines of 16 dots: the only table of it.
///
/// Each line has a full form and shorter ones; the first that fits the width is taken. What is not in the card's set
/// becomes `〓`, or `?`. A board whose lines are more than its rows shows them page by page; a window's display shows the
/// first of them, since nobody shall wait for a number to come round.
struct OnbonLayout: Sendable {
    /// Dots of a line; a Chinese character is as wide, any other half as wide.
    static let lineDots = 16

    private let columns: Int
    private let rows: Int
    private let text: ESCPOSText

    init(settings: OnbonSettings, text: ChineseEncoder) {
        columns = max(settings.width / (Self.lineDots / 2), 1)
        rows = max(settings.height / Self.lineDots, 1)
        self.text = ESCPOSText(charset: settings.charset, encoder: text)
    }

    /// Lamps beside keys have no text.
    func canShow(_ state: DesiredState) -> Bool {
        switch state {
        case .board, .window, .plate: true
        case .kiosk, .signals: false
        }
    }

    /// The bytes of the card's text, page by page; none for a state that it cannot show.
    func pages(of state: DesiredState) -> [[UInt8]] {
        let forms: [[String]]
        switch state {
        case .board(let board): forms = lines(of: board)
        case .window(let display): forms = Array(lines(of: display).prefix(rows))
        case .plate(let plate):
            forms = Self.isFixed(plate) ? Array(lines(of: plate).prefix(rows)) : lines(of: plate)
        case .kiosk, .signals: return []
        }
        // A plate of which nothing is known is dark, not as it was.
        guard !forms.isEmpty else { return [[0x20]] }
        return stride(from: 0, to: forms.count, by: rows).map { first in
            let lines = forms[first..<min(first + rows, forms.count)].map(fitting)
            return Array(lines.joined(separator: Self.newLine))
        }
    }

    /// Two characters, `\` and `n`, which the card takes for the end of a line.
    private static let newLine = Array("\\n".utf8)

    private func lines(of board: HallBoard) -> [[String]] {
        switch board.closure {
        case .lowBattery: return notice("停电，暂停取号", "停电", "暂停取号")
        case .fire: return notice("火灾报警，请立即撤离", "火灾报警", "请立即撤离")
        case nil: break
        }
        if board.isPaused { return [["暂停服务"]] }
        let calls = board.lines.map { line in
            ["→\(line.window)号窗口", "→\(line.window)号", "→\(line.window)", ""].map { "\(line.number)\($0)" }
        }
        let counts = board.counts.map { ["\($0.service)等候 \($0.waiting) 人", "\($0.service) \($0.waiting)人"] }
        let lines = calls + counts + passed(board.passed)
        if !lines.isEmpty { return lines }
        return [["等候 \(board.waiting) 人", "等候\(board.waiting)", "\(board.waiting)"]]
    }

    /// 过号 A012 A013, as many to a line as fit.
    private func passed(_ numbers: [TicketNumber]) -> [[String]] {
        var lines: [String] = []
        for number in numbers {
            if let last = lines.last, fits("\(last) \(number)") {
                lines[lines.count - 1] = "\(last) \(number)"
            } else {
                lines.append("过号 \(number)")
            }
        }
        return lines.map { [$0] }
    }

    /// The most important line first: those that find no room are left out.
    private func lines(of display: WindowDisplay) -> [[String]] {
        let window = display.window
        let category = display.title
        switch display.activity {
        case .idle: return [["\(window)号窗口", "\(window)号", "\(window)"], [category]]
        case .calling(let number, _):
            let whole = "请\(number)到\(window)号窗口"
            if rows == 1, fits("\(category) \(whole)") { return [["\(category) \(whole)"]] }
            if fits(whole) { return [[whole], [category]] }
            if rows > 2 { return [["请\(number)", "\(number)"], ["到\(window)号窗口", "→\(window)号"], [category]] }
            let places = ["→\(window)号窗口", " \(window)号窗口", "→\(window)号", "→\(window)", ""]
            return [places.map { "\(number)\($0)" }, [category]]
        case .serving(let number):
            return [
                ["\(number)办理中", "\(number)"],
                ["\(window)号窗口 \(category)", "\(window)号 \(category)", category],
            ]
        case .paused:
            return [["暂停服务"]] + (display.whereabouts.map { [[$0.bilingual.zh]] } ?? [])
        case .closed: return [["停止服务"]]
        case .hallClosed(.lowBattery): return notice("停电，暂停服务", "停电", "暂停服务")
        case .hallClosed(.fire): return notice("火灾报警，请立即撤离", "火灾报警", "请立即撤离")
        }
    }

    /// One line if it fits; else two; else the last of them alone.
    func notice(_ whole: String, _ first: String, _ second: String) -> [[String]] {
        if fits(whole) { return [[whole]] }
        return rows > 1 ? [[first], [second]] : [[second]]
    }

    private func fits(_ line: String) -> Bool { width(glyphs(line)) <= columns }

    private func width(_ glyphs: [ESCPOSText.Glyph]) -> Int { glyphs.reduce(0) { $0 + $1.columns } }

    /// The first form that fits; else as much of the shortest as does, cut between characters.
    private func fitting(_ forms: [String]) -> [UInt8] {
        let glyphs = forms.lazy.map(self.glyphs).first { width($0) <= columns } ?? glyphs(forms.last ?? "")
        var free = columns
        return glyphs.prefix { glyph in
            free -= glyph.columns
            return free >= 0
        }.flatMap(\.bytes)
    }

    /// A backslash begins one of the card's commands: it becomes a slash, and a character that has this byte `??`.
    private func glyphs(_ line: String) -> [ESCPOSText.Glyph] {
        text.glyphs(line, limit: columns * 2).map { glyph in
            guard glyph.bytes.contains(0x5C) else { return glyph }
            var harmless = glyph
            harmless.bytes = glyph.bytes.count == 1 ? [0x2F] : [0x3F, 0x3F]
            return harmless
        }
    }
}
