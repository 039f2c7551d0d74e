import HallModel
import HardwareAccess
import Logging
import Synchronization

/// The three clocks of the hall, with the civil offsets renewed once a day.
final class HallClock: Sendable {
    private struct State {
        var zone: String
        var civil: CivilClock
        var madeAt: WallTime
    }

    private let state: Mutex<State>

    /// A clock for a time zone of the tz database.
    init(zone: String) throws(TimeZoneError) {
        let now = WallTime.now
        state = Mutex(State(zone: zone, civil: try CivilClock(zone: zone, around: now), madeAt: now))
    }

    /// Goes over to the zone of another plan; one that the machine does not know is refused, and the former stays.
    func follow(_ zone: String) throws(TimeZoneError) {
        let now = WallTime.now
        guard state.withLock({ $0.zone != zone }) else { return }
        let civil = try CivilClock(zone: zone, around: now)
        state.withLock { $0 = State(zone: zone, civil: civil, madeAt: now) }
    }

    /// The moment now.
    var now: HallInstant {
        let wall = WallTime.now
        let civil = state.withLock { state in
            if abs((wall - state.madeAt).wholeSeconds) > 86_400 {
                // A zone that could be read at the start and cannot now keeps its last offsets.
                if let renewed = try? CivilClock(zone: state.zone, around: wall) { state.civil = renewed }
                state.madeAt = wall
            }
            return state.civil
        }
        return HallInstant(monotonic: .now, wall: wall, civil: civil)
    }
}
