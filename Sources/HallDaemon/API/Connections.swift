import CLinux
import Glibc
import HallAPI
import HallModel
import Logging

/// Who is connected, and whether one more may be. Lives on the API thread.
final class Connections {
    private let dispatcher: Dispatcher
    private let hub: WatchHub
    private let limits: APILimits
    private let logger: Logger

    /// In the order they came.
    private(set) var open: [Connection] = []
    private var names = PeerNames()
    private var perUser: [UInt32: Int] = [:]
    private var closedLog = ClosedConnectionLog()
    /// Ends of quiet times of the log, in order.
    private var quietTimes: [(end: MonotonicInstant, uid: UInt32)] = []

    init(dispatcher: Dispatcher, hub: WatchHub, limits: APILimits, logger: Logger) {
        self.dispatcher = dispatcher
        self.hub = hub
        self.limits = limits
        self.logger = logger
    }

    /// Takes a new connection, or ends it when its user or the socket has enough.
    func admit(_ descriptor: Int32) {
        guard let uid = PeerNames.uid(of: descriptor) else {
            close(descriptor)
            return
        }
        let mine = perUser[uid, default: 0]
        guard mine < limits.connectionsPerUser else {
            return refuse(descriptor, uid, .ofUser(limits.connectionsPerUser))
        }
        let room = limits.connections + (dispatcher.access.isOwn(uid) ? limits.reservedConnections : 0)
        guard open.count < room else { return refuse(descriptor, uid, .all(limits.connections)) }
        let peer = names.peer(of: descriptor, uid: uid)
        if dispatcher.isStranger(peer), open.count(where: { dispatcher.isStranger($0.peer) }) >= limits.strangers {
            return refuse(descriptor, uid, .all(limits.strangers))
        }
        perUser[uid] = mine + 1
        open.append(
            Connection(
                descriptor: descriptor, peer: peer, dispatcher: dispatcher, hub: hub, limits: limits, logger: logger))
    }

    private func refuse(_ descriptor: Int32, _ uid: UInt32, _ limit: ClosedConnectionLog.Limit) {
        // Whatever they would have asked: they learn why there is no answer. A fresh socket has room for it.
        let reason = APIFault.busy(.hall).message
        _ = send(descriptor, reason, reason.count, Int32(MSG_NOSIGNAL))
        close(descriptor)
        guard let line = closedLog.closed(uid, limit) else { return }
        logger.warning(line)
        quietTimes.append((APIServer.monotonicNow() + ClosedConnectionLog.quietTime, uid))
    }

    /// Forgets those that are closed.
    func forgetClosed() {
        guard open.contains(where: { !$0.isOpen }) else { return }
        for connection in open where !connection.isOpen {
            let count = perUser[connection.peer.uid] ?? 0
            perUser[connection.peer.uid] = count > 1 ? count - 1 : nil
        }
        open.removeAll { !$0.isOpen }
    }

    /// Reads nothing more; what was asked is still answered.
    func stopReading() {
        for connection in open { connection.stopReading() }
    }

    /// Ends all.
    func closeAll() {
        for connection in open { connection.close() }
        dispatcher.replies.end()
    }

    // MARK: Time

    /// When `tick` is due next; nil if nothing waits.
    var deadline: MonotonicInstant? {
        var earliest = quietTimes.first?.end
        for connection in open {
            for deadline in [connection.deadline, connection.streamDue] {
                if let deadline, earliest.map({ deadline < $0 }) ?? true { earliest = deadline }
            }
        }
        return earliest
    }

    /// Does what is due.
    func tick(_ now: MonotonicInstant) {
        for connection in open {
            if let deadline = connection.deadline, deadline <= now { connection.giveUp() }
            if let due = connection.streamDue, due <= now { connection.pull() }
        }
        while let first = quietTimes.first, first.end <= now {
            quietTimes.removeFirst()
            if let line = closedLog.quietTimeOver(first.uid) { logger.warning(line) }
        }
    }
}
