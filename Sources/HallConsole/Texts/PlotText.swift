import HallModel

/// What `hallctl plot` says.
enum PlotText: LocalizedText {
    case plot, point, last, width, height
    case raw, minute, quarter
    case nothing
    case numbers(least: String, mean: String, greatest: String, known: Int)
    case known(Int)
    case limit(relation: String, value: String, season: String)
    case others

    var bilingual: Bilingual {
        switch self {
        case .plot: Bilingual(zh: "一个测点的历史曲线。", en: "Draw what a point was.")
        case .point:
            Bilingual(zh: "测点编号，如 waiting-climate.temperature。", en: "A point's id: waiting-climate.temperature.")
        case .last: Bilingual(zh: "多长时间：90m、24h、7d。", en: "How long: 90m, 24h, 7d.")
        case .width: Bilingual(zh: "宽度，40…400 列。", en: "Columns, 40 to 400.")
        case .height: Bilingual(zh: "高度，12…200 行。", en: "Lines, 12 to 200.")
        case .raw: Bilingual(zh: "原始值", en: "samples")
        case .minute: Bilingual(zh: "每分钟", en: "minutes")
        case .quarter: Bilingual(zh: "每 15 分钟", en: "quarters of an hour")
        case .nothing: Bilingual(zh: "这段时间没有保存的值", en: "no values are kept of this time")
        case .numbers(let least, let mean, let greatest, let known):
            Bilingual(
                zh: "最小 \(least)  平均 \(mean)  最大 \(greatest)  有值时间 \(known) %",
                en: "least \(least)  mean \(mean)  greatest \(greatest)  known \(known) % of the time")
        case .known(let percent): Bilingual(zh: "有值时间 \(percent) %", en: "known \(percent) % of the time")
        case .limit(let relation, let value, let season): Self.limit(relation, value, season)
        case .others: Bilingual(zh: "其他", en: "others")
        }
    }

    private static func limit(_ relation: String, _ value: String, _ season: String) -> Bilingual {
        let must: Bilingual =
            switch Limit.Relation(rawValue: relation) {
            case .notBelow: Bilingual(zh: "不低于", en: "not below")
            case .above: Bilingual(zh: "高于", en: "above")
            case .notAbove: Bilingual(zh: "不高于", en: "not above")
            case .below: Bilingual(zh: "低于", en: "below")
            case nil: Bilingual(zh: relation, en: relation)
            }
        let when: Bilingual =
            switch Limit.Season(rawValue: season) {
            case .always: Bilingual(zh: "", en: "")
            case .cooling: Bilingual(zh: "（制冷时）", en: " while cooling")
            case .heating: Bilingual(zh: "（制热时）", en: " while heating")
            case .openHours: Bilingual(zh: "（开放时间）", en: " in open hours")
            case nil: Bilingual(zh: "（\(season)）", en: " (\(season))")
            }
        return Bilingual(zh: "- - \(must.zh) \(value)\(when.zh)", en: "- - \(must.en) \(value)\(when.en)")
    }
}
