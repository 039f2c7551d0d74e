import Dispatch
import Glibc
import Synchronization

/// A socket that gives prepared answers: one connection after the other, one message for each call received. An answer
/// of nil closes the connection, one that ends with `closing` is sent before it is closed.
final class CannedServer: Sendable {
    static let closing = "<closing>"
    let path: String
    private let folder: String
    private let state: Mutex<(answers: [String?], calls: [String])>

    init(_ answers: [String?]) {
        var template = Array("/tmp/hallctl-XXXXXX".utf8CString)
        folder =
            template.withUnsafeMutableBufferPointer { buffer in
                buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
            } ?? "/tmp"
        let path = folder + "/halld.sock"
        self.path = path
        state = Mutex((answers, []))
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        _ = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        listen(listener, 5)
        DispatchQueue.global().async { self.serve(listener) }
    }

    deinit {
        unlink(path)
        rmdir(folder)
    }

    /// The calls received, as JSON.
    var calls: [String] { state.withLock { $0.calls } }

    private func serve(_ listener: Int32) {
        defer { close(listener) }
        while state.withLock({ !$0.answers.isEmpty }) {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return }
            while let call = read(connection) {
                let answer = state.withLock { state -> String? in
                    state.calls.append(call)
                    return state.answers.isEmpty ? nil : state.answers.removeFirst()
                }
                guard let answer else { break }
                let isLast = answer.hasSuffix(Self.closing)
                let bytes = Array((isLast ? String(answer.dropLast(Self.closing.count)) : answer).utf8) + [0]
                _ = bytes.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if isLast { break }
            }
            close(connection)
        }
    }

    private func read(_ connection: Int32) -> String? {
        var message: [UInt8] = []
        var byte: UInt8 = 0
        while recv(connection, &byte, 1, 0) == 1 {
            if byte == 0 { return String(decoding: message, as: UTF8.self) }
            message.append(byte)
        }
        return nil
    }
}
