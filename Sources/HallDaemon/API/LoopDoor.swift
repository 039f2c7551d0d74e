import CLinux
import Glibc
import HallModel
import HardwareAccess
import Synchronization

/// Wakes a thread that waits for it, from any other.
final class Bell: Sendable {
    private let descriptor: OwnedDescriptor

    init(_ owner: String) throws(SystemFailure) {
        descriptor = OwnedDescriptor(owning: clinux_eventfd())
        guard descriptor.number >= 0 else { throw SystemFailure("bell of \(owner)", errno: errno) }
    }

    /// Readable while it rings.
    var number: Int32 { descriptor.number }

    func ring() {
        var one: UInt64 = 1
        _ = write(descriptor.number, &one, 8)
    }

    func quiet() {
        var count: UInt64 = 0
        _ = read(descriptor.number, &count, 8)
    }

    /// Waits until it rings or the time is over, and quiets it.
    func wait(atMost duration: Duration) {
        var entry = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        if clinux_ppoll(&entry, 1, duration.wholeNanoseconds) > 0 { quiet() }
    }

    /// Waits until it rings, and quiets it.
    func wait() {
        var entry = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        while clinux_ppoll(&entry, 1, -1) <= 0 {}
        quiet()
    }
}

/// Work for a thread, from other threads, in order. Nothing more is taken once the door is shut.
final class LoopDoor: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var isShut = false
    }
    private let state = Mutex(State())
    /// Rings when there is work, and for the end.
    let bell: Bell

    init(_ owner: String) throws(SystemFailure) { bell = try Bell(owner) }

    /// Has the work done on the thread; false, and it is dropped, once the door is shut.
    @discardableResult
    func execute(_ work: @escaping @Sendable () -> Void) -> Bool {
        let isIn = state.withLock { state in
            if !state.isShut { state.work.append(work) }
            return !state.isShut
        }
        if isIn { bell.ring() }
        return isIn
    }

    /// Has the work done on the thread and waits for it.
    func executeAndWait(_ work: @escaping @Sendable () -> Void) {
        guard let done = try? Bell("a waiting thread") else { return }
        let isIn = execute {
            work()
            done.ring()
        }
        if isIn { done.wait() }
    }

    /// Everything that was let in by now is done, nothing more is.
    func shut() {
        state.withLock { $0.isShut = true }
        bell.ring()
    }

    /// Does what was let in; true when nothing more will come. For the thread itself.
    func work() -> Bool {
        bell.quiet()
        let (work, isShut) = state.withLock { state in
            defer { state.work = [] }
            return (state.work, state.isShut)
        }
        for work in work { work() }
        return isShut
    }
}

/// A thread that reads from disk, one task behind the other, so that the API thread never waits for it.
final class DiskReader: Sendable {
    private let door: LoopDoor
    private let thread: PlainThread

    init() throws(SystemFailure) {
        let door = try LoopDoor("the disk reader")
        self.door = door
        thread = try PlainThread(name: "api-reader") {
            repeat { door.bell.wait() } while !door.work()
        }
    }

    deinit { door.shut() }

    /// Reads, in its turn; false, and nothing is read, once it is stopped.
    func run(_ work: @escaping @Sendable () -> Void) -> Bool { door.execute(work) }

    /// Finishes what it was given.
    func stop() {
        door.shut()
        thread.join()
    }
}
