import HallModel

/// The Modbus models whose datasheets are read here. What they have and do is written from the datasheet, not taken from
/// the profile: a register that a profile has wrong shows.
enum ModbusModel: Sendable, Equatable {
    /// A model that nobody has read up: the profile's registers, kept and given back.
    case plain
    /// XY-MD02: temperature and humidity as input registers, address, baud and corrections as holding registers.
    case xymd02
    /// Renke RS-WS-N01: humidity, then temperature.
    case renkeClimate
    /// Renke RS-CO2: humidity, temperature, carbon dioxide.
    case renkeCarbonDioxide
    /// Renke RS-GZ: illuminance in hundreds at 6 and as 32 bits at 7.
    case renkeLight
    /// Waveshare Modbus RTU Relay 8CH.
    case relays
    /// Waveshare Modbus RTU IO 8CH.
    case inputsOutputs
    /// Kaysun KC-FCD2-M, the thermostat of a fan-coil.
    case fanCoil

    /// By the profile's name; the suffixes of the makers' variants do not matter.
    init(profile: ProfileID) {
        let parts = profile.rawValue.split(separator: "-").map(String.init)
        func has(_ name: String) -> Bool {
            let wanted = name.split(separator: "-").map(String.init)
            return parts.indices.contains { parts[$0...].starts(with: wanted) }
        }
        self =
            if has("xy-md02") {
                .xymd02
            } else if has("rs-ws-n01") || has("rs-ws") {
                .renkeClimate
            } else if has("rs-co2") {
                .renkeCarbonDioxide
            } else if has("rs-gz") {
                .renkeLight
            } else if has("waveshare"), has("io") {
                .inputsOutputs
            } else if has("waveshare"), has("relay") {
                .relays
            } else if has("kc-fcd2") {
                .fanCoil
            } else {
                .plain
            }
    }

    /// Function codes it knows; all others are answered with exception 1.
    func knows(_ function: UInt8) -> Bool {
        switch self {
        case .plain: [1, 2, 3, 4, 5, 6, 15, 16].contains(function)
        case .xymd02: [3, 4, 6, 16].contains(function)
        case .renkeClimate, .renkeCarbonDioxide, .renkeLight: [3, 4, 6].contains(function)
        case .relays: [1, 3, 5, 6, 15].contains(function)
        case .inputsOutputs: [1, 2, 3, 5, 6, 15, 16].contains(function)
        case .fanCoil: [3, 6, 16].contains(function)
        }
    }

    /// Its input registers are read with function 3 as well, or its holding registers with function 4.
    var readsEitherWay: Bool {
        switch self {
        case .renkeClimate, .renkeCarbonDioxide, .renkeLight: true
        case .plain, .xymd02, .relays, .inputsOutputs, .fanCoil: false
        }
    }

    /// What its datasheet lists, with the values it has when it comes out of the box; empty for a plain one.
    var registers: [(register: RegisterMap.Register, initial: Int64)] {
        switch self {
        case .plain: []
        case .xymd02:
            [
                measured("temperature", .roomTemperature, .celsius, .input, 1, .s16, tenths: 265),
                measured("humidity", .relativeHumidity, .relativeHumidity, .input, 2, .u16, tenths: 500),
                kept("address", .holding, 0x0101, 1), kept("baud", .holding, 0x0102, 0),
                measured("temperature-correction", .other, .celsius, .holding, 0x0103, .s16, tenths: 0),
                measured("humidity-correction", .other, .relativeHumidity, .holding, 0x0104, .s16, tenths: 0),
            ]
        case .renkeClimate: renkeAir
        case .renkeCarbonDioxide:
            renkeAir + [counted("co2", .carbonDioxide, .partsPerMillion, .holding, 2, .u16, 600)]
        case .renkeLight:
            [
                counted("illuminance", .illuminance, .lux, .holding, 7, .u32, 350),
                kept("hundreds-of-lux", .holding, 6, 3), kept("address", .holding, 0x07D0, 1),
                kept("baud", .holding, 0x07D1, 1),
            ]
        case .relays:
            bits("relay", .output, .coils)
                + [kept("uart", .holding, 0x2000, 1), kept("address", .holding, 0x4000, 1)]
                + [kept("version", .holding, 0x8000, 200)]
        case .inputsOutputs:
            bits("input", .contact, .discreteInputs) + bits("output", .output, .coils)
                + (0..<8).map { kept("output-mode-\($0 + 1)", .holding, 0x1000 + $0, 0) }
                + [kept("uart", .holding, 0x2000, 1), kept("address", .holding, 0x4000, 1)]
                + [kept("version", .holding, 0x8000, 200)]
        case .fanCoil:
            [
                counted("temperature", .roomTemperature, .celsius, .holding, 2, .s16, 26),
                counted("set-point", .setPoint, .celsius, .holding, 4, .u16, 26), fanCoilMode,
                counted("fan", .fanSpeed, .none, .holding, 6, .u16, 2), kept("address", .holding, 11, 1),
            ]
        }
    }

