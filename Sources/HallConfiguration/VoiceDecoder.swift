import HallModel

/// Reads the hall's `voice`, and the settings of profiles that speak.
struct VoiceDecoder {
    private let log: ProblemLog

    init(log: ProblemLog) { self.log = log }

    /// Who calls the numbers aloud.
    func voice(_ reader: MappingReader) -> HallFile.Voice {
        var keys = reader
        var voice = HallFile.Voice()
        voice.device = keys.text("device", limit: Limit.text, required: true)
        voice.languages = languages(&keys)
        read(&keys, into: &voice.ordinary)
        if var elder = keys.mapping("elder", .manner) {
            read(&elder, into: &voice.elder)
            elder.finish()
        }
        if let age = keys.duration("maxAge", milliseconds: 5_000...300_000) {
            if age.value % 1_000 != 0 { log.report(.notWholeSeconds("maxAge"), at: age.mark) }
            voice.maxAgeSeconds = age.value / 1_000
        }
        keys.finish()
        return voice
    }

    private func read(_ keys: inout MappingReader, into manner: inout VoicePlan.Manner) {
        if let repeats = keys.integer("repeats", in: 1...3) { manner.repeats = repeats.value }
        if let volume = keys.integer("volume", in: 0...100) { manner.volume = volume.value }
        if let speed = keys.integer("speed", in: 0...100) { manner.speed = speed.value }
    }

    /// One or a list of them.
    private func languages(_ keys: inout MappingReader) -> [Language] {
        guard let node = keys.node("language") else { return [] }
        let reader = ValueReader(name: "language", log: log)
        guard case .sequence = node.content else {
            return reader.choice(node, of: Language.self).map { [$0.value] } ?? []
        }
        return (reader.list(node, limit: Language.allCases.count) ?? []).compactMap {
            reader.choice($0, of: Language.self)?.value
        }
    }

    /// The settings of a `voice-module`.
    func module(_ reader: MappingReader) -> VoiceModuleSettings? {
        var keys = reader
        let dialect = keys.choice("dialect", of: VoiceModuleSettings.Dialect.self, required: true)
        let charset = keys.choice("charset", of: VoiceModuleSettings.Charset.self, required: true)
        keys.finish()
        guard let dialect, let charset else { return nil }
        return VoiceModuleSettings(dialect: dialect.value, charset: charset.value)
    }

    /// The settings of a `voice-program`.
    func program(_ reader: MappingReader) -> VoiceProgramSettings? {
        var keys = reader
        let arguments = (keys.list("arguments", limit: Limit.arguments, required: true) ?? []).compactMap {
            ValueReader(name: "arguments", log: log).text($0, limit: Limit.path)?.value
        }
        var voices: [VoiceProgramSettings.Voice] = []
        if var names = keys.mapping("voices", .voice, required: true) {
            for language in Language.allCases {
                guard let name = names.text(language.rawValue, limit: Limit.name) else { continue }
                voices.append(VoiceProgramSettings.Voice(language: language, name: name.value))
            }
            names.finish()
        }
        let volume = span("volume", &keys)
        let speed = span("speed", &keys)
        keys.finish()
        guard let volume, let speed else { return nil }
        return VoiceProgramSettings(arguments: arguments, voices: voices, volume: volume, speed: speed)
    }

    /// `[0, 200]`: what 0 and 100 are for the program.
    private func span(_ key: String, _ keys: inout MappingReader) -> VoiceProgramSettings.Span? {
        guard let nodes = keys.list(key, limit: 2, required: true) else { return nil }
        let ends = nodes.compactMap { ValueReader(name: key, log: log).integer($0, in: 0...10_000)?.value }
        guard ends.count == 2 else {
            let form = Bilingual(zh: "请写两个整数 [最小, 最大]", en: "write two whole numbers, [least, greatest]")
            if ends.count == nodes.count { log.report(.badForm(key, value: "\(ends)", form: form), at: keys.mark) }
            return nil
        }
        return VoiceProgramSettings.Span(low: ends[0], high: ends[1])
    }
}
