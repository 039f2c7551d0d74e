import Glibc
import HallModel

/// The folder in which a running hall leaves its links and its socket.
///
/// ```
/// DIR/control.sock
/// DIR/bus/<bus-id> ─▶ /dev/pts/N        a serial line
/// DIR/bus/<bus-id>    127.0.0.1:PORT    TCP and NUT: a file with that line
/// DIR/bus/<bus-id>    a Unix socket     GPIO
/// DIR/nut/<bus-id>/                     files of the NUT server, if it is the real one
/// ```
struct RuntimeFolder {
    let path: String

    /// Makes the folder and its `bus`, with all folders above.
    init(_ path: String) throws(HallsimError) {
        self.path = path
        var made = path.hasPrefix("/") ? "/" : ""
        for part in (path + "/bus").split(separator: "/") {
            made += part + "/"
            if mkdir(made, 0o755) != 0, errno != EEXIST { throw RuntimeFolder.failed("make \(made)") }
        }
    }

    func link(_ bus: BusID) -> String { path + "/bus/" + bus.rawValue }

    /// Puts the link to `target` in its place in one step: whoever looks finds the old one or the new one.
    func place(_ bus: BusID, target: String) throws(HallsimError) {
        let fresh = link(bus) + ".new"
        unlink(fresh)
        guard symlink(target, fresh) == 0, rename(fresh, link(bus)) == 0 else {
            throw RuntimeFolder.failed("link \(link(bus))")
        }
    }

    func remove(_ bus: BusID) { unlink(link(bus)) }

    /// Puts a file with the address of a bus in its place in one step.
    func place(_ bus: BusID, address: String) throws(HallsimError) {
        guard FileContent.replace(link(bus), with: Array((address + "\n").utf8)) else {
            throw RuntimeFolder.failed("write \(link(bus))")
        }
    }

    static func failed(_ what: String) -> HallsimError {
        HallsimError(.systemFailed("\(what): \(String(cString: strerror(errno)))"))
    }
}
