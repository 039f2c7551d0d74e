import Glibc
import HallAPI
import HallModel
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// The hall's face: a Varlink server on a Unix socket, on one thread of its own.
public final class APIServer: Sendable {
    private let socketPath: String
    private let gateway: any HallGateway
    private let version: String
    private let limits: APILimits
    private let logger: Logger
    private let now: @Sendable () -> MonotonicInstant
    private let state = Mutex<Running?>(nil)

    private struct Running {
        var group: MultiThreadedEventLoopGroup
        var readers: NIOThreadPool
        var listener: any Channel
        var socket: ListeningSocket
        var connections: Connections
        var door: LoopDoor
    }

    /// A server that is not listening yet.
    public init(
        socketPath: String, gateway: any HallGateway, version: String, limits: APILimits = APILimits(),
        logger: Logger = Logger(label: "halld.api"),
        now: @escaping @Sendable () -> MonotonicInstant = APIServer.monotonicNow
    ) {
        self.socketPath = socketPath
        self.gateway = gateway
        self.version = version
        self.limits = limits
        self.logger = logger
        self.now = now
    }

    /// Makes the socket and answers on it; the gateway must be able to publish by now.
    public func start() throws(APIServerError) {
        let socket = try ListeningSocket(path: socketPath)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let readers = NIOThreadPool(numberOfThreads: 1)
        readers.start()
        let loop = group.next()
        let door = LoopDoor(loop)
        let connections = Connections(
            dispatcher: Dispatcher(
                gateway: gateway, version: version, now: now, readers: readers, replies: PendingReplies(loop, door)),
            hub: WatchHub(gateway: gateway, loop: loop, door: door), limits: limits, logger: logger, loop: loop)
        let bootstrap = ServerBootstrap(group: group)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(
                .writeBufferWaterMark,
                value: .init(low: limits.outboundBytes / 4, high: limits.outboundBytes)
            )
            .childChannelInitializer { connections.admit($0) }
        do {
            let listener = try bootstrap.withBoundSocket(socket.descriptor).wait()
            state.withLock {
                $0 = Running(
                    group: group, readers: readers, listener: listener, socket: socket, connections: connections,
                    door: door)
            }
        } catch {
            socket.unlinkIfOurs()
            try? readers.syncShutdownGracefully()
            try? group.syncShutdownGracefully()
            throw APIServerError.cannotListen(socketPath, "\(error)")
        }
    }

    /// Removes the socket, takes no more connections and reads no more calls. Connections stay open: what was asked by
    /// now is still answered. The hall is to be stopped next, `stop()` is the end. Safe to call twice, or without a start.
    public func refuseNew() {
        guard let running = state.withLock({ $0 }) else { return }
        running.socket.unlinkIfOurs()
        try? running.listener.close().wait()
        try? running.connections.refuseNew().wait()
    }

    /// Ends all connections and removes the socket. A command answered later is answered to nobody. Safe to call twice, or without a start.
    public func stop() {
        guard let running = state.withLock({ state in state.take() }) else { return }
        running.socket.unlinkIfOurs()
        try? running.listener.close().wait()
        try? running.connections.closeAll().wait()
        running.door.shut()
        try? running.readers.syncShutdownGracefully()
        try? running.group.syncShutdownGracefully()
    }

    /// CLOCK_MONOTONIC.
    public static func monotonicNow() -> MonotonicInstant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
