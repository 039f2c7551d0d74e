import Glibc
import HallModel
import HardwareAccess

/// A fresh folder whose `bus/line` is a link to a pseudo-terminal that can be pulled and plugged.
final class BusDirectory {
    let root: String
    let path: String
    private(set) var line: PseudoTerminal?

    init() throws {
        var template = Array("/tmp/halld-wires-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp", errno: errno) }
        root = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        path = root + "/bus/line"
    }

    deinit {
        unlink(path)
        rmdir(root + "/bus")
        rmdir(root)
    }

    func makeDirectory() { mkdir(root + "/bus", 0o755) }

    func plug() throws {
        let line = try PseudoTerminal()
        self.line = line
        symlink(line.path, path)
    }

    func unplug() {
        unlink(path)
        line?.close()
        line = nil
    }

    var master: Int32 { line?.master ?? -1 }
}
