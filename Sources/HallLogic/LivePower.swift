import HallModel
import OrderedCollections

/// What is known of batteries in this run only.
struct LivePower: Sendable, Equatable {
    /// A discharge as this run has seen it.
    struct Battery: Sendable, Equatable {
        /// Seconds before this run, by the wall clock.
        var secondsBefore: Int
        /// When this run first saw it.
        var since: MonotonicInstant
        /// When this run last saw it go on.
        var seen: MonotonicInstant
        /// Seconds after which the battery was said to be low.
        var lowAfterSeconds: Int?
        /// Nothing was heard since it was last seen.
        var isInterrupted = false

        /// Seconds on battery up to a moment.
        func seconds(at moment: MonotonicInstant) -> Int { secondsBefore + max(0, (moment - since).wholeSeconds) }
    }

    /// The discharges that this run has seen.
    var batteries: OrderedDictionary<DeviceID, Battery> = [:]
    /// When the UPS that closed the hall has been well for long enough.
    var calmDue: MonotonicInstant?
    /// The newest reading of devices before they last fell silent.
    var silentAfter: OrderedDictionary<DeviceID, MonotonicInstant> = [:]
    /// The newest record of the runs before.
    var knownUntil: WallTime?

    /// Nobody looked for a while.
    mutating func interruptAll() {
        for ups in batteries.keys { batteries[ups]?.isInterrupted = true }
    }

    /// When the hall reopens.
    var wakes: [MonotonicInstant] { calmDue.map { [$0] } ?? [] }
}
