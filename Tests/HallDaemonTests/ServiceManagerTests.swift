import Glibc
import HallModel
import HardwareAccess
import Testing

@testable import HallDaemon

/// What the service manager hands over and asks for.
struct ServiceManagerTests {
    private func environment(_ values: [String: String]) -> (String) -> String? { { values[$0] } }

    @Test func `the watchdog's time is taken only where it is meant for this process`() {
        let ours = String(getpid())
        #expect(Watchdog(environment: environment([:])).period == nil)
        #expect(Watchdog(environment: environment(["WATCHDOG_USEC": "30000000"])).period == .seconds(30))
        #expect(
            Watchdog(environment: environment(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": ours])).period
                == .seconds(30))
        #expect(Watchdog(environment: environment(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"])).period == nil)
        for text in ["", "0", "-5", "soon"] {
            #expect(Watchdog(environment: environment(["WATCHDOG_USEC": text])).period == nil, "\(text)")
        }
    }

    @Test func `a loop is late when it has not come round within its own deadline`() {
        let quick = Pulse("quick", deadline: .seconds(1))
        let slow = Pulse("slow", deadline: .seconds(60))
        let now = MonotonicInstant.now
        #expect(Watchdog.late([quick, slow], at: now + .milliseconds(900)).isEmpty)
        #expect(Watchdog.late([quick, slow], at: now + .seconds(30)).map(\.name) == ["quick"])
        #expect(Watchdog.late([quick, slow], at: now + .seconds(90)).map(\.name) == ["quick", "slow"])
    }

    @Test func `no socket is taken that is meant for another process`() {
        #expect(GivenSocket.take(environment: environment([:])) == nil)
        #expect(GivenSocket.take(environment: environment(["LISTEN_PID": "1", "LISTEN_FDS": "1"])) == nil)
        #expect(
            GivenSocket.take(environment: environment(["LISTEN_PID": String(getpid()), "LISTEN_FDS": "0"])) == nil)
    }
}
