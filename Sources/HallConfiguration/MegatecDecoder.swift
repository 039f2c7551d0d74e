import HallModel

/// Reads the settings of a `megatec-ups` profile.
struct MegatecDecoder {
    private let log: ProblemLog

    init(log: ProblemLog) { self.log = log }

    /// The settings; nil when a part is missing or broken, which is reported.
    func settings(_ reader: MappingReader) -> MegatecSettings? {
        var keys = reader
        let poll = keys.poll()
        let cells = keys.integer("cells", in: 1...400)
        keys.finish()
        return poll.map { MegatecSettings(pollSeconds: $0, cells: cells?.value) }
    }
}
