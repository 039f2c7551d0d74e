import HallModel

/// Reads the `seasons` of a hall: when its plants cool and heat, by date.
struct SeasonsDecoder {
    private let log: ProblemLog

    init(log: ProblemLog) { self.log = log }

    /// The dates; nil when a part is missing or broken, which is reported.
    func dates(_ reader: MappingReader) -> SeasonDates? {
        var keys = reader
        let cooling = keys.mapping("cooling", .season)
        let heating = keys.mapping("heating", .season)
        let isEmpty = keys.node("cooling") == nil && keys.node("heating") == nil
        keys.finish()
        if isEmpty { log.report(.noSeasons, at: keys.mark) }
        let dates = SeasonDates(cooling: cooling.flatMap(range), heating: heating.flatMap(range))
        if let one = dates.cooling, let other = dates.heating, one.overlaps(other), let cooling, let heating {
            log.report(.seasonsOverlap(one, other, first: cooling.mark), at: heating.mark)
        }
        return isEmpty ? nil : dates
    }

    private func range(_ reader: MappingReader) -> SeasonDates.DateRange? {
        var keys = reader
        let from = day(&keys, "from")
        let to = day(&keys, "to")
        keys.finish()
        guard let from, let to else { return nil }
        return SeasonDates.DateRange(from: from, to: to)
    }

    private func day(_ keys: inout MappingReader, _ key: String) -> MonthDay? {
        guard let text = keys.text(key, limit: Limit.name, required: true) else { return nil }
        if let day = MonthDay(text.value) { return day }
        let form =
            text.value == "02-29"
            ? Bilingual(
                zh: "02-29 不是每年都有，请写 \"02-28\"，闰日随之",
                en: "02-29 does not come every year: write \"02-28\", which takes the leap day with it")
            : Bilingual(zh: "请写 \"MM-DD\"，例如 \"05-15\"", en: "write \"MM-DD\", a day that comes every year: \"05-15\"")
        log.report(.badForm(key, value: text.value, form: form), at: text.mark)
        return nil
    }
}
