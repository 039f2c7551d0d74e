import HallModel

/// Reads one profile: a device model as data. Everything wrong in it is reported; only a profile without errors
/// comes back.
struct ProfileDecoder {
    /// The kinds of device, as profiles name them.
    enum Kind: String, CaseIterable {
        case escposPrinter = "escpos-printer"
        case alphaDisplay = "alpha-display"
        case byteMapKeys = "byte-map-keys"
        case modbusRegisters = "modbus-registers"
        case onbonDisplay = "onbon-display"
        case nutUPS = "nut-ups"
        case megatecUPS = "megatec-ups"
        case contactPanel = "contact-panel"
        case voiceModule = "voice-module"
        case voiceProgram = "voice-program"
    }

    private let log: ProblemLog

    private init(log: ProblemLog) { self.log = log }

    /// The profile in a file's tree.
    static func profile(_ node: YAMLNode, id: ProfileID, log: ProblemLog) -> Profile? {
        let profile = ProfileDecoder(log: log).decode(node, id: id)
        return log.hasErrors ? nil : profile
    }

    private func decode(_ node: YAMLNode, id: ProfileID) -> Profile? {
        guard var keys = MappingReader(node, .profile, named: id.rawValue, log: log) else { return nil }
        let vendor = keys.text("vendor", limit: Limit.name, required: true)
        let model = keys.text("model", limit: Limit.hallName, required: true)
        let source = keys.text("source", limit: Limit.text, required: true)
        let trust = keys.choice("trust", of: Profile.Trust.self, required: true)
        let serial = keys.mapping("serial", .serial).flatMap(serial)
        let usb = (keys.list("usb", limit: Limit.identities) ?? []).compactMap(identity)
        let kind = keys.choice("kind", of: Kind.self, required: true)
        let reader = keys.mapping("settings", .settings, required: true)
        let examples = examples(keys.list("examples", limit: Limit.examples, required: true), at: keys.mark)
        keys.finish()
        guard let kind, let reader, let settings = settings(kind.value, reader), let vendor, let model, let source,
            let trust
        else { return nil }
        return Profile(
            id: id, vendor: vendor.value, model: model.value, source: source.value, trust: trust.value, serial: serial,
            usb: usb, settings: settings, examples: examples)
    }

    private func settings(_ kind: Kind, _ reader: MappingReader) -> Profile.Settings? {
        switch kind {
        case .escposPrinter: printer(reader).map { .escposPrinter($0) }
        case .alphaDisplay: display(reader).map { .alphaDisplay($0) }
        case .byteMapKeys: ByteMapDecoder(log: log).map(reader).map { .byteMapKeys($0) }
        case .modbusRegisters: RegisterMapDecoder(log: log).map(reader).map { .modbusRegisters($0) }
        case .onbonDisplay: OnbonDecoder(log: log).settings(reader).map { .onbonDisplay($0) }
        case .nutUPS: NutDecoder(log: log).settings(reader).map { .nutUPS($0) }
        case .megatecUPS: MegatecDecoder(log: log).settings(reader).map { .megatecUPS($0) }
        case .contactPanel: ContactPanelDecoder(log: log).panel(reader).map { .contactPanel($0) }
        case .voiceModule: VoiceDecoder(log: log).module(reader).map { .voiceModule($0) }
        case .voiceProgram: VoiceDecoder(log: log).program(reader).map { .voiceProgram($0) }
        }
    }

    private func serial(_ reader: MappingReader) -> SerialSettings? {
        var keys = reader
        let baud = keys.baud(required: true)
        let format = keys.lineFormat(required: true)
        let flow = keys.choice("flow", of: SerialSettings.FlowControl.self)
        keys.finish()
        guard let baud, let format = format?.value else { return nil }
        return SerialSettings(
            baud: baud.value, dataBits: format.dataBits, parity: format.parity, stopBits: format.stopBits,
            flow: flow?.value ?? .none)
    }

