import DeviceDrivers
import Glibc
import HallModel
import HardwareAccess
import Testing

/// The lines of a simulated chip, over its socket.
struct SimulatedChipTests {
    private let lines = [
        GPIOLineRequest(offset: 0, bias: .pullUp), GPIOLineRequest(offset: 3, output: false, bias: .none),
    ]

    @Test func `lines are held, read, driven and heard`() throws {
        let heard = Shared<[String]>([])
        let chip = try LoopbackServer(.unix) { connection, _ in
            heard.change { $0.append(Self.line(connection)) }
            LoopbackServer.send(connection, Array("levels 0=1 3=0\nedge 0 0\nedge 0".utf8))
            heard.change { $0.append(Self.line(connection)) }
            LoopbackServer.send(connection, Array(" 1\n".utf8))
            _ = LoopbackServer.read(connection, 1)
        }
        let bus = try bus(chip)
        let levels = [GPIOLevel(offset: 0, isHigh: true), GPIOLevel(offset: 3, isHigh: false)]
        #expect(Wire.wait { bus.count(.linesRead(levels)) == 1 })
        #expect(Wire.wait { changes(bus) == [GPIOLevel(offset: 0, isHigh: false)] })
        #expect(bus.thread.post(.presentLevels))
        #expect(Wire.wait { changes(bus).last == GPIOLevel(offset: 0, isHigh: true) })
        #expect(heard.value == ["hold 0=in 3=out:0", "set 3 1"])
        bus.thread.stop()
    }

    @Test(arguments: [
        "error no such line", "levels 0=1", "levels 0=1 3=0 4=1", "levels 0=1 3=2", "levels 0=1 3=0 x",
        "levels 0=1 4=0",
        "edge 3 1", "edge 0 2", "edge 0", "edge 7 1", "edge -1 1", "", "hello", "levels  0=1 3=0",
        "\u{1B}[31m", String(repeating: "x", count: 5000),
    ])
    func `anything else loses the chip, and shows nothing of its control bytes`(answer: String) throws {
        let chip = try LoopbackServer(.unix) { connection, _ in
            _ = Self.line(connection)
            LoopbackServer.send(connection, Array((answer + "\n").utf8))
            _ = LoopbackServer.read(connection, 1)
        }
        let bus = try bus(chip)
        #expect(Wire.wait { bus.losses.first?.code == .hungUp })
        #expect(bus.losses.first?.message.utf8.allSatisfy { $0 >= 0x20 } == true)
        #expect(!bus.log.value.contains { if case .linesRead = $0 { true } else { false } })
        bus.thread.stop()
    }

    @Test func `a simulation that ends is lost, one that is not there is missing until its socket appears`() throws {
        let chip = try LoopbackServer(.unix) { connection, _ in _ = Self.line(connection) }
        let gone = try bus(chip)
        #expect(Wire.wait { gone.losses.first?.code == .hungUp })
        gone.thread.stop()
        let path = chip.folder + "/later"
        let later = try ProbedBus(wire: .gpio(label: "x"), transport: .gpio, simulated: path)
        #expect(Wire.wait { later.refusals.first?.code == .missing })
        link(chip.folder + "/chip", path)
        #expect(later.isOpened())
        later.thread.stop()
        unlink(path)
    }

    private func bus(_ chip: LoopbackServer) throws -> ProbedBus {
        let lines = lines
        return try ProbedBus(wire: .gpio(label: "x"), transport: .gpio, simulated: chip.folder + "/chip") { event in
            switch event {
            case .opened: [.holdLines(lines)]
            case .presentLevels: [.setLine(GPIOLevel(offset: 3, isHigh: true))]
            default: []
            }
        }
    }

    private func changes(_ bus: ProbedBus) -> [GPIOLevel] {
        bus.log.value.compactMap { if case .lineChanged(let level, _) = $0 { level } else { nil } }
    }

    private static func line(_ connection: Int32) -> String {
        var line: [UInt8] = []
        while let byte = LoopbackServer.read(connection, 1).first, byte != 10 { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }
}
