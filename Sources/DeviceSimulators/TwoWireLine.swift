import HallModel

/// Two wires that all share (RS-485): everybody hears whoever speaks, and when two speak at once nobody is understood.
///
/// Every byte has its exact time, whenever somebody looks. Of bytes that overlap one is heard, that which began first, and
/// it is wrong.
/// ```
///  host     ████░░░░░░░░░░░░░░░░████
///  slave 5  ░░░░░░░▒▒▒▒▒▒▒▒▒░░░░░░░░   t3.5 and its time after the request
///  slave 9  ░░░░░░░░░░░▓▓▓▓▓▓▓▓░░░░░   a late answer: both are spoilt from its first byte on
/// ```
struct TwoWireLine: Sendable {
    /// Who drives the wires.
    enum Speaker: Sendable, Equatable {
        /// The controller, which hears nothing while it speaks.
        case host
        /// A slave, by its place.
        case device(Int)
        /// Another master.
        case stranger
    }

    /// Bytes that passed one behind the other.
    struct Heard: Sendable, Equatable {
        var bytes: [UInt8]
        /// When the last of them had passed.
        var endedAt: MonotonicInstant
        /// The host hears them.
        var reachesHost: Bool
        /// They may be a request.
        var reachesSlaves: Bool
    }

    private struct Transmission: Sendable {
        var speaker: Speaker
        var bytes: [UInt8]
        /// When the next byte begins.
        var next: MonotonicInstant
        /// The host hears itself.
        var isEchoed: Bool
        var passed = 0

        var left: Int { bytes.count - passed }
    }

    /// What one of them has said and the line has not carried; more is lost.
    private static let limit = 65_536

    private let byteTime: Int64
    private var onAir: [Transmission] = []
    /// The end of a byte that was not heard because another was: what begins before is spoilt.
    private var jammedUntil = MonotonicInstant(nanoseconds: 0)
    private var generator: SeededGenerator

    /// A quiet line; a byte time of zero lets everything pass at once. Spoilt bytes come from `seed`.
    init(byteTime: Duration, seed: UInt64) {
        self.byteTime = byteTime.wholeNanoseconds
        generator = SeededGenerator(seed: seed)
    }

    /// Bytes of the host that the line has not carried.
    var undelivered: Int { onAir.reduce(0) { $0 + ($1.speaker == .host ? $1.left : 0) } }

    /// When the first of those who speak has ended.
    var nextEnd: MonotonicInstant? { onAir.map(end).min() }

    /// When it is worth a look: at each end, and while the host listens as often as a `look`.
    func nextLook(_ look: Duration) -> MonotonicInstant? {
        guard byteTime > 0 else { return nextEnd }
        let together = max(1, look.wholeNanoseconds / byteTime)
        return onAir.map { transmission in
            let isUnheard = transmission.speaker == .host && !transmission.isEchoed
            let end = end(transmission)
            return isUnheard ? end : min(end, transmission.next + .nanoseconds(together * byteTime))
        }.min()
    }

    /// Somebody begins to speak, or goes on without a gap.
    mutating func speak(_ bytes: [UInt8], by speaker: Speaker, at start: MonotonicInstant, isEchoed: Bool = false) {
        guard !bytes.isEmpty else { return }
        var begin = start
        if let place = onAir.lastIndex(where: { $0.speaker == speaker }) {
            guard onAir[place].left + bytes.count <= TwoWireLine.limit else { return }
            begin = max(begin, end(onAir[place]))
            if begin == end(onAir[place]), onAir[place].isEchoed == isEchoed {
                onAir[place].bytes += bytes
                return
            }
        }
        onAir.append(Transmission(speaker: speaker, bytes: bytes, next: begin, isEchoed: isEchoed))
    }

    /// The host drops what it has not sent yet.
    mutating func discardHost() { onAir.removeAll { $0.speaker == .host } }

    /// Nobody speaks any more.
    mutating func clear() { onAir = [] }

    /// What has passed up to this moment, in order. All who began before it must have spoken by then.
    mutating func hear(until now: MonotonicInstant) -> [Heard] {
        var heard: [Heard] = []
        while let first = onAir.indices.min(by: { onAir[$0].next < onAir[$1].next }) {
            let begin = onAir[first].next
            let other = nextBegin(besides: first)
            let passing = byteTime == 0 ? (begin <= now ? onAir[first].left : 0) : whole(now, after: begin)
            guard passing > 0 else { break }
            let alone = byteTime == 0 ? passing : other.map { whole($0, after: begin) } ?? passing
            if begin >= jammedUntil, alone > 0 {
                take(min(passing, alone, onAir[first].left), of: first, into: &heard)
            } else {
                collide(first, into: &heard)
            }
            onAir.removeAll { $0.left == 0 }
        }
        return heard
    }

    private func nextBegin(besides place: Int) -> MonotonicInstant? {
        guard onAir.count > 1 else { return nil }
        return onAir.indices.filter { $0 != place }.map { onAir[$0].next }.min()
    }

    /// Bytes that begin at one moment and have ended at another.
    private func whole(_ end: MonotonicInstant, after begin: MonotonicInstant) -> Int {
        Int(max(0, (end - begin).wholeNanoseconds) / byteTime)
    }

    private func end(_ transmission: Transmission) -> MonotonicInstant {
        transmission.next + .nanoseconds(Int64(transmission.left) * byteTime)
    }

    private mutating func take(_ count: Int, of place: Int, into heard: inout [Heard]) {
        let passed = onAir[place].passed
        let bytes = Array(onAir[place].bytes[passed..<passed + count])
        note(bytes, by: [onAir[place]], at: pass(count, of: place), in: &heard)
    }

    /// The next byte of one, and those of others that begin before it ends.
    private mutating func collide(_ first: Int, into heard: inout [Heard]) {
        let end = onAir[first].next + .nanoseconds(byteTime)
        var speaking = [onAir[first]]
        for place in onAir.indices where place != first && onAir[place].next < end {
            speaking.append(onAir[place])
            jammedUntil = max(jammedUntil, pass(1, of: place))
        }
        let mask = UInt8(generator.number(in: 1...0xFF))
        let byte = onAir[first].bytes[onAir[first].passed] ^ mask
        note([byte], by: speaking, at: pass(1, of: first), in: &heard)
    }

    /// Goes on by some bytes; gives when the last of them ended.
    private mutating func pass(_ count: Int, of place: Int) -> MonotonicInstant {
        onAir[place].passed += count
        onAir[place].next = onAir[place].next + .nanoseconds(Int64(count) * byteTime)
        return onAir[place].next
    }

    private func note(
        _ bytes: [UInt8], by speaking: [Transmission], at end: MonotonicInstant, in heard: inout [Heard]
    ) {
        let reachesHost = speaking.allSatisfy { $0.speaker != .host || $0.isEchoed }
        let reachesSlaves = speaking.contains { $0.speaker == .host || $0.speaker == .stranger }
        if let last = heard.last, last.reachesHost == reachesHost, last.reachesSlaves == reachesSlaves {
            heard[heard.count - 1].bytes += bytes
            heard[heard.count - 1].endedAt = end
        } else {
            heard.append(
                Heard(bytes: bytes, endedAt: end, reachesHost: reachesHost, reachesSlaves: reachesSlaves))
        }
    }
}
