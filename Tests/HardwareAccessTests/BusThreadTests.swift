import DeviceDrivers
import Glibc
import HallModel
import HardwareAccess
import Testing

/// What a bus thread promises, on pseudo-terminals.
struct BusThreadTests {
    @Test func `it opens its port at the machine's first wake and hands over bytes in order`() throws {
        let pair = try PseudoTerminal()
        let bus = try ProbedBus(path: pair.path)
        #expect(bus.isOpened())
        let sent = (0...255).map { UInt8($0) }
        for byte in sent { Wire.write(pair.master, [byte]) }
        #expect(Wire.wait { bus.received.count >= 256 })
        #expect(bus.received == sent)
        #expect(bus.thread.statistics.bytesIn == 256)
        #expect(bus.thread.statistics.isOpen)
        #expect(bus.thread.statistics.isPathWatched)
    }

    @Test func `what the machine writes goes out, and drained is said once when all has gone`() throws {
        let pair = try PseudoTerminal()
        let bus = try ProbedBus(path: pair.path) { event in
            event == .presentLevels ? [.write([1, 2]), .write([3])] : []
        }
        #expect(bus.isOpened())
        #expect(bus.thread.post(.presentLevels))
        #expect(Wire.read(pair.master, count: 3) == [1, 2, 3])
        #expect(Wire.wait { bus.count(.drained) == 1 })
        bus.thread.stop()
        #expect(bus.count(.drained) == 1)
        #expect(bus.thread.statistics.bytesOut == 3)
    }

    @Test func `reports reach the hall`() throws {
        let pair = try PseudoTerminal()
        let report = DeviceReport(device: "keys", .key("1"))
        let bus = try ProbedBus(path: pair.path) { event in
            if case .received = event { [.report(report)] } else { [] }
        }
        #expect(bus.isOpened())
        Wire.write(pair.master, [0x31])
        #expect(Wire.wait { bus.reports.value == [report] })
    }

    @Test func `what the machine tells of questions reaches the hall within a turn, also without an event`() throws {
        let pair = try PseudoTerminal()
        let bus = try ProbedBus(path: pair.path)
        #expect(bus.isOpened())
        let told = DeviceReport(device: "sensor", .exchanges(answered: 2, failed: 1))
        bus.exchanges.change { $0 = [told] }
        #expect(Wire.wait { bus.reports.value == [told] })
    }

    @Test func `a missing port is refused, and tried again when the machine says so`() throws {
        let directory = try BusDirectory()
        directory.makeDirectory()
        let bus = try ProbedBus(path: directory.path, backOff: .milliseconds(10))
        #expect(Wire.wait { bus.refusals.count >= 3 })
        #expect(bus.refusals.first?.code == .missing)
        #expect(bus.thread.statistics.lastError?.code == .missing)
        try directory.plug()
        #expect(bus.isOpened())
    }

    @Test func `a plug pulled and put back is lost and opened again, by the path alone`() throws {
        let directory = try BusDirectory()
        directory.makeDirectory()
        try directory.plug()
        let bus = try ProbedBus(path: directory.path)
        #expect(bus.isOpened())
        for round in 1...3 {
            directory.unplug()
            #expect(Wire.wait { bus.losses.count == round })
            #expect(bus.losses.last?.code == .hungUp)
            #expect(bus.losses.last?.disposition == .portLost)
            #expect(!bus.thread.statistics.isOpen)
            try directory.plug()
            #expect(bus.isOpened(times: round + 1))
            Wire.write(directory.master, [UInt8(round)])
            #expect(Wire.wait { bus.received.last == UInt8(round) })
        }
        #expect(bus.thread.statistics.losses == 3)
        #expect(bus.thread.statistics.opens == 4)
    }

    @Test func `a port in a directory that is made later is found`() throws {
        let directory = try BusDirectory()
        let bus = try ProbedBus(path: directory.path)
        #expect(Wire.wait { bus.refusals.count == 1 })
        directory.makeDirectory()
        try directory.plug()
        #expect(bus.isOpened())
    }

    @Test func `bytes given to a closed port are dropped, not sent to the next device`() throws {
        let directory = try BusDirectory()
        directory.makeDirectory()
        let bus = try ProbedBus(path: directory.path) { event in
            event == .presentLevels ? [.write([0xEE])] : event == .opened ? [.write([0x01])] : []
        }
        #expect(Wire.wait { bus.refusals.count == 1 })
        #expect(bus.thread.post(.presentLevels))
        #expect(Wire.wait { bus.count(.presentLevels) == 1 })
        try directory.plug()
        #expect(bus.isOpened())
        #expect(Wire.read(directory.master, count: 1) == [0x01])
    }

    @Test func `the heartbeat goes on without work`() throws {
        let pair = try PseudoTerminal()
        let bus = try ProbedBus(path: pair.path)
        #expect(bus.isOpened())
        let seen = bus.thread.lastTurn
        #expect(Wire.wait { bus.thread.lastTurn > seen })
    }

    @Test func `the thread is named after its bus`() throws {
        let pair = try PseudoTerminal()
        let bus = try ProbedBus(path: pair.path) { event in
            guard event == .opened else { return [] }
            let file = OwnedDescriptor(owning: open("/proc/thread-self/comm", O_RDONLY))
            var name = [UInt8](repeating: 0, count: 16)
            let count = read(file.number, &name, name.count)
            return [.report(DeviceReport(device: "x", .key(String(decoding: name.prefix(count - 1), as: UTF8.self))))]
        }
        #expect(Wire.wait { bus.reports.value == [DeviceReport(device: "x", .key("bus-probe"))] })
    }

    @Test(.timeLimit(.minutes(1)))
    func `stop joins, whatever the wire does`() throws {
        let pair = try PseudoTerminal()
        let open = try ProbedBus(path: pair.path)
        #expect(open.isOpened())
        open.thread.stop()
        open.thread.stop()
        #expect(!open.thread.statistics.isOpen)
        // The lock is gone with the thread.
        #expect(try ProbedBus(path: pair.path).isOpened())

        let missing = try ProbedBus(path: "/dev/hall/no-such-port", backOff: .milliseconds(1))
        missing.thread.stop()

        let full = try PseudoTerminal()
        let stuck = try ProbedBus(path: full.path) {
            $0 == .opened ? [.write([UInt8](repeating: 0, count: 300_000))] : []
        }
        #expect(Wire.wait { stuck.thread.statistics.bytesOut > 0 })
        stuck.thread.stop()
        #expect(stuck.count(.drained) == 0)
    }

    @Test func `events posted while the machine is busy all arrive, in order, from any thread`() throws {
        let pair = try PseudoTerminal()
        let gate = Shared(false)
        let bus = try ProbedBus(path: pair.path) { event in
            if event == .opened { while !gate.value { sched_yield() } }
            return []
        }
        let posters = try (0..<4).map { poster in
            try PlainThread(name: "poster-\(poster)") {
                for number in 0..<500 { #expect(bus.thread.post(.withdraw(JobID(poster * 1000 + number)))) }
            }
        }
        for poster in posters { poster.join() }
        gate.value = true
        let jobs = {
            bus.log.value.compactMap { event -> Int? in
                if case .withdraw(let job) = event { job.number } else { nil }
            }
        }
        #expect(Wire.wait { jobs().count == 2000 })
        for poster in 0..<4 {
            #expect(jobs().filter { $0 / 1000 == poster } == (0..<500).map { poster * 1000 + $0 })
        }
    }
}
