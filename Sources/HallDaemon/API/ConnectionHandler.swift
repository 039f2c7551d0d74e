import HallAPI
import HallModel
import Logging
import NIOCore

/// One client's connection: bytes in, calls in order, replies out. Lives on the event loop.
final class ConnectionHandler: ChannelDuplexHandler, PublicationListener {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let peer: Peer
    private let dispatcher: Dispatcher
    private let hub: WatchHub
    private let limits: APILimits
    private let logger: Logger

    private var context: ChannelHandlerContext?
    private var splitter: MessageSplitter
    private var calls = CallQueue<Arrival>()
    private var stream: ReplyStream?
    /// The channel wants to read and may not, since enough calls wait.
    private var isReadHeld = false
    /// The client sends nothing more; the connection ends when everything is answered.
    private var isInputClosed = false
    /// The client sent what is no message: nothing more is read, calls before it are still answered.
    private var isSpoilt = false
    /// The server is ending: what was read is answered, nothing more is read.
    private var isReadingStopped = false
    private var unreadTimer: Scheduled<Void>?

    private enum Arrival {
        case call(PendingCall)
        case garbage(FramingError)
    }

    init(peer: Peer, dispatcher: Dispatcher, hub: WatchHub, limits: APILimits, logger: Logger) {
        self.peer = peer
        self.dispatcher = dispatcher
        self.hub = hub
        self.limits = limits
        self.logger = logger
        splitter = MessageSplitter(limit: limits.callBytes)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelInactive(context: ChannelHandlerContext) {
        if stream != nil { hub.remove(self) }
        stream = nil
        unreadTimer?.cancel()
        context.fireChannelInactive()
    }

    // MARK: In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isSpoilt, !isReadingStopped else { return }
        splitter.append(unwrapInboundIn(data).readableBytesView)
        takeMessages()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        work(context)
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if calls.count >= limits.outstandingCalls || isSpoilt || isReadingStopped {
            isReadHeld = true
        } else {
            context.read()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            isInputClosed = true
            work(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        logger.debug("connection of \(peer.name) ended: \(error)")
        context.close(promise: nil)
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
    private func work(_ context: ChannelHandlerContext) {
        var wrote = false
        while context.channel.isActive, context.channel.isWritable {
            guard let action = calls.next() else {
                let before = calls.count
                takeMessages()
                if calls.count == before { break }
                continue
            }
            switch action {
            case .send(let message):
                write(message, context)
                wrote = true
            case .start(.garbage(let error), _):
                // The parser's words can hold the client's.
                let reason = String("\(error)".prefix(200)).withoutControls
                logger.info("\(peer.name) sent no call, connection closed: \(reason)")
                if wrote { context.flush() }
                context.close(promise: nil)
                return
            case .start(.call(let call), let ticket): start(call, ticket, context)
            }
        }
        if wrote { context.flush() }
        if isReadHeld, calls.count < limits.outstandingCalls, !isSpoilt, !isReadingStopped {
            isReadHeld = false
            context.read()
        }
        // A stream has no end of its own: a client that will say nothing more can only end it.
        if isInputClosed, calls.count == 0 || stream != nil { context.close(promise: nil) }
    }

    private func start(_ call: PendingCall, _ ticket: Int, _ context: ChannelHandlerContext) {
        let wanted = !call.header.oneway
        switch dispatcher.handle(call, from: peer, on: context.eventLoop) {
        case .reply(let message): calls.finish(ticket, reply: wanted ? message : nil)
        case .later(let future):
            // The future belongs to this loop; the connection may be gone when it completes.
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            future.whenSuccess { message in
                let handler = bound.value
                handler.calls.finish(ticket, reply: wanted ? message : nil)
                if let context = handler.context { handler.work(context) }
            }
        case .stream(let kind):
            stream = ReplyStream(kind, dispatcher, changesPerTurn: limits.changesPerTurn)
            hub.add(self)
            pull(context)
        }
    }

    func published() {
        if let context { pull(context) }
    }

    /// Sends what the stream has, as long as the client reads.
    private func pull(_ context: ChannelHandlerContext) {
        guard stream != nil, context.channel.isActive, context.channel.isWritable,
            let (messages, again) = stream?.turn()
        else { return }
        for message in messages { write(message, context) }
        if !messages.isEmpty { context.flush() }
        guard again else { return }
        // One turn each: other connections are served in between.
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        context.eventLoop.execute { bound.value.published() }
    }

    // MARK: Out

    private func write(_ message: [UInt8], _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: message)), promise: nil)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        unreadTimer?.cancel()
        unreadTimer = nil
        if context.channel.isWritable {
            pull(context)
            work(context)
        } else {
            let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
            unreadTimer = context.eventLoop.scheduleTask(in: .nanoseconds(limits.unreadTime.wholeNanoseconds)) {
                bound.value.giveUp()
            }
        }
        context.fireChannelWritabilityChanged()
    }

    private func giveUp() {
        logger.notice("\(peer.name) does not read its replies, connection closed")
        context?.close(promise: nil)
    }
}
