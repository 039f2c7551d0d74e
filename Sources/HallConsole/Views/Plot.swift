import HallAPI
import HallModel

/// The history of a point drawn with characters: numbers as a band from the smallest to the greatest, words as a strip
/// each. Where nothing is known nothing is drawn.
struct Plot {
    let view: HistoryView
    let language: Language
    let time: PlotTime
    /// Columns and lines of the whole picture.
    let width: Int
    let height: Int

    /// nil when the reply's times are none.
    init?(_ view: HistoryView, width: Int, height: Int, language: Language) {
        guard let time = PlotTime(from: view.from, to: view.to) else { return nil }
        self.view = view
        self.time = time
        self.width = width
        self.height = height
        self.language = language
    }

    func lines() -> [String] {
        let pieces = view.rows.compactMap { PlotPiece($0, resolution: view.resolution) }
        guard !pieces.isEmpty else { return [title, PlotText.nothing.text(language)] }
        let numbers = pieces.compactMap { if case .number = $0.content { $0 } else { nil } }
        return [title] + (numbers.isEmpty ? strips(pieces) : band(numbers))
    }

    private var title: String {
        let resolution: PlotText? =
            switch view.resolution {
            case "raw": .raw
            case "minute": .minute
            case "quarter": .quarter
            default: nil
            }
        let unit = view.unit.isEmpty ? "" : " [\(view.unit)]"
        let span = "\(time.text(0, date: true)) … \(time.text(time.seconds, date: true))"
        return "\(view.point)\(unit)  \(span)  \(resolution?.text(language) ?? view.resolution)"
    }

    // MARK: Numbers

    private func band(_ pieces: [PlotPiece]) -> [String] {
        let least = pieces.map(\.least).min() ?? 0
        let greatest = pieces.map(\.greatest).max() ?? 0
        let near = max(greatest - least, 1)
        let limits = view.limits.filter { least - near <= $0.value && $0.value <= greatest + near }
        let legend = limits.map {
            PlotText.limit(relation: $0.relation, value: number($0.value), season: $0.season).text(language)
        }
        // The title, the axis, its times, the numbers, and a line for the shell's prompt.
        let lines = max(4, height - 5 - legend.count)
        let scale = PlotScale(
            least: min(least, limits.map(\.value).min() ?? least),
            greatest: max(greatest, limits.map(\.value).max() ?? greatest), lines: lines, decimals: view.decimals ?? 3)
        let labels = scale.labels()
        let gutter = labels.values.map(\.columns).max() ?? 0
        var canvas = PlotCanvas(columns: width - gutter - 2, lines: lines)
        for limit in limits { canvas.dash(scale.dot(limit.value) / 4) }
        canvas.draw(pieces, time, scale)
        let picture = canvas.rows().enumerated().map { line, row in
            let label = labels[lines - 1 - line]
            let text = label ?? ""
            return String(repeating: " ", count: gutter - text.columns) + text + (label == nil ? " |" : " +") + row
        }
        let covered = pieces.reduce(0) { $0 + $1.covered }
        let mean = pieces.reduce(0) { $0 + $1.mean * $1.covered } / max(covered, .leastNonzeroMagnitude)
        let numbers = PlotText.numbers(
            least: number(least), mean: covered > 0 ? number(mean) : "–", greatest: number(greatest),
            known: percent(covered))
        return picture + axis(gutter: gutter + 1, columns: canvas.columns) + [numbers.text(language)] + legend
    }

    private func number(_ value: Double) -> String {
        PlotScale.text(value, decimals: view.decimals ?? 3) + (view.unit.isEmpty ? "" : " \(view.unit)")
    }

    private func percent(_ seconds: Double) -> Int { Int((100 * min(seconds / max(time.seconds, 1), 1)).rounded()) }

    // MARK: Words

    private func strips(_ pieces: [PlotPiece]) -> [String] {
        var words: [String] = []
        for piece in pieces where !words.contains(piece.word) { words.append(piece.word) }
        let room = max(4, height - 5)
        var groups = words.map { (name: $0, words: [$0]) }
        if groups.count > room {
            let rest = groups[(room - 1)...].flatMap(\.words)
            groups = groups.prefix(room - 1) + [(PlotText.others.text(language), rest)]
        }
        let gutter = min(groups.map(\.name.columns).max() ?? 0, width / 3)
        let columns = width - gutter - 2
        let picture = groups.map { group in
            var cells = [Character](repeating: " ", count: columns)
            for piece in pieces where group.words.contains(piece.word) {
                for column in time.places(piece, of: columns) { cells[column] = piece.isGood ? "⣿" : "⠤" }
            }
            return group.name.cut(to: gutter).padded(to: gutter) + " |" + String(cells)
        }
        let covered = pieces.reduce(0) { $0 + ($1.isGood ? $1.covered : 0) }
        return picture + axis(gutter: gutter + 1, columns: columns) + [PlotText.known(percent(covered)).text(language)]
    }

    // MARK: Time

    /// The line of time and its labels.
    private func axis(gutter: Int, columns: Int) -> [String] {
        var line = [Character](repeating: "-", count: columns)
        var labels = String(repeating: " ", count: gutter + 1)
        for (second, text) in time.ticks(columns: columns) {
            let column = Int(second / time.seconds * Double(columns))
            guard line.indices.contains(column) else { continue }
            let start = gutter + 1 + column - text.count / 2
            guard start > labels.count || column == 0, start + text.count <= gutter + 1 + columns else { continue }
            line[column] = "+"
            labels += String(repeating: " ", count: max(0, start - labels.count)) + text
        }
        return [String(repeating: " ", count: gutter) + "+" + String(line), labels]
    }
}

extension Console {
    /// Draws the history of a point.
    func show(_ view: HistoryView, width: Int, height: Int) {
        guard let plot = Plot(view, width: width, height: height, language: language) else {
            return print(Cell(PlotText.nothing.text(language)))
        }
        for line in plot.lines() { print(Cell(line)) }
    }
}

extension String {
    /// As much of it as fits into a number of columns.
    fileprivate func cut(to limit: Int) -> String {
        var kept = ""
        for character in self {
            guard (kept + String(character)).columns <= limit else { break }
            kept.append(character)
        }
        return kept
    }
}
