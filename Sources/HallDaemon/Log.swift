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

    /// A logger to journald where standard error goes there, else to standard error.
    public var logger: Logger {
        let level = Logger.Level(rawValue: rawValue) ?? .notice
        if let journald = JournaldSocket() {
            let rate = LogRate()
            return Logger(label: "halld") { _ in JournaldHandler(journald, rate: rate, level: level) }
        }
        var logger = Logger(label: "halld") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}