    private func identity(_ node: YAMLNode) -> USBIdentity? {
        guard var keys = MappingReader(node, .usb, named: "usb", log: log) else { return nil }
        let vendor = keys.usbNumber("vendor")
        let product = keys.usbNumber("product")
        keys.finish()
        guard let vendor, let product else { return nil }
        return USBIdentity(vendor: vendor, product: product)
    }

    private func printer(_ reader: MappingReader) -> PrinterSettings? {
        var keys = reader
        let dots = keys.integer("dotsAcross", in: 128...1024, required: true)
        let charset = keys.choice("charset", of: PrinterSettings.Charset.self, required: true)
        let proof = keys.choice("proof", of: PrinterSettings.Proof.self, required: true)
        let cut = keys.choice("cut", of: PrinterSettings.Cut.self, required: true)
        let qr = keys.boolean("qr", required: true)
        keys.finish()
        guard let dots, let charset, let proof, let cut, let qr else { return nil }
        if dots.value % 8 != 0 { log.report(.dotsNotInBytes(dots.value), at: dots.mark) }
        return PrinterSettings(
            dotsAcross: dots.value, charset: charset.value, proof: proof.value, cut: cut.value, qr: qr.value)
    }

    private func display(_ reader: MappingReader) -> AlphaDisplaySettings? {
        var keys = reader
        let checksum = keys.boolean("checksum", required: true)
        let every = keys.duration("assertEvery", milliseconds: 5_000...3_600_000, required: true)
        keys.finish()
        guard let checksum, let every else { return nil }
        if every.value % 1_000 != 0 { log.report(.notWholeSeconds("assertEvery"), at: every.mark) }
        return AlphaDisplaySettings(checksum: checksum.value, assertEverySeconds: every.value / 1_000)
    }

    private func examples(_ nodes: [YAMLNode]?, at mark: Mark) -> [ProfileExample] {
        guard let nodes else { return [] }
        if nodes.isEmpty { log.report(.noExamples, at: mark) }
        return nodes.compactMap(example)
    }

    private func example(_ node: YAMLNode) -> ProfileExample? {
        guard var keys = MappingReader(node, .example, named: "examples", log: log) else { return nil }
        let receives = keys.bytes("receives", count: 1...Limit.exampleBytes)
        let sends = keys.bytes("sends", count: 1...Limit.exampleBytes)
        let means = keys.text("means", limit: Limit.text, required: true)
        let source = keys.text("source", limit: Limit.text)
        let directions = ["receives", "sends"].filter { keys.node($0) != nil }.count
        if directions != 1 { log.report(.exampleDirection, at: keys.mark) }
        keys.finish()
        guard directions == 1, let bytes = receives ?? sends, let means else { return nil }
        return ProfileExample(
            direction: receives == nil ? .sends : .receives, bytes: bytes.value, means: means.value,
            source: source?.value)
    }
}

extension MappingReader {
    /// The standard rates between 1200 and 115 200 bits a second.
    static let bauds = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200]

    /// One of the standard rates.
    mutating func baud(required: Bool = false) -> Placed<Int>? {
        guard let baud = integer("baud", in: 0...Int.max, required: required) else { return nil }
        guard Self.bauds.contains(baud.value) else {
            let allowed = Self.bauds.map { String($0) }.joined(separator: ", ")
            log.report(.outOfRange("baud", value: String(baud.value), allowed: allowed), at: baud.mark)
            return nil
        }
        return baud
    }

    /// `8N1`
    mutating func lineFormat(required: Bool = false) -> Placed<LineFormat>? {
        guard let text = text("format", limit: Limit.text, required: required) else { return nil }
        guard let format = LineFormat(text.value) else {
            let form = Bilingual(
                zh: "数据位 7 或 8、校验 N、E 或 O、停止位 1 或 2，例如 8N1",
                en: "data bits 7 or 8, parity N, E or O, stop bits 1 or 2: 8N1")
            log.report(.badForm("format", value: text.value, form: form), at: text.mark)
            return nil
        }
        return Placed(value: format, mark: text.mark)
    }
}
