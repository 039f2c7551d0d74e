/// Finds what somebody may have meant.
public enum NearNames {
    /// Characters compared; names are at most 64.
    private static let longest = 64

    /// At most `count` of `names` that are near `name`, the nearest first, equals in their given order.
    public static func of(_ name: String, among names: [String], count: Int = 1) -> [String] {
        let wanted = letters(name)
        var near: [(distance: Int, name: String)] = []
        for candidate in names {
            let letters = letters(candidate)
            let farthest = max(1, min(wanted.count, letters.count) / 3)
            if contains(wanted, letters) {
                near.append((1, candidate))
            } else if abs(wanted.count - letters.count) <= farthest {
                let distance = distance(wanted, letters)
                if distance <= farthest { near.append((distance, candidate)) }
            }
        }
        let nearest = near.map(\.distance).min() ?? 0
        // `sorted` keeps the order of equals only by this index.
        return near.enumerated()
            .filter { $0.element.distance <= nearest + 1 }
            .sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
            .prefix(count).map(\.element.name)
    }

    private static func letters(_ name: String) -> [Unicode.Scalar] {
        Array(name.lowercased().unicodeScalars.prefix(longest))
    }

    /// `baudrate` for `baud`: one begins with the other, and the shorter is not a mere letter or two.
    private static func contains(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Bool {
        min(left.count, right.count) >= 3 && (left.starts(with: right) || right.starts(with: left))
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one name into the other.
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var twoBack = [Int](repeating: 0, count: right.count + 1)
        var previous = Array(0...right.count)
        for i in left.indices {
            var current = [i + 1]
            current.reserveCapacity(right.count + 1)
            for j in right.indices {
                let same = left[i] == right[j]
                var best = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (same ? 0 : 1))
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    best = min(best, twoBack[j - 1] + 1)
                }
                current.append(best)
            }
            twoBack = previous
            previous = current
        }
        return previous[right.count]
    }

    static func distance(_ left: String, _ right: String) -> Int { distance(letters(left), letters(right)) }
}
