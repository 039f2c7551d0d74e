import Glibc
import HallModel
import HardwareAccess
import Logging
import Synchronization

/// Writes log lines to journald with their fields (DEVICE=, BUS=, ALARM=, TICKET=), so that `journalctl DEVICE=kiosk-1`
/// finds what concerns one thing.
///
/// One datagram a line (systemd.journal-fields(7), the native protocol):
/// ```
/// MESSAGE=text\n PRIORITY=5\n SYSLOG_IDENTIFIER=halld\n DEVICE=…\n
/// ```
/// Texts are one line by the time they come here, so the form with a length is never needed.
struct JournaldHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let socket: JournaldSocket
    private let rate: LogRate

    init(_ socket: JournaldSocket, rate: LogRate, level: Logger.Level) {
        self.socket = socket
        self.rate = rate
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        for line in rate.lines("\(event.message)", at: .now) {
            socket.send(Self.datagram(line, event.level, metadata.merging(event.metadata ?? [:]) { $1 }))
        }
    }

    /// Fields that a line may carry; others are left out, since journald makes an index of each.
    static let fields: Set<String> = ["DEVICE", "BUS", "ALARM", "TICKET"]

    static func datagram(_ message: String, _ level: Logger.Level, _ metadata: Logger.Metadata) -> [UInt8] {
        var text = "MESSAGE=\(message.withoutControls)\nPRIORITY=\(priority(level))\nSYSLOG_IDENTIFIER=halld\n"
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) where fields.contains(key) {
            text += "\(key)=\("\(value)".withoutControls)\n"
        }
        return Array(text.utf8)
    }

    /// syslog(3)'s numbers.
    static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}

/// journald's socket.
final class JournaldSocket: Sendable {
    private static let path = "/run/systemd/journal/socket"
    private let descriptor: Int32

    /// journald, where this process's standard error goes there (JOURNAL_STREAM names it); nil elsewhere.
    init?() {
        guard let stream = getenv("JOURNAL_STREAM").map({ String(cString: $0) }), Self.isStandardError(stream) else {
            return nil
        }
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Self.path.utf8) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            return nil
        }
    }

    deinit { close(descriptor) }

    /// A log that is full costs a line, never the time of the hall.
    func send(_ datagram: [UInt8]) {
        _ = Glibc.send(descriptor, datagram, datagram.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }

    /// `device:inode` of what standard error is.
    private static func isStandardError(_ stream: String) -> Bool {
        var status = stat()
        guard fstat(STDERR_FILENO, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }
}

/// Keeps a line that comes again and again from filling the log: so many in a minute are written, the rest is counted.
final class LogRate: Sendable {
    /// Lines of all kinds in one minute.
    static let linesPerMinute = 300
    private static let window = Duration.seconds(60)

    private struct State {
        var since: MonotonicInstant?
        var written = 0
        var dropped = 0
    }
    private let state = Mutex(State())

    /// What is to be written now: the line, a count of those left out before it, or nothing.
    func lines(_ line: String, at now: MonotonicInstant) -> [String] {
        state.withLock { state in
            var lines: [String] = []
            if state.since.map({ $0 + Self.window <= now }) ?? true {
                if state.dropped > 0 { lines.append("\(state.dropped) lines of the last minute were left out") }
                state = State(since: now)
            }
            guard state.written < Self.linesPerMinute else {
                state.dropped += 1
                return lines
            }
            state.written += 1
            return lines + [line]
        }
    }
}
