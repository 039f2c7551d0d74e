import CLinux
import Glibc
import HallModel
import Synchronization

/// The signals of the process, from its first moment: none is lost between the start and the loop that waits for them.
///
/// A handler only notes the wish and rings; everything else happens in `next`, on the thread that calls it.
enum Signals {
    /// What somebody wishes.
    enum Wish: Sendable, Equatable {
        /// SIGTERM or SIGINT.
        case stop
        /// SIGHUP.
        case reload
    }

    private static let bell = clinux_eventfd()
    private static let stop = Atomic(false)
    private static let reload = Atomic(false)

    /// Wishes the same as SIGHUP, from any thread.
    static func wishReload() { note(reload) }

    /// Takes over the signals.
    static func watch() {
        // A handler must not be the first to touch what Swift makes at first use.
        _ = (bell, stop.load(ordering: .relaxed), reload.load(ordering: .relaxed))
        for number in [SIGTERM, SIGINT] { signal(number) { @Sendable _ in Signals.note(Signals.stop) } }
        signal(SIGHUP) { @Sendable _ in Signals.note(Signals.reload) }
        // A write beyond a file-size limit is to fail like one on a full disk, not to end the process.
        signal(SIGXFSZ, SIG_IGN)
        // Whoever starts the daemon may have blocked them, and a mask is inherited.
        var ours = sigset_t()
        sigemptyset(&ours)
        for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&ours, number) }
        pthread_sigmask(SIG_UNBLOCK, &ours, nil)
    }

    /// Waits for the next wish, at most so long (nil then); a wish to stop stays.
    static func next(atMost patience: Duration) -> Wish? {
        if let wish = given { return wish }
        var descriptor = pollfd(fd: bell, events: Int16(POLLIN), revents: 0)
        if clinux_ppoll(&descriptor, 1, patience.wholeNanoseconds) > 0 {
            var count: UInt64 = 0
            _ = read(bell, &count, 8)
        }
        return given
    }

    private static var given: Wish? {
        if stop.load(ordering: .acquiring) { return .stop }
        return reload.exchange(false, ordering: .acquiringAndReleasing) ? .reload : nil
    }

    private static func note(_ wish: borrowing Atomic<Bool>) {
        let former = errno
        wish.store(true, ordering: .releasing)
        var one: UInt64 = 1
        _ = write(bell, &one, 8)
        errno = former
    }
}