    private var renkeAir: [(register: RegisterMap.Register, initial: Int64)] {
        [
            measured("humidity", .relativeHumidity, .relativeHumidity, .holding, 0, .u16, tenths: 500),
            measured("temperature", .roomTemperature, .celsius, .holding, 1, .s16, tenths: 265),
            kept("address", .holding, 0x07D0, 1), kept("baud", .holding, 0x07D1, 1),
        ]
    }

    private var fanCoilMode: (register: RegisterMap.Register, initial: Int64) {
        let words = ["fan", "cooling", "heating", "auxiliary"]
        return (
            RegisterMap.Register(
                point: PointDefinition(name: "mode", meaning: .plantMode, form: .words(words + ["off"])),
                table: .holding, address: 5, encoding: .u16,
                words: words.enumerated().map { RegisterMap.Word(code: $0, word: $1) },
                power: RegisterMap.PowerSwitch(table: .holding, address: 3)), 1
        )
    }

    private func measured(
        _ name: String, _ meaning: PointMeaning, _ unit: MeasureUnit, _ table: RegisterMap.Table, _ address: Int,
        _ encoding: RegisterMap.Encoding, tenths: Int64
    ) -> (register: RegisterMap.Register, initial: Int64) {
        (
            RegisterMap.Register(
                point: PointDefinition(name: name, meaning: meaning, form: .number(unit, decimals: 1)), table: table,
                address: address, encoding: encoding, divide: 10), tenths
        )
    }

    private func counted(
        _ name: String, _ meaning: PointMeaning, _ unit: MeasureUnit, _ table: RegisterMap.Table, _ address: Int,
        _ encoding: RegisterMap.Encoding, _ initial: Int64
    ) -> (register: RegisterMap.Register, initial: Int64) {
        (
            RegisterMap.Register(
                point: PointDefinition(name: name, meaning: meaning, form: .number(unit, decimals: 0)), table: table,
                address: address, encoding: encoding), initial
        )
    }

    private func kept(_ name: String, _ table: RegisterMap.Table, _ address: Int, _ initial: Int64)
        -> (register: RegisterMap.Register, initial: Int64)
    {
        counted(name, .other, .none, table, address, .u16, initial)
    }

    private func bits(_ name: String, _ meaning: PointMeaning, _ table: RegisterMap.Table)
        -> [(register: RegisterMap.Register, initial: Int64)]
    {
        let words = meaning == .contact ? ["open", "closed"] : ["off", "on"]
        return (0..<8).map { channel in
            (
                RegisterMap.Register(
                    point: PointDefinition(name: "\(name)-\(channel + 1)", meaning: meaning, form: .words(words)),
                    table: table, address: channel, encoding: .bit,
                    words: words.enumerated().map { RegisterMap.Word(code: $0, word: $1) }), 0
            )
        }
    }
}

extension PointMeaning {
    /// What a plain device shows of this when it comes out of its box, in the point's unit.
    var usualValue: Quantity {
        switch self {
        case .roomTemperature: Quantity(thousandths: 26_500)
        case .relativeHumidity: Quantity(50)
        case .carbonDioxide: Quantity(600)
        case .illuminance: Quantity(350)
        case .setPoint: Quantity(26)
        case .fanSpeed: Quantity(1)
        case .upsRunTime: Quantity(1800)
        case .upsCharge: Quantity(100)
        case .upsLoad: Quantity(20)
        case .plantMode, .upsStatus, .contact, .output, .other: Quantity(0)
        }
    }
}
