import HallModel

/// What somebody at the device sees and does, by the names of the profile's points.
extension ModbusSlaveSimulator {
    /// The registers and what stands in them out of the box.
    mutating func fill(from map: RegisterMap) {
        let own = model.registers
        guard !own.isEmpty else { return fillPlain(from: map) }
        for entry in own {
            store.put(entry.initial, in: entry.register)
            if let power = entry.register.power { store[power.table, power.address] = 1 }
            switch (model, entry.register.table, entry.register.address) {
            case (.xymd02, .input, 1): measured.temperature = entry.initial
            case (.xymd02, .input, 2): measured.humidity = entry.initial
            default: break
            }
            if entry.register.point.name == "address" { store.put(Int64(address), in: entry.register) }
        }
        for register in map.registers {
            let meaning = register.point.meaning
            let alike = own.filter { $0.register.point.meaning == meaning && meaning != .other }
            let isOnlyOne = alike.count == 1 && map.registers.count { $0.point.meaning == meaning } == 1
            let there = own.first { $0.register.table == register.table && $0.register.address == register.address }
            guard let found = isOnlyOne ? alike.first : there else { continue }
            points.append(
                Point(
                    name: register.point.name, register: found.register, words: register.words,
                    broken: register.invalid.first))
        }
        for entry in own where !points.contains(where: { $0.register == entry.register }) {
            guard !points.contains(where: { $0.name == entry.register.point.name }) else { continue }
            points.append(Point(name: entry.register.point.name, register: entry.register, words: []))
        }
    }

    private mutating func fillPlain(from map: RegisterMap) {
        for register in map.registers {
            points.append(
                Point(
                    name: register.point.name, register: register, words: register.words,
                    broken: register.invalid.first))
            var initial = ModbusStore.raw(of: register.point.meaning.usualValue, in: register) ?? 0
            if let range = register.point.range, !range.contains(register.point.meaning.usualValue) {
                initial = ModbusStore.raw(of: range.low, in: register) ?? 0
            }
            if let word = register.words.first { initial = Int64(word.code) }
            store.put(initial, in: register)
            if register.point.isWritable { writable.append((register, register.point.range)) }
            guard let power = register.power else { continue }
            store[power.table, power.address] = 1
            if register.point.isWritable {
                let beside = RegisterMap.Register(
                    point: register.point, table: power.table, address: power.address,
                    encoding: power.table == .coils ? .bit : .u16)
                writable.append((beside, PointDefinition.Range(low: Quantity(0), high: Quantity(1))))
            }
        }
    }

    /// The points, as `set` takes them.
    public var state: [SimulatedState] { points.map { SimulatedState($0.name, text(of: $0)) } }

    private func text(of point: Point) -> String {
        if let power = point.register.power, store[power.table, power.address] == 0 { return "off" }
        guard let raw = store.raw(of: point.register) else { return "–" }
        if let broken = point.broken, raw == Int64(broken) { return "broken" }
        let word = (point.register.words + point.words).first { Int64($0.code) == raw }
        return word?.word ?? store.value(of: point.register)?.shortest ?? "–"
    }

    /// Somebody sets a point: what a sensor measures, what is chosen at the unit. `broken` is what a broken sensor reads.
    mutating func set(_ name: String, to text: String, device: DeviceID) throws(SimulatorError) {
        guard let point = points.first(where: { $0.name == name }) else {
            throw .noSuchPoint(name, device: device, known: points.map(\.name) + ["power"])
        }
        let register = point.register
        let words = register.words + point.words
        func refused() -> SimulatorError {
            let known = words.map(\.word) + (register.power == nil ? [] : ["off"])
            return .badValue(text, point: name, allowed: known.isEmpty ? allowed(register) : list(known))
        }
        if let power = register.power, text == "off" {
            store[power.table, power.address] = 0
            return
        }
        let raw: Int64
        if text == "broken", words.isEmpty {
            raw = point.broken.map(Int64.init) ?? (register.encoding == .s16 ? -0x8000 : 0xFFFF)
        } else if let word = words.first(where: { $0.word == text }) {
            raw = Int64(word.code)
        } else if let value = Quantity(parsing: text), let number = ModbusStore.raw(of: value, in: register) {
            raw = number
        } else {
            throw refused()
        }
        if model == .fanCoil, register.table == .holding, register.point.meaning != .roomTemperature {
            do throws(ModbusRefusal) {
                try check(UInt16(truncatingIfNeeded: raw), at: register.address, in: store)
            } catch {
                throw refused()
            }
        }
        put(raw, at: register)
    }

    private mutating func put(_ raw: Int64, at register: RegisterMap.Register) {
        switch (model, register.table, register.address) {
        case (.xymd02, .input, 1): measured.temperature = raw
        case (.xymd02, .input, 2): measured.humidity = raw
        case (.inputsOutputs, .discreteInputs, let channel):
            let old = store[.discreteInputs, channel]
            store[.discreteInputs, channel] = raw == 0 ? 0 : 1
            if old != store[.discreteInputs, channel] { inputChanged(channel, to: raw != 0) }
            return
        default: store.put(raw, in: register)
        }
        if let power = register.power { store[power.table, power.address] = 1 }
        if model == .renkeLight, register.address == 7 { store[.holding, 6] = UInt16(clamping: raw / 100) }
        if register.point.name == "address", model != .plain { address = UInt8(truncatingIfNeeded: raw) }
        correct()
    }

    private func allowed(_ register: RegisterMap.Register) -> String {
        switch (model, register.address) {
        case (.fanCoil, 4): "5 … 35"
        case (.fanCoil, 6): "1 … 4"
        default:
            switch register.encoding {
            case .bit: "0, 1"
            case .s16, .s32: "-300 … 300"
            case .u16, .u32, .float32: "0 … 65535"
            }
        }
    }

    private func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}
