import DeviceDrivers
import Foundation
import HallModel
import HardwareAccess
import Testing

/// Our client and pymodbus, where `HALLD_PEERS` names a Python that has it.
@Suite(.serialized)
struct ModbusPeerTests {
    @Test(.enabled(if: ModbusPeer.python != nil, "HALLD_PEERS names no Python with pymodbus"))
    func `pymodbus answers over TCP`() throws {
        let server = try ModbusPeer("server.py", ["tcp"])
        let port = try #require(Int(server.greeting))
        try converse(ModbusBench(wire: .tcp(host: "127.0.0.1", port: port)))
        server.end()
    }

    @Test(.enabled(if: ModbusPeer.python != nil, "HALLD_PEERS names no Python with pymodbus"))
    func `pymodbus answers over a serial line`() throws {
        let line = try JoinedTerminals()
        let server = try ModbusPeer("server.py", ["serial", line.theirs])
        #expect(server.greeting == "ready")
        try converse(ModbusBench(wire: .serial(path: line.ours, SerialSettings(baud: 9600))))
        server.end()
    }

    private func converse(_ bench: ModbusBench) throws {
        func ask(_ operation: ModbusRequest.Operation) -> BusEvent? { bench.ask(operation, timeout: .seconds(5)) }
        #expect(ask(.readHolding(address: 0, count: 3)) == .replied(.registers([1000, 1001, 1002])))
        #expect(ask(.readInput(address: 99, count: 1)) == .replied(.registers([2099])))
        #expect(ask(.readCoils(address: 0, count: 10)) == .replied(.bits((0..<10).map { $0 % 3 == 0 })))
        #expect(ask(.readDiscreteInputs(address: 0, count: 9)) == .replied(.bits((0..<9).map { $0 % 2 == 0 })))
        #expect(ask(.writeRegister(address: 10, 0xBEEF)) == .replied(.written))
        #expect(ask(.writeRegisters(address: 11, [1, 0xFFFF])) == .replied(.written))
        #expect(ask(.readHolding(address: 9, count: 5)) == .replied(.registers([1009, 0xBEEF, 1, 0xFFFF, 1013])))
        #expect(ask(.writeCoil(address: 1, true)) == .replied(.written))
        #expect(ask(.writeCoil(address: 0, false)) == .replied(.written))
        #expect(ask(.readCoils(address: 0, count: 3)) == .replied(.bits([false, true, false])))
        #expect(ask(.readHolding(address: 99, count: 2)) == .failed(.exception(2)))
        bench.bus.thread.stop()
    }
}
