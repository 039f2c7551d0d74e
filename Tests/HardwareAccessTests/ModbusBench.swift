import DeviceDrivers
import Glibc
import HallModel
import HardwareAccess

/// What a scripted slave does after a request.
enum SlaveStep: Sendable {
    case send([UInt8])
    case pause(Duration)
    case hangUp
}

/// A client under test at one end, a slave that does as the test says at the other.
final class ModbusBench: Sendable {
    let bus: ProbedBus
    private let requests = Shared<[ModbusRequest]>([])

    /// A client at this wire.
    init(wire: BusPlan.Wire, simulated: String? = nil, backOff: Duration? = nil) throws {
        let requests = requests
        bus = try ProbedBus(wire: wire, transport: .modbus, simulated: simulated, backOff: backOff) { event in
            if case .withdraw(let job) = event {
                [.transact(requests.value[job.number], notBefore: MonotonicInstant(nanoseconds: 0))]
            } else {
                []
            }
        }
    }

    /// Hands a request to the thread, whose port is open.
    func post(_ request: ModbusRequest) {
        let index = requests.value.count
        requests.change { $0.append(request) }
        _ = bus.thread.post(.withdraw(JobID(index)))
    }

    /// Asks and waits for what becomes of it.
    func ask(_ request: ModbusRequest) -> BusEvent? {
        guard Wire.wait(until: { bus.thread.statistics.isOpen }) else { return nil }
        let before = outcomes.count
        post(request)
        return Wire.wait { outcomes.count > before } ? outcomes.last : nil
    }

    func ask(
        _ operation: ModbusRequest.Operation, unit: Int = 1, timeout: Duration = .milliseconds(100)
    ) -> BusEvent? {
        ask(ModbusRequest(unit: unit, operation, timeout: timeout))
    }

    var outcomes: [BusEvent] {
        bus.log.value.filter { event in
            switch event {
            case .replied, .failed, .lost: true
            default: false
            }
        }
    }
}

/// A slave on a pseudo-terminal: frames by their length, checks nothing, answers what the test says.
final class ScriptedSlave: Sendable {
    let line: PseudoTerminal
    let heard = Shared<[[UInt8]]>([])
    private let thread: PlainThread
    private let isOver = Shared(false)

    init(_ script: @escaping @Sendable (_ request: [UInt8], _ index: Int) -> [SlaveStep]) throws {
        let line = try PseudoTerminal(keepsSlaveOpen: true)
        self.line = line
        let (heard, isOver) = (heard, isOver)
        thread = try PlainThread(name: "slave") {
            var bytes: [UInt8] = []
            while !isOver.value {
                var buffer = [UInt8](repeating: 0, count: 512)
                var polled = pollfd(fd: line.master, events: Int16(POLLIN), revents: 0)
                guard poll(&polled, 1, 20) > 0 else { continue }
                let count = read(line.master, &buffer, buffer.count)
                if count > 0 { bytes += buffer.prefix(count) }
                // Function 16 has its size in the seventh byte; all other requests have eight.
                let size = bytes.count > 6 && bytes[1] == 16 ? 9 + Int(bytes[6]) : 8
                guard bytes.count >= size else { continue }
                let request = Array(bytes.prefix(size))
                bytes = []
                heard.change { $0.append(request) }
                for step in script(request, heard.value.count - 1) {
                    switch step {
                    case .send(let bytes): Wire.write(line.master, bytes)
                    case .pause(let time): usleep(useconds_t(time.wholeNanoseconds / 1000))
                    case .hangUp:
                        line.close()
                        return
                    }
                }
            }
        }
    }

    deinit {
        isOver.value = true
        thread.join()
    }

    var wire: BusPlan.Wire { .serial(path: line.path, SerialSettings(baud: 9600)) }
}

/// Frames as the specification of the serial line draws them, with a CRC of their own (V1.02, section 6.2.2).
enum Frame {
    static func serial(_ bytes: [UInt8]) -> [UInt8] {
        var crc = 0xFFFF
        for byte in bytes {
            crc ^= Int(byte)
            for _ in 0..<8 {
                let carry = crc % 2
                crc /= 2
                if carry == 1 { crc ^= 0xA001 }
            }
        }
        return bytes + [UInt8(crc % 256), UInt8(crc / 256)]
    }

    /// One register of the unit that a read request names: its value is its address, so that a wrong one shows.
    static func answer(to request: [UInt8]) -> [UInt8] {
        serial([request[0], request[1], 2, request[2], request[3]])
    }
}
