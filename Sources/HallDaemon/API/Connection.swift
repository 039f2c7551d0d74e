import Glibc
import HallAPI
import HallModel
import Logging

/// One client's connection: bytes in, calls in order, replies out. Lives on the API thread.
final class Connection: PublicationListener {
    /// Its socket, until it is closed.
    let descriptor: Int32
    /// Who is at the other end.
    let peer: Peer
    private let dispatcher: Dispatcher
    private let hub: WatchHub
    private let limits: APILimits
    private let logger: Logger

    /// Nothing happens on a closed connection any more.
    private(set) var isOpen = true
    private var splitter: MessageSplitter
    private var calls = CallQueue<Arrival>()
    private var stream: ReplyStream?
    private var streamMethod: APIMethod?
    private var streamTicket = 0
    /// The stream has more at once; it waits for the next turn, so that other connections are served in between.
    private(set) var wantsTurn = false
    /// The client sends nothing more; the connection ends when everything is answered.
    private var isInputClosed = false
    /// The client sent what is no message: nothing more is read, calls before it are still answered.
    private var isSpoilt = false
    /// The server is ending: what was read is answered, nothing more is read.
    private var isReadingStopped = false

    /// Replies that the kernel has not taken, and how much of them it has.
    private var outgoing: [UInt8] = []
    private var sent = 0
    /// The client left too much unread: nothing more is made for it until most of that is gone.
    private var isFull = false
    /// When it is given up, if it goes on not reading.
    private(set) var deadline: MonotonicInstant?
    /// When its stream is to be looked at again, if no publication wakes it.
    var streamDue: MonotonicInstant? { isFull ? nil : stream?.due }

    private enum Arrival {
        case call(PendingCall)
        case garbage(FramingError)
    }

    /// Takes over the descriptor.
    init(
        descriptor: Int32, peer: Peer, dispatcher: Dispatcher, hub: WatchHub, limits: APILimits, logger: Logger
    ) {
        self.descriptor = descriptor
        self.peer = peer
        self.dispatcher = dispatcher
        self.hub = hub
        self.limits = limits
        self.logger = logger
        splitter = MessageSplitter(limit: limits.callBytes)
    }

    deinit { close() }

    /// What `ppoll` is to wait for.
    var events: Int16 {
        let mayRead = !isInputClosed && !isSpoilt && !isReadingStopped && calls.count < limits.outstandingCalls
        return Int16((mayRead ? POLLIN : 0) | (unsent > 0 ? POLLOUT : 0))
    }

    private var unsent: Int { outgoing.count - sent }

    // MARK: In

    /// Does what `ppoll` said can be done.
    func ready(_ events: Int16, _ buffer: inout [UInt8]) {
        if events & Int16(POLLIN) != 0 {
            receive(&buffer)
        } else if events & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
            // The client is gone and left nothing to read, or nothing that may be read yet.
            return close()
        }
        if events & Int16(POLLOUT) != 0 { flush() }
        if stream != nil, events & Int16(POLLOUT) != 0 { pull() }
        work()
    }

    private func receive(_ buffer: inout [UInt8]) {
        let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count > 0 {
            splitter.append(buffer[..<count])
            takeMessages()
        } else if count == 0 {
            isInputClosed = true
        } else if errno != EAGAIN, errno != EINTR {
            logger.debug("connection of \(peer.name) ended: error \(errno)")
            close()
        }
    }

    /// Calls taken in by now are answered, others never begin.
    func stopReading() { isReadingStopped = true }

    private func takeMessages() {
        while !isSpoilt, !isReadingStopped, calls.count < limits.outstandingCalls {
            do throws(FramingError) {
                guard let message = try splitter.next() else { return }
                let call = try PendingCall(message: message)
                calls.append(.call(call), isCommand: call.isCommand)
            } catch {
                isSpoilt = true
                calls.append(.garbage(error), isCommand: false)
            }
        }
    }

    // MARK: Work

    /// Answers and begins whatever can be; nothing new is begun for a client that does not read its replies.
    private func work() {
        while isOpen, !isFull {
            guard let action = calls.next() else {
                let before = calls.count
                takeMessages()
                if calls.count == before { break }
                continue
            }
            switch action {
            case .send(let message): write(message)
            case .start(.garbage(let error), _):
                // The parser's words can hold the client's.
                let reason = String("\(error)".prefix(200)).withoutControls
                logger.info("\(peer.name) sent no call, connection closed: \(reason)")
                flush()
                return close()
            case .start(.call(let call), let ticket): start(call, ticket)
            }
        }
        if unsent > 0 { flush() }
        // A stream has no end of its own: a client that will say nothing more can only end it.
        if isInputClosed, calls.count == 0 || stream != nil, unsent == 0 { close() }
    }

    private func start(_ call: PendingCall, _ ticket: Int) {
        let wanted = !call.header.oneway
        switch dispatcher.handle(call, from: peer) {
        case .reply(let message): calls.finish(ticket, reply: wanted ? message : nil)
        case .later(let begin):
            begin { message in
                // The connection may be gone by then.
                self.calls.finish(ticket, reply: wanted ? message : nil)
                self.work()
            }
        case .stream(let kind):
            stream = ReplyStream(kind, dispatcher, changesPerTurn: limits.changesPerTurn)
            streamMethod = try? call.method.get()
            streamTicket = ticket
            hub.add(self)
            pull()
        }
    }

    func published() { pull() }

    /// Sends what the stream has, as long as the client reads.
    func pull() {
        wantsTurn = false
        // A right that was taken away ends what was begun with it.
        if isOpen, let streamMethod, stream != nil, !dispatcher.isAllowed(streamMethod, peer) {
            write(APIFault.permissionDenied(streamMethod, peer.name, at: nil).message)
            flush()
            return close()
        }
        guard isOpen, !isFull, let turn = stream?.turn() else { return }
        for message in turn.messages { write(message) }
        if let last = turn.last { return endStream(last) }
        if !turn.messages.isEmpty { flush() }
        wantsTurn = turn.again && isOpen && !isFull
    }

    /// The stream is over by itself: its call is answered, the next one can begin.
    private func endStream(_ last: [UInt8]) {
        hub.remove(self)
        stream = nil
        streamMethod = nil
        calls.finish(streamTicket, reply: last)
        work()
    }

    // MARK: Out

    private func write(_ message: [UInt8]) {
        if unsent == 0 {
            outgoing = message
            sent = 0
        } else {
            outgoing.append(contentsOf: message)
        }
        if unsent > limits.outboundBytes { flush() }
    }

    /// Gives the kernel what it takes.
    private func flush() {
        while isOpen, unsent > 0 {
            let count = outgoing.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                return send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                break
            } else if errno != EINTR {
                return close()
            }
        }
        if unsent == 0 {
            outgoing = []
            sent = 0
        } else if sent > limits.outboundBytes {
            outgoing.removeFirst(sent)
            sent = 0
        }
        if unsent > limits.outboundBytes, !isFull {
            isFull = true
            deadline = APIServer.monotonicNow() + limits.unreadTime
        } else if unsent <= limits.outboundBytes / 4, isFull {
            isFull = false
            deadline = nil
        }
    }

    /// The client did not read for too long.
    func giveUp() {
        logger.notice("\(peer.name) does not read its replies, connection closed")
        close()
    }

    /// Ends it; commands that began go on, their replies are dropped.
    func close() {
        guard isOpen else { return }
        isOpen = false
        wantsTurn = false
        deadline = nil
        outgoing = []
        sent = 0
        if stream != nil { hub.remove(self) }
        stream = nil
        _ = Glibc.close(descriptor)
    }
}
