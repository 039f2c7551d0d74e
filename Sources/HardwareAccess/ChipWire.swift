import CGPIO
import DeviceDrivers
import Glibc
import HallModel
import Synchronization

/// The lines of a GPIO chip as a bus's wire.
///
/// Edges come with the kernel's time. Every 5 s the chip is looked at: one that vanished is lost, and an input whose edge
/// the kernel dropped is told then.
struct ChipWire: BusWire, ~Copyable {
    /// Between two looks at the chip.
    static let checkInterval: Duration = .seconds(5)

    private let label: String
    private let driver: UnsafePointer<cgpio_driver>
    private let shared: BusShared
    private var chip: GPIOChip?
    private var inputs: [GPIOLevel] = []
    private var descriptors: [Int32] = []
    private var checkAt = MonotonicInstant.now

    init(label: String, driver: UnsafePointer<cgpio_driver>, shared: BusShared) {
        self.label = label
        self.driver = driver
        self.shared = shared
    }

    /// Chips are found by their label, under any name.
    var watchedPath: String? { nil }

    var isOpen: Bool {
        switch chip {
        case .none: false
        case .some: true
        }
    }

    var polled: [pollfd] { descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) } }
    var patience: Duration? { isOpen ? max(checkAt - .now, .zero) : nil }

    mutating func open() throws(TransportError) {
        chip = try GPIOChip(label: label, driver: driver)
        checkAt = .now + Self.checkInterval
    }

    mutating func close() {
        chip = nil
        inputs = []
        descriptors = []
    }

    mutating func perform(_ action: BusAction) throws(TransportError) -> BusEvent? {
        switch action {
        case .holdLines(let lines):
            var levels: [GPIOLevel] = []
            descriptors = try chip?.hold(lines) ?? []
            for line in lines {
                guard let isHigh = try chip?.level(line.offset) else { return nil }
                levels.append(GPIOLevel(offset: line.offset, isHigh: isHigh))
            }
            inputs = levels.filter { level in lines.contains { $0.offset == level.offset && $0.output == nil } }
            return .linesRead(levels)
        case .setLine(let level): try chip?.set(level)
        case .open, .report, .write, .discardOutput, .releaseOutput, .transact, .configure, .answer, .scanned,
            .run, .endRun:
            break
        }
        return nil
    }

    mutating func receive(hangUp: Bool) throws(TransportError) -> BusEvent? {
        if let event = try takeEdge() { return event }
        if hangUp, let error = chip?.error(ENODEV, "watch") { throw error }
        return nil
    }

    mutating func work() throws(TransportError) -> BusEvent? {
        guard isOpen, checkAt <= .now else { return nil }
        try chip?.check()
        for known in inputs {
            guard let isHigh = try chip?.level(known.offset), isHigh != known.isHigh else { continue }
            // An edge that waits to be taken tells it better; the next turn looks again.
            if let event = try takeEdge() { return event }
            let level = GPIOLevel(offset: known.offset, isHigh: isHigh)
            remember(level)
            return .lineChanged(level, at: .now)
        }
        checkAt = .now + Self.checkInterval
        return nil
    }

    private mutating func takeEdge() throws(TransportError) -> BusEvent? {
        guard let (level, at) = try chip?.nextEdge() else { return nil }
        remember(level)
        return .lineChanged(level, at: at)
    }

    private mutating func remember(_ level: GPIOLevel) {
        if let index = inputs.firstIndex(where: { $0.offset == level.offset }) { inputs[index] = level }
    }
}
