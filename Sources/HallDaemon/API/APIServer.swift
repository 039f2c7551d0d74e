import Glibc
import HallAPI
import HallModel
import HardwareAccess
import Logging
import Synchronization

/// The hall's face: a Varlink server on a Unix socket, on one thread of its own.
public final class APIServer: Sendable {
    private let socketPath: String
    private let gateway: any HallGateway
    private let version: String
    private let limits: APILimits
    private let logger: Logger
    private let now: @Sendable () -> MonotonicInstant
    private let health: HealthDesk
    private let socket: GivenSocket?
    /// The loop's life, for whoever watches it.
    public let pulse = Pulse("api", deadline: APILoop.deadline)
    private let state = Mutex<Running?>(nil)

    /// The name service, which is asked for a user's name, brings modules of unknown appetite.
    private static let stackSize = 2 << 20

    private struct Running {
        var thread: PlainThread
        var loop: APILoop
        var reader: DiskReader
        var socket: ListeningSocket
        var door: LoopDoor
    }

    /// A server that is not listening yet. `socket` is one that the service manager holds; without it the server makes
    /// its own.
    public init(
        socketPath: String, socket: GivenSocket? = nil, gateway: any HallGateway, version: String,
        health: HealthDesk = HealthDesk(stateFolder: "/"), limits: APILimits = APILimits(),
        logger: Logger = Logger(label: "halld.api"),
        now: @escaping @Sendable () -> MonotonicInstant = APIServer.monotonicNow
    ) {
        self.socketPath = socketPath
        self.socket = socket
        self.gateway = gateway
        self.version = version
        self.health = health
        self.limits = limits
        self.logger = logger
        self.now = now
    }

    /// Where it listens: at the given socket, else at its own.
    public var path: String { socket?.path ?? socketPath }

    /// Makes the socket and answers on it; the gateway must be able to publish by now.
    public func start() throws(APIServerError) {
        let socket: ListeningSocket
        if let given = self.socket {
            socket = ListeningSocket(given: given)
        } else {
            socket = try ListeningSocket(path: socketPath)
        }
        do throws(SystemFailure) {
            let door = try LoopDoor("the API thread")
            let reader = try DiskReader()
            let dispatcher = Dispatcher(
                gateway: gateway, version: version, now: now, reader: reader, replies: PendingReplies(door),
                meter: BusMeter(startedAt: gateway.published.startedAt.monotonic), access: AccessBook(), health: health,
                logger: logger)
            let loop = APILoop(
                listener: OwnedDescriptor(owning: socket.descriptor),
                connections: Connections(
                    dispatcher: dispatcher, hub: WatchHub(gateway: gateway, door: door), limits: limits, logger: logger),
                door: door, pulse: pulse)
            let thread = try PlainThread(name: "api", stackSize: Self.stackSize) { loop.run() }
            state.withLock {
                $0 = Running(thread: thread, loop: loop, reader: reader, socket: socket, door: door)
            }
        } catch {
            socket.unlinkIfOurs()
            throw APIServerError.cannotListen(socketPath, "\(error)")
        }
    }

    /// Removes the socket, takes no more connections and reads no more calls. Connections stay open: what was asked by
    /// now is still answered. The hall is to be stopped next, `stop()` is the end. Safe to call twice, or without a start.
    public func refuseNew() {
        guard let running = state.withLock({ $0 }) else { return }
        running.socket.unlinkIfOurs()
        running.door.executeAndWait { running.loop.refuseNew() }
    }

    /// Ends all connections and removes the socket. A command answered later is answered to nobody. Safe to call twice, or without a start.
    public func stop() {
        guard let running = state.withLock({ state in state.take() }) else { return }
        running.socket.unlinkIfOurs()
        running.door.executeAndWait { running.loop.closeAll() }
        running.door.shut()
        running.reader.stop()
        running.thread.join()
    }

    /// CLOCK_MONOTONIC.
    public static func monotonicNow() -> MonotonicInstant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
