import Glibc
import HallModel
import HardwareAccess
import Logging

/// From the start to the end: signals, the service manager, the end in order.
extension Daemon {
    /// Between two looks at the loops; the watchdog is fed as often.
    private static let round = Duration.seconds(1)
    /// Between two changed words for the service manager.
    private static let statusInterval = Duration.seconds(5)
    /// The end in order takes no longer; the journal is durable at any moment.
    private static let stopPatience: UInt32 = 5

    /// Runs until SIGTERM or SIGINT, then stops in order: no new askers, no new device input, the
    /// history, the journal, the socket.
    ///
    /// At SIGHUP, or when somebody asks over the socket, the configuration is read again and offered to the hall; a file
    /// with errors changes nothing.
    public func run() {
        var round = Round(startedAt: .now)
        while true {
            switch Signals.next(atMost: Self.round) {
            case .stop: return stop()
            case .reload: reload()
            case nil: break
            }
            look(&round)
        }
    }

    /// What this thread remembers from one look to the next.
    private struct Round {
        let startedAt: MonotonicInstant
        var isSettled = false
        var late: [String] = []
        var status = ""
        var statusAt: MonotonicInstant?

        init(startedAt: MonotonicInstant) { self.startedAt = startedAt }
    }

    private func look(_ round: inout Round) {
        let now = MonotonicInstant.now
        if !round.isSettled, round.startedAt + StartCounter.settled <= now {
            round.isSettled = true
            starts.settle()
        }
        let late = Watchdog.late(pulses, at: now)
        if late.isEmpty {
            if watchdog.period != nil { notifier.tell("WATCHDOG=1") }
        } else if late.map(\.name) != round.late {
            for pulse in late {
                logger.critical(
                    "\(pulse.name) has not come round for \((now - pulse.lastBeat).wholeSeconds) s (allowed: \(pulse.deadline.wholeSeconds) s)"
                )
            }
        }
        round.late = late.map(\.name)
        guard round.statusAt.map({ $0 + Self.statusInterval <= now }) ?? true else { return }
        let status = statusLine
        round.statusAt = now
        guard status != round.status else { return }
        round.status = status
        notifier.tell("STATUS=\(status)")
    }

    private func stop() {
        notifier.tell("STOPPING=1")
        // A loop that hangs must not keep the machine from going down: nothing is lost by leaving it.
        alarm(Self.stopPatience)
        reloads.close()
        server.refuseNew()
        wiring.stop()
        history.stop()
        hall.stop()
        server.stop()
        starts.settle()
        alarm(0)
        logger.notice("stopped")
    }
}
