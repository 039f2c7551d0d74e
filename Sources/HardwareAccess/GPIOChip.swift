import CGPIO
import DeviceDrivers
import Glibc
import HallModel

/// An open chip, closed once. Its functions are the driver's, with errors for people.
struct GPIOChip: ~Copyable {
    private let label: String
    private let driver: cgpio_driver
    private let chip: UnsafeMutableRawPointer

    init(label: String, driver: UnsafePointer<cgpio_driver>) throws(TransportError) {
        guard let chip = driver.pointee.open(label) else { throw Self.error(label, errno, "open") }
        self.label = label
        self.driver = driver.pointee
        self.chip = chip
    }

    deinit { driver.close(chip) }

    /// Holds these lines; says where their edges show.
    func hold(_ lines: [GPIOLineRequest]) throws(TransportError) -> [Int32] {
        var wanted: [cgpio_line] = []
        for line in lines {
            guard let offset = UInt32(exactly: line.offset) else { throw error(EINVAL, "hold line \(line.offset) of") }
            let bias =
                switch line.bias {
                case .none: CGPIO_BIAS_NONE
                case .pullUp: CGPIO_BIAS_PULL_UP
                case .pullDown: CGPIO_BIAS_PULL_DOWN
                }
            wanted.append(
                cgpio_line(
                    offset: offset, is_output: line.output == nil ? 0 : 1, level: line.output == true ? 1 : 0,
                    bias: bias
                ))
        }
        guard driver.hold(chip, wanted, wanted.count) == 0 else { throw error(errno, "hold lines of") }
        var descriptors = [Int32](repeating: -1, count: Int(CGPIO_LINE_LIMIT))
        let count = driver.descriptors(chip, &descriptors, descriptors.count)
        return Array(descriptors.prefix(count))
    }

    func level(_ offset: Int) throws(TransportError) -> Bool {
        let level = driver.level(chip, UInt32(clamping: offset))
        guard level >= 0 else { throw error(errno, "read line \(offset) of") }
        return level != 0
    }

    func set(_ level: GPIOLevel) throws(TransportError) {
        guard driver.set(chip, UInt32(clamping: level.offset), level.isHigh ? 1 : 0) == 0 else {
            throw error(errno, "drive line \(level.offset) of")
        }
    }

    func nextEdge() throws(TransportError) -> (GPIOLevel, MonotonicInstant)? {
        var edge = cgpio_edge()
        switch driver.next_edge(chip, &edge) {
        case 0: return nil
        case 1:
            let level = GPIOLevel(offset: Int(edge.offset), isHigh: edge.level != 0)
            return (level, MonotonicInstant(nanoseconds: edge.at_ns))
        default: throw error(errno, "read edges of")
        }
    }

    func check() throws(TransportError) {
        guard driver.check(chip) == 0 else { throw error(errno, "look at") }
    }

    func error(_ number: Int32, _ attempt: String) -> TransportError { Self.error(label, number, attempt) }

    private static func error(_ label: String, _ number: Int32, _ attempt: String) -> TransportError {
        let place = "\(attempt) GPIO chip \(label.withoutControls)"
        func error(_ code: TransportError.Code, _ message: String) -> TransportError {
            TransportError(code, disposition: .portLost, errno: number, message: "\(place): \(message)")
        }
        switch number {
        case ENOENT where attempt == "open":
            return error(.missing, "no chip has this label: list them with gpiodetect, correct the configuration")
        case ENOENT, ENODEV, ENXIO, EIO:
            return error(.hungUp, "the chip is gone: check the adapter's plug and the driver")
        case EBUSY: return error(.busy, "another program holds a line: find it with gpioinfo and end it")
        case EACCES, EPERM:
            return error(.forbidden, "no permission: put the daemon's user into the group that owns it (gpio)")
        case EINVAL, E2BIG, EOPNOTSUPP, ENOTSUP:
            return .unsuitable("\(place): the chip cannot do this: check lines and bias in the profile", errno: number)
        default:
            return error(.system, "\(SystemFailure.text(of: number)): see the kernel's log (journalctl -k)")
        }
    }
}
