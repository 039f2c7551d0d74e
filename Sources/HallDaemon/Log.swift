import Logging

/// How much is logged; names as on the command line.
public enum LogLevel: String, Sendable, CaseIterable {
    /// Everything.
    case debug
    /// What changes.
    case info
    /// What an operator should see.
    case notice
    /// What may need a hand.
    case warning
    /// What failed.
    case error

    /// A logger to standard error.
    public var logger: Logger {
        var logger = Logger(label: "halld") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = Logger.Level(rawValue: rawValue) ?? .notice
        return logger
    }
}
