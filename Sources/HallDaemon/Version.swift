import HallModel

/// The build.
public enum Version {
    /// As `halld --version` and `hallctl version` say it.
    public static let current = "0.1.0"
    /// A clock that shows an earlier time is wrong: 2026-11-01T00:00:00Z.
    public static let builtAt = WallTime(seconds: 1_793_491_200)
}
