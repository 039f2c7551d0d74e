import FoundationEssentials
import Glibc
import HallAPI
import HallModel

/// Appointments as a booking system writes them: CSV (RFC 4180, UTF-8 with or without a byte order mark, a header) or a JSON
/// list of objects. Each has exactly the five columns; whatever tells who somebody is is not taken in.
struct AppointmentFile {
    /// The most bytes read.
    private static let limit = 1 << 20
    /// In any order.
    static let columns = ["code", "start", "minutes", "service", "source"]

    /// The rows that could be read.
    private(set) var entries: [AppointmentEntry] = []
    /// Where each stands: a line of CSV, or the place in the list, both from 1.
    private(set) var places: [Int] = []
    /// What could not be read.
    private(set) var problems: [(place: Int, text: AppointmentText)] = []
    /// It is JSON.
    let isList: Bool

    /// Reads a file; throws where nothing of it can be read at all.
    init(path: String) throws(ConsoleFailure) {
        let bytes = try Self.read(path)
        guard
            let text = String(
                validating: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...], as: UTF8.self)
        else { throw ConsoleFailure(.notUTF8(path), .saveUTF8) }
        isList = text.first { !$0.isWhitespace } == "["
        if isList { try readList(text, path) } else { readTable(text) }
        if problems.isEmpty, entries.isEmpty { throw ConsoleFailure(.noEntries(path), .columnsAre(Self.columns)) }
    }

    private static func read(_ path: String) throws(ConsoleFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ConsoleFailure(.cannotRead(path, String(cString: strerror(errno))), .checkPath)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            let count = unsafe Glibc.read(descriptor, &part, part.count)
            guard count >= 0 else {
                throw ConsoleFailure(.cannotRead(path, String(cString: strerror(errno))), .checkPath)
            }
            guard count > 0 else { return bytes }
            bytes += part[..<count]
        }
        throw ConsoleFailure(.tooLong(path), .importInParts)
    }

    // MARK: CSV

    private mutating func readTable(_ text: String) {
        var rows = CommaSeparated.rows(text)[...]
        guard let header = rows.popFirst() else { return }
        let names = header.cells.map { $0.trimmed }
        guard header.isWhole else { return problems.append((header.line, .openQuote)) }
        for name in names where !Self.columns.contains(name) { problems.append((header.line, .foreignColumn(name))) }
        for name in Self.columns {
            if !names.contains(name) { problems.append((header.line, .missingColumn(name))) }
            if names.count(where: { $0 == name }) > 1 { problems.append((header.line, .columnTwice(name))) }
        }
        guard problems.isEmpty else { return }
        for row in rows {
            guard row.isWhole else {
                problems.append((row.line, .openQuote))
                continue
            }
            // A last line that is empty.
            if row.cells == [""] { continue }
            guard row.cells.count == names.count else {
                problems.append((row.line, .cellCount(row.cells.count, wanted: names.count)))
                continue
            }
            func cell(_ name: String) -> String { names.firstIndex(of: name).map { row.cells[$0].trimmed } ?? "" }
            add(row.line, minutes: Int(cell("minutes")), told: cell("minutes"), cell)
        }
    }

    private mutating func add(_ place: Int, minutes: Int?, told: String, _ cell: (String) -> String) {
        guard let minutes else { return problems.append((place, .badMinutes(told))) }
        entries.append(
            AppointmentEntry(
                code: cell("code"), start: cell("start"), minutes: minutes, service: cell("service"),
                source: cell("source")))
        places.append(place)
    }

    // MARK: JSON

    private mutating func readList(_ text: String, _ path: String) throws(ConsoleFailure) {
        let rows: [[String: JSONValue]]
        do {
            rows = try JSONDecoder().decode([[String: JSONValue]].self, from: Data(text.utf8))
        } catch {
            throw ConsoleFailure(.noList(path), .columnsAre(Self.columns))
        }
        for (index, row) in rows.enumerated() {
            let place = index + 1
            let foreign = row.keys.filter { !Self.columns.contains($0) }.sorted()
            let missing = Self.columns.filter { row[$0] == nil || row[$0] == .null }
            for name in foreign { problems.append((place, .foreignColumn(name))) }
            for name in missing { problems.append((place, .missingColumn(name))) }
            guard foreign.isEmpty, missing.isEmpty else { continue }
            let told = row["minutes"].map { $0.text ?? $0.line } ?? ""
            add(place, minutes: Int(told), told: told) { row[$0]?.text ?? row[$0]?.line ?? "" }
        }
    }
}

/// RFC 4180: commas, quoted cells in which a quote stands twice, lines that end with LF or CRLF.
enum CommaSeparated {
    struct Row: Equatable {
        /// Where it begins, from 1.
        var line: Int
        var cells: [String]
        /// Every quote is closed.
        var isWhole = true
    }

    static func rows(_ text: String) -> [Row] {
        var rows: [Row] = []
        var row = Row(line: 1, cells: [])
        var cell = ""
        var line = 1
        var isQuoted = false
        var scalars = text.unicodeScalars[...]
        func isEmpty() -> Bool { cell.isEmpty && row.cells.isEmpty }
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where isQuoted && scalars.first == "\"":
                _ = scalars.popFirst()
                cell.append("\"")
            case "\"" where isQuoted: isQuoted = false
            case "\"" where cell.isEmpty: isQuoted = true
            case "," where !isQuoted:
                row.cells.append(cell)
                cell = ""
            case "\n" where !isQuoted:
                line += 1
                if cell.hasSuffix("\r") { cell.removeLast() }
                row.cells.append(cell)
                rows.append(row)
                (row, cell) = (Row(line: line, cells: []), "")
            case "\r" where !isQuoted && scalars.first == "\n": break
            default:
                if scalar == "\n" { line += 1 }
                cell.unicodeScalars.append(scalar)
            }
        }
        guard !isEmpty() || isQuoted else { return rows }
        row.isWhole = !isQuoted
        row.cells.append(cell)
        return rows + [row]
    }
}

extension String {
    fileprivate var trimmed: String {
        let inner = drop { $0.isWhitespace }
        return String(inner.reversed().drop { $0.isWhitespace }.reversed())
    }
}
