import DeviceDrivers
import Glibc
import HallModel
import Testing

@testable import HardwareAccess

/// The kernel's numbers, from include/uapi/asm-generic/termbits.h; octal there and here.
struct TerminalFlagsTests {
    private static let cs7: tcflag_t = 0o40
    private static let cs8: tcflag_t = 0o60
    private static let cstopb: tcflag_t = 0o100
    private static let cread: tcflag_t = 0o200
    private static let parenb: tcflag_t = 0o400
    private static let parodd: tcflag_t = 0o1000
    private static let clocal: tcflag_t = 0o4000
    private static let crtscts: tcflag_t = 0o20_000_000_000
    private static let ignbrk: tcflag_t = 0o1
    private static let ignpar: tcflag_t = 0o4
    private static let inpck: tcflag_t = 0o20
    private static let ixon: tcflag_t = 0o2000

    @Test(arguments: [
        ("8N1", SerialSettings(baud: 9600), cs8 | cread | clocal, ignbrk),
        ("8E1", SerialSettings(baud: 9600, parity: .even), cs8 | cread | clocal | parenb, ignbrk | inpck | ignpar),
        (
            "7E1", SerialSettings(baud: 9600, dataBits: 7, parity: .even), cs7 | cread | clocal | parenb,
            ignbrk | inpck | ignpar
        ),
        ("8N2", SerialSettings(baud: 9600, stopBits: 2), cs8 | cread | clocal | cstopb, ignbrk),
        (
            "7O1", SerialSettings(baud: 9600, dataBits: 7, parity: .odd), cs7 | cread | clocal | parenb | parodd,
            ignbrk | inpck | ignpar
        ),
        ("RTS/CTS", SerialSettings(baud: 9600, flow: .rtscts), cs8 | cread | clocal | crtscts, ignbrk),
        ("XON/XOFF", SerialSettings(baud: 9600, flow: .xonxoff), cs8 | cread | clocal, ignbrk | ixon),
    ])
    func `each format has its flags and is raw otherwise`(
        name: String, settings: SerialSettings, control: tcflag_t, input: tcflag_t
    ) throws {
        let flags = try TerminalFlags(settings, path: "/dev/ttyS0")
        #expect(flags.control == control)
        #expect(flags.input == input)
        #expect(flags.output == 0)
        #expect(flags.local == 0)
        #expect(flags.minimumBytes == 1)
        #expect(flags.time == 0)
        #expect(flags.speed == 0o15)
    }

    @Test(arguments: [
        (1200, speed_t(0o11)), (2400, 0o13), (4800, 0o14), (9600, 0o15), (19_200, 0o16), (38_400, 0o17),
        (57_600, 0o10001), (115_200, 0o10002),
    ])
    func `each rate has the kernel's constant`(baud: Int, speed: speed_t) throws {
        #expect(try TerminalFlags(SerialSettings(baud: baud), path: "/dev/ttyS0").speed == speed)
    }

    @Test(arguments: [
        SerialSettings(baud: 0), SerialSettings(baud: 9601), SerialSettings(baud: -9600), SerialSettings(baud: 31_250),
        SerialSettings(baud: 9600, dataBits: 9), SerialSettings(baud: 9600, stopBits: 3),
    ])
    func `what no line can do is refused, with the path and what to use`(settings: SerialSettings) {
        let error = #expect(throws: TransportError.self) { try TerminalFlags(settings, path: "/dev/ttyS0") }
        #expect(error?.code == .unsuitable)
        #expect(error?.disposition == .untilReconnect)
        #expect(error?.message.hasPrefix("/dev/ttyS0: ") == true)
        #expect(error?.message.contains("use ") == true)
    }

    @Test func `only the device can stop us, never we the device`() throws {
        let flags = try TerminalFlags(SerialSettings(baud: 9600, flow: .xonxoff), path: "/dev/ttyS0")
        var present = termios()
        present.c_iflag = tcflag_t(IXOFF) | tcflag_t(IXANY) | tcflag_t(ICRNL)
        let applied = flags.applied(to: present)
        #expect(applied.c_iflag == Self.ixon | Self.ignbrk)
    }

    @Test func `an adapter that silently drops parity is found out, a pseudo-terminal is not blamed`() throws {
        let flags = try TerminalFlags(SerialSettings(baud: 9600, parity: .even), path: "/dev/ttyS0")
        var took = flags.applied(to: termios())
        #expect(flags.refused(by: took, isPseudoTerminal: false) == nil)
        took.c_cflag &= ~Self.parenb
        #expect(flags.refused(by: took, isPseudoTerminal: false) == "the parity")
        #expect(flags.refused(by: took, isPseudoTerminal: true) == nil)
        cfsetospeed(&took, speed_t(B1200))
        #expect(flags.refused(by: took, isPseudoTerminal: true) == "the speed")
    }
}
