import HallAPI
import Logging
import NIOCore

/// Who is connected, and whether one more may be. Lives on the event loop.
final class Connections: Sendable {
    private let dispatcher: Dispatcher
    private let hub: WatchHub
    private let limits: APILimits
    private let logger: Logger
    private let loop: any EventLoop
    private let state: NIOLoopBoundBox<State>

    private struct State {
        var names = PeerNames()
        var perUser: [UInt32: Int] = [:]
        var open: [ObjectIdentifier: (channel: any Channel, handler: ConnectionHandler)] = [:]
        var closedLog = ClosedConnectionLog()
        var isClosing = false
    }

    init(dispatcher: Dispatcher, hub: WatchHub, limits: APILimits, logger: Logger, loop: any EventLoop) {
        self.dispatcher = dispatcher
        self.hub = hub
        self.limits = limits
        self.logger = logger
        self.loop = loop
        state = NIOLoopBoundBox.makeBoxSendingValue(State(), eventLoop: loop)
    }

    /// Gives a new connection its handler, or ends it when its user or the socket has enough.
    func admit(_ channel: any Channel) -> EventLoopFuture<Void> {
        PeerNames.uid(of: channel).flatMapThrowing { uid in
            let mine = self.state.value.perUser[uid, default: 0]
            guard !self.state.value.isClosing else { throw ConnectionRefused.closing }
            guard mine < self.limits.connectionsPerUser else {
                self.tell(uid, .ofUser(self.limits.connectionsPerUser))
                throw ConnectionRefused.tooMany
            }
            guard self.state.value.open.count < self.limits.connections else {
                self.tell(uid, .all(self.limits.connections))
                throw ConnectionRefused.tooMany
            }
            let handler = ConnectionHandler(
                peer: self.state.value.names.peer(uid: uid), dispatcher: self.dispatcher, hub: self.hub,
                limits: self.limits, logger: self.logger)
            self.state.value.perUser[uid] = mine + 1
            self.state.value.open[ObjectIdentifier(channel)] = (channel, handler)
            channel.closeFuture.whenComplete { _ in self.forget(channel, uid) }
            try channel.pipeline.syncOperations.addHandler(handler)
        }
    }

    /// Admits no more and reads nothing more from those there are; what they asked is still answered.
    func refuseNew() -> EventLoopFuture<Void> {
        loop.submit {
            self.state.value.isClosing = true
            for (_, handler) in self.state.value.open.values { handler.stopReading() }
        }
    }

    /// Ends all connections and admits no more.
    func closeAll() -> EventLoopFuture<Void> {
        loop.flatSubmit {
            self.state.value.isClosing = true
            let closing = self.state.value.open.values.map { $0.channel.close(mode: .all) }
            return EventLoopFuture.whenAllComplete(closing, on: self.loop).map { _ in
                self.dispatcher.replies.end()
            }
        }
    }

    private func tell(_ uid: UInt32, _ limit: ClosedConnectionLog.Limit) {
        guard let line = state.value.closedLog.closed(uid, limit) else { return }
        logger.warning(line)
        loop.scheduleTask(in: ClosedConnectionLog.quietTime) {
            if let line = self.state.value.closedLog.quietTimeOver(uid) { self.logger.warning(line) }
        }
    }

    private func forget(_ channel: any Channel, _ uid: UInt32) {
        state.value.open[ObjectIdentifier(channel)] = nil
        guard let count = state.value.perUser[uid] else { return }
        state.value.perUser[uid] = count > 1 ? count - 1 : nil
    }
}

/// Why a connection was not taken.
private enum ConnectionRefused: Error {
    case tooMany
    case closing
}
