/// What a wire did, packed: records one behind the other in a ring of bytes that grows as it is used and forgets the
/// oldest first. A record costs three to five bytes beside what was sent or received.
///
/// ```
/// ┌────────┬────────┬──────────────┬──────────────────┬──────────────┐
/// │ kind   │ size   │ size − 31    │ µs since the one │ bytes        │   numbers: seven bits a byte, the lowest first,
/// │ 3 bits │ 5 bits │ if it was 31 │ before           │              │   the top bit says that more follow
/// └────────┴────────┴──────────────┴──────────────────┴──────────────┘
/// refused, lost: a code in the place of the size
/// refused: behind the time the µs of its newest repetition, 8 bytes, lowest first; written over in place
/// ```
struct FlightTape: Sendable {
    /// The kinds of record.
    enum Kind: UInt8 { case received, sent, opened, refused, lost, discarded, released }

    /// A place between two records; stays right while they are kept.
    struct Place: Sendable, Equatable {
        /// Bytes and records ever written before it.
        var bytes = 0
        var records = 0
        /// The time of the record before it, µs.
        var time: Int64 = 0
    }

    /// Sizes from here on stand in a number of their own.
    static let longSize = 31
    /// The ring begins with so much.
    private static let firstRoom = 4096

    private var ring: [UInt8] = []
    /// Where the oldest byte is in the ring.
    private var first = 0
    /// The most that the ring may be.
    private(set) var limit: Int
    /// Before the oldest record, behind the newest.
    private(set) var oldest = Place()
    private(set) var newest = Place()
    /// The newest record, if it is a refusal: its code, and where the time of its newest repetition is.
    private var refusal: (code: UInt8, bytes: Int)?

    init(limit: Int) { self.limit = limit }

    /// Bytes in use.
    var count: Int { newest.bytes - oldest.bytes }
    /// Bytes of the ring now.
    var room: Int { ring.count }

    /// Writes a record; times never go back.
    mutating func append(_ kind: Kind, _ bytes: UnsafeRawBufferPointer, at time: Int64) {
        let size = bytes.count
        var length = 1 + bytes.count
        if size >= Self.longSize { length += Self.width(UInt64(size - Self.longSize)) }
        let passed = begin(kind, UInt8(min(size, Self.longSize)), length, at: time)
        if size >= Self.longSize { put(number: UInt64(size - Self.longSize)) }
        put(number: passed)
        put(bytes)
    }

    /// Writes what happened to the port. A refusal with the code of the one before it only moves that one's time.
    mutating func append(_ kind: Kind, code: UInt8 = 0, at time: Int64) {
        if kind == .refused, let refusal, refusal.code == code { return put(time: time, at: refusal.bytes) }
        let passed = begin(kind, code, kind == .refused ? 9 : 1, at: time)
        put(number: passed)
        guard kind == .refused else { return }
        refusal = (code, newest.bytes)
        newest.bytes += 8
        put(time: time, at: newest.bytes - 8)
    }

    /// Makes room for a record of so many bytes beside its time and writes its first; the µs since the one before it.
    private mutating func begin(_ kind: Kind, _ size: UInt8, _ length: Int, at time: Int64) -> UInt64 {
        if newest.records == 0 { (oldest.time, newest.time) = (time, time) }
        let passed = UInt64(max(0, time - newest.time))
        makeRoom(for: length + Self.width(passed))
        newest.records += 1
        newest.time += Int64(passed)
        refusal = nil
        put(kind.rawValue << 5 | size)
        return passed
    }

    /// Sets the most that the ring may be; forgets what has no place any more.
    mutating func setLimit(_ limit: Int) {
        self.limit = limit
        while count > limit { forget() }
        if ring.count > limit { lay(out: limit) }
    }

    // MARK: Reading

    /// Copies what stands behind a place, at most so many bytes; where that begins. It is later than the place when
    /// records behind it are forgotten.
    func copy(from place: Place, atMost limit: Int, into copy: inout [UInt8]) -> Place {
        // A place of another tape is none here.
        let begin = place.bytes >= oldest.bytes && place.bytes <= newest.bytes ? place : oldest
        copy.removeAll(keepingCapacity: true)
        let wanted = min(limit, newest.bytes - begin.bytes)
        guard wanted > 0 else { return begin }
        let from = index(begin.bytes)
        let head = min(wanted, ring.count - from)
        copy.append(contentsOf: ring[from..<(from + head)])
        copy.append(contentsOf: ring[..<(wanted - head)])
        return begin
    }

    // MARK: The ring

    private func index(_ bytes: Int) -> Int {
        let index = first + (bytes - oldest.bytes)
        return index >= ring.count ? index - ring.count : index
    }

    private mutating func makeRoom(for length: Int) {
        while count + length > limit, count > 0 { forget() }
        guard count + length > ring.count else { return }
        lay(out: min(limit, max(Self.firstRoom, 2 * ring.count, count + length)))
    }

    /// Moves all to a ring of another size.
    private mutating func lay(out size: Int) {
        var kept: [UInt8] = []
        kept.reserveCapacity(size)
        _ = copy(from: oldest, atMost: count, into: &kept)
        kept.append(contentsOf: repeatElement(0, count: size - kept.count))
        ring = kept
        first = 0
    }

    /// Forgets the oldest record.
    private mutating func forget() {
        var reading = oldest
        let head = byte(&reading)
        let kind = Kind(rawValue: head >> 5) ?? .opened
        var size = Int(head & 0x1F)
        if size == Self.longSize, kind == .received || kind == .sent { size += Int(clamping: number(&reading)) }
        reading.time += Int64(clamping: number(&reading))
        switch kind {
        case .received, .sent: reading.bytes += size
        case .refused: reading.bytes += 8
        case .opened, .lost, .discarded, .released: break
        }
        reading.records += 1
        first = index(reading.bytes)
        oldest = reading
    }

    private func byte(_ place: inout Place) -> UInt8 {
        defer { place.bytes += 1 }
        return ring[index(place.bytes)]
    }

    private func number(_ place: inout Place) -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = byte(&place)
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
    }

    private static func width(_ number: UInt64) -> Int { max(1, (70 - number.leadingZeroBitCount) / 7) }

    private mutating func put(_ byte: UInt8) {
        ring[index(newest.bytes)] = byte
        newest.bytes += 1
    }

    private mutating func put(number: UInt64) {
        var left = number
        while left >= 0x80 {
            put(UInt8(truncatingIfNeeded: left) | 0x80)
            left >>= 7
        }
        put(UInt8(left))
    }

    private mutating func put(time: Int64, at bytes: Int) {
        for offset in 0..<8 { ring[index(bytes + offset)] = UInt8(truncatingIfNeeded: time >> (8 * Int64(offset))) }
    }

    private mutating func put(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        let from = index(newest.bytes)
        let head = min(bytes.count, ring.count - from)
        ring.withUnsafeMutableBytes { ring in
            guard let target = ring.baseAddress else { return }
            (target + from).copyMemory(from: start, byteCount: head)
            target.copyMemory(from: start + head, byteCount: bytes.count - head)
        }
        newest.bytes += bytes.count
    }
}
