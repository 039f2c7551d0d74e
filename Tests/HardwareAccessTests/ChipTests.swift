import CGPIO
import DeviceDrivers
import FakeGPIO
import Glibc
import HallModel
import Testing

@testable import HardwareAccess

/// The lines of a chip, on a chip without hardware behind the functions that libgpiod is behind.
@Suite(.serialized)
struct ChipTests {
    private let wanted = [
        GPIOLineRequest(offset: 0, bias: .pullUp), GPIOLineRequest(offset: 1, bias: .none),
        GPIOLineRequest(offset: 3, output: true, bias: .none),
    ]

    init() {
        fake_gpio_occupy(-1)
        fake_gpio_plug()
    }

    @Test func `lines are held as asked for, and their levels told at once`() throws {
        let bus = try FakeBus(wanted)
        #expect(Wire.wait { bus.count(.linesRead(Self.levels([0: true, 1: false, 3: true]))) == 1 })
        var line = cgpio_line()
        #expect(fake_gpio_line(0, &line) == 0)
        #expect(line.is_output == 0 && line.bias == CGPIO_BIAS_PULL_UP)
        #expect(fake_gpio_line(3, &line) == 0)
        #expect(line.is_output == 1 && line.level == 1)
        bus.thread.stop()
        #expect(fake_gpio_line(0, &line) == -1)
    }

    @Test func `edges are told in order with the kernel's time, and outputs follow`() throws {
        let bus = try FakeBus(wanted)
        #expect(Wire.wait { bus.linesAreRead })
        let begin = MonotonicInstant.now
        for level in [1, 0, 1] as [Int32] { fake_gpio_drive(1, level, 0) }
        let end = MonotonicInstant.now
        #expect(Wire.wait { bus.changes.count == 3 })
        #expect(MonotonicInstant.now - end < ChipWire.checkInterval)
        #expect(bus.changes.map(\.0) == [true, false, true].map { GPIOLevel(offset: 1, isHigh: $0) })
        #expect(bus.changes.allSatisfy { begin <= $0.1 && $0.1 <= end })
        #expect(fake_gpio_level(3) == 1)
        #expect(bus.post([.setLine(GPIOLevel(offset: 3, isHigh: false))]))
        #expect(Wire.wait { fake_gpio_level(3) == 0 })
    }

    @Test func `lines asked for anew take the place of those before`() throws {
        let bus = try FakeBus(wanted)
        #expect(Wire.wait { bus.linesAreRead })
        #expect(bus.post([.holdLines([GPIOLineRequest(offset: 5, bias: .pullDown)])]))
        #expect(Wire.wait { bus.count(.linesRead(Self.levels([5: false]))) == 1 })
        #expect(fake_gpio_level(0) == -1)
    }

    @Test func `an edge that the kernel dropped is told at the next look`() throws {
        let bus = try FakeBus(wanted)
        #expect(Wire.wait { bus.linesAreRead })
        fake_gpio_drive(1, 1, 1)
        #expect(Wire.wait { bus.changes.map(\.0) == [GPIOLevel(offset: 1, isHigh: true)] })
    }

    @Test func `a chip that vanishes is lost, and opened when it is back`() throws {
        let bus = try FakeBus(wanted, backOff: .milliseconds(20))
        #expect(Wire.wait { bus.linesAreRead })
        fake_gpio_unplug()
        #expect(Wire.wait { bus.losses.first?.code == .hungUp })
        #expect(Wire.wait { bus.refusals.first?.code == .missing })
        fake_gpio_plug()
        #expect(Wire.wait { bus.count(.opened) == 2 })
    }

    @Test func `a line that another program holds costs the chip, with a remedy`() throws {
        fake_gpio_occupy(1)
        let bus = try FakeBus(wanted)
        #expect(Wire.wait { bus.losses.first?.code == .busy })
        #expect(bus.losses.first?.message.contains("gpioinfo") == true)
    }

    @Test func `driving a line that is no output is unsuitable`() throws {
        let bus = try FakeBus(wanted)
        #expect(Wire.wait { bus.linesAreRead })
        #expect(bus.post([.setLine(GPIOLevel(offset: 1, isHigh: true))]))
        #expect(Wire.wait { bus.losses.first?.code == .unsuitable })
        #expect(bus.losses.first?.disposition == .untilReconnect)
    }

    @Test func `without a chip of that label libgpiod says that it is missing`() throws {
        let bus = try ProbedBus(wire: .gpio(label: "no-such-chip"), transport: .gpio)
        #expect(Wire.wait { bus.refusals.count == 1 })
        #expect(bus.refusals.first?.code == .missing)
        #expect(bus.refusals.first?.message.contains("gpiodetect") == true)
        let version = cgpio_libgpiod().pointee.version().map { String(cString: $0) }
        #expect(version?.first.map { "12".contains($0) } == true)
    }

    @Test func `contacts on a serial line are refused, not guessed at`() throws {
        let bus = try ProbedBus(wire: .serial(path: "/dev/null", SerialSettings(baud: 9600)), transport: .gpio)
        #expect(Wire.wait { bus.refusals.first?.code == .unsuitable })
        let other = try ProbedBus(wire: .gpio(label: "fake"), transport: .modbus)
        #expect(Wire.wait { other.refusals.first?.code == .unsuitable })
    }

    static func levels(_ levels: KeyValuePairs<Int, Bool>) -> [GPIOLevel] {
        levels.map { GPIOLevel(offset: $0.key, isHigh: $0.value) }
    }
}

/// A bus thread with a probe on the fake chip, that asks for lines as soon as it is open.
final class FakeBus: Sendable {
    let log = Shared<[BusEvent]>([])
    let thread: BusThread<ProbeMachine>
    private let asked: Shared<[BusAction]>

    init(_ lines: [GPIOLineRequest], backOff: Duration? = nil) throws {
        let asked = Shared<[BusAction]>([])
        self.asked = asked
        let machine = ProbeMachine(backOff: backOff, log: log) { event in
            switch event {
            case .opened: [.holdLines(lines)]
            case .presentLevels: asked.value
            default: []
            }
        }
        thread = try BusThread(bus: "fake") { shared in
            let wire = ChipWire(label: "fake", driver: fake_gpio(), shared: shared)
            var loop = BusLoop(wire: wire, machine: machine, shared: shared) { _ in }
            loop.run()
        }
    }

    deinit { thread.stop() }

    func post(_ actions: [BusAction]) -> Bool {
        asked.value = actions
        return thread.post(.presentLevels)
    }

    func count(_ event: BusEvent) -> Int { log.value.filter { $0 == event }.count }

    var linesAreRead: Bool { log.value.contains { if case .linesRead = $0 { true } else { false } } }

    var changes: [(GPIOLevel, MonotonicInstant)] {
        log.value.compactMap { if case .lineChanged(let level, let at) = $0 { (level, at) } else { nil } }
    }

    var losses: [TransportError] { log.value.compactMap { if case .lost(let error) = $0 { error } else { nil } } }

    var refusals: [TransportError] { log.value.compactMap { if case .refused(let error) = $0 { error } else { nil } } }
}
