import HallModel

/// A piece of text with a meaning that a terminal may colour. Text from outside is stripped of control characters here,
/// so nothing can reach the terminal around it.
struct Cell: Equatable, ExpressibleByStringInterpolation {
    enum Tone { case plain, good, bad, warning, faint }
    var text: String
    var tone: Tone

    init(_ text: String, _ tone: Tone = .plain) {
        self.text = text.withoutControls
        self.tone = tone
    }

    init(stringLiteral value: String) { self.init(value) }

    func rendered(coloured: Bool, padded width: Int = 0) -> String {
        let text = text.padded(to: width)
        guard coloured else { return text }
        return switch tone {
        case .plain: text
        case .good: "\u{1B}[32m\(text)\u{1B}[0m"
        case .bad: "\u{1B}[31m\(text)\u{1B}[0m"
        case .warning: "\u{1B}[33m\(text)\u{1B}[0m"
        case .faint: "\u{1B}[2m\(text)\u{1B}[0m"
        }
    }
}

/// Rows under headings, each column as wide as its widest cell.
struct Table {
    private static let gap = "  "
    var headings: [String]
    var rows: [[Cell]]

    func lines(coloured: Bool) -> [String] {
        let all = [headings.map { Cell($0, .faint) }] + rows
        let widths = headings.indices.map { column in
            all.map { column < $0.count ? $0[column].text.columns : 0 }.max() ?? 0
        }
        return all.map { row in
            // The last cell that says something needs no spaces behind it.
            let last = row.lastIndex { !$0.text.isEmpty } ?? 0
            return row.indices.prefix(last + 1).map { column in
                row[column].rendered(coloured: coloured, padded: column == last ? 0 : widths[column])
            }.joined(separator: Self.gap)
        }
    }
}

/// Names and values below one another.
struct Sheet {
    var rows: [(name: String, value: Cell)]

    func lines(coloured: Bool) -> [String] {
        let width = rows.map(\.name.columns).max() ?? 0
        return rows.map { name, value in
            Cell(name, .faint).rendered(coloured: coloured, padded: width) + "  " + value.rendered(coloured: coloured)
        }
    }
}
