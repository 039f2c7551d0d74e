import Glibc

/// A file descriptor with one owner: closed exactly once, when the owner goes.
public struct OwnedDescriptor: ~Copyable, Sendable {
    /// The kernel's number; borrowed, never to be closed by the reader.
    public let number: Int32

    /// Takes over an open descriptor; a negative number (a call that failed) owns nothing.
    public init(owning number: Int32) { self.number = number }

    deinit {
        // After close the number may belong to another file even if close was interrupted: never again.
        if number >= 0 { _ = Glibc.close(number) }
    }

    /// Closes it now.
    public consuming func close() {}

    /// Gives the number away: the caller closes it.
    public consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }
}
