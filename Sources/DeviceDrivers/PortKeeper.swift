import HallModel

/// When a port is opened: at once at first, then with a back-off, and at once when its path appears.
///
/// ```
/// closed ──open──▶ opening ──opened──▶ open ──lost──▶ closed (back-off 0.25 → 1 s, or the path appears)
///                     └──refused──▶ closed
/// ```
///
/// An attempt costs next to nothing, and a bus must be back soon after its adapter or its peer is.
///
/// The back-off doubles from attempt to attempt and begins anew when the path appears or the port stayed open for a
/// while.
struct PortKeeper: Sendable, Equatable {
    /// The first wait before the port is opened again.
    static let firstBackOff = Duration.milliseconds(250)
    /// The longest wait.
    static let longestBackOff = Duration.seconds(1)
    /// A port that was open for so long begins with the first wait again.
    static let steadyTime = Duration.seconds(10)

    private enum State: Sendable, Equatable {
        case closed(openAt: MonotonicInstant)
        case opening
        case open(since: MonotonicInstant)
    }

    private var state: State
    private var backOff = Self.firstBackOff

    /// Wants the port open at once.
    init(at now: MonotonicInstant) { state = .closed(openAt: now) }

    /// When the port is to be opened; nil while it is open or being opened.
    var nextWake: MonotonicInstant? { if case .closed(let openAt) = state { openAt } else { nil } }

    /// The port is open.
    var isOpen: Bool { if case .open = state { true } else { false } }

    /// True, once, when the port is to be opened now.
    mutating func startOpening(at now: MonotonicInstant) -> Bool {
        guard case .closed(let openAt) = state, openAt <= now else { return false }
        state = .opening
        return true
    }

    /// It is open.
    mutating func opened(at now: MonotonicInstant) { state = .open(since: now) }

    /// It could not be opened, or failed.
    mutating func closed(_ error: TransportError, at now: MonotonicInstant) {
        if case .open(let since) = state, now - since >= Self.steadyTime { backOff = Self.firstBackOff }
        switch error.disposition {
        case .untilReconnect:
            // The path's appearing is what is waited for; an attempt now and then costs nothing.
            state = .closed(openAt: now + Self.longestBackOff)
        case .retryNow, .nextCycle, .portLost:
            state = .closed(openAt: now + backOff)
            backOff = min(backOff * 2, Self.longestBackOff)
        }
    }

    /// Its path is there (again): worth an attempt at once.
    mutating func pathAppeared(at now: MonotonicInstant) {
        backOff = Self.firstBackOff
        if case .closed = state { state = .closed(openAt: now) }
    }
}
