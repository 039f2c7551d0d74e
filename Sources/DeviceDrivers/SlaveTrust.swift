import HallModel

/// How a slave may use the line's time, by how it answered of late.
///
/// ```
/// trusted ──fails──▶ suspect ──3 in a row──▶ silent: asked after 1, 2, 4, 8, 10, 10 … s
///    ▲                  │ asked again at once      │
///    └──8 answers── in doubt ◀────────answer───────┘
/// new ──fails──▶ asked from the line's allowance ──3 in a row──▶ silent
/// ```
/// On a serial line a slave has the time-out that it usually needs; the profile's whole one from its first answer until it
/// has answered often, when a late answer of it was heard, and now and then while it is silent. Behind a network address it
/// always has the whole: a gateway that is given up too early answers into the next question.
///
/// One that fails every now and then is unreliable: its failures are charged to the line's allowance too, and after each it
/// waits until that lets it be asked.
struct SlaveTrust: Sendable, Equatable {
    /// Failed requests in a row after which a device is off line.
    static let offlineAfter = 3
    /// The waits after the third failure in a row, the fourth …; the last for all further ones.
    static let backOff: [Duration] = [1, 2, 4, 8, 10].map { .seconds($0) }
    /// Each so-many-th question to a silent slave has the whole time-out: it may have become slow.
    static let patientEvery = 128
    /// Answers that make a slave trusted again.
    private static let answersToTrust = 8
    /// What a trusted slave has at least, one in doubt, and one that never answered.
    private static let leastTrusted = Duration.milliseconds(100)
    private static let leastDoubted = Duration.milliseconds(30)
    private static let leastUnknown = Duration.milliseconds(40)

    /// The profile's time-out.
    private let whole: Duration
    private let isNetwork: Bool
    /// The part of its newest requests that failed, in 256ths; fades over some sixteen.
    private var failureShare = 0
    /// From so many on it is unreliable; from so many on it failed not long ago.
    private static let unreliableShare = 40
    private static let recentShare = 12
    /// Failed requests in a row.
    private(set) var failures = 0
    /// Answers that are still missing to trust; a new slave has to earn it too.
    private var doubt = Self.answersToTrust
    private var wasHeardLate = false
    /// When it may be asked again.
    private(set) var askAt: MonotonicInstant
    /// The longest it thought of late; fades over some hundred answers. Nil before the first answer.
    private(set) var longestThought: Duration?

    /// A slave of which nothing is known yet.
    init(timeout: Duration, isNetwork: Bool, at now: MonotonicInstant) {
        whole = timeout
        self.isNetwork = isNetwork
        askAt = now
    }

    /// It does not answer.
    var isSilent: Bool { failures >= Self.offlineAfter }
    /// Its last request failed.
    var isFailing: Bool { failures > 0 }
    /// Too many of its newest requests failed.
    var isUnreliable: Bool { failureShare >= Self.unreliableShare }
    /// One of its newest requests failed.
    var hasFailedLately: Bool { failureShare >= Self.recentShare }
    /// Its last request failed, and it never answered or too rarely.
    var isDoubtful: Bool { isFailing && !wasHeardLate && (isUnreliable || longestThought == nil) }

    /// How long the first byte of its next answer may take, when others wait for the line.
    var timeout: Duration {
        if isNetwork || wasHeardLate || failures % Self.patientEvery == Self.patientEvery - 1 { return whole }
        guard let longestThought else {
            // All that are there are found first; a slow one shows itself when its answer comes too late.
            return min(whole, failures == 0 ? Self.leastTrusted : Self.leastUnknown)
        }
        if failures == 0, doubt > 0, !isKnown { return whole }
        // Once more with patience before it is doubted: a busy host, an adapter that holds bytes back.
        let least = doubt == 0 || failures == 1 && !isUnreliable ? Self.leastTrusted : Self.leastDoubted
        return min(whole, max(longestThought * 3 + .milliseconds(10), least))
    }

    /// It answered often enough once for its usual thought to be known.
    private var isKnown = false

    /// It answered after so much thought; nil when that is not known.
    mutating func answered(after thought: Duration?) {
        failures = 0
        failureShare = max(0, failureShare - max(1, failureShare / 16))
        wasHeardLate = false
        doubt = max(0, doubt - 1)
        if doubt == 0 { isKnown = true }
        guard let thought else { return }
        longestThought = max(thought, (longestThought ?? .zero) * 127 / 128)
    }

    /// A request to it failed. What `isDamaged` was an answer, by it or by somebody who speaks out of turn: it is not waited
    /// for long until it is tried again.
    mutating func failed(isDamaged: Bool = false, at now: MonotonicInstant) {
        failures += 1
        failureShare += (256 - failureShare) / 16
        wasHeardLate = false
        doubt = Self.answersToTrust
        askAt = now
        guard isSilent else { return }
        let backOff = Self.backOff[isDamaged ? 0 : min(failures - Self.offlineAfter, Self.backOff.count - 1)]
        // Whole seconds would meet whoever disturbs the line each second again and again.
        let shift = Duration.milliseconds(failures * 37 % 64 * 3)
        askAt = now + (backOff - min(shift, backOff / 5))
    }

    /// An answer of it came after it was given up, or fell into another's: next time it is waited for.
    mutating func wasLate(at now: MonotonicInstant) {
        guard isFailing else { return }
        wasHeardLate = true
        askAt = min(askAt, now)
    }

    /// The port was opened: it is asked at once. Who was silent is no less so, or the others would wait for it again.
    mutating func startAnew(at now: MonotonicInstant) {
        askAt = now
        doubt = Self.answersToTrust
    }
}
