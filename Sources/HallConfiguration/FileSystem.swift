import Glibc
import HallModel

/// The few things the configuration needs of the disk.
enum FileSystem {
    /// Why a file or folder cannot be read.
    enum Failure: Error, Equatable {
        case system(String)
        case notAFile
        case tooLarge
    }

    /// The content of a regular file of at most `limit` bytes.
    static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
        // Without O_NONBLOCK opening a FIFO would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .system(message(errno)) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw .system(message(errno)) }
        guard information.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .system(message(errno)) }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { throw .tooLarge }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// The names in a folder, in byte order, without those that begin with a dot.
    static func names(in folder: String) throws(Failure) -> [String] {
        guard let directory = opendir(folder) else { throw .system(message(errno)) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// A numeric address of that family.
    static func isAddress(_ text: String, family: Int32) -> Bool { address(text, family: family) != nil }

    /// The bytes of a numeric address: 4 or 16, the highest first.
    static func address(_ text: String, family: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: family == AF_INET ? 4 : 16)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    /// The folder that holds a path, without asking the disk.
    static func parent(of path: String) -> String {
        let isAbsolute = path.hasPrefix("/")
        var parts = path.split(separator: "/").filter { $0 != "." }
        guard let last = parts.last else { return isAbsolute ? "/" : ".." }
        if last == ".." { parts.append("..") } else { parts.removeLast() }
        let joined = parts.joined(separator: "/")
        if isAbsolute { return "/" + joined }
        return joined.isEmpty ? "." : joined
    }

    private static func message(_ number: Int32) -> String { String(cString: strerror(number)) }
}

extension ProblemLog {
    /// The content of this log's file; nil when it cannot be read, which is reported.
    func readFile() -> [UInt8]? {
        do throws(FileSystem.Failure) {
            return try FileSystem.read(file, limit: Limit.fileBytes)
        } catch {
            switch error {
            case .system(let reason): report(.unreadable(reason), at: .wholeFile)
            case .notAFile: report(.notAFile(), at: .wholeFile)
            case .tooLarge: report(.tooLarge(limit: Limit.fileBytes), at: .wholeFile)
            }
            return nil
        }
    }
}
