import CLinux
import DeviceDrivers
import Glibc
import HallModel
import Synchronization

/// The life of a bus thread, whatever its wire. Everything here belongs to that thread; it executes and decides nothing.
struct BusLoop<Machine: WireMachine, Wire: BusWire & ~Copyable>: ~Copyable {
    /// Events from the mailbox in one turn, things from the wire in one turn: a talkative side leaves room for the others.
    private let eventsPerTurn = 64
    private let receivedPerTurn = 16

    private let shared: BusShared
    private let report: @Sendable ([DeviceReport]) -> Void
    private var machine: Machine
    private var wire: Wire
    private var watch: PathWatch?
    /// When the machine is asked for its figures next.
    private var figuresAt = MonotonicInstant.now + .seconds(1)

    init(
        wire: consuming Wire, machine: Machine, shared: BusShared, report: @escaping @Sendable ([DeviceReport]) -> Void
    ) {
        self.machine = machine
        self.shared = shared
        self.report = report
        if let path = wire.watchedPath {
            do throws(SystemFailure) {
                watch = try PathWatch(path: path)
            } catch {
                // Without inotify the machine's back-off finds the port, only later.
                watch = nil
            }
        }
        self.wire = wire
        let isPathWatched = watchNumber >= 0
        shared.statistics.withLock { $0.isPathWatched = isPathWatched }
    }

    mutating func run() {
        while !shared.isStopping.load(ordering: .acquiring) {
            shared.beat()
            feedMail()
            let wasDue = feedTime()
            work()
            let now = MonotonicInstant.now
            tell(machine.exchanges(at: now))
            publishFigures(at: now)
            let ready = wait(atMost: untilNextTurn(wasDue: wasDue))
            if let events = ready.wire { receive(hangUp: events & (POLLHUP | POLLERR | POLLNVAL) != 0) }
            if ready.path, watch?.appeared() == true, !wire.isOpen { feed(.pathAppeared) }
        }
        feed(.stopping)
        tell(shared.mailbox.shut().compactMap(\.declined))
        wire.finish()
        close()
    }

    // MARK: Events in

    private mutating func feedMail() {
        for _ in 0..<eventsPerTurn {
            // Looked at before each one: it may have filled the wire.
            guard wire.takesMail, let event = shared.mailbox.take(atMost: 1).first else { return }
            feed(event)
        }
    }

    /// Says that time is reached if it is.
    private mutating func feedTime() -> Bool {
        guard let wake = machine.nextWake, wake <= .now else { return false }
        feed(.timeReached)
        return true
    }

    private mutating func work() {
        do throws(TransportError) {
            if let event = try wire.work() { feed(event) }
        } catch {
            feed(lose(error))
        }
    }

    private mutating func receive(hangUp: Bool) {
        for _ in 0..<receivedPerTurn {
            guard wire.isOpen else { return }
            do throws(TransportError) {
                guard let event = try wire.receive(hangUp: hangUp) else { return }
                feed(event)
            } catch {
                feed(lose(error))
            }
        }
    }

    /// Tells the machine and does what it says. What becomes of an attempt to open is told before anything else, so that
    /// the machine never hears of a port that it does not know to be open.
    private mutating func feed(_ event: BusEvent) {
        var events = [event]
        while !events.isEmpty {
            var reports: [DeviceReport] = []
            for action in machine.handle(events.removeFirst(), at: .now) {
                switch action {
                case .open: events.append(open())
                case .report(let content): reports.append(content)
                case .answer(let question, let answer): shared.questions.answer(question, answer)
                case .scanned(let scan, let news): shared.questions.tell(scan, news)
                default:
                    guard wire.isOpen else { continue }
                    do throws(TransportError) {
                        if let event = try wire.perform(action) { events.append(event) }
                    } catch {
                        events.append(lose(error))
                    }
                }
            }
            tell(reports)
            // A machine that opens again at once and for ever can still be stopped.
            if shared.isStopping.load(ordering: .acquiring) { return }
        }
    }

    /// Others read what was told last: the machine is this thread's alone.
    private mutating func publishFigures(at now: MonotonicInstant) {
        guard now >= figuresAt else { return }
        figuresAt = now + BusShared.heartbeat
        let figures = machine.figures(at: now)
        shared.figures.withLock { $0 = figures }
    }

    /// All of one answer together: whoever hears them is locked and woken once.
    private func tell(_ reports: [DeviceReport]) {
        if !reports.isEmpty { report(reports) }
    }

    // MARK: Open and closed

    private mutating func open() -> BusEvent {
        // Our own lock would refuse a second open.
        close()
        do throws(TransportError) {
            try wire.open()
            shared.statistics.withLock {
                $0.opens += 1
                $0.isOpen = true
            }
            shared.recorder.note(.opened, at: .now)
            return .opened
        } catch {
            shared.statistics.withLock {
                $0.refusals += 1
                $0.lastError = error
            }
            shared.recorder.note(.refused(error.code), at: .now)
            return .refused(error)
        }
    }

    private mutating func close() {
        wire.close()
        shared.statistics.withLock {
            $0.isOpen = false
            $0.bytesWaiting = 0
        }
    }

    private mutating func lose(_ error: TransportError) -> BusEvent {
        close()
        shared.statistics.withLock {
            $0.losses += 1
            $0.lastError = error
        }
        shared.recorder.note(.lost(error.code), at: .now)
        return .lost(error)
    }

    // MARK: Waiting

    private var watchNumber: Int32 {
        switch watch {
        case .none: -1
        case .some(let watch): watch.number
        }
    }

    private func untilNextTurn(wasDue: Bool) -> Duration {
        // What woke a wait in the midst of work does not wake this one.
        if shared.isStopping.load(ordering: .acquiring) { return .zero }
        if wire.takesMail, shared.mailbox.count > 0 { return .zero }
        var least = BusShared.heartbeat
        if let wake = machine.nextWake {
            // A machine that stays due must not burn the processor.
            least = min(least, max(wake - .now, wasDue ? .milliseconds(1) : .zero))
        }
        if let patience = wire.patience { least = min(least, patience) }
        return least
    }

    private func wait(atMost timeout: Duration) -> (wire: Int32?, path: Bool) {
        // A negative descriptor is left out by poll.
        var polled =
            [
                pollfd(fd: shared.mailbox.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: watchNumber, events: Int16(POLLIN), revents: 0),
            ] + wire.polled
        // A signal or a failed poll is a turn without news.
        guard clinux_ppoll(&polled, UInt(polled.count), timeout.wholeNanoseconds) > 0 else { return (nil, false) }
        if polled[0].revents != 0 { shared.mailbox.quiet() }
        let events = polled[2...].reduce(0) { $0 | Int32($1.revents) } & ~POLLOUT
        return (events == 0 ? nil : events, polled[1].revents != 0)
    }
}
