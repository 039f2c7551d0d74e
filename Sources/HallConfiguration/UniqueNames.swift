/// Remembers where each value stood first.
struct UniqueNames<Value: Hashable> {
    private var firsts: [Value: Mark] = [:]

    /// Where the same value stood before; nil for the first.
    mutating func add(_ value: Placed<Value>) -> Mark? {
        if let first = firsts[value.value] { return first }
        firsts[value.value] = value.mark
        return nil
    }
}
