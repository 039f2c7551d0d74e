import DeviceDrivers
import Glibc
import HallModel

/// What a line's settings are in the terms of termios(3): a pure function of `SerialSettings`, apart from the system.
///
/// The line is raw: no echo, no line editing, no signals, no mapping of CR and LF. With XON/XOFF only the device stops us
/// (`IXON` set, `IXOFF` clear): bytes towards it can be any, while 11h and 13h from it are taken by the kernel.
public struct TerminalFlags: Sendable, Equatable {
    /// The rates that every UART and the kernel's constants know, in bits a second.
    public static let rates: [(baud: Int, speed: speed_t)] = [
        (1200, speed_t(B1200)), (2400, speed_t(B2400)), (4800, speed_t(B4800)), (9600, speed_t(B9600)),
        (19_200, speed_t(B19200)), (38_400, speed_t(B38400)), (57_600, speed_t(B57600)), (115_200, speed_t(B115200)),
    ]

    /// `c_iflag`
    public var input: tcflag_t
    /// `c_oflag`
    public var output: tcflag_t
    /// `c_cflag`, without the speed.
    public var control: tcflag_t
    /// `c_lflag`
    public var local: tcflag_t
    /// `VMIN`: 1, so that a read without data says EAGAIN and 0 bytes mean "hung up".
    public var minimumBytes: cc_t
    /// `VTIME`, in tenths of a second.
    public var time: cc_t
    /// One of the `B…` constants, for both directions.
    public var speed: speed_t

    /// The flags of a line; `path` is only for the error.
    ///
    /// - Throws: `unsuitable` for a rate or format that a serial line cannot have.
    public init(_ settings: SerialSettings, path: String) throws(TransportError) {
        guard let rate = Self.rates.first(where: { $0.baud == settings.baud }) else {
            let known = Self.rates.map { String($0.baud) }.joined(separator: ", ")
            throw .unsuitable("\(path): no line runs at \(settings.baud) baud: use one of \(known)", errno: EINVAL)
        }
        guard 7...8 ~= settings.dataBits, 1...2 ~= settings.stopBits else {
            throw .unsuitable(
                "\(path): \(settings.format) is no format of a line: use 7 or 8 data bits, 1 or 2 stop bits",
                errno: EINVAL)
        }
        // A break would be read as a zero byte.
        input = tcflag_t(IGNBRK)
        // CLOCAL: the carrier of a three-wire line is never there. HUPCL stays clear: a restart must not pull DTR, at
        // which some devices reset.
        control = tcflag_t(CREAD) | tcflag_t(CLOCAL) | tcflag_t(settings.dataBits == 7 ? CS7 : CS8)
        if settings.stopBits == 2 { control |= tcflag_t(CSTOPB) }
        if settings.parity != .none {
            control |= tcflag_t(PARENB)
            // A byte with wrong parity would be read as zero; dropped, the frame's check fails.
            input |= tcflag_t(INPCK) | tcflag_t(IGNPAR)
        }
        if settings.parity == .odd { control |= tcflag_t(PARODD) }
        switch settings.flow {
        case .none: break
        case .rtscts: control |= tcflag_t(CRTSCTS)
        case .xonxoff: input |= tcflag_t(IXON)
        }
        output = 0
        local = 0
        minimumBytes = 1
        time = 0
        speed = rate.speed
    }

    /// The bits of `c_cflag` that this type decides.
    static let decidedControl: tcflag_t =
        tcflag_t(CSIZE) | tcflag_t(CSTOPB) | tcflag_t(CREAD) | tcflag_t(PARENB) | tcflag_t(PARODD) | tcflag_t(HUPCL)
        | tcflag_t(CLOCAL) | tcflag_t(CRTSCTS)
    /// Those that a pseudo-terminal keeps; it is always 8 bits without parity and says nothing about it.
    static let keptByPseudoTerminal: tcflag_t = tcflag_t(CSTOPB) | tcflag_t(CRTSCTS)

    /// The settings of an open terminal with these flags in them.
    func applied(to settings: termios) -> termios {
        var new = settings
        new.c_iflag = input
        new.c_oflag = output
        new.c_cflag = (settings.c_cflag & ~Self.decidedControl) | control
        new.c_lflag = local
        withUnsafeMutableBytes(of: &new.c_cc) { characters in
            characters[Int(VMIN)] = minimumBytes
            characters[Int(VTIME)] = time
            characters[Int(VSTART)] = 0x11
            characters[Int(VSTOP)] = 0x13
        }
        cfsetispeed(&new, speed)
        cfsetospeed(&new, speed)
        return new
    }

    /// What of these flags an open terminal did not take; nil when it took all that matter.
    func refused(by settings: termios, isPseudoTerminal: Bool) -> String? {
        var settings = settings
        let compared = isPseudoTerminal ? Self.keptByPseudoTerminal : Self.decidedControl & ~tcflag_t(HUPCL)
        if cfgetospeed(&settings) != speed { return "the speed" }
        let wrong = (settings.c_cflag ^ control) & compared
        if wrong & tcflag_t(CRTSCTS) != 0 { return "RTS/CTS flow control" }
        if wrong & (tcflag_t(PARENB) | tcflag_t(PARODD)) != 0 { return "the parity" }
        if wrong != 0 { return "data or stop bits" }
        if (settings.c_iflag ^ input) & tcflag_t(IXON) != 0 { return "XON/XOFF flow control" }
        if settings.c_oflag & tcflag_t(OPOST) != 0 || settings.c_lflag & tcflag_t(ICANON) != 0 { return "raw mode" }
        return nil
    }
}

extension TransportError {
    /// A port that cannot be used as it is: nothing to try again until something changes.
    static func unsuitable(_ message: String, errno: Int32) -> TransportError {
        TransportError(.unsuitable, disposition: .untilReconnect, errno: errno, message: message)
    }
}
