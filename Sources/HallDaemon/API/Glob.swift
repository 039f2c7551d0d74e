/// A name pattern: `*` is any text, `?` one character, everything else itself. Matching takes at most
/// pattern × name steps, whatever the pattern.
struct Glob {
    private let pattern: [Character]

    /// Takes the pattern as it stands.
    init(_ pattern: String) { self.pattern = Array(pattern) }

    /// The whole name fits.
    func matches(_ name: String) -> Bool {
        let name = Array(name)
        var place = 0
        var index = 0
        /// Where to go on when the text under the last star must be longer.
        var retry: (place: Int, index: Int)?
        while index < name.count {
            if place < pattern.count, pattern[place] == "*" {
                retry = (place + 1, index)
                place += 1
            } else if place < pattern.count, pattern[place] == "?" || pattern[place] == name[index] {
                place += 1
                index += 1
            } else if let last = retry {
                retry = (last.place, last.index + 1)
                (place, index) = (last.place, last.index + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "*" }
    }
}
