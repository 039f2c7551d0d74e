import CLinux
import DeviceDrivers
import Glibc
import HallModel

/// A program as a bus's wire: one child at a time, without a shell, with the text on its standard input and nothing else of
/// ours. The child is the head of a process group of its own, which is killed as a whole.
struct ProgramWire: BusWire, ~Copyable {
    /// Between two looks at a child; nobody hears the difference.
    static let lookInterval: Duration = .milliseconds(20)
    /// What a pipe takes at once, so that nobody waits for a child to read.
    static let inputLimit = 4096
    /// Looks, a millisecond apart, whether a killed child is gone.
    static let buryingLooks = 100
    /// Killed children that may still be there when another is started.
    static let dyingLimit = 4

    private let path: String
    private let arguments: [String]
    private var isFound = false
    private var child: pid_t?
    /// Killed, and not gone yet: one that waits in a driver of the kernel ends when that lets it.
    private var dying: [pid_t] = []

    init(path: String, arguments: [String]) {
        self.path = path
        self.arguments = arguments
    }

    var watchedPath: String? { path }
    var isOpen: Bool { isFound }
    var polled: [pollfd] { [] }
    var patience: Duration? { child == nil && dying.isEmpty ? nil : Self.lookInterval }

    mutating func open() throws(TransportError) {
        guard access(path, X_OK) == 0 else { throw Self.error(errno, "\(path) cannot be run") }
        isFound = true
    }

    mutating func close() {
        endRun()
        isFound = false
    }

    mutating func finish() { endRun() }

    mutating func perform(_ action: BusAction) throws(TransportError) -> BusEvent? {
        switch action {
        case .run(let run):
            endRun()
            try start(run)
        case .endRun: endRun()
        case .open, .report, .write, .discardOutput, .releaseOutput, .transact, .configure, .answer, .scanned,
            .holdLines, .setLine:
            break
        }
        return nil
    }

    mutating func receive(hangUp: Bool) throws(TransportError) -> BusEvent? { nil }

    mutating func work() throws(TransportError) -> BusEvent? {
        bury()
        guard let child else { return nil }
        var status: Int32 = 0
        let ended = waitpid(child, &status, WNOHANG)
        guard ended != 0 else { return nil }
        // It may have left others of its group behind.
        kill(-child, SIGKILL)
        self.child = nil
        // The low seven bits are the signal that ended it; the next byte is what it said.
        return .ended(status: ended == child && status & 0x7F == 0 ? Int(status >> 8 & 0xFF) : nil)
    }

    /// A pipe is filled before the child is there: it is large enough, and nobody can be gone at its other end.
    private mutating func start(_ run: ProgramRun) throws(TransportError) {
        guard dying.count < Self.dyingLimit else {
            throw Self.error(EBUSY, "\(path) was killed \(dying.count) times and does not end")
        }
        var ends: [Int32] = [-1, -1]
        guard clinux_pipe(&ends) == 0 else { throw Self.error(errno, "no pipe for \(path)") }
        // By hand: its number is used after the last word about a descriptor that closes itself.
        defer { Glibc.close(ends[0]) }
        let text = Array(run.input.prefix(Self.inputLimit))
        _ = write(ends[1], text, text.count)
        Glibc.close(ends[1])
        let status = spawn(path, ends[0], self.arguments + run.arguments)
        guard status.pid > 0 else { throw Self.error(status.error, "\(path) cannot be started") }
        child = status.pid
    }

    private mutating func endRun() {
        guard let child else { return }
        kill(-child, SIGKILL)
        self.child = nil
        dying.append(child)
        // Nearly always it ends at once; nobody waits for one that does not.
        for _ in 0..<Self.buryingLooks {
            bury()
            guard dying.contains(child) else { return }
            usleep(1000)
        }
    }

    private mutating func bury() {
        dying.removeAll { child in
            var status: Int32 = 0
            return waitpid(child, &status, WNOHANG) != 0
        }
    }

    private static func error(_ number: Int32, _ what: String) -> TransportError {
        let reason = String(cString: strerror(number))
        return switch number {
        case ENOENT, ENOTDIR:
            TransportError(
                .missing, disposition: .untilReconnect, errno: number,
                message: "\(what): \(reason): install it, or correct 'program' in the configuration")
        case EACCES, EPERM:
            TransportError(.forbidden, disposition: .portLost, errno: number, message: "\(what): \(reason)")
        default: TransportError(.system, disposition: .portLost, errno: number, message: "\(what): \(reason)")
        }
    }
}

/// Starts a program with these arguments and its standard input.
private func spawn(_ path: String, _ input: Int32, _ arguments: [String]) -> (pid: pid_t, error: Int32) {
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    let pid = words.withUnsafeMutableBufferPointer { clinux_run_program(path, $0.baseAddress, input) }
    return (pid, pid > 0 ? 0 : -pid)
}
