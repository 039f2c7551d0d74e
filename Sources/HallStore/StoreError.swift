import HallModel

/// The journal cannot do what was asked. Its type says what follows: nothing was changed and nothing is retried by the
/// store itself.
public struct StoreError: Error, Sendable, Equatable, LocalizedText {
    /// What follows.
    public enum Code: String, Sendable, Equatable {
        /// The folder or file cannot be opened or made: see to permissions and space.
        case cannotOpen
        /// A write or its fsync failed: discard the hall, reopen, restore.
        case commitFailed
        /// The file is not a journal, or damaged. It is left as it is.
        case damaged
        /// A newer build wrote it: use that build.
        case tooNew
        /// Another process holds it.
        case inUse
        /// A fact contradicts who is at which window: nothing of its batch was written, and the journal goes on.
        case contradiction
    }
    /// What follows.
    public var code: Code
    /// What happened, where, and what to do.
    public var bilingual: Bilingual
    /// The same in English, for the log.
    public var message: String { bilingual.en }
    /// SQLite's extended result code, 0 if it is not SQLite's.
    public var extendedCode: Int32
    /// Why, in a form that people in the hall can be told.
    public var trouble: StoreTrouble
    /// Which fact, for `.contradiction`.
    public internal(set) var contradiction: Contradiction?

    /// An error of the store; without a trouble it is taken from the codes.
    public init(_ code: Code, _ text: Bilingual, extendedCode: Int32 = 0, trouble: StoreTrouble? = nil) {
        self.code = code
        bilingual = text
        self.extendedCode = extendedCode
        self.trouble = trouble ?? StoreTrouble(code, extendedCode: extendedCode)
    }
}
