import HallModel

/// The functions 1 to 6, 15 and 16, and what a write does on each model.
extension ModbusSlaveSimulator {
    mutating func carryOut(_ body: [UInt8], at now: MonotonicInstant) throws(ModbusRefusal) -> [UInt8] {
        let function = body[0]
        guard model.knows(function) else { throw .function }
        guard body.count >= 5 else { throw .value }
        let start = Int(body[1]) << 8 | Int(body[2])
        let number = Int(body[3]) << 8 | Int(body[4])
        switch function {
        case 1, 2:
            guard body.count == 5, (1...2000).contains(number) else { throw .value }
            let bits = try read(function == 1 ? .coils : .discreteInputs, at: start, count: number)
            var bytes = [UInt8](repeating: 0, count: (number + 7) / 8)
            for (place, bit) in bits.enumerated() where bit != 0 { bytes[place / 8] |= 1 << UInt8(place % 8) }
            return [function, UInt8(bytes.count)] + bytes
        case 3, 4:
            guard body.count == 5, (1...125).contains(number) else { throw .value }
            let words = try read(function == 3 ? .holding : .input, at: start, count: number)
            return [function, UInt8(2 * number)] + words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        case 5:
            guard body.count == 5 else { throw .value }
            try switchCoil(start, number, at: now)
            return body
        case 6:
            guard body.count == 5 else { throw .value }
            try write([UInt16(number)], at: start)
            return body
        case 15:
            guard (1...1968).contains(number), body.count == 6 + (number + 7) / 8, Int(body[5]) == (number + 7) / 8
            else { throw .value }
            try switchCoils(from: start, (0..<number).map { body[6 + $0 / 8] >> UInt8($0 % 8) & 1 == 1 })
            return Array(body.prefix(5))
        case 16:
            guard (1...123).contains(number), body.count == 6 + 2 * number, Int(body[5]) == 2 * number else {
                throw .value
            }
            try write((0..<number).map { UInt16(body[6 + 2 * $0]) << 8 | UInt16(body[7 + 2 * $0]) }, at: start)
            return Array(body.prefix(5))
        default: throw .function
        }
    }

    // MARK: Coils

    /// Function 5. Waveshare: 5500 changes over, coil 00FF is all, 0200 and 0400 are pulses of hundreds of milliseconds.
    private mutating func switchCoil(_ coil: Int, _ code: Int, at now: MonotonicInstant) throws(ModbusRefusal) {
        let isWaveshare = model == .relays || model == .inputsOutputs
        if isWaveshare, [0x0200, 0x0400].contains(coil & 0xFF00) {
            guard coil & 0xFF < 8 else { throw .address }
            guard (1...0x7FFF).contains(code) else { throw .value }
            let isOn = coil & 0xFF00 == 0x0200
            pulses.removeAll { $0.coil == coil & 0xFF }
            store[.coils, coil & 0xFF] = isOn ? 1 : 0
            pulses.append((now + .milliseconds(100 * code), coil & 0xFF, !isOn))
            return
        }
        let coils = isWaveshare && coil == 0xFF ? Array(0..<8) : [coil]
        for coil in coils {
            guard let old = store[.coils, coil] else { throw .address }
            switch code {
            case 0xFF00: try put(coil: coil, true)
            case 0x0000: try put(coil: coil, false)
            case 0x5500 where isWaveshare: try put(coil: coil, old == 0)
            default: throw .value
            }
        }
    }

    private mutating func switchCoils(from start: Int, _ states: [Bool]) throws(ModbusRefusal) {
        guard start + states.count <= 0x10000 else { throw .address }
        for place in states.indices where store[.coils, start + place] == nil { throw .address }
        for (place, state) in states.enumerated() { try put(coil: start + place, state) }
    }

    private mutating func put(coil: Int, _ state: Bool) throws(ModbusRefusal) {
        if model == .plain, !writable.contains(where: { $0.register.table == .coils && $0.register.address == coil }) {
            throw .address
        }
        pulses.removeAll { $0.coil == coil }
        store[.coils, coil] = state ? 1 : 0
        followInputs()
    }

    mutating func runPulses(until now: MonotonicInstant) {
        for pulse in pulses where pulse.at <= now { store[.coils, pulse.coil] = pulse.to ? 1 : 0 }
        pulses.removeAll { $0.at <= now }
    }

