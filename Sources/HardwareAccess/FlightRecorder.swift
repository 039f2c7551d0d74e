import DeviceDrivers
import HallModel
import Synchronization

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

        fileprivate var size: Int {
            switch self {
            case .received(let bytes), .sent(let bytes): bytes.count
            case .opened, .refused, .lost, .discarded, .released: 0
            }
        }
    }

    /// When, on the monotonic clock.
    public var at: MonotonicInstant
    /// What.
    public var content: Content
}

/// The last things that happened on a wire, so that a fault can be looked at after it has happened. Always on, small,
/// forgets the oldest first.
final class FlightRecorder: Sendable {
    /// Bytes kept of one wire.
    static let byteLimit = 16 * 1024
    /// Records kept of one wire: single bytes must not cost more than their bytes allow.
    static let recordLimit = 512

    fileprivate struct Tape: Sendable {
        var records: [FlightRecord] = []
        var head = 0
        var bytes = 0
    }
    private let tape = Mutex(Tape())

    func note(_ content: FlightRecord.Content, at now: MonotonicInstant) {
        tape.withLock { $0.note(FlightRecord(at: now, content: content)) }
    }

    /// What is kept, oldest first.
    var records: [FlightRecord] { tape.withLock { Array($0.records[$0.head...]) } }
}

extension FlightRecorder.Tape {
    mutating func note(_ record: FlightRecord) {
        // A port that stays missing must not push out the last words of its device.
        if case .refused = record.content, records.last?.content == record.content {
            records[records.count - 1] = record
            return
        }
        records.append(record)
        bytes += record.content.size
        while bytes > FlightRecorder.byteLimit || records.count - head > FlightRecorder.recordLimit {
            bytes -= records[head].content.size
            // Frees the bytes now; the place is given up below.
            records[head].content = .discarded
            head += 1
        }
        if head > FlightRecorder.recordLimit {
            records.removeFirst(head)
            head = 0
        }
    }
}
