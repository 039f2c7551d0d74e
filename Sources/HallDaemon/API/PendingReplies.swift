/// Replies that the hall still owes. What comes after the end is dropped: nobody is left to read it.
final class PendingReplies: @unchecked Sendable {
    // Unchecked: everything but `fulfil` is called on the API thread.
    private let door: LoopDoor
    private var owed: [UInt64: ([UInt8]) -> Void] = [:]
    private var lastTicket: UInt64 = 0

    init(_ door: LoopDoor) { self.door = door }

    /// A place for a reply: `deliver` gets it, on the API thread.
    func expect(_ deliver: @escaping ([UInt8]) -> Void) -> UInt64 {
        lastTicket += 1
        owed[lastTicket] = deliver
        return lastTicket
    }

    /// The reply, from any thread and at any time.
    func fulfil(_ ticket: UInt64, with reply: @escaping @Sendable () -> [UInt8]) {
        door.execute { self.owed.removeValue(forKey: ticket)?(reply()) }
    }

    /// Gives up what is still owed.
    func end() { owed = [:] }
}
