/// A few words between the people of a hall.
public struct MessageSent: FactPayload {
    /// Its name in the journal.
    public static let kind = "message-sent"
    /// The most characters.
    public static let mostCharacters = 200
    /// The most bytes of UTF-8, since a character can be of many.
    public static let mostBytes = 1000

    /// Where people are.
    public enum Place: Hashable, Sendable, Codable {
        /// The service desk.
        case desk
        /// A window.
        case window(WindowID)

        /// `desk`, or the window's id.
        public var name: String {
            switch self {
            case .desk: Self.deskName
            case .window(let id): id.rawValue
            }
        }

        /// The word for the desk; a window of that id could not be written to.
        public static let deskName = "desk"

        /// `desk`, or a window's id.
        public init(_ name: String) { self = name == Self.deskName ? .desk : .window(WindowID(name)) }
    }
    /// Where from.
    public var from: Place
    /// Where to.
    public var to: Place
    /// What.
    public var text: String
    /// When.
    public var at: WallTime
    /// Who.
    public var by: String

    /// All fields.
    public init(from: Place, to: Place, text: String, at: WallTime, by: String) {
        self.from = from
        self.to = to
        self.text = text
        self.at = at
        self.by = by
    }

    /// It can be sent: not blank, not too long, one line.
    public static func isGood(_ text: String) -> Bool {
        text.utf8.count <= mostBytes && text.count <= mostCharacters && !text.allSatisfy(\.isWhitespace)
            && !text.unicodeScalars.contains(where: \.isControl)
    }
}
