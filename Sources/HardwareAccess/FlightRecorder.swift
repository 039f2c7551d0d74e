import DeviceDrivers
import HallModel
import Synchronization

/// The last minutes of a wire, so that a fault can be looked at after it has happened. Always on, bounded, forgets the
/// oldest first.
///
/// Its writer stands in the path of every transaction: it holds the lock for a copy of its bytes, and readers hold it for
/// a copy of at most `chunk`.
public final class FlightRecorder: Sendable {
    /// Bytes for one wire: more than five minutes of a Modbus line at 9600 baud that is asked without a pause.
    public static let limit = 256 * 1024
    /// Bytes for all wires of a hall.
    public static let hallLimit = 4 * 1024 * 1024
    /// Bytes given to a reader at once; above any record.
    private static let chunk = 16 * 1024
    /// A longer piece is written down in parts.
    private static let recordBytes = 4096

    private let tape: Mutex<FlightTape>

    /// An empty one.
    public init(limit: Int = FlightRecorder.limit) { tape = Mutex(FlightTape(limit: max(limit, Self.chunk))) }

    /// The bytes that each of so many wires may have.
    public static func limit(among wires: Int) -> Int { min(limit, hallLimit / max(1, wires)) }

    /// Changes how much is kept; what has no place any more is forgotten.
    public func setLimit(_ limit: Int) { tape.withLock { $0.setLimit(max(limit, Self.chunk)) } }

    /// Writes down what happened.
    public func note(_ content: FlightRecord.Content, at now: MonotonicInstant) {
        let time = now.nanoseconds / 1000
        switch content {
        case .received(let bytes): bytes.withUnsafeBytes { note(.received, $0, time) }
        case .sent(let bytes): bytes.withUnsafeBytes { note(.sent, $0, time) }
        case .opened: tape.withLock { $0.append(.opened, at: time) }
        case .refused(let code): tape.withLock { $0.append(.refused, code: code.tapeNumber, at: time) }
        case .lost(let code): tape.withLock { $0.append(.lost, code: code.tapeNumber, at: time) }
        case .discarded: tape.withLock { $0.append(.discarded, at: time) }
        case .released: tape.withLock { $0.append(.released, at: time) }
        }
    }

    private func note(_ kind: FlightTape.Kind, _ bytes: UnsafeRawBufferPointer, _ time: Int64) {
        guard bytes.count > Self.recordBytes else { return tape.withLock { $0.append(kind, bytes, at: time) } }
        for start in stride(from: 0, to: bytes.count, by: Self.recordBytes) {
            let part = UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + Self.recordBytes, bytes.count)])
            tape.withLock { $0.append(kind, part, at: time) }
        }
    }

    /// What is kept, oldest first.
    public var records: [FlightRecord] {
        var all: [FlightRecord] = []
        var cursor = oldest
        while true {
            let part = read(from: cursor)
            guard !part.records.isEmpty else { return all }
            all += part.records
            cursor = part.next
        }
    }

    /// Bytes that the records take, and bytes that are held for them.
    var size: (used: Int, held: Int) { tape.withLock { ($0.count, $0.room) } }

    /// Before the oldest record there is now.
    public var oldest: FlightCursor { FlightCursor(place: tape.withLock { $0.oldest }) }

    /// Behind the newest record there is now.
    public var newest: FlightCursor { FlightCursor(place: tape.withLock { $0.newest }) }

    /// Some of what a reader has not seen.
    public struct Reading: Sendable, Equatable {
        /// Oldest first; empty when there is nothing new.
        public var records: [FlightRecord]
        /// Records that were forgotten before the reader came to them.
        public var skipped: Int
        /// From where to go on.
        public var next: FlightCursor
    }

    /// What stands behind a cursor, a part of it if it is much.
    public func read(from cursor: FlightCursor) -> Reading {
        // Made before the lock is taken, so that the writer waits for a copy and never for memory.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.chunk)
        let place = tape.withLock { $0.copy(from: cursor.place, atMost: Self.chunk, into: &bytes) }
        var reader = FlightReader(bytes, from: place)
        var records: [FlightRecord] = []
        while let record = reader.record() { records.append(record) }
        return Reading(
            records: records, skipped: max(0, place.records - cursor.place.records),
            next: FlightCursor(place: reader.place))
    }
}
