extension Alarm: LocalizedText {
    /// What is wrong, where and why, in one line: `打印机缺纸 (kiosk-1-printer)`,
    /// `Room is too cold while it is cooled (climate.temperature): 24.8 °C, limit 26 °C (DB36/T …)`.
    public var bilingual: Bilingual {
        let title = kind.text.text
        let place = place
        let details = [detail, measured].compactMap { $0 }
        guard !details.isEmpty else { return Bilingual(zh: title.zh + place.zh, en: title.en + place.en) }
        return Bilingual(
            zh: title.zh + place.zh + "：" + details.map(\.zh).joined(separator: "，"),
            en: title.en + place.en + ": " + details.map(\.en).joined(separator: ", "))
    }

    private var place: Bilingual {
        switch source {
        case .hall: Bilingual(zh: "", en: "")
        case .device(let id): Self.place(zh: "", en: "", id)
        case .point(let id): Self.place(zh: "", en: "", id)
        case .bus(let id): Self.place(zh: "总线 ", en: "bus ", id)
        case .window(let id): Self.place(zh: "窗口 ", en: "window ", id)
        case .ticket(let id): Self.place(zh: "号码 ", en: "ticket ", id)
        case .service(let id): Self.place(zh: "事项 ", en: "service ", id)
        case .zone(let id): Self.place(zh: "区域 ", en: "zone ", id)
        }
    }

    private static func place(zh: String, en: String, _ name: some CustomStringConvertible) -> Bilingual {
        let plain = name.description.withoutControls
        return Bilingual(zh: " (\(zh)\(plain))", en: " (\(en)\(plain))")
    }

    /// What the subject says, in the reader's words where the hall knows them.
    private var detail: Bilingual? {
        guard let subject, !subject.isEmpty else { return nil }
        let plain = subject.withoutControls
        let bare = Bilingual(zh: plain, en: plain)
        switch kind {
        case .planRefused: return PlanRefusal(code: subject)?.bilingual ?? bare
        case .journalUnavailable: return StoreTrouble(code: subject).map(Self.trouble) ?? bare
        case .badRating, .followUpOverdue, .recordContradicts:
            return Bilingual(zh: "窗口 \(plain)", en: "window \(plain)")
        case .noticeTooLate: return Bilingual(zh: "预约码 \(plain)", en: "codes \(plain)")
        case .journalRestored: return Bilingual(zh: "备份截至 \(plain)", en: "the backup ends at \(plain)")
        case .upsFault: return Self.list(subject, of: Self.faultWords)
        case .contact, .fire, .helpWanted, .panic, .intrusion, .waterLeak, .doorOpen, .unitFault, .busDown:
            return Self.list(subject, of: Self.stateWords)
        case .sensorFault, .pointMissing: return Self.list(subject, of: Self.reasonWords)
        default: return bare
        }
    }

    private static func trouble(_ trouble: StoreTrouble) -> Bilingual {
        let (why, remedy) = (trouble.bilingual, trouble.remedy)
        return Bilingual(zh: "\(why.zh)；\(remedy.zh)", en: "\(why.en); \(remedy.en)")
    }

    /// A UPS on mains that says `LB` gives its words in place of a run time.
    private static func lowBattery(_ value: String, _ bare: Bilingual) -> Bilingual {
        guard value.split(separator: " ").contains("LB") else { return bare }
        return Bilingual(zh: "电池电量低（\(bare.zh)）", en: "battery is low (\(bare.en))")
    }

    private static let faultWords: [(String, Bilingual)] = [
        ("RB", Bilingual(zh: "电池需更换", en: "battery must be replaced")),
        ("OVER", Bilingual(zh: "过载", en: "overload")),
        ("BYPASS", Bilingual(zh: "旁路", en: "on bypass")),
        ("OFF", Bilingual(zh: "输出已关闭", en: "its output is off")),
        ("FAIL", Bilingual(zh: "自身故障", en: "failed")),
        ("ALARM", Bilingual(zh: "面板有报警", en: "alarm on its panel")),
    ]

    private static let stateWords: [(String, Bilingual)] = [
        ("open", Bilingual(zh: "断开", en: "open")), ("closed", Bilingual(zh: "闭合", en: "closed")),
        ("port", Bilingual(zh: "端口不可用", en: "its port cannot be used")),
        ("silent", Bilingual(zh: "所有设备无应答", en: "no device on it answers")),
    ]

    /// Raw values of `MissingReason`.
    private static let reasonWords: [(String, Bilingual)] = [
        ("timeout", Bilingual(zh: "没有应答", en: "no answer")), ("crc", Bilingual(zh: "应答损坏", en: "damaged answer")),
        ("exception", Bilingual(zh: "设备拒绝读取", en: "the device refuses")),
        ("outOfRange", Bilingual(zh: "超出可能的范围", en: "beyond what can be")),
        ("sensorFault", Bilingual(zh: "传感器自报故障", en: "the sensor reports a fault")),
    ]

    private static func list(_ subject: String, of known: [(String, Bilingual)]) -> Bilingual {
        let words = subject.split(separator: " ").map { word in
            let plain = String(word).withoutControls
            return known.first { $0.0 == word }?.1 ?? Bilingual(zh: plain, en: plain)
        }
        return Bilingual(
            zh: words.map(\.zh).joined(separator: "、"), en: words.map(\.en).joined(separator: ", "))
    }

    /// The value, and the limit that it breaks with its clause.
    private var measured: Bilingual? {
        let told = value.map { value in
            let bare = Bilingual(zh: value.withoutControls, en: value.withoutControls)
            switch kind {
            case .badRating, .followUpOverdue: return RatingLevel(code: value)?.bilingual ?? bare
            case .autonomyShort: return Self.lowBattery(value, bare)
            default: return bare
            }
        }
        let cited = limit.map { limit in
            let number = limit.value.withoutControls
            return Bilingual(
                zh: "限值 \(number)（\(limit.clauseZh.withoutControls)）",
                en: "limit \(number) (\(limit.clauseEn.withoutControls))")
        }
        let parts = [told, cited].compactMap { $0 }
        guard !parts.isEmpty else { return nil }
        return Bilingual(
            zh: parts.map(\.zh).joined(separator: "，"), en: parts.map(\.en).joined(separator: ", "))
    }
}

extension AlarmKind {
    /// Its subject is a window and its value the level of a rating.
    fileprivate var isAboutRating: Bool { self == .badRating || self == .followUpOverdue }
}
