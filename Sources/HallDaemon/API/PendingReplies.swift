import NIOCore
import Synchronization

/// The way to the event loop from other threads; shut before the loop ends, since nothing may be given to it then.
final class LoopDoor: Sendable {
    private let loop: any EventLoop
    private let isShut = Mutex(false)

    init(_ loop: any EventLoop) { self.loop = loop }

    /// Runs the work on the loop; drops it once the door is shut.
    func execute(_ work: @escaping @Sendable () -> Void) {
        isShut.withLock { isShut in
            if !isShut { loop.execute(work) }
        }
    }

    /// Everything that was let in by now is run, nothing more is.
    func shut() { isShut.withLock { $0 = true } }
}

/// Replies that the hall still owes. What comes after the end is dropped: nobody is left to read it.
final class PendingReplies: Sendable {
    private struct Ended: Error {}
    private struct State {
        var promises: [UInt64: EventLoopPromise<[UInt8]>] = [:]
        var lastTicket: UInt64 = 0
        var isEnded = false
    }
    private let loop: any EventLoop
    private let door: LoopDoor
    private let state: NIOLoopBoundBox<State>

    init(_ loop: any EventLoop, _ door: LoopDoor) {
        self.loop = loop
        self.door = door
        state = NIOLoopBoundBox.makeBoxSendingValue(State(), eventLoop: loop)
    }

    /// A place for a reply; on the event loop.
    func expect() -> (ticket: UInt64, reply: EventLoopFuture<[UInt8]>) {
        guard !state.value.isEnded else { return (0, loop.makeFailedFuture(Ended())) }
        let promise = loop.makePromise(of: [UInt8].self)
        state.value.lastTicket += 1
        state.value.promises[state.value.lastTicket] = promise
        return (state.value.lastTicket, promise.futureResult)
    }

    /// The reply, from any thread and at any time.
    func fulfil(_ ticket: UInt64, with reply: @escaping @Sendable () -> [UInt8]) {
        door.execute { self.state.value.promises.removeValue(forKey: ticket)?.succeed(reply()) }
    }

    /// Gives up what is still owed; on the event loop.
    func end() {
        state.value.isEnded = true
        let owed = state.value.promises.values
        state.value.promises = [:]
        for promise in owed { promise.fail(Ended()) }
    }
}
