import Glibc

/// A call of the system that failed: which, on what, why.
public struct SystemFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was tried, on what.
    public var attempt: String
    /// The system's number.
    public var errno: Int32

    /// A call that failed just now with `errno`.
    public init(_ attempt: String, errno: Int32) {
        self.attempt = attempt
        self.errno = errno
    }

    /// `open /dev/ptmx: No space left on device (28)`
    public var description: String { "\(attempt): \(Self.text(of: errno)) (\(errno))" }

    /// The system's words for one of its numbers.
    public static func text(of number: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let base = buffer.baseAddress, strerror_r(number, base, buffer.count) == 0 else {
                return "error \(number)"
            }
            return String(cString: base)
        }
    }
}
