/// Why the socket could not be opened. The daemon has no face without it: tell and stop.
public struct APIServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What happened, for programs.
    public enum Code: String, Sendable {
        /// Another daemon answers there.
        case inUse
        /// Something else than a socket stands there.
        case notASocket
        /// The path does not fit a socket's address.
        case badPath
        /// The folder or socket cannot be made.
        case cannotListen
    }
    /// What happened, for programs.
    public var code: Code
    /// What happened, where, and what to do.
    public var message: String

    /// An error at a path.
    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What happened, where, and what to do.
    public var description: String { message }
}
