import DeviceSimulators
import Glibc
import HallModel

/// The real NUT server with `dummy-ups` drivers, for one bus of a running hall.
///
/// ```
/// DIR/nut/<bus>/ups.conf  upsd.conf  upsd.users  <ups>.dev
///       hallsim ══pipe══▶ sh ─┬─ dummy-ups (one for each UPS, reads <ups>.dev again when its time changes)
///                             └─ upsd ─ 127.0.0.1:PORT
/// ```
/// The shell ends everything when the pipe closes, so nothing stays behind however hallsim ends. On the pipe go orders
/// for drivers: `stop 0`, `cont 0`, `kill 0`, `start 0`; and `stop upsd`, `cont upsd`.
struct NutService {
    /// Where Debian keeps NUT's programs.
    static let programs = "/lib/nut"
    /// Drivers and server stand after so long, or never.
    private static let startTime = Duration.seconds(15)

    /// NUT's server and driver are installed.
    static var isInstalled: Bool {
        access(programs + "/upsd", X_OK) == 0 && access(programs + "/dummy-ups", X_OK) == 0
    }

    let port: UInt16
    private let directory: String
    private var written: [NutUPSSimulator]
    private var modified: Int
    private var pipe: Int32 = -1
    private var shell: pid_t = -1
    private var states: [String]
    private var serverState = "cont"

