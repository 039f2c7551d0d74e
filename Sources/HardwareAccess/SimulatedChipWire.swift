import CLinux
import DeviceDrivers
import Glibc
import HallModel
import Synchronization

/// A simulated GPIO chip as a bus's wire: lines of text over a Unix socket. It proves the hall, not libgpiod.
///
/// ```
/// we   hold 0=in 3=out:0      the lines to hold, and no others; outputs with their first level
/// it   levels 0=1 3=0         at once, offset and level; 1 is high
/// we   set 3 1
/// it   edge 0 1               at each change of an input
/// it   error TEXT             what it was asked for was wrong: the chip is lost
/// ```
struct SimulatedChipWire: BusWire, ~Copyable {
    /// The longest line, with its end.
    static let lineLimit = 4096
    /// How long the other side may take for a connect.
    private static let connectLimit: Duration = .milliseconds(500)

    private let path: String
    private let shared: BusShared
    private var descriptor: OwnedDescriptor?
    private var arrived: [UInt8] = []
    private var held: [GPIOLineRequest]?

    init(path: String, shared: BusShared) {
        self.path = path
        self.shared = shared
    }

    var watchedPath: String? { path }
    var isOpen: Bool { number >= 0 }
    var polled: [pollfd] { [pollfd(fd: number, events: Int16(POLLIN), revents: 0)] }
    /// More than one line can have come in one read.
    var patience: Duration? { arrived.contains(UInt8(ascii: "\n")) ? .zero : nil }

    mutating func open() throws(TransportError) {
        let descriptor = OwnedDescriptor(owning: clinux_unix_connect(path))
        guard descriptor.number >= 0 else { throw error(.missing, errno, "start the simulation") }
        guard case .ready = shared.wait(for: descriptor.number, POLLOUT, until: .now + Self.connectLimit) else {
            throw error(.missing, ETIMEDOUT, "start the simulation")
        }
        let failure = clinux_connect_error(descriptor.number)
        guard failure == 0 else { throw error(.missing, failure, "start the simulation") }
        self.descriptor = .some(consume descriptor)
    }

    mutating func close() {
        descriptor = nil
        arrived = []
        held = nil
    }

    mutating func perform(_ action: BusAction) throws(TransportError) -> BusEvent? {
        switch action {
        case .holdLines(let lines):
            held = lines
            let words = lines.map { line in
                "\(line.offset)=" + (line.output.map { $0 ? "out:1" : "out:0" } ?? "in")
            }
            try say((["hold"] + words).joined(separator: " "))
        case .setLine(let level): try say("set \(level.offset) \(level.isHigh ? 1 : 0)")
        case .open, .report, .write, .discardOutput, .releaseOutput, .transact, .configure, .answer, .scanned,
            .run, .endRun:
            break
        }
        return nil
    }

    mutating func work() throws(TransportError) -> BusEvent? { try takeLine() }

    mutating func receive(hangUp: Bool) throws(TransportError) -> BusEvent? {
        if let event = try takeLine() { return event }
        var buffer = [UInt8](repeating: 0, count: Self.lineLimit)
        let count = recv(number, &buffer, buffer.count, 0)
        if count > 0 {
            shared.statistics.withLock { $0.bytesIn += count }
            shared.recorder.note(.received(Array(buffer.prefix(count))), at: .now)
            arrived += buffer.prefix(count)
            return try takeLine()
        }
        if count < 0, errno == EAGAIN || errno == EINTR { return nil }
        throw error(.hungUp, count == 0 ? 0 : errno, "the simulation has closed it")
    }

    private mutating func say(_ line: String) throws(TransportError) {
        let bytes = Array((line + "\n").utf8)
        let count = send(number, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        guard count == bytes.count else {
            throw error(.hungUp, count < 0 ? errno : 0, "the simulation does not listen")
        }
        shared.statistics.withLock { $0.bytesOut += count }
        shared.recorder.note(.sent(bytes), at: .now)
    }

    /// What the next line says; nil when none is there.
    private mutating func takeLine() throws(TransportError) -> BusEvent? {
        guard let end = arrived.firstIndex(of: UInt8(ascii: "\n")) else {
            guard arrived.count < Self.lineLimit else { throw error(.hungUp, EPROTO, "a line without end") }
            return nil
        }
        let line = String(decoding: arrived[..<end], as: UTF8.self)
        arrived.removeFirst(end + 1)
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        switch words.first {
        case "levels":
            let levels = words.dropFirst().compactMap { word -> GPIOLevel? in
                let parts = word.split(separator: "=", omittingEmptySubsequences: false)
                return parts.count == 2 ? Self.level(parts[0], parts[1]) : nil
            }
            guard let held, levels.map(\.offset).sorted() == held.map(\.offset).sorted(),
                levels.count == words.count - 1
            else { break }
            return .linesRead(levels)
        case "edge":
            guard words.count == 3, let level = Self.level(words[1], words[2]),
                held?.contains(where: { $0.offset == level.offset && $0.output == nil }) == true
            else { break }
            return .lineChanged(level, at: .now)
        default: break
        }
        throw error(.hungUp, EPROTO, "it says: \(line.withoutControls.prefix(80))")
    }

    private static func level(_ offset: Substring, _ level: Substring) -> GPIOLevel? {
        guard let offset = Int(offset), offset >= 0, level == "0" || level == "1" else { return nil }
        return GPIOLevel(offset: offset, isHigh: level == "1")
    }

    private func error(_ code: TransportError.Code, _ number: Int32, _ what: String) -> TransportError {
        TransportError(
            code, disposition: .portLost, errno: number, message: "simulated GPIO chip \(path.withoutControls): \(what)"
        )
    }

    private var number: Int32 {
        switch descriptor {
        case .none: -1
        case .some(let descriptor): descriptor.number
        }
    }
}
