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
        let connections = Connections(
            dispatcher: Dispatcher(gateway: gateway, version: version, now: now, readers: readers),
            hub: WatchHub(gateway: gateway, loop: loop), limits: limits, logger: logger, loop: loop)
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
                    group: group, readers: readers, listener: listener, socket: socket, connections: connections)
            }
        } catch {
            socket.unlinkIfOurs()
            try? readers.syncShutdownGracefully()
            try? group.syncShutdownGracefully()
            throw APIServerError(.cannotListen, "\(socketPath): \(error): see to the folder's owner and mode")
        }
    }

    /// Ends all connections and removes the socket. Safe to call twice, or without a start.
    public func stop() {
        guard let running = state.withLock({ state in state.take() }) else { return }
        running.socket.unlinkIfOurs()
        try? running.listener.close().wait()
        try? running.connections.closeAll().wait()
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
