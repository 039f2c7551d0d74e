import DeviceDrivers
import Glibc
import HallModel
import Testing

@testable import HardwareAccess

struct SerialPortTests {
    private let settings = SerialSettings(baud: 9600)

    @Test func `bytes go both ways unchanged, all 256 of them`() throws {
        let pair = try PseudoTerminal()
        let port = try SerialPort(path: pair.path, settings: settings)
        let all = (0...255).map { UInt8($0) }
        #expect(try write(port, all) == 256)
        #expect(Wire.read(pair.master, count: 256) == all)
        Wire.write(pair.master, all)
        #expect(try Wire.read(port, count: 256) == all)
    }

    @Test(arguments: [
        SerialSettings(baud: 1200, dataBits: 7, parity: .even),
        SerialSettings(baud: 115_200, parity: .odd, stopBits: 2),
        SerialSettings(baud: 38_400, flow: .rtscts), SerialSettings(baud: 19_200, flow: .xonxoff),
    ])
    func `every format opens on a pseudo-terminal, which drops parity silently`(settings: SerialSettings) throws {
        let pair = try PseudoTerminal()
        let port = try SerialPort(path: pair.path, settings: settings)
        let isPseudoTerminal = port.isPseudoTerminal
        #expect(isPseudoTerminal)
    }

    @Test func `a second opener is refused, root or not, until the first has closed`() throws {
        let pair = try PseudoTerminal()
        let first = try SerialPort(path: pair.path, settings: settings)
        #expect(refusal(pair.path)?.code == .busy)
        #expect(refusal(pair.path)?.message.contains(pair.path) == true)
        first.close()
        #expect(refusal(pair.path) == nil)
    }

    @Test func `a path without a device is missing, and the message says what to do`() {
        let error = refusal("/dev/hall/no-such-port")
        #expect(error?.code == .missing)
        #expect(error?.disposition == .portLost)
        #expect(error?.errno == ENOENT)
        #expect(error?.message.contains("/dev/hall/no-such-port") == true)
        #expect(error?.message.contains("plug") == true)
    }

    @Test(arguments: ["/dev/null", "/tmp"])
    func `what is no terminal is unsuitable`(path: String) {
        #expect(refusal(path)?.code == .unsuitable)
    }

    @Test func `a file is no terminal, also one that may be written`() {
        var template = Array("/tmp/halld-no-port-XXXXXX".utf8CString)
        close(mkstemp(&template))
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        #expect(refusal(path)?.code == .unsuitable)
    }

    @Test(.enabled(if: geteuid() != 0, "root may open everything"))
    func `a port of others is forbidden, and the message names the group`() throws {
        let pair = try PseudoTerminal()
        chmod(pair.path, 0)
        #expect(refusal(pair.path)?.code == .forbidden)
        #expect(refusal(pair.path)?.message.contains("dialout") == true)
    }

    @Test func `an unsuitable rate is refused before anything is opened`() {
        let error = #expect(throws: TransportError.self) {
            _ = try SerialPort(path: "/dev/hall/no-such-port", settings: SerialSettings(baud: 12_345))
        }
        #expect(error?.code == .unsuitable)
    }

    @Test func `the plug pulled out is a hung-up port for reader and writer`() throws {
        let pair = try PseudoTerminal()
        let port = try SerialPort(path: pair.path, settings: settings)
        pair.close()
        let reading = #expect(throws: TransportError.self) { try Wire.read(port, count: 1) }
        #expect(reading?.code == .hungUp)
        #expect(reading?.disposition == .portLost)
        let writing = #expect(throws: TransportError.self) { try write(port, [0]) }
        #expect(writing?.code == .hungUp)
    }

    @Test func `nothing to read is not an end`() throws {
        let pair = try PseudoTerminal()
        let port = try SerialPort(path: pair.path, settings: settings)
        var buffer: [UInt8] = [0]
        #expect(try Wire.readOnce(port, into: &buffer) == 0)
    }

    @Test func `XOFF of the device stops us, XON lets us go on, and neither is read as data`() throws {
        let pair = try PseudoTerminal()
        let port = try SerialPort(path: pair.path, settings: SerialSettings(baud: 9600, flow: .xonxoff))
        Wire.write(pair.master, [0x13, 0x41])
        #expect(try Wire.read(port, count: 1) == [0x41])
        #expect(try write(port, [1, 2, 3]) == 0)
        Wire.write(pair.master, [0x11, 0x42])
        #expect(try Wire.read(port, count: 1) == [0x42])
        #expect(try write(port, [1, 2, 3]) == 3)
        #expect(Wire.read(pair.master, count: 3) == [1, 2, 3])
    }

    @Test func `an XOFF from before does not hold a port that is opened again`() throws {
        let pair = try PseudoTerminal()
        let flow = SerialSettings(baud: 9600, flow: .xonxoff)
        let first = try SerialPort(path: pair.path, settings: flow)
        Wire.write(pair.master, [0x13, 0x41])
        #expect(try Wire.read(first, count: 1) == [0x41])
        first.close()
        let second = try SerialPort(path: pair.path, settings: flow)
        #expect(try write(second, [7]) == 1)
    }

    @Test(arguments: [true, false])
    func `a stray XOFF is lifted, and the next one stops the line again`(byDiscarding: Bool) throws {
        let pair = try PseudoTerminal()
        let port = try SerialPort(path: pair.path, settings: SerialSettings(baud: 9600, flow: .xonxoff))
        for _ in 0..<2 {
            Wire.write(pair.master, [0x13, 0x41])
            #expect(try Wire.read(port, count: 1) == [0x41])
            #expect(try write(port, [1]) == 0)
            if byDiscarding { port.discardOutput() } else { port.releaseOutput() }
            #expect(try write(port, [7]) == 1)
            #expect(Wire.read(pair.master, count: 1) == [7])
        }
    }

    private func write(_ port: borrowing SerialPort, _ bytes: [UInt8]) throws -> Int {
        try port.write(bytes.span)
    }

    private func refusal(_ path: String) -> TransportError? {
        do throws(TransportError) {
            _ = try SerialPort(path: path, settings: settings)
            return nil
        } catch {
            return error
        }
    }
}
