import DeviceSimulators
import HallModel

/// A printer on a bench: a clock that the test turns, and everything the printer has said.
struct PrinterBench {
    var printer: EscposPrinterSimulator
    var now = MonotonicInstant(nanoseconds: 1_000_000_000)
    var said: [UInt8] = []

    init(
        proof: PrinterSettings.Proof = .processID, cut: PrinterSettings.Cut = .full, qr: Bool = true,
        flow: SerialSettings.FlowControl = .none, reserved: UInt8 = 0, charset: PrinterSettings.Charset = .gbk
    ) {
        printer = EscposPrinterSimulator(
            settings: PrinterSettings(dotsAcross: 576, charset: charset, proof: proof, cut: cut, qr: qr), flow: flow,
            decoder: benchDecoder, reservedPaperBits: reserved)
    }

    mutating func send(_ bytes: [UInt8]) { said += printer.receive(bytes, at: now) }
    mutating func send(_ text: String) { send(Array(text.utf8)) }

    /// What the printer answers to these bytes alone, once all is done.
    mutating func ask(_ bytes: [UInt8]) -> [UInt8] {
        said = []
        send(bytes)
        settle()
        return said
    }

    mutating func set(_ point: String, _ value: String) throws {
        said += try printer.set(point, to: value, device: "printer", at: now)
    }

    /// Turns the clock until nothing moves any more.
    mutating func settle() {
        while let wake = printer.nextWake, wake > now {
            now = wake
            said += printer.timeReached(at: now)
        }
    }

    mutating func wait(_ duration: Duration) {
        let until = now + duration
        while let wake = printer.nextWake, wake > now, wake <= until {
            now = wake
            said += printer.timeReached(at: now)
        }
        now = until
        said += printer.timeReached(at: now)
    }

    /// Prints everything, and gives the text of all pieces.
    mutating func text(_ bytes: [UInt8]) -> [String] {
        send(bytes)
        settle()
        return printer.paper.slips.flatMap(\.text)
    }
}

/// The characters the tests print: 请到号窗口补打 in GB2312, by iconv.
let benchDecoder = CharacterDecoder { bytes, _ in
    switch bytes {
    case [0xC7, 0xEB]: "请"
    case [0xB5, 0xBD]: "到"
    case [0xBA, 0xC5]: "号"
    case [0xB4, 0xB0]: "窗"
    case [0xBF, 0xDA]: "口"
    case [0xB2, 0xB9]: "补"
    case [0xB4, 0xF2]: "打"
    case [0x81, 0x30, 0x81, 0x30]: "\u{80}"
    default: nil
    }
}

/// `1B 40` → bytes.
func hex(_ text: String) -> [UInt8] {
    text.split(whereSeparator: { " |\n".contains($0) }).compactMap { UInt8($0, radix: 16) }
}
