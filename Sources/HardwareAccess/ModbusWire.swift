import DeviceDrivers
import Glibc
import HallModel
import Synchronization

/// A Modbus line or connection as a bus's wire: one request at a time, the thread waits for its answer.
struct ModbusWire: BusWire, ~Copyable {
    private let place: PortPlace
    private let shared: BusShared
    private var line: ModbusGuard?
    /// Asked for and not yet sent: whatever else the machine said with it comes first.
    private var next: (request: ModbusRequest, notBefore: MonotonicInstant)?
    /// Heard and not yet told.
    private var heard: [BusNoise] = []

    init(place: PortPlace, shared: BusShared) {
        self.place = place
        self.shared = shared
    }

    var watchedPath: String? { place.watchedPath }
    var isOpen: Bool { number >= 0 }
    var polled: [pollfd] { [pollfd(fd: number, events: Int16(POLLIN), revents: 0)] }
    var patience: Duration? { next == nil && heard.isEmpty ? nil : .zero }

    mutating func open() throws(TransportError) {
        line = try ModbusGuard(try place.open(shared: shared), shared: shared)
    }

    mutating func close() {
        line = nil
        next = nil
        heard = []
    }

    mutating func perform(_ action: BusAction) throws(TransportError) -> BusEvent? {
        switch action {
        case .transact(let request, let notBefore): next = (request, notBefore)
        case .configure(let settings):
            next = nil
            line = try line.take()?.configured(settings)
            return .opened
        default: break
        }
        return nil
    }

    mutating func work() throws(TransportError) -> BusEvent? {
        if !heard.isEmpty { return .overheard(heard.removeFirst()) }
        guard let (request, notBefore) = next else { return nil }
        next = nil
        // The gap before it is not the wire's time: another could have begun in it.
        let begin = max(MonotonicInstant.now, notBefore)
        defer {
            let busy = MonotonicInstant.now - begin
            shared.statistics.withLock { $0.busy += busy }
            heard = line?.takeHeard() ?? []
        }
        do throws(ModbusGuard.Trouble) {
            guard let reply = try line?.transact(request, notBefore: notBefore) else { return nil }
            return .replied(reply)
        } catch {
            switch error {
            case .failed(let failure):
                count(failure)
                return .failed(failure)
            case .lost(let error): throw error
            case .stopped: return nil
            }
        }
    }

    /// Nobody was asked: nothing of it is an answer.
    mutating func receive(hangUp: Bool) throws(TransportError) -> BusEvent? {
        try line?.drop(hangUp: hangUp)
        heard += line?.takeHeard() ?? []
        return nil
    }

    private func count(_ failure: ModbusFailure) {
        shared.statistics.withLock {
            switch failure {
            case .timeout: $0.timeouts += 1
            case .garbled: $0.garbled += 1
            case .exception: $0.exceptions += 1
            }
        }
    }

    private var number: Int32 {
        switch line {
        case .none: -1
        case .some(let line): line.number
        }
    }
}
