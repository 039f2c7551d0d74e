//  one connection, one direction:
//
//  ┌──────────────────────────┬────┬──────────────────────────┬────┬─ …
//  │ JSON object, UTF-8       │ 00 │ JSON object, UTF-8       │ 00 │
//  └──────────────────────────┴────┴──────────────────────────┴────┴─ …
//
//  A zero byte cannot occur inside JSON text, so it ends a message whatever was in it.
//  Source: varlink.org, Method-Call.

/// Bounds of what is read from a socket.
public enum MessageLimits {
    /// The longest call the server takes, in bytes without the zero byte: 1 MiB.
    public static let callBytes = 1 << 20
    /// The longest reply the client takes, in bytes without the zero byte: 16 MiB.
    public static let replyBytes = 16 << 20
    /// How deep objects and lists may be nested; our deepest reply has 6 levels.
    public static let depth = 32
    /// The longest idempotency key, in UTF-8 bytes.
    public static let keyBytes = 128
}

/// Why a stream of bytes is no stream of messages. Nothing after it can be trusted: close the connection.
public enum FramingError: Error, Sendable, Equatable {
    /// More bytes than the limit came without a zero byte.
    case tooLong(limit: Int)
    /// Nothing stood before a zero byte.
    case empty
    /// The bytes are no UTF-8.
    case notUTF8
    /// Objects and lists are nested deeper than the limit.
    case tooDeep(limit: Int)
    /// The text is no JSON object of the expected form; the parser's words.
    case notAMessage(String)
}

/// Cuts a stream of bytes into messages, however the bytes arrive.
public struct MessageSplitter: Sendable {
    private let limit: Int
    private var buffer: [UInt8] = []
    /// The first byte that belongs to no message handed out yet.
    private var start = 0
    /// Everything before it was searched for a zero byte.
    private var searched = 0

    /// Takes messages of at most `limit` bytes.
    public init(limit: Int) { self.limit = limit }

    /// Bytes that wait for their zero byte or for `next()`.
    public var bufferedBytes: Int { buffer.count - start }

    /// Takes what came from the socket.
    public mutating func append(_ bytes: ArraySlice<UInt8>) {
        if start > 0, start == buffer.count || start > 65_536 {
            buffer.removeFirst(start)
            searched -= start
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole message, not longer than the limit and not empty; nil until more bytes come.
    public mutating func next() throws(FramingError) -> [UInt8]? {
        var index = max(searched, start)
        while index < buffer.count, buffer[index] != 0 { index += 1 }
        searched = index
        guard index - start <= limit else { throw .tooLong(limit: limit) }
        guard index < buffer.count else { return nil }
        let message = Array(buffer[start..<index])
        start = index + 1
        searched = start
        guard !message.isEmpty else { throw .empty }
        return message
    }
}
