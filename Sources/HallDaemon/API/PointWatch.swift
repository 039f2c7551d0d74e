import HallAPI
import HallLogic
import HallModel

/// What a watcher of points has been told: readings come many times a second, are no changes of the hall, and wake
/// nobody, so it looks by itself once a second.
struct PointWatch {
    /// Between two looks.
    static let pause = Duration.seconds(1)

    /// What a watcher is told of again when it differs: not a value that was merely read again.
    private struct Told: Equatable {
        var value: JSONValue?
        var quality: String
        var missing: String?

        init(_ point: PointView) {
            value = point.value
            quality = point.quality
            missing = point.missing
        }
    }
    private let pattern: Glob?
    private var told: [String: Told] = [:]
    private var hasBegun = false
    /// When to look next.
    private(set) var due: MonotonicInstant?

    init(_ pattern: Glob?) { self.pattern = pattern }

    /// All points at first, then those that changed since the last message; nil while it is too early or none did.
    mutating func turn(_ view: Viewing) -> [PointView]? {
        let now = APIServer.monotonicNow()
        if let due, now < due { return nil }
        due = now + Self.pause
        let points = view.points(pattern)
        let changed = points.filter { told[$0.id] != Told($0) }
        defer { hasBegun = true }
        guard !hasBegun || !changed.isEmpty else { return nil }
        told = Dictionary(points.map { ($0.id, Told($0)) }, uniquingKeysWith: { first, _ in first })
        return changed
    }
}
