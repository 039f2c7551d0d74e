/// A place in a file.
struct Mark: Hashable, Comparable, Sendable {
    /// From 1.
    var line: Int
    /// From 1, in characters.
    var column: Int

    /// Stands for the file as a whole: its beginning, which every editor can go to.
    static let wholeFile = Mark(line: 1, column: 1)

    static func < (left: Self, right: Self) -> Bool { (left.line, left.column) < (right.line, right.column) }
}

/// A value together with the place it was read from, for judgements that come later.
struct Placed<Value> {
    var value: Value
    var mark: Mark
}

extension Placed: Equatable where Value: Equatable {}
extension Placed: Sendable where Value: Sendable {}

/// One value of a YAML document and where it stands.
struct YAMLNode {
    /// What stands there.
    enum Content {
        case scalar(Scalar)
        case sequence([YAMLNode])
        case mapping([Entry])
        /// Something refused and reported already: whoever reads it stays silent.
        case refused
    }

    /// A piece of text, number or word: YAML's guesses at types are not taken over, the reader of a key decides.
    struct Scalar {
        var text: String
        /// Written without quotes and not as a block.
        var isPlain: Bool
        /// The place of the first character of `text`, if every character stands in the file as it is in `text`.
        var verbatimFrom: Mark?

        /// Nothing, `~` or `null` without quotes.
        var isNull: Bool { isPlain && ["", "~", "null", "Null", "NULL"].contains(text) }
    }

    /// A key and its value; a mapping keeps them in the file's order, each key once.
    struct Entry {
        var key: String
        var keyMark: Mark
        var value: YAMLNode
    }

    var content: Content
    var mark: Mark
}
