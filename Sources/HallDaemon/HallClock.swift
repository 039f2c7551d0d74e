import HallModel
import HardwareAccess
import Logging
import Synchronization

/// The three clocks of the hall, with the civil offsets renewed once a day.
final class HallClock: Sendable {
    private struct State {
        var civil: CivilClock
        var madeAt: WallTime
    }

    private let zone: String
    private let state: Mutex<State>

    /// A clock for a time zone of the tz database.
    init(zone: String) throws(TimeZoneError) {
        self.zone = zone
        let now = WallTime.now
        state = Mutex(State(civil: try CivilClock(zone: zone, around: now), madeAt: now))
    }

    /// The moment now.
    var now: HallInstant {
        let wall = WallTime.now
        let civil = state.withLock { state in
            if abs((wall - state.madeAt).wholeSeconds) > 86_400 {
                // A zone that could be read at the start and cannot now keeps its last offsets.
                if let renewed = try? CivilClock(zone: zone, around: wall) { state.civil = renewed }
                state.madeAt = wall
            }
            return state.civil
        }
        return HallInstant(monotonic: .now, wall: wall, civil: civil)
    }
}
