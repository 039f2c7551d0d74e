import DeviceSimulators
import HallModel

/// What can be seen of a simulated device, as `hallsim show --json` prints it.
public struct DeviceView: Codable, Sendable, Equatable {
    /// A value of `state`: a number where it is a whole one (mm, lines a second, bytes, pieces), else a word: `26.5`.
    public enum Value: Codable, Sendable, Equatable {
        /// A count or a length.
        case number(Int)
        /// A word.
        case word(String)
        /// Yes or no.
        case flag(Bool)

        /// Reads a number, a truth value or a string.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let number = try? container.decode(Int.self) {
                self = .number(number)
            } else {
                self = .word(try container.decode(String.self))
            }
        }

        /// Writes the bare value.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .number(let number): try container.encode(number)
            case .word(let word): try container.encode(word)
            case .flag(let flag): try container.encode(flag)
            }
        }

        var text: String {
            switch self {
            case .number(let number): String(number)
            case .word(let word): word
            case .flag(let flag): flag ? "yes" : "no"
            }
        }
    }

    /// A piece of paper.
    public struct Slip: Codable, Sendable, Equatable {
        /// The printed lines from the top, without empty ones.
        public var text: [String]
        /// What its QR codes say.
        public var qr: [String]
        /// It says that it is not the first of its number.
        public var reprint: Bool
        /// It left the printer by the cutter; false for what is torn or still inside.
        public var cut: Bool
        /// The ticket number, if it holds one.
        public var number: String?
    }

    /// Its name in the plan.
    public var device: String
    /// `escpos-printer`, `alpha-display`, `modbus-registers` …
    public var kind: String
    /// The points of `set`, and what else can be seen.
    public var state: [String: Value]
    /// The faults in force, in the order of the catalogue.
    public var faults: [String]
    /// A printer's paper, newest last.
    public var slips: [Slip]?
    /// A display's text: the lines of all pages that run now.
    public var text: [String]?
    /// The keys that can be pressed.
    public var keys: [String]?
    /// The same for people, line by line.
    public var drawing: [String]?
}

extension DeviceView {
    /// What can be seen of a device, drawn with words in `language`.
    init(_ device: SimulatedDevice, language: Language) {
        let active = device.faults.map(\.kind)
        self.init(
            device: device.plan.id.rawValue, kind: device.plan.profile.kind, state: [:],
            faults: FaultKind.allCases.filter(active.contains).map(\.rawValue), drawing: [])
        switch device.unit {
        case .printer(let printer):
            for point in printer.state { state[point.point] = DeviceView.value(point) }
            slips = printer.paper.slips.map { slip in
                Slip(
                    text: slip.text, qr: slip.qr, reprint: slip.isReprint, cut: slip.isCut, number: slip.number)
            }
            keys = EscposPrinterSimulator.keys
            let paper = printer.paper.slips.flatMap {
                SlipDrawing.lines($0, dotsAcross: printer.settings.dotsAcross, language: language)
            }
            drawing = paper + [stateLine(printer.state, language)]
        case .display(let display):
            let pages = display.shown
            text = pages.flatMap { $0 }
            state["power"] = .word(display.isOn ? "on" : "off")
            state["mode"] = .word(display.mode ?? "dark")
            state["priority"] = .flag(display.showsPriority)
            state["frames"] = .number(display.counts.taken)
            state["badChecksum"] = .number(display.counts.badChecksum)
            state["ignored"] = .number(display.counts.ignored)
            let shown = [
                SimulatedState("power", display.isOn ? "on" : "off"),
                SimulatedState("mode", display.mode ?? "dark"),
            ]
            drawing = SlipDrawing.box(pages.isEmpty ? [""] : pages.flatMap { $0 }) + [stateLine(shown, language)]
        case .keys(let unit):
            state["power"] = .word(unit.isOn ? "on" : "off")
            state["lamp"] = .word(unit.lamp?.rawValue ?? "dark")
            state["lastKey"] = .word(unit.lastKey ?? "")
            keys = unit.keys
            drawing = [
                unit.keys.map { "[ \($0) ]" }.joined(separator: " "),
                stateLine(
                    [
                        SimulatedState("power", unit.isOn ? "on" : "off"),
                        SimulatedState("lamp", unit.lamp?.rawValue ?? "dark"),
                        SimulatedState("last-key", unit.lastKey ?? "–"),
                    ], language),
            ]
        case .modbus(let slave):
            show(slave.state, power: slave.isOn, language)
            state["address"] = .number(Int(slave.address))
            state["answered"] = .number(slave.counts.answered)
            state["refused"] = .number(slave.counts.refused)
        case .onbon(let card):
            text = card.shown
            show([SimulatedState("mode", card.mode ?? "dark")], power: card.isOn, language)
            state["lit"] = .flag(card.isLit)
            state["frames"] = .number(card.counts.taken)
            state["refused"] = .number(card.counts.refused)
            state["badChecksum"] = .number(card.counts.badChecksum)
            state["ignored"] = .number(card.counts.ignored)
            drawing = SlipDrawing.box(card.shown.isEmpty ? [""] : card.shown) + (drawing ?? [])
        case .megatec(let ups): show(ups.state.filter { $0.point != "power" }, power: ups.isOn, language)
        case .nut(let ups):
            show(ups.state, power: ups.isOn, language)
            state["ups"] = .word(ups.name)
        case .voice(let voice):
            text = voice.sentences.map(\.text)
            show([SimulatedState("speaks", voice.isSpeaking ? "yes" : "no")], power: voice.isOn, language)
            state["taken"] = .number(voice.counts.taken)
            state["ignored"] = .number(voice.counts.ignored)
            state["volume"] = voice.sentences.last?.volume.map(Value.number)
            state["rate"] = voice.sentences.last?.rate.map(Value.number)
            drawing = SlipDrawing.box(text ?? []) + (drawing ?? [])
        case .contacts(let panel):
            keys = panel.keys
            show(panel.state, power: panel.isOn, language)
        }
    }

    private mutating func show(_ points: [SimulatedState], power isOn: Bool, _ language: Language) {
        let all = [SimulatedState("power", isOn ? "on" : "off")] + points
        for point in all { state[point.point] = DeviceView.value(point) }
        drawing = [stateLine(all, language)]
    }

    /// One line of JSON, without the drawing.
    var json: String {
        var bare = self
        bare.drawing = nil
        // Words and numbers always have a JSON form.
        return (try? ControlCoding.line(bare)).map { String(decoding: $0.dropLast(), as: UTF8.self) } ?? "{}"
    }

    private static func value(_ point: SimulatedState) -> Value {
        switch point.value {
        case "yes": .flag(true)
        case "no": .flag(false)
        default: Int(point.value).map(Value.number) ?? .word(point.value)
        }
    }

    private func stateLine(_ points: [SimulatedState], _ language: Language) -> String {
        let shown = points.map { "\(HallsimText.point($0.point).text(language)) \($0.value)" }
        let wrong = faults.isEmpty ? [] : [HallsimText.faults(faults).text(language)]
        return "\(device) (\(kind)): " + (shown + wrong).joined(separator: " · ")
    }
}
