import ArgumentParser
import HallAPI
import HallModel

extension BusCommand {
    /// `hallctl bus read ID (--device DEVICE | --unit N) TABLE ADDRESS [COUNT]`
    struct Read: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "read", abstract: HelpText.busRead.here)
        @Argument(help: ArgumentHelp(HelpText.oneBus.here)) var bus: String
        @Argument(help: ArgumentHelp(HelpText.table.here)) var table: RegisterMap.Table
        @Argument(help: ArgumentHelp(HelpText.address.here)) var address: Int
        @Argument(help: ArgumentHelp(HelpText.count.here)) var count = 1
        @Option(help: ArgumentHelp(HelpText.readDevice.here, valueName: "id")) var device: String?
        @Option(help: ArgumentHelp(HelpText.readUnit.here, valueName: "1…247")) var unit: Int?
        @Option(help: ArgumentHelp(HelpText.readTimeout.here, valueName: "ms")) var timeout: Int?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard (device == nil) != (unit == nil) else { throw ValidationError(BusUsage.deviceOrUnit.here) }
            guard (0...65_535).contains(address) else { throw ValidationError(BusUsage.address.here) }
            guard (1...table.limit).contains(count) else {
                throw ValidationError(BusUsage.count(most: table.limit).here)
            }
            if let timeout, !(10...10_000).contains(timeout) { throw ValidationError(BusUsage.timeout.here) }
        }

        func run(_ console: Console) throws(ConsoleFailure) {
            let reply = try console.ask(
                ReadBus.self,
                ReadBus.Parameters(
                    bus: bus, unit: unit, device: device, table: table.wireName, address: address, count: count,
                    timeoutMilliseconds: timeout))
            if console.json { console.print(reply.json) }
            guard reply.value.outcome == .answered else {
                let detail = reply.value.detail.map { console.detail($0) } ?? ""
                throw ConsoleFailure(
                    BusText.notRead(reply.value, detail: detail), BusText.see("hallctl bus trace \(bus)"))
            }
            if !console.json { console.show(reply.value, table) }
        }
    }
}

extension RegisterMap.Table: ExpressibleByArgument {}

extension RegisterMap.Table {
    fileprivate var limit: Int { isOfBits ? 2000 : 125 }
    var isOfBits: Bool { self == .coils || self == .discreteInputs }
    /// On the socket.
    fileprivate var wireName: String { self == .discreteInputs ? "discreteInputs" : rawValue }
}

extension Console {
    /// A line for each register, with the points that begin there.
    fileprivate func show(_ reply: ReadBus.Reply, _ table: RegisterMap.Table) {
        func points(_ address: Int) -> String {
            let here = reply.points.filter { $0.address == address }.map { point in
                let value =
                    point.missing.flatMap(MissingReason.init(rawValue:)).map { FieldCode.missing($0).text(language) }
                    ?? text(point.value ?? .null, unit: point.unit, decimals: point.decimals)
                return "\(point.id) = \(value)"
            }
            return say(.list(here))
        }
        guard !table.isOfBits else {
            return print(
                Table(
                    headings: [say(.register), say(.raw), say(.point)],
                    rows: reply.registers.map { [Cell("\($0.address)"), Cell("\($0.raw)"), Cell(points($0.address))] }))
        }
        print(
            Table(
                headings: [say(.register), say(.hex), say(.raw), say(.signed), say(.point)],
                rows: reply.registers.map { register in
                    let word = UInt16(truncatingIfNeeded: register.raw)
                    let digits = String(word, radix: 16, uppercase: true)
                    return [
                        Cell("\(register.address)"), Cell(String(repeating: "0", count: 4 - digits.count) + digits),
                        Cell("\(word)"), Cell("\(Int16(bitPattern: word))"), Cell(points(register.address)),
                    ]
                }))
    }

    /// Why a port is closed.
    func detail(_ code: String) -> String { self.code(DeviceDetail(rawValue: code).map(CodeText.detail), code) }
}
