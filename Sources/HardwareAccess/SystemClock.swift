import Glibc
import HallModel

extension MonotonicInstant {
    /// CLOCK_MONOTONIC: starts anywhere, never steps, stands still while the machine is suspended.
    public static var now: MonotonicInstant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}

extension WallTime {
    /// CLOCK_REALTIME: steps when the clock is set.
    public static var now: WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}

extension HallInstant {
    /// The system's clocks, with the hall's civil clock.
    public static func now(civil: CivilClock) -> HallInstant {
        HallInstant(monotonic: .now, wall: .now, civil: civil)
    }
}