    /// Starts a server for these UPSs, and waits until it answers.
    init(bus: BusID, upses: [NutUPSSimulator], directory: String) throws(HallsimError) {
        port = try ListeningEnd.freePort()
        self.directory = NutService.absolute(directory + "/nut/" + bus.rawValue)
        written = upses
        modified = time(nil) - 86_400
        states = upses.map { _ in "start" }
        for part in ["/nut", "/nut/" + bus.rawValue] { mkdir(directory + part, 0o755) }
        try prepare()
        try start()
        do throws(HallsimError) { try waitUntilAnswering() } catch {
            end()
            throw error
        }
    }

    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return String(cString: here) + "/" + path
    }

    // MARK: Files

    private mutating func prepare() throws(HallsimError) {
        let drivers = written.map { ups in
            """
            [\(ups.name)]
                driver = dummy-ups
                port = \(directory)/\(ups.name).dev
                mode = dummy-once
                desc = "hallsim"

            """
        }
        try put("ups.conf", "pollinterval = 1\nmaxretry = 3\n" + drivers.joined())
        try put("upsd.conf", "LISTEN 127.0.0.1 \(port)\nSTATEPATH \(directory)\nMAXAGE 15\n")
        try put("upsd.users", "")
        try put("nut.conf", "MODE=netserver\n")
        for ups in written { try put(ups) }
    }

    private func put(_ name: String, _ content: String) throws(HallsimError) {
        let path = directory + "/" + name
        guard FileContent.replace(path, with: Array(content.utf8)) else { throw RuntimeFolder.failed("write \(path)") }
    }

    /// The driver looks at the file's time in whole seconds: each writing has its own.
    private mutating func put(_ ups: NutUPSSimulator) throws(HallsimError) {
        modified += 1
        let lines = ups.variables.map { "\($0.name): \($0.value)\n" }
        let path = directory + "/" + ups.name + ".dev"
        guard FileContent.replace(path, with: Array(lines.joined().utf8), modified: modified) else {
            throw RuntimeFolder.failed("write \(path)")
        }
    }

    /// Brings files and processes to what the simulated devices are: their variables, their drivers running, their faults.
    mutating func follow(_ devices: [SimulatedDevice]) throws(HallsimError) {
        var isSilent = false
        for device in devices {
            guard case .nut(let ups) = device.unit, let place = written.firstIndex(where: { $0.name == ups.name })
            else { continue }
            if written[place].variables != ups.variables { try put(ups) }
            written[place] = ups
            let kinds = device.faults.map(\.kind)
            if kinds.contains(.silent) || kinds.contains(.late) { isSilent = true }
            order(!ups.isOn ? "kill" : kinds.contains(.exception) ? "stop" : "start", place)
        }
        let wanted = isSilent ? "stop" : "cont"
        if wanted != serverState { tell("\(wanted) upsd") }
        serverState = wanted
    }

    private mutating func order(_ wanted: String, _ place: Int) {
        guard states[place] != wanted else { return }
        if states[place] == "stop" { tell("cont \(place)") }
        if states[place] == "kill" { tell("start \(place)") }
        if wanted != "start" { tell("\(wanted) \(place)") }
        states[place] = wanted
    }

    // MARK: Processes

    private static let script = """
        drive() { "$programs/dummy-ups" -F -a "$1" -u "$user" >>"$NUT_STATEPATH/log" 2>&1 </dev/null & }
        pid_of() { eval "echo \\$pid_$1"; }
        n=0
        for ups in "$@"; do drive "$ups"; eval "pid_$n=$! name_$n=\\$ups"; n=$((n + 1)); done
        for ups in "$@"; do
            w=0
            while [ ! -S "$NUT_STATEPATH/dummy-ups-$ups" ] && [ $w -lt 100 ]; do sleep 0.05; w=$((w + 1)); done
        done
        "$programs/upsd" -F -u "$user" >>"$NUT_STATEPATH/log" 2>&1 </dev/null &
        pid_upsd=$!
        while read -r verb which; do
            case $verb in
            stop) kill -STOP "$(pid_of "$which")" ;;
            cont) kill -CONT "$(pid_of "$which")" ;;
            kill) kill "$(pid_of "$which")"; wait "$(pid_of "$which")" ;;
            start) eval "drive \\"\\$name_$which\\""; eval "pid_$which=$!" ;;
            esac
        done
        kill -CONT $pid_upsd; kill $pid_upsd
        while [ $n -gt 0 ]; do n=$((n - 1)); kill -CONT "$(pid_of $n)"; kill "$(pid_of $n)"; done
        wait
        """

    private mutating func start() throws(HallsimError) {
        var ends: [Int32] = [-1, -1]
        // A pair of sockets is a pipe that can be made close-on-exec in one step.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw RuntimeFolder.failed("open a pair of sockets")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, directory + "/log", O_WRONLY | O_CREAT | O_APPEND, 0o644)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Of its own group, so that Ctrl-C leaves the ending to hallsim; and with no signal blocked.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        let words = ["sh", "-c", Self.script, "hallsim-nut"] + written.map(\.name)
        let settings = [
            "NUT_CONFPATH=\(directory)", "NUT_STATEPATH=\(directory)", "NUT_ALTPIDPATH=\(directory)",
            "programs=\(Self.programs)", "user=\(Self.userName)", "PATH=/usr/bin:/bin", "NUT_QUIET_INIT_SSL=true",
        ]
        var arguments = words.map { strdup($0) } + [nil]
        var environment = settings.map { strdup($0) } + [nil]
        defer { for pointer in arguments + environment { free(pointer) } }
        let error = posix_spawn(&shell, "/bin/sh", &actions, &attributes, &arguments, &environment)
        close(ends[0])
        pipe = ends[1]
        _ = fcntl(pipe, F_SETFL, O_NONBLOCK)
        guard error == 0 else {
            close(pipe)
            errno = error
            throw RuntimeFolder.failed("start /bin/sh")
        }
    }

    private static var userName: String {
        guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else { return "root" }
        return String(cString: name)
    }

    private func tell(_ order: String) {
        let line = Array((order + "\n").utf8)
        _ = send(pipe, line, line.count, Int32(MSG_NOSIGNAL))
    }

    /// The server answers for every UPS.
    private func waitUntilAnswering() throws(HallsimError) {
        let deadline = RunningHall.now + Self.startTime
        while RunningHall.now < deadline {
            // The driver has read its whole file when it tells the last line of it.
            if written.allSatisfy({ isTold($0.variables.last?.name ?? "ups.status", of: $0.name) }) { return }
            var pause = timespec(tv_sec: 0, tv_nsec: 50_000_000)
            nanosleep(&pause, nil)
        }
        throw HallsimError(.systemFailed("upsd on 127.0.0.1:\(port) does not answer, see \(directory)/log"))
    }

    private func isTold(_ variable: String, of ups: String) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0, UnixSocket.writeAll(Array("GET VAR \(ups) \(variable)\n".utf8), to: descriptor) else {
            return false
        }
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, 2000) > 0 else { return false }
        return UnixSocket.readLine(from: descriptor).starts(with: Array("VAR ".utf8))
    }

    /// Ends server and drivers, and waits until they are gone.
    mutating func end() {
        if pipe >= 0 { close(pipe) }
        pipe = -1
        guard shell > 0 else { return }
        let deadline = RunningHall.now + .seconds(5)
        var status: Int32 = 0
        while waitpid(shell, &status, WNOHANG) == 0 {
            if RunningHall.now >= deadline {
                kill(-shell, SIGKILL)
                waitpid(shell, &status, 0)
                break
            }
            var pause = timespec(tv_sec: 0, tv_nsec: 10_000_000)
            nanosleep(&pause, nil)
        }
        shell = -1
        let names = ["ups.conf", "upsd.conf", "upsd.users", "nut.conf", "log", "upsd.pid"]
        for name in names + written.flatMap({ ["\($0.name).dev", "dummy-ups-\($0.name)", "dummy-ups-\($0.name).pid"] })
        {
            unlink(directory + "/" + name)
        }
        rmdir(directory)
        rmdir(String(directory[..<(directory.lastIndex(of: "/") ?? directory.endIndex)]))
    }
}
