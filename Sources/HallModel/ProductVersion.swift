/// The version of all programs; they are released together.
public enum ProductVersion {
    /// As `halld --version` and `hallctl version` say it.
    public static let current = "0.2.0"
}
