import DeviceDrivers
import DeviceProtocols
import Foundation
import HallModel
import HardwareAccess
import Testing

/// The daemon's own machine and thread at a pymodbus server that answers late, in pieces, with a wrong echo and under
/// another's address: see `Tests/Modbus/troubled.py` for what unit does what.
@Suite(.serialized, .enabled(if: ModbusPeer.python != nil, "HALLD_PEERS names no Python with pymodbus"))
struct ModbusTroubleTests {
    private static let healthy = [1, 6]
    private static let late = 2
    private static let inPieces = 3
    private static let wrongEcho = 4
    private static let wrongUnit = 5

    /// What the machine told, with the moments.
    private struct Told: Sendable {
        var at: MonotonicInstant
        var unit: Int
        var content: DeviceReport.Content
    }

    @Test func `over TCP neighbours are read, and nothing wrong is good`() throws {
        let server = try ModbusPeer("troubled.py", ["tcp"])
        try watch(.tcp(host: "127.0.0.1", port: #require(Int(server.greeting))))
        server.end()
    }

    @Test func `over a serial line neighbours are read, and nothing wrong is good`() throws {
        let line = try JoinedTerminals()
        let server = try ModbusPeer("troubled.py", ["serial", line.theirs])
        #expect(server.greeting == "ready")
        try watch(.serial(path: line.ours, SerialSettings(baud: 19_200)))
        server.end()
    }

    private func device(_ unit: Int) -> DevicePlan {
        // Two blocks of one size: an answer of one fits the question for the other.
        let registers = [0, 1, 2, 6, 7, 8].map { address in
            RegisterMap.Register(
                point: PointDefinition(
                    name: "r\(address)", meaning: .other, form: .number(.none, decimals: 0), isWritable: address == 2,
                    periodSeconds: 1),
                table: .holding, address: address, encoding: .u16)
        }
        let profile = Profile(
            id: "peer", vendor: "pymodbus", model: "server", source: "this test", trust: .verified, serial: nil,
            settings: .modbusRegisters(RegisterMap(responseTimeoutMilliseconds: 300, registers: registers)),
            examples: [])
        return DevicePlan(id: DeviceID("unit-\(unit)"), profile: profile, bus: "peers", address: unit)
    }

    /// Reads all units for a while, writes to three of them, and looks at what was told.
    private func watch(_ wire: BusPlan.Wire) throws {
        let told = Shared<[Told]>([])
        let plan = BusPlan(id: "peers", wire: wire)
        let machine = BusMachine(bus: plan, devices: (1...6).map(device), text: try .iconv(), at: .now)
        let bus = try BusThread(bus: plan, transport: .modbus, machine: machine) { reports in
            for report in reports {
                guard let unit = Int(report.device.rawValue.dropFirst(5)) else { continue }
                told.change { $0.append(Told(at: .now, unit: unit, content: report.content)) }
            }
        }
        defer { bus.stop() }
        try #require(Wire.wait { bus.statistics.isOpen })
        let begun = MonotonicInstant.now
        let writes: [(id: WriteID, unit: Int)] = [(1, 6), (2, Self.wrongEcho), (3, Self.late)]
        usleep(4_000_000)
        let written = MonotonicInstant.now
        for write in writes {
            let point = PointID(DeviceID("unit-\(write.unit)"), "r2")
            let order = PointWrite(
                id: write.id, point: point, value: .number(Quantity(7)), deadline: written + .seconds(5))
            #expect(bus.post(.write(order)))
        }
        #expect(
            Wire.wait {
                told.value.count { if case .written = $0.content { true } else { false } } == writes.count
            })
        usleep(useconds_t(max(0, (begun + .seconds(12) - .now).wholeNanoseconds) / 1000))
        let all = told.value

        for report in all {
            guard case .reading(let name, let reading) = report.content, let value = reading.value else { continue }
            let address = try #require(Int(name.dropFirst()))
            let known = Quantity(1000 * report.unit + address)
            let isWritten = address == 2 && report.at >= written && value == .number(Quantity(7))
            #expect(value == .number(known) || isWritten, "unit \(report.unit) \(name)")
            #expect(report.unit != Self.wrongUnit, "it answers under another's address")
        }
        for unit in Self.healthy {
            let times = all.filter { report in
                guard report.unit == unit, case .reading("r0", let reading) = report.content else { return false }
                return reading.quality == .good
            }.map(\.at)
            let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
            #expect(times.count >= 8, "unit \(unit): \(times.count) in 12 s")
            // Each second, or as long as the ones in trouble hold the line up once.
            #expect(gaps.max().map { $0 < .milliseconds(2500) } ?? false, "unit \(unit): \(gaps.max() ?? .zero)")
        }
        let pieces = all.count { report in
            if case .reading("r0", let reading) = report.content {
                report.unit == Self.inPieces && reading.quality == .good
            } else {
                false
            }
        }
        #expect(pieces >= 3, "an answer in pieces is an answer")
        try judge(all, writes, since: written)
    }

    private func judge(_ all: [Told], _ writes: [(id: WriteID, unit: Int)], since begun: MonotonicInstant) throws {
        func outcome(_ id: WriteID) -> (outcome: WriteOutcome, readBack: PointValue?, after: Duration)? {
            for report in all {
                if case .written(id, let outcome, let readBack) = report.content {
                    return (outcome, readBack, report.at - begun)
                }
            }
            return nil
        }
        let neighbour = try #require(outcome(1))
        #expect(neighbour.outcome == .confirmed && neighbour.readBack == .number(Quantity(7)))
        #expect(neighbour.after < .seconds(2), "\(neighbour.after)")
        for id in [2, 3] {
            let other = try #require(outcome(id))
            #expect(other.after < .seconds(7), "\(other.after)")
            // Both carry it out: what is said is that, or that nobody knows.
            #expect([.confirmed, .unanswered, .expired].contains(other.outcome), "\(other.outcome)")
            #expect(other.outcome != .confirmed || other.readBack == .number(Quantity(7)))
        }
    }
}
