import DeviceDrivers
import HallModel

/// One thing that happened on a wire.
public struct FlightRecord: Sendable, Equatable {
    /// What happened.
    public enum Content: Sendable, Equatable {
        /// Bytes read from the wire, as they came in one read.
        case received([UInt8])
        /// Bytes that the kernel took for the wire, as it took them.
        case sent([UInt8])
        /// The port was opened.
        case opened
        /// The port could not be opened.
        case refused(TransportError.Code)
        /// The port failed while open.
        case lost(TransportError.Code)
        /// What the kernel had taken and not yet sent was dropped.
        case discarded
        /// An XOFF from before was lifted.
        case released
    }

    /// When, on the monotonic clock, in whole microseconds. Of a port that could not be opened again and again: the last
    /// time.
    public var at: MonotonicInstant
    /// What.
    public var content: Content

    /// A record.
    public init(at: MonotonicInstant, content: Content) {
        self.at = at
        self.content = content
    }
}

/// Where a reader of a recorder is.
public struct FlightCursor: Sendable, Equatable {
    var place: FlightTape.Place
}

/// Reads packed records one by one.
struct FlightReader {
    private let bytes: [UInt8]
    /// Behind the last record that was whole.
    private(set) var place: FlightTape.Place
    private let base: Int
    private var next = 0

    /// Bytes of a tape, and where they begin.
    init(_ bytes: [UInt8], from place: FlightTape.Place) {
        self.bytes = bytes
        self.place = place
        base = place.bytes
    }

    /// The next record; nil when no whole one is left.
    mutating func record() -> FlightRecord? {
        next = place.bytes - base
        guard let head = byte(), let kind = FlightTape.Kind(rawValue: head >> 5) else { return nil }
        let low = head & 0x1F
        var size = Int(low)
        if kind == .received || kind == .sent, size == FlightTape.longSize {
            guard let more = number() else { return nil }
            size += Int(clamping: more)
        }
        guard let passed = number() else { return nil }
        let time = place.time + Int64(clamping: passed)
        var at = time
        let content: FlightRecord.Content
        switch kind {
        case .received, .sent:
            guard bytes.count - next >= size else { return nil }
            let data = Array(bytes[next..<(next + size)])
            next += size
            content = kind == .sent ? .sent(data) : .received(data)
        case .opened: content = .opened
        case .refused:
            guard bytes.count - next >= 8 else { return nil }
            at = (0..<8).reduce(0) { $0 | Int64(bytes[next + $1]) << (8 * Int64($1)) }
            next += 8
            content = .refused(TransportError.Code(tapeNumber: low))
        case .lost: content = .lost(TransportError.Code(tapeNumber: low))
        case .discarded: content = .discarded
        case .released: content = .released
        }
        place = FlightTape.Place(bytes: base + next, records: place.records + 1, time: time)
        return FlightRecord(at: MonotonicInstant(nanoseconds: at * 1000), content: content)
    }

    private mutating func byte() -> UInt8? {
        guard next < bytes.count else { return nil }
        defer { next += 1 }
        return bytes[next]
    }

    private mutating func number() -> UInt64? {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = byte() {
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        return nil
    }
}

extension TransportError.Code {
    /// On the tape.
    var tapeNumber: UInt8 {
        switch self {
        case .missing: 0
        case .busy: 1
        case .forbidden: 2
        case .unsuitable: 3
        case .hungUp: 4
        case .system: 5
        }
    }

    init(tapeNumber: UInt8) {
        self =
            switch tapeNumber {
            case 0: .missing
            case 1: .busy
            case 2: .forbidden
            case 3: .unsuitable
            case 4: .hungUp
            default: .system
            }
    }
}
