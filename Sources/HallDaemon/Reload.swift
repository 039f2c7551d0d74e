import Glibc
import HallConfiguration
import HallStore
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Reads the configuration again at each SIGHUP and offers it to the hall. A file with errors changes nothing.
struct Reload: Service {
    let hall: HallThread
    let options: DaemonOptions
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { reload() }
    }

    private func reload() {
        let file = options.configuration
        let result = ConfigurationLoader(hardware: options.hardware, for: file).load(file)
        for problem in result.problems { logger.warning("\(problem.description)") }
        guard let plan = result.plan else {
            return logger.error("\(file) cannot be used: the configuration in force stays; try it with 'halld check'")
        }
        logger.notice("\(file) is read again")
        hall.offer(plan, hash: PlanCoding.hash(plan))
    }
}

/// Signals that arrive before everything stands: a wish to stop is kept, a wish to reload is met by the start itself.
enum SignalsBeforeReady {
    private static let asked = Atomic(false)

    /// Whether somebody asked to stop.
    static var stopAsked: Bool { asked.load(ordering: .acquiring) }

    static func watch() {
        _ = stopAsked  // made before a handler needs it
        for number in [SIGTERM, SIGINT] {
            signal(number) { @Sendable _ in SignalsBeforeReady.asked.store(true, ordering: .releasing) }
        }
        signal(SIGHUP, SIG_IGN)
    }
}
