import DeviceDrivers
import HallAPI
import HallModel
import HardwareAccess

/// What a reader of a wire's trace has been told. It looks into the recorder by itself, some twenty times a second: the
/// wire's thread never knows that somebody reads, and a reader that is too slow finds records gone and is told how many.
struct TraceWatch {
    /// Between two looks.
    static let pause = Duration.milliseconds(50)
    /// Frames in one reply.
    private static let framesAtOnce = 100

    let bus: BusID
    private let form: TraceForm
    private let recorder: FlightRecorder
    /// The past that is wanted; nil: what comes from now on, without an end.
    private let past: ClosedRange<MonotonicInstant>?
    /// From the monotonic to the wall clock, µs, as it was when the reader came.
    private let wallOffset: Int64
    private var cursor: FlightCursor
    private var joiner: FrameJoiner
    private var hasBegun = false
    /// When to look next.
    private(set) var due: MonotonicInstant?

    /// A reader that comes now.
    init(_ bus: BusPlan, _ recorder: FlightRecorder, isModbus: Bool, last: Duration?, _ hall: PublishedHall) {
        self.bus = bus.id
        self.recorder = recorder
        switch (isModbus, bus.wire) {
        case (false, _): (form, joiner) = (.bytes, FrameJoiner(.bytes))
        case (true, .tcp), (true, .nut): (form, joiner) = (.modbusTcp, FrameJoiner(.modbusTCP))
        case (true, _): (form, joiner) = (.modbusRtu, FrameJoiner(.modbusRTU))
        }
        let now = APIServer.monotonicNow()
        past = last.map { now + (.zero - $0)...now }
        cursor = last == nil ? recorder.newest : recorder.oldest
        wallOffset = hall.at.wall.microseconds - hall.at.monotonic.nanoseconds / 1000
    }

    /// The wire has this recorder, and is in use.
    func isOf(_ recorder: FlightRecorder?) -> Bool { self.recorder === recorder }

    /// What a look brings.
    struct Look {
        var replies: [TraceBus.Reply] = []
        /// There is more at once.
        var again = false
        /// Nothing more comes.
        var isOver = false
    }

    /// Looks once; `isInUse`: the wire still has this recorder. The first look always brings a reply.
    mutating func look(isInUse: Bool, _ view: Viewing) -> Look {
        let now = APIServer.monotonicNow()
        due = now + Self.pause
        let reading = recorder.read(from: cursor)
        cursor = reading.next
        var look = Look(again: !reading.records.isEmpty, isOver: !isInUse && reading.records.isEmpty)
        var frames: [FlightRecord] = []
        for record in reading.records where !look.isOver {
            guard let past else {
                frames += joiner.take(record)
                continue
            }
            if record.at > past.upperBound {
                look.isOver = true
            } else if record.at >= past.lowerBound {
                frames += joiner.take(record)
            }
        }
        if past != nil, reading.records.isEmpty { look.isOver = true }
        frames += look.isOver ? joiner.flush() : joiner.pass(to: now)
        // What was forgotten before the past that is asked for is nobody's loss.
        let skipped = past == nil || hasBegun ? reading.skipped : 0
        if !frames.isEmpty || skipped > 0 || !hasBegun {
            for start in stride(from: 0, to: max(1, frames.count), by: Self.framesAtOnce) {
                let part = frames[start..<min(start + Self.framesAtOnce, frames.count)]
                look.replies.append(
                    TraceBus.Reply(
                        bus: bus.rawValue, form: form, skipped: start == 0 ? skipped : 0,
                        frames: part.map { self.view($0, view) }))
            }
        }
        hasBegun = true
        return look
    }

    /// The reply after which nothing comes.
    var last: TraceBus.Reply { TraceBus.Reply(bus: bus.rawValue, form: form, skipped: 0, frames: []) }

    private func view(_ record: FlightRecord, _ view: Viewing) -> TraceFrame {
        let time = WallTime(microseconds: record.at.nanoseconds / 1000 + wallOffset)
        var frame = TraceFrame(
            at: view.preciseTime(time), microseconds: time.microseconds, kind: .opened, bytes: "")
        switch record.content {
        case .received(let bytes): (frame.kind, frame.bytes) = (.received, bytes.hexadecimal)
        case .sent(let bytes): (frame.kind, frame.bytes) = (.sent, bytes.hexadecimal)
        case .opened: frame.kind = .opened
        case .refused(let code): (frame.kind, frame.code) = (.refused, code.rawValue)
        case .lost(let code): (frame.kind, frame.code) = (.lost, code.rawValue)
        case .discarded: frame.kind = .discarded
        case .released: frame.kind = .released
        }
        return frame
    }
}

extension Viewing {
    /// RFC 3339 to the millisecond in the hall's zone.
    fileprivate func preciseTime(_ wall: WallTime) -> String {
        let text = time(wall)
        let milliseconds = Int((wall.microseconds - wall.seconds * 1_000_000) / 1000)
        let digits = String(milliseconds)
        let fraction = "." + String(repeating: "0", count: 3 - digits.count) + digits
        let seconds = text.index(text.startIndex, offsetBy: min(19, text.count))
        return text[..<seconds] + fraction + text[seconds...]
    }
}

extension [UInt8] {
    /// Two lower-case digits a byte.
    fileprivate var hexadecimal: String {
        let digits = Array<UInt8>("0123456789abcdef".utf8)
        return String(
            decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] as [UInt8] }, as: UTF8.self)
    }
}
