import HallModel

extension ProductVersion {
    /// A clock that shows an earlier time is wrong: 2026-11-01T00:00:00Z.
    static let builtAt = WallTime(seconds: 1_793_491_200)
}
