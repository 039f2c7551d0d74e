/// Bytes that wait for the kernel to take them, in order.
struct OutgoingBytes {
    private var bytes: [UInt8] = []
    private var head = 0

    var count: Int { bytes.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ more: [UInt8]) { bytes += more }

    mutating func removeAll() {
        bytes = []
        head = 0
    }

    /// The next bytes, at most `limit`.
    func next(atMost limit: Int) -> ArraySlice<UInt8> { bytes[head...].prefix(limit) }

    mutating func taken(_ count: Int) {
        head += count
        // Moving what is left only when at least as much has gone keeps a long queue linear.
        guard head * 2 >= bytes.count else { return }
        bytes.removeFirst(head)
        head = 0
    }
}
