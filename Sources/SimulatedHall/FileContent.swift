import Glibc

/// Whole small files.
enum FileContent {
    /// The bytes of a file; nil with errno set when it cannot be read or is longer than `limit`.
    static func read(_ path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0 else { return content }
            content += buffer.prefix(count)
            guard content.count <= limit else {
                errno = EFBIG
                return nil
            }
        }
    }

    /// Puts a file in its place in one step; false with errno set when it cannot be written. `modified` sets its time, in
    /// seconds.
    static func replace(_ path: String, with content: [UInt8], modified: Int? = nil) -> Bool {
        let fresh = path + ".new"
        unlink(fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return false }
        let count = write(descriptor, content, content.count)
        if let modified {
            let moment = timespec(tv_sec: modified, tv_nsec: 0)
            futimens(descriptor, [moment, moment])
        }
        close(descriptor)
        guard count == content.count else { return false }
        return rename(fresh, path) == 0
    }
}
