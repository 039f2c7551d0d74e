import HardwareAccess
import Synchronization

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
