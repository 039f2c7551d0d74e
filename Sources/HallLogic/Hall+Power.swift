import HallModel
import OrderedCollections

/// A UPS on battery, and what is known of it so far.
public struct RunningDischarge: Sendable, Equatable {
    /// Which UPS.
    public var ups: DeviceID
    /// Since when; wall clock.
    public var began: WallTime
    /// Seconds on battery that were observed up to the last answer.
    public var seconds: Int
    /// Seconds after which it said that its battery is low; nil if it has not.
    public var lowAfterSeconds: Int?
}

extension Hall {
    /// The UPSs on battery, in the order of beginning.
    public var runningDischarges: [RunningDischarge] {
        recorded.power.discharges.map { running in
            let battery = live.power.batteries[running.ups]
            let before = max(0, ((live.power.knownUntil ?? running.since) - running.since).wholeSeconds)
            return RunningDischarge(
                ups: running.ups, began: running.since, seconds: battery.map { $0.seconds(at: $0.seen) } ?? before,
                lowAfterSeconds: Power.lowAfter(running, battery, recorded))
        }
    }
}
