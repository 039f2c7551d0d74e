/// The calls of one connection, answered in the order they came.
///
/// ```
///   arrived ─▶ waiting ─▶ running ─▶ done ─▶ sent (only at the head)
/// ```
/// Commands run behind one another without waiting for each other's fsync: the hall takes them in order and one commit
/// can hold them all. Everything else sees what the calls before it did, so it starts when it is at the head.
struct CallQueue<Call> {
    /// What to do next, in this order.
    enum Action {
        /// Begin this call; `finish` is called with its ticket.
        case start(Call, Int)
        /// Send this reply.
        case send([UInt8])
    }
    private enum State {
        case waiting
        case running
        case done([UInt8]?)
    }
    private struct Entry {
        var ticket: Int
        var call: Call
        var isCommand: Bool
        var state: State
    }

    private var entries: [Entry] = []
    private var lastTicket = 0

    /// Calls that are not answered yet.
    var count: Int { entries.count }

    /// A call came.
    mutating func append(_ call: Call, isCommand: Bool) {
        lastTicket += 1
        entries.append(Entry(ticket: lastTicket, call: call, isCommand: isCommand, state: .waiting))
    }

    /// A call ended; nil where no reply is wanted.
    mutating func finish(_ ticket: Int, reply: [UInt8]?) {
        guard let index = entries.firstIndex(where: { $0.ticket == ticket }) else { return }
        entries[index].state = .done(reply)
    }

    /// One step, or nil when nothing can be done until a call arrives or ends.
    mutating func next() -> Action? {
        while case .done(let reply)? = entries.first?.state {
            entries.removeFirst()
            if let reply { return .send(reply) }
        }
        for index in entries.indices {
            if case .waiting = entries[index].state, index == 0 || entries[index].isCommand {
                entries[index].state = .running
                return .start(entries[index].call, entries[index].ticket)
            }
            guard entries[index].isCommand else { return nil }
        }
        return nil
    }
}
