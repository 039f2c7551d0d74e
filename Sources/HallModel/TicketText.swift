/// What stands on a ticket, besides names and the number. Names are passed without control characters.
public enum TicketText: Sendable, Equatable, LocalizedText {
    /// The same number was printed before.
    case reprint
    /// Where to wait.
    case waitingArea(String)
    /// How many of the same service wait before this number.
    case ahead(Int)
    /// The slot of the appointment, in the hall's time.
    case booked(from: String, to: String)
    /// About how long the wait will be.
    case wait(minutes: Int)
    /// When the number was taken, in the hall's time.
    case taken(date: String, time: String)
    /// What to do now.
    case advice
    /// The complaint line.
    case hotline(String)

    /// The text in both languages.
    public var bilingual: Bilingual {
        switch self {
        case .reprint: Bilingual(zh: "补打 / REPRINT", en: "补打 / REPRINT")
        case .waitingArea(let name): Bilingual(zh: "等候区：\(name)", en: "Waiting area: \(name)")
        case .ahead(0): Bilingual(zh: "前面没有人等候", en: "Nobody waits before you")
        case .ahead(let count): Bilingual(zh: "前面等候：\(count) 人", en: "Waiting before you: \(count)")
        case .booked(let from, let to): Bilingual(zh: "预约时段：\(from)–\(to)", en: "Appointment: \(from)–\(to)")
        case .wait(let minutes): Bilingual(zh: "预计等候：约 \(minutes) 分钟", en: "Expected wait: about \(minutes) min")
        case .taken(let date, let time): Bilingual(zh: "取号时间：\(date) \(time)", en: "Taken: \(date) \(time)")
        case .advice: Bilingual(zh: "请留意叫号显示屏", en: "Please watch the call displays")
        case .hotline(let number): Bilingual(zh: "投诉监督电话：\(number)", en: "Complaints: \(number)")
        }
    }
}

extension Ticket.Stage: LocalizedText {
    /// The stage's name on the API and in refusals.
    public var word: String {
        switch self {
        case .waiting: "waiting"
        case .called: "called"
        case .serving: "serving"
        case .parked: "parked"
        case .absent: "absent"
        case .finished: "finished"
        case .noShow: "no-show"
        case .cancelled: "cancelled"
        case .voided: "voided"
        case .lapsed: "lapsed"
        }
    }

    /// The stage in both languages.
    public var bilingual: Bilingual {
        switch self {
        case .waiting: Bilingual(zh: "等候中", en: "waiting")
        case .called: Bilingual(zh: "已叫号", en: "called")
        case .serving: Bilingual(zh: "办理中", en: "being served")
        case .parked: Bilingual(zh: "暂离办理", en: "parked, comes back")
        case .absent: Bilingual(zh: "过号保留", en: "did not come yet")
        case .finished: Bilingual(zh: "已办结", en: "served")
        case .noShow: Bilingual(zh: "过号", en: "did not come")
        case .cancelled: Bilingual(zh: "已取消", en: "cancelled")
        case .voided: Bilingual(zh: "已作废", en: "void")
        case .lapsed: Bilingual(zh: "已过期", en: "lapsed")
        }
    }

    /// The stage of that word, for the stages that say nothing else; nil for any other word.
    public init?(word: String) {
        let plain: [Self] = [.waiting, .absent, .finished, .noShow, .cancelled, .voided, .lapsed]
        guard let stage = plain.first(where: { $0.word == word }) else { return nil }
        self = stage
    }
}

extension WindowState.Mode: LocalizedText {
    /// The mode in both languages.
    public var bilingual: Bilingual {
        switch self {
        case .open: Bilingual(zh: "开放", en: "open")
        case .paused: Bilingual(zh: "暂停服务", en: "paused")
        case .closed: Bilingual(zh: "已关闭", en: "closed")
        }
    }
}
