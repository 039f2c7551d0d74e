import CYAML
import HallModel

/// Reads one YAML document into a tree over libyaml's events.
///
/// A deliberately small YAML: scalars, sequences and mappings. Anchors, aliases, tags and merge keys let a short file
/// say something long or something else than it seems to say; they are refused, each with its place.
struct YAMLReader {
    /// Mappings and sequences inside each other; the deepest file of the project has 5.
    static let deepest = 32
    /// Values of one document; a hall of 256 windows has about 10 000.
    static let mostNodes = 50_000

    private enum Frame {
        case sequence([YAMLNode], Mark)
        case mapping([YAMLNode.Entry], Mark, firsts: [String: Mark], key: PendingKey?)
    }

    private enum PendingKey {
        case text(String, Mark)
        /// Reported already; its value is read and dropped.
        case refused
    }

    private let log: ProblemLog
    private var stack: [Frame] = []
    private var root: YAMLNode?
    private var nodes = 0
    private var documents = 0

    private init(log: ProblemLog) { self.log = log }

    /// The tree of a file's content; nil when there is none, which is reported then.
    static func read(_ bytes: [UInt8], log: ProblemLog) -> YAMLNode? {
        guard let text = TextCheck.body(of: bytes, log: log) else { return nil }
        var reader = YAMLReader(log: log)
        let complete = text.withUnsafeBufferPointer { reader.parse($0) }
        guard complete else { return nil }
        guard let root = reader.root else {
            log.report(.emptyFile, at: .wholeFile)
            return nil
        }
        return root
    }

    /// False when the rest of the file could not be read.
    private mutating func parse(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        // On the heap: libyaml keeps a pointer to the parser inside the parser.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            log.report(.unreadable("no memory"), at: .wholeFile)
            return false
        }
        defer { yaml_parser_delete(parser) }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else {
                reportSyntax(parser.pointee)
                return false
            }
            defer { yaml_event_delete(&event) }
            switch take(event) {
            case .more: continue
            case .finished: return true
            case .stopped: return false
            }
        }
    }

    private enum Step { case more, finished, stopped }

    private mutating func take(_ event: yaml_event_t) -> Step {
        let mark = Mark(event.start_mark)
        switch event.type {
        case YAML_STREAM_END_EVENT:
            return .finished
        case YAML_DOCUMENT_START_EVENT:
            documents += 1
            guard documents == 1 else {
                log.report(.secondDocument, at: mark)
                return .stopped
            }
        case YAML_ALIAS_EVENT:
            log.report(.unsupported(.alias), at: mark)
            return place(YAMLNode(content: .refused, mark: mark))
        case YAML_SCALAR_EVENT:
            let data = event.data.scalar
            refuse(anchor: data.anchor, tag: data.tag, at: mark)
            return place(YAMLNode(content: .scalar(Self.scalar(event)), mark: mark))
        case YAML_SEQUENCE_START_EVENT:
            let data = event.data.sequence_start
            refuse(anchor: data.anchor, tag: data.tag, at: mark)
            return open(.sequence([], mark), at: mark)
        case YAML_MAPPING_START_EVENT:
            let data = event.data.mapping_start
            refuse(anchor: data.anchor, tag: data.tag, at: mark)
            return open(.mapping([], mark, firsts: [:], key: nil), at: mark)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            return close()
        default:
            break
        }
        return .more
    }

    private mutating func open(_ frame: Frame, at mark: Mark) -> Step {
        guard stack.count < Self.deepest else {
            log.report(.tooDeep(limit: Self.deepest), at: mark)
            return .stopped
        }
        stack.append(frame)
        return .more
    }

    private mutating func close() -> Step {
        switch stack.popLast() {
        case .sequence(let items, let mark): place(YAMLNode(content: .sequence(items), mark: mark))
        case .mapping(let entries, let mark, _, _): place(YAMLNode(content: .mapping(entries), mark: mark))
        case nil: .more
        }
    }

    /// Puts a complete value where it belongs: the document, the open sequence, or a key or value of the open mapping.
    private mutating func place(_ node: YAMLNode) -> Step {
        nodes += 1
        guard nodes <= Self.mostNodes else {
            log.report(.tooManyNodes(limit: Self.mostNodes), at: node.mark)
            return .stopped
        }
        switch stack.popLast() {
        case nil:
            root = node
        case .sequence(var items, let mark):
            items.append(node)
            stack.append(.sequence(items, mark))
        case .mapping(let entries, let mark, let firsts, key: nil):
            stack.append(.mapping(entries, mark, firsts: firsts, key: key(node)))
        case .mapping(var entries, let mark, var firsts, .some(let key)):
            if case .text(let text, let keyMark) = key {
                if let first = firsts[text] {
                    log.report(.duplicateKey(text, first: first), at: keyMark)
                } else {
                    firsts[text] = keyMark
                    entries.append(YAMLNode.Entry(key: text, keyMark: keyMark, value: node))
                }
            }
            stack.append(.mapping(entries, mark, firsts: firsts, key: nil))
        }
        return .more
    }

    private func key(_ node: YAMLNode) -> PendingKey {
        switch node.content {
        case .refused:
            return .refused
        case .scalar(let scalar) where scalar.text == "<<" && scalar.isPlain:
            log.report(.unsupported(.mergeKey), at: node.mark)
            return .refused
        case .scalar(let scalar) where !scalar.text.isEmpty:
            return .text(scalar.text, node.mark)
        case .scalar, .sequence, .mapping:
            log.report(.unsupported(.complexKey), at: node.mark)
            return .refused
        }
    }

    private func refuse(
        anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?, at mark: Mark
    ) {
        if anchor != nil { log.report(.unsupported(.anchor), at: mark) }
        if tag != nil { log.report(.unsupported(.tag), at: mark) }
    }

    private static func scalar(_ event: yaml_event_t) -> YAMLNode.Scalar {
        let data = event.data.scalar
        let bytes = UnsafeBufferPointer(start: data.value, count: data.length)
        let text = String(decoding: bytes, as: UTF8.self)
        let isPlain = data.style == YAML_PLAIN_SCALAR_STYLE
        let quotes = isPlain ? 0 : 1
        let start = event.start_mark
        let end = event.end_mark
        let width = text.unicodeScalars.count + 2 * quotes
        let verbatim = start.line == end.line && end.column - start.column == width
        var first = Mark(start)
        first.column += quotes
        return YAMLNode.Scalar(text: text, isPlain: isPlain, verbatimFrom: verbatim ? first : nil)
    }

    private func reportSyntax(_ parser: yaml_parser_t) {
        let problem = parser.problem.map { String(cString: $0) } ?? "out of memory"
        let context = parser.context.map { String(cString: $0) }
        log.report(.syntax(problem, context: context), at: Mark(parser.problem_mark))
    }
}

extension Mark {
    /// libyaml counts both from 0, columns in characters.
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    }
}
