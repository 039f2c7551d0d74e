/// One visible thing about a simulated device: the same words as in `set`, where it can be set.
public struct SimulatedState: Sendable, Equatable {
    /// `paper`, `cover`, `lamp` …
    public var point: String
    /// `ok`, `open`, `ready` …; lengths in mm, speeds in lines a second, bytes.
    public var value: String

    /// A point and its value.
    public init(_ point: String, _ value: String) {
        self.point = point
        self.value = value
    }
}
