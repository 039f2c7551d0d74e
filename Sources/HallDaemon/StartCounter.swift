import Glibc
import HallModel

/// Counts starts of this boot that went wrong, in a file of the state folder, so that a daemon that dies again and again
/// at its devices leaves them alone in the end.
///
/// ```
///                 start: count + 1                  count of them was reached
///  count of this boot ───────────────▶ runs ────────────────────────────────▶ runs in safe mode
///    ▲    ▲                             │ │
///    │    └──── 60 s, or an orderly stop ─┘ └─ killed, crashed: the count stays
///    └── another boot: 0; a power cut is no crash
/// ```
struct StartCounter: Sendable {
    /// A daemon that has run for so long has come up.
    static let settled = Duration.seconds(60)
    /// What stands in the file, at most.
    private static let fileBytes = 256

    private let path: String
    private let boot: String

    /// The counter of a state folder, in the boot that has this id.
    init(directory: String, boot: String = StartCounter.bootID) {
        path = directory + "/starts"
        self.boot = boot
    }

    /// Starts of this boot before this one that ended without an orderly stop within a minute.
    var failures: Int {
        let words = Self.read(path).split(separator: " ")
        guard words.count == 2, words[0] == boot else { return 0 }
        return Int(words[1]) ?? 0
    }

    /// Takes down a start; it counts until `settle`. Nothing is lost where that cannot be written.
    func begin() { write(failures + 1) }

    /// The daemon is well, or was stopped in order.
    func settle() { write(0) }

    private func write(_ count: Int) {
        let descriptor = open(path + ".new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { return }
        let text = Array("\(boot) \(count)\n".utf8)
        let isWritten = Glibc.write(descriptor, text, text.count) == text.count
        close(descriptor)
        if isWritten { rename(path + ".new", path) }
    }

    private static func read(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: fileBytes)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return "" }
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
        return String(text.prefix { $0 != "\n" })
    }

    /// Names this boot of the machine.
    static let bootID = read("/proc/sys/kernel/random/boot_id")
}