    /// IO 8CH: an output of mode 1 is what its input is.
    mutating func followInputs() {
        guard model == .inputsOutputs else { return }
        for channel in 0..<8 where store[.holding, 0x1000 + channel] == 1 {
            store[.coils, channel] = store[.discreteInputs, channel]
        }
    }

    /// IO 8CH: mode 2 changes the output over with each press, mode 3 with each change of the input.
    mutating func inputChanged(_ channel: Int, to closed: Bool) {
        let mode = store[.holding, 0x1000 + channel]
        if mode == 3 || mode == 2 && closed { store[.coils, channel] = store[.coils, channel] == 1 ? 0 : 1 }
        followInputs()
    }

    // MARK: Registers

    /// Functions 6 and 16: all or nothing.
    private mutating func write(_ values: [UInt16], at start: Int) throws(ModbusRefusal) {
        guard start + values.count <= 0x10000 else { throw .address }
        var tried = store
        for (place, value) in values.enumerated() {
            guard store[.holding, start + place] != nil else { throw .address }
            tried[.holding, start + place] = value
        }
        for (place, value) in values.enumerated() { try check(value, at: start + place, in: tried) }
        store = tried
        for (place, value) in values.enumerated() { wrote(value, at: start + place) }
    }

    /// Whether a holding register takes this value; 2 for those that are only read.
    func check(_ value: UInt16, at place: Int, in tried: ModbusStore) throws(ModbusRefusal) {
        let allowed: ClosedRange<UInt16>
        switch (model, place) {
        case (.plain, _):
            return try checkPlain(at: place, in: tried)
        case (.xymd02, 0x0101), (.relays, 0x4000), (.inputsOutputs, 0x4000): allowed = 1...247
        case (.xymd02, 0x0102): allowed = 0...19_200
        case (.xymd02, 0x0103), (.xymd02, 0x0104): allowed = 0...0xFFFF
        case (.renkeClimate, 0x07D0), (.renkeCarbonDioxide, 0x07D0), (.renkeLight, 0x07D0): allowed = 1...247
        case (.renkeClimate, 0x07D1), (.renkeCarbonDioxide, 0x07D1), (.renkeLight, 0x07D1): allowed = 0...2
        case (.relays, 0x2000), (.inputsOutputs, 0x2000): allowed = 0...0x0207
        case (.inputsOutputs, 0x1000...0x1007): allowed = 0...3
        case (.fanCoil, 3): allowed = 0...1
        case (.fanCoil, 4): allowed = 5...35
        case (.fanCoil, 5): allowed = 0...3
        case (.fanCoil, 6): allowed = 1...4
        case (.fanCoil, 11): allowed = 1...32
        default: throw .address
        }
        guard allowed.contains(value) else { throw .value }
    }

    private func checkPlain(at place: Int, in tried: ModbusStore) throws(ModbusRefusal) {
        let found = writable.first { entry in
            entry.register.table == .holding
                && (entry.register.address..<(entry.register.address + entry.register.encoding.width)).contains(place)
        }
        guard let found else { throw .address }
        guard let range = found.range else { return }
        guard let value = tried.value(of: found.register), range.contains(value) else { throw .value }
    }

    /// What follows from a written register.
    private mutating func wrote(_ value: UInt16, at place: Int) {
        switch (model, place) {
        case (.xymd02, 0x0101), (.renkeClimate, 0x07D0), (.renkeCarbonDioxide, 0x07D0), (.renkeLight, 0x07D0),
            (.relays, 0x4000), (.inputsOutputs, 0x4000), (.fanCoil, 11):
            address = UInt8(truncatingIfNeeded: value)
        case (.xymd02, 0x0103), (.xymd02, 0x0104): correct()
        case (.inputsOutputs, 0x1000...0x1007): followInputs()
        default: break
        }
    }

    /// XY-MD02: what is read is what is measured and the correction.
    mutating func correct() {
        guard model == .xymd02 else { return }
        func correction(_ place: Int) -> Int64 { Int64(Int16(bitPattern: store[.holding, place] ?? 0)) }
        let temperature = measured.temperature + correction(0x0103)
        let humidity = measured.humidity + correction(0x0104)
        store[.input, 1] = UInt16(bitPattern: Int16(clamping: temperature))
        store[.input, 2] = UInt16(clamping: humidity)
    }
}
