import HallModel

/// Why the socket could not be opened. The daemon has no face without it: tell and stop.
public struct APIServerError: Error, Sendable, Equatable, LocalizedText {
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
    public var bilingual: Bilingual

    /// An error at a path.
    init(_ code: Code, _ path: String, _ text: Bilingual) {
        self.code = code
        bilingual = text.behind(path)
    }

    /// The folder or socket cannot be made, for a reason in the system's words.
    static func cannotListen(_ path: String, _ reason: String) -> APIServerError {
        APIServerError(
            .cannotListen, path,
            Bilingual(zh: "\(reason)：请检查目录的属主和权限", en: "\(reason): see to the folder's owner and mode"))
    }
}
