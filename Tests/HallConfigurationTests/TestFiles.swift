import Glibc

@testable import HallConfiguration

/// Where the tests' files are.
enum TestFiles {
    /// The project's `Hardware` folder.
    static let hardware: String = {
        let tests = FileSystem.parent(of: #filePath)
        return FileSystem.parent(of: FileSystem.parent(of: tests)) + "/Hardware"
    }()

    /// Runs `body` with a new folder that is removed afterwards.
    static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        var template = Array("/tmp/hall-configuration-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestFailure.noFolder }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { remove(folder) }
        return try body(folder)
    }

    /// Writes a file, making the folders above it.
    static func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path) }

    /// Writes a file, making the folders above it.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let folder = FileSystem.parent(of: path)
        if !FileSystem.isFolder(folder) { mkdir(folder, 0o755) }
        guard let file = fopen(path, "w") else { throw TestFailure.notWritten(path) }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw TestFailure.notWritten(path) }
    }

    private static func remove(_ path: String) {
        if FileSystem.isFolder(path) {
            for name in (try? FileSystem.names(in: path)) ?? [] { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    enum TestFailure: Error {
        case noFolder
        case notWritten(String)
    }
}
