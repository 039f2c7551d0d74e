import FoundationEssentials
import Glibc

/// A folder of its own for a test; it vanishes with the value.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/halld-store-XXXXXX".utf8CString)
        template.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { _ = mkdtemp(start) } }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Where a journal may be.
    var state: String { path + "/state" }
    var journal: String { state + "/journal.sqlite" }
    var writeAhead: String { journal + "-wal" }

    func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }

    func write(_ bytes: [UInt8], to path: String) throws { try Data(bytes).write(to: URL(filePath: path)) }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The state folder as it is this moment under another name: what a kill would leave behind.
    func copyOfState(named name: String) throws -> String {
        let copy = path + "/" + name
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for file in ["journal.sqlite", "journal.sqlite-wal"] where exists(state + "/" + file) {
            try FileManager.default.copyItem(atPath: state + "/" + file, toPath: copy + "/" + file)
        }
        return copy
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
