import HallModel

/// The words of a day's figures.
enum DayText: LocalizedText {
    case heading(hours: String, visitors: Int, seed: UInt64)
    case visitors, served, noShow, waiting, atWindow, lapsed, withoutNumber, atEntrance
    case numbers, printed, reprints, voided, refused
    case longestQueue(Int, at: String)
    case service, taken, longest, oldest
    case window, meanService, open, utilisation
    case noAlarms, alarm, times, first, lasted, goesOn
    case waitsNote, assumed

    var bilingual: Bilingual {
        switch self {
        case .heading(let hours, let visitors, let seed):
            Bilingual(
                zh: "\(hours)，\(visitors) 位办事人，种子 \(seed)", en: "\(hours), \(visitors) visitors, seed \(seed)")
        case .visitors: Bilingual(zh: "办事人", en: "Visitors")
        case .served: Bilingual(zh: "办结", en: "served")
        case .noShow: Bilingual(zh: "过号", en: "no-show")
        case .waiting: Bilingual(zh: "仍等候", en: "waiting")
        case .atWindow: Bilingual(zh: "在窗口", en: "at window")
        case .lapsed: Bilingual(zh: "过期", en: "lapsed")
        case .withoutNumber: Bilingual(zh: "未取到号", en: "no number")
        case .atEntrance: Bilingual(zh: "在入口", en: "at entrance")
        case .numbers: Bilingual(zh: "号票", en: "Numbers")
        case .printed: Bilingual(zh: "已打印", en: "printed")
        case .reprints: Bilingual(zh: "补打", en: "reprints")
        case .voided: Bilingual(zh: "作废", en: "void")
        case .refused: Bilingual(zh: "未给号", en: "refused")
        case .longestQueue(let count, let at):
            Bilingual(zh: "最多同时等候 \(count) 人，\(at)", en: "Longest queue: \(count) waiting at \(at)")
        case .service: Bilingual(zh: "事项", en: "Service")
        case .taken: Bilingual(zh: "取号", en: "taken")
        case .longest: Bilingual(zh: "最长", en: "most")
        case .oldest: Bilingual(zh: "已等候", en: "so far")
        case .window: Bilingual(zh: "窗口", en: "Window")
        case .meanService: Bilingual(zh: "平均办理", en: "service")
        case .open: Bilingual(zh: "开放", en: "open")
        case .utilisation: Bilingual(zh: "利用率", en: "in use")
        case .noAlarms: Bilingual(zh: "没有报警", en: "No alarms")
        case .alarm: Bilingual(zh: "报警", en: "Alarm")
        case .times: Bilingual(zh: "次数", en: "times")
        case .first: Bilingual(zh: "首次", en: "first")
        case .lasted: Bilingual(zh: "持续", en: "lasted")
        case .goesOn: Bilingual(zh: "未恢复", en: "goes on")
        case .waitsNote:
            Bilingual(
                zh: "P50 至最长：从取号到首次叫号，只计已叫到者；已等候：仍等候者中最长。",
                en: "P50 to most: from the number to the first call, of those called.")
        case .assumed:
            Bilingual(
                zh: "到达、办理和过号的数字都是假设：见 man hallsim。",
                en: "How visitors come, stay and fail to come is assumed: see man hallsim.")
        }
    }
}
