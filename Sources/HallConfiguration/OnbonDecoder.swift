import HallModel

/// Reads the settings of an `onbon-display` profile.
struct OnbonDecoder {
    private let log: ProblemLog

    init(log: ProblemLog) { self.log = log }

    /// The settings; nil when a part is missing or broken, which is reported.
    func settings(_ reader: MappingReader) -> OnbonSettings? {
        var keys = reader
        let series = keys.choice("series", of: OnbonSettings.Series.self, required: true)
        let width = keys.integer("width", in: 16...4_096, required: true)
        let height = keys.integer("height", in: 16...512, required: true)
        let charset = keys.choice("charset", of: PrinterSettings.Charset.self, required: true)
        let every = keys.duration("assertEvery", milliseconds: 5_000...3_600_000, required: true)
        keys.finish()
        guard let series, let width, let height, let charset, let every else { return nil }
        for (name, size) in [("width", width), ("height", height)] where size.value % 8 != 0 {
            log.report(.pixelsNotInBytes(name, size.value), at: size.mark)
        }
        if every.value % 1_000 != 0 { log.report(.notWholeSeconds("assertEvery"), at: every.mark) }
        return OnbonSettings(
            series: series.value, width: width.value, height: height.value, charset: charset.value,
            assertEverySeconds: every.value / 1_000)
    }
}
