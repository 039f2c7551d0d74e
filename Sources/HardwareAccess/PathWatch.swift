import CLinux
import Glibc

/// Tells when a path that may be missing, a link, or in a missing directory has appeared.
///
/// Watches the directory of the path and, hop by hop, those of the links it leads through; in place of a missing
/// directory its nearest ancestor that exists. The watches follow as things come and go.
struct PathWatch: ~Copyable {
    /// Links followed at most, like the kernel would refuse a longer chain sooner or later.
    static let hopLimit = 8

    private let path: String
    private let notifications: OwnedDescriptor
    /// The names that matter in each watched directory.
    private var names: [Int32: [String]] = [:]

    init(path: String) throws(SystemFailure) {
        self.path = path
        notifications = OwnedDescriptor(owning: clinux_inotify())
        guard notifications.number >= 0 else { throw SystemFailure("create an inotify", errno: errno) }
        arm()
    }

    /// Readable when something happened.
    var number: Int32 { notifications.number }

    /// Reads what happened; true when it concerned the path and the path exists now.
    mutating func appeared() -> Bool {
        guard concerned() else { return false }
        arm()
        return access(path, F_OK) == 0
    }

    private mutating func concerned() -> Bool {
        // struct inotify_event: wd, mask, cookie, len (4 bytes each), then len bytes of name, zero-padded.
        var concerned = false
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(notifications.number, &buffer, buffer.count)
        guard count > 0 else { return false }
        var offset = 0
        while offset + 16 <= count {
            let (watch, length) = buffer.withUnsafeBytes { bytes in
                (
                    bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self),
                    Int(bytes.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
                )
            }
            let end = min(offset + 16 + length, count)
            let name = String(decoding: buffer[(offset + 16)..<end].prefix { $0 != 0 }, as: UTF8.self)
            // −1: the queue overflowed, anything may have happened. No name: the directory itself.
            if watch == -1 || names[watch].map({ name.isEmpty || $0.contains(name) }) == true { concerned = true }
            offset = end
        }
        return concerned
    }

    private mutating func arm() {
        for watch in names.keys { clinux_inotify_unwatch(notifications.number, watch) }
        names = [:]
        for place in Self.places(of: path) {
            // Where a directory vanishes in between, the attempts with back-off still find the path.
            let watch = clinux_inotify_watch_directory(notifications.number, place.directory)
            if watch >= 0 { names[watch, default: []].append(place.name) }
        }
    }

    /// The directories and names whose change can make the path appear.
    static func places(of path: String) -> [(directory: String, name: String)] {
        var places: [(directory: String, name: String)] = []
        var hop = path
        for _ in 0..<hopLimit {
            var (directory, name) = split(hop)
            let parent = directory
            while !isDirectory(directory), directory != "/", directory != "." { (directory, name) = split(directory) }
            places.append((directory, name))
            guard let target = linkTarget(hop) else { break }
            hop = target.hasPrefix("/") ? target : parent + "/" + target
        }
        return places
    }

    private static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let directory = String(path[..<slash])
        return (directory.isEmpty ? "/" : directory, String(path[path.index(after: slash)...]))
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func linkTarget(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) { letters in
                letters.baseAddress.map { readlink(path, $0, letters.count) } ?? -1
            }
        }
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }
}
