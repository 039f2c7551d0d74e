import CLinux
import DeviceDrivers
import Glibc
import HallModel
import HallStore
import HardwareAccess
import Logging
import Synchronization

/// Keeps the history of points on a thread of its own, named `history`. The hall never waits for it and it never asks
/// the hall: it only says when measured values cannot be kept, and when they can again.
///
/// ```
/// bus threads ─ report ─▶ intake (bounded) ─ once a minute, and at the end ─▶ history.sqlite
///                                              └─ fails ─▶ put back, told, tried again in a minute
/// ```
public final class HistoryThread: Sendable {
    /// Between two flushes, and so between two attempts while nothing can be written.
    public static let flushEvery = Duration.seconds(60)
    /// A flush of ten minutes of every point, on a disk that is slow and not dead.
    private static let deadline = Duration.seconds(120)
    /// So many reports are taken in together: one answer's alone would each time find nothing of it in the processor's
    /// caches, and cost its bus thread several times as much.
    private static let together = 256
    private let pulse = Pulse("history", deadline: HistoryThread.deadline)
    /// The loop's life, for whoever watches it; none while it does not run.
    public var pulses: [Pulse] { thread.withLock { $0 != nil } ? [pulse] : [] }

    fileprivate struct State {
        var intake = HistoryIntake()
        /// Heard and not taken in yet, with the moment of hearing.
        var heard: [(reports: [DeviceReport], at: HallInstant)] = []
        var heardCount = 0
        var isStopping = false
    }

    private let state = Mutex(State())
    private let bell: Bell
    private let thread = Mutex<PlainThread?>(nil)
    private let directory: String
    private let now: @Sendable () -> HallInstant
    private let logger: Logger

    /// A history that listens and keeps nothing yet.
    public init(
        directory: String, logger: Logger, now: @escaping @Sendable () -> HallInstant
    ) throws(SystemFailure) {
        self.directory = directory
        self.now = now
        self.logger = logger
        bell = try Bell("the history")
    }

    /// Takes in what devices report, from their bus thread: readings are for the history, all else is not.
    public func hear(_ reports: [DeviceReport]) {
        guard reports.contains(where: { if case .reading = $0.content { true } else { false } }) else { return }
        let now = now()
        state.withLock { state in
            state.heard.append((reports, now))
            state.heardCount += reports.count
            if state.heardCount >= Self.together { state.takeIn() }
        }
    }

    /// Points that are not in the plan are written down no more.
    public func follow(_ plan: HallPlan) {
        let points = Set(plan.points.map(\.id))
        state.withLock { state in
            state.takeIn()
            state.intake.forget { !points.contains($0) }
        }
    }

    /// Opens the file and keeps what comes until `stop`. `tell` hears at first, and at each change, why values cannot be
    /// kept; nil when they can.
    public func start(tell: @escaping @Sendable (StoreTrouble?) -> Void) throws(SystemFailure) {
        let started = try PlainThread(name: "history") { [self] in run(tell) }
        thread.withLock { $0 = started }
    }

    /// Writes what there is, closes the file; returns when all is done.
    public func stop() {
        state.withLock { $0.isStopping = true }
        bell.ring()
        let running = thread.withLock { $0.take() }
        running?.join()
    }

    private func run(_ tell: (StoreTrouble?) -> Void) {
        var keeper = HistoryKeeper(directory: directory)
        var isKept: Bool?
        while true {
            pulse.beat()
            let isLast = state.withLock { $0.isStopping }
            let trouble = flush(&keeper, isLast: isLast)
            if (trouble == nil) != isKept {
                isKept = trouble == nil
                tell(trouble)
            }
            if isLast { return }
            bell.wait(atMost: Self.flushEvery)
        }
    }

    private func flush(_ keeper: inout HistoryKeeper, isLast: Bool) -> StoreTrouble? {
        let now = now()
        let (entries, dropped) = state.withLock { state in
            state.takeIn()
            state.intake.beat(at: now.wall, now.monotonic, all: isLast)
            return state.intake.takeAll()
        }
        if dropped > 0 { logger.warning("history: \(dropped) samples could not be kept") }
        do throws(StoreError) {
            for line in try keeper.keep(entries, at: now.wall) { logger.error("history: \(line)") }
            return nil
        } catch {
            logger.error("history: \(error.message)")
            state.withLock { $0.intake.putBack(entries) }
            return error.trouble
        }
    }
}

extension HistoryThread.State {
    /// Takes in what was heard.
    fileprivate mutating func takeIn() {
        for (reports, moment) in heard {
            for report in reports {
                guard case .reading(let name, let reading) = report.content else { continue }
                intake.take(reading, of: PointID(report.device, name), at: moment.wall, moment.monotonic)
            }
        }
        heard.removeAll(keepingCapacity: true)
        heardCount = 0
    }
}

/// The file, opened anew after each failure.
private struct HistoryKeeper {
    let directory: String
    private var store: HistoryStore?

    init(directory: String) { self.directory = directory }

    /// Writes; what was found damaged on the way.
    mutating func keep(_ entries: [HistoryIntake.Entry], at now: WallTime) throws(StoreError) -> [String] {
        do throws(StoreError) {
            if store == nil { store = try HistoryStore(directory: directory) }
            try store?.flush(entries, at: now)
            return store?.damage ?? []
        } catch {
            store = nil
            throw error
        }
    }
}
