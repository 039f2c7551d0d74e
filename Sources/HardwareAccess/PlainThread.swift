import CLinux
import Glibc
import Synchronization

/// A named POSIX thread that runs one body and ends: for code that may block, off the concurrency pool.
///
/// Signals other than faults are left to the process's other threads. A thread that is never joined cleans up after
/// itself when its body returns.
public final class PlainThread: Sendable {
    /// The longest name the kernel keeps, in bytes.
    public static let nameLimit = 15

    private let thread: pthread_t
    private let joined = Mutex(false)

    /// Starts a thread; the name is cut at 15 bytes.
    ///
    /// - Throws: `SystemFailure` when the system has no room for another thread or stack.
    public init(
        name: String, stackSize: Int = 512 * 1024, _ body: @escaping @Sendable () -> Void
    ) throws(SystemFailure) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        var error = pthread_attr_setstacksize(&attributes, stackSize)
        guard error == 0 else { throw SystemFailure("stack of \(stackSize) bytes for thread \(name)", errno: error) }

        let start = Unmanaged.passRetained(Start(name: Self.kernelName(name), body: body))
        var thread = pthread_t()
        // Without @Sendable the closure can be inferred to belong to the main actor, and traps here at run time.
        error = pthread_create(
            &thread, &attributes,
            { @Sendable argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                clinux_block_signals()
                clinux_name_thread(start.name)
                start.body()
                return nil
            }, start.toOpaque())
        guard error == 0 else {
            start.release()
            throw SystemFailure("start thread \(name)", errno: error)
        }
        self.thread = thread
    }

    deinit {
        joined.withLock { joined in
            if !joined { pthread_detach(thread) }
        }
    }

    /// Waits until the body has returned. From the thread itself it returns at once.
    public func join() {
        guard pthread_equal(thread, pthread_self()) == 0 else { return }
        joined.withLock { joined in
            guard !joined else { return }
            pthread_join(thread, nil)
            joined = true
        }
    }

    /// The part of a name that the kernel keeps, not cut inside a character.
    static func kernelName(_ name: String) -> String {
        var kept = ""
        for character in name.unicodeScalars where character.value != 0 {
            let longer = kept + String(character)
            guard longer.utf8.count <= nameLimit else { break }
            kept = longer
        }
        return kept
    }

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}
