import DeviceSimulators
import Glibc
import HallConfiguration
import HallModel
import HardwareAccess
import SimulatedHall
import Testing

/// The repository's folder.
let projectFolder = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

/// The township's hall, as shipped.
func township() throws -> HallPlan {
    let file = projectFolder + "/Hardware/Halls/township.yaml"
    let result = ConfigurationLoader(hardware: projectFolder + "/Hardware", for: file).load(file)
    return try #require(result.plan, "\(result.problems)")
}

/// The bytes of a small file.
func content(of path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    try #require(descriptor >= 0, "open \(path)")
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    let count = read(descriptor, &buffer, buffer.count)
    return Array(buffer.prefix(max(0, count)))
}

/// A fresh folder under /tmp, gone at the end.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/hallsim-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
        path = String(cString: try #require(made))
    }

    deinit {
        for name in ["control.sock", "bus", ""] { remove(path + "/" + name) }
    }
}

/// A serial port opened as a daemon would.
final class Port {
    let descriptor: Int32

    init(_ path: String) throws {
        descriptor = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        try #require(descriptor >= 0, "open \(path)")
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) { _ = write(descriptor, bytes, bytes.count) }

    /// So many bytes, or what has come when nothing came for ten seconds.
    func receive(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while bytes.count < count {
            var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&watched, 1, 10_000) > 0 else { break }
            let got = read(descriptor, &buffer, buffer.count)
            guard got > 0 else { break }
            bytes += buffer.prefix(got)
        }
        return bytes
    }

    /// The other end is gone (within ten seconds).
    var isHungUp: Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, 10_000) > 0 && watched.revents & Int16(POLLHUP) != 0
    }
}

/// The district's hall, as shipped.
func district() throws -> HallPlan {
    let file = projectFolder + "/Hardware/Halls/district.yaml"
    let result = ConfigurationLoader(hardware: projectFolder + "/Hardware", for: file).load(file)
    return try #require(result.plan, "\(result.problems)")
}
