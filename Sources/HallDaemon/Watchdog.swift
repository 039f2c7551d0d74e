import Glibc
import HallModel
import HardwareAccess

/// What the service manager asks of a service that it watches (sd_watchdog_enabled), and what it is told: that the
/// daemon lives, as long as each of its loops comes round within its own deadline.
struct Watchdog: Sendable {
    /// In which it must be told; nil where nobody watches.
    let period: Duration?

    /// Takes the wish of the service manager from the environment.
    init(environment: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }) {
        guard let text = environment("WATCHDOG_USEC"), let microseconds = Int(text), microseconds > 0,
            environment("WATCHDOG_PID").map({ $0 == String(getpid()) }) ?? true
        else {
            period = nil
            return
        }
        period = .microseconds(microseconds)
    }

    /// The loops that should have come round by now.
    static func late(_ pulses: [Pulse], at now: MonotonicInstant) -> [Pulse] { pulses.filter { $0.isLate(at: now) } }
}
