import HallModel

/// What a window or kiosk uses a device for.
enum DeviceDuty: CaseIterable {
    case display, caller, printer, keys, pad, board
    case voice, plate

    /// The key in `hall.yaml`.
    var key: String {
        switch self {
        case .display: "display"
        case .caller: "caller"
        case .printer: "printer"
        case .keys: "keys"
        case .pad: "pad"
        case .board: "board"
        case .voice: "voice"
        case .plate: "plate"
        }
    }

    /// The kinds of device that can do it.
    var kinds: [String] {
        switch self {
        case .display, .board, .plate: ["alpha-display", "onbon-display"]
        case .caller, .keys, .pad: ["byte-map-keys"]
        case .printer: ["escpos-printer"]
        case .voice: ["voice-module", "voice-program"]
        }
    }
}

/// Findings about a hall as a whole: names that refer to each other, and devices that do not fit their place.
extension Finding {
    static func duplicateID(_ subject: Subject, _ id: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "\(subject.text(.zh))名称 \(quoted(id)) 重复，\(first.zh)已有",
                en: "\(subject.text(.en)) id \(quoted(id)) is taken, first \(first.en)"),
            Bilingual(zh: "请改用另一个名称", en: "choose another id"))
    }

    static func noSuch(_ subject: Subject, _ id: String, known: [String]) -> Finding {
        .error(
            Bilingual(
                zh: "没有名为 \(quoted(id)) 的\(subject.text(.zh))", en: "there is no \(subject.text(.en)) \(quoted(id))"),
            suggestion(for: id, among: known))
    }

    static func repeated(_ subject: Subject, _ id: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "\(subject.text(.zh)) \(quoted(id)) 重复，\(first.zh)已有",
                en: "\(subject.text(.en)) \(quoted(id)) is listed twice, first \(first.en)"),
            Bilingual(zh: "请删除其中一个", en: "remove one of them"))
    }

    static var noSeasons: Finding {
        .error(
            Bilingual(zh: "'seasons' 没有写明任何季节", en: "'seasons' names no season"),
            Bilingual(
                zh: "请写 cooling 或 heating 及其日期：{cooling: {from: \"05-15\", to: \"09-30\"}}，或删除",
                en: "give cooling or heating its dates, {cooling: {from: \"05-15\", to: \"09-30\"}}, or remove it"))
    }

    static func seasonsOverlap(
        _ cooling: SeasonDates.DateRange, _ heating: SeasonDates.DateRange, first: Mark
    ) -> Finding {
        .error(
            Bilingual(
                zh: "采暖季 \(heating.from) 至 \(heating.to) 与\(first.zh)的制冷季 \(cooling.from) 至 \(cooling.to) 重叠",
                en:
                    "heating, \(heating.from) to \(heating.to), overlaps cooling, \(cooling.from) to \(cooling.to), \(first.en)"
            ),
            Bilingual(
                zh: "每一天只能属于一个季节，请改正日期（首尾两天都算在内）",
                en: "let a day belong to one season at most; both ends of a range belong to it"))
    }

    static func padWithoutLevels(_ device: String, missing: [String]) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(device)) 的型号缺少评价键 \(missing.joined(separator: "、"))",
                en: "the profile of \(quoted(device)) lacks the keys \(missing.joined(separator: ", "))"),
            Bilingual(zh: "评价器的键名为 1（非常不满意）到 5（非常满意）", en: "keys of a pad are 1 (very bad) to 5 (very good)"))
    }

    static func noSuchLimitSet(_ name: String, folder: String, known: [String]) -> Finding {
        .error(
            Bilingual(
                zh: "\(folder) 中没有限值集 \(quoted(name))", en: "there is no limit set \(quoted(name)) in \(folder)"),
            suggestion(for: name, among: known))
    }

    static func wrongKind(_ device: String, kind: String, duty: DeviceDuty) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(device)) 是 \(kind)，不能用作 \(duty.key)",
                en: "\(quoted(device)) is a device of kind \(kind) and cannot be"
                    + " a \(duty.key)"),
            Bilingual(
                zh: "需要 \(duty.kinds.joined(separator: " 或 "))",
                en: "a \(duty.key) is of kind \(duty.kinds.joined(separator: " or "))"))
    }

    static func deviceUsedTwice(_ device: String, by owner: Bilingual, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "设备 \(quoted(device)) 已由\(owner.zh)使用（\(first.zh)）",
                en: "device \(quoted(device)) is already used by \(owner.en) \(first.en)"),
            Bilingual(zh: "每个设备只能用于一处", en: "a device serves one window or kiosk"))
    }

    static func noLamp(_ point: String) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(point)) 不是可用的叫号灯", en: "\(quoted(point)) cannot be a window's lamp"),
            Bilingual(
                zh: "叫号灯是 contact-panel 设备的 output 线，且没有 shows",
                en: "a lamp is an output line, without 'shows', of a contact-panel device"))
    }

    static func deviceUnused(_ device: String) -> Finding {
        .warning(
            Bilingual(zh: "设备 \(quoted(device)) 没有用于任何窗口或取号机", en: "no window or kiosk uses device \(quoted(device))"),
            Bilingual(zh: "请分配或删除", en: "assign it or remove it"))
    }

    static func callerWithoutVerbs(_ device: String, verbs: [String]) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(device)) 的型号没有叫号键", en: "the profile of \(quoted(device)) has no key with a clerk's word"),
            Bilingual(
                zh: "键名应为：\(verbs.joined(separator: "、"))", en: "keys of a caller are: \(verbs.joined(separator: ", "))"
            ))
    }

    static func callerKeysIgnored(_ keys: [String], verbs: [String]) -> Finding {
        let names = list(keys)
        return .warning(
            Bilingual(zh: "呼叫器的键 \(names.zh) 没有作用", en: "keys \(names.en) of this caller do nothing"),
            Bilingual(
                zh: "键名应为：\(verbs.joined(separator: "、"))", en: "keys of a caller are: \(verbs.joined(separator: ", "))"
            ))
    }

    static func badPrefix(_ prefix: String) -> Finding {
        .error(
            Bilingual(zh: "号码前缀 \(quoted(prefix)) 不对", en: "\(quoted(prefix)) cannot be a prefix"),
            Bilingual(zh: "1 到 3 个大写字母 A-Z", en: "one to three capital letters A-Z"))
    }

    static func prefixTwice(_ prefix: String, service: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "前缀 \(quoted(prefix)) 已由事项 \(quoted(service)) 使用（\(first.zh)）",
                en: "prefix \(quoted(prefix)) already belongs to service \(quoted(service)) \(first.en)"),
            Bilingual(
                zh: "每个事项的前缀必须不同，或各有不重叠的号段，如 range: [1, 499]",
                en:
                    "each service has a prefix of its own, or all that share one have ranges of their own: range: [1, 499]"
            ))
    }

    static var badRange: Finding {
        .error(
            Bilingual(zh: "'range' 不是号段", en: "'range' is no range of numbers"),
            Bilingual(zh: "请写第一个和最后一个号码，如 [1, 499]", en: "write the first and the last number: [1, 499]"))
    }

    static func rangesOverlap(_ range: NumberRange, _ other: NumberRange, service: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh:
                    "号段 \(range.first) 到 \(range.last) 与事项 \(quoted(service)) 的 \(other.first) 到 \(other.last) 重叠"
                    + "（\(first.zh)）",
                en:
                    "numbers \(range.first) to \(range.last) overlap \(other.first) to \(other.last) of service "
                    + "\(quoted(service)) \(first.en)"),
            Bilingual(
                zh: "同一前缀的号段不能重叠，请改正或换前缀",
                en: "services with one prefix share no number: change a range or a prefix"))
    }

    static func areaWithoutProfession(_ kind: WindowKind?) -> Finding {
        let zh = kind.map { "'type' 是 \($0.rawValue)" } ?? "没有 'type'"
        let en = kind.map { "'type' is \($0.rawValue)" } ?? "there is no 'type'"
        return .error(
            Bilingual(zh: "只有专业窗口才有 'area'，这里\(zh)", en: "only a professional window has an 'area', here \(en)"),
            Bilingual(zh: "请写 type: professional，或删除 area", en: "write type: professional, or remove the area"))
    }

    static func tooManyAreas(limit: Int) -> Finding {
        .warning(
            Bilingual(
                zh: "专业区域超过 \(limit) 个（江西省政务服务中心建设与服务规范：专业区域要求小于或等于\(limit)个）",
                en:
                    "more than \(limit) professional areas (Jiangxi standard for government service centres: \(limit) at "
                    + "most)"),
            Bilingual(
                zh: "请合并专业区域，或给同一区域的窗口写相同的 area",
                en: "merge areas, or give windows of one area the same 'area'"))
    }

    static func servesNothing(_ window: String) -> Finding {
        .error(
            Bilingual(zh: "窗口 \(quoted(window)) 不办理任何事项", en: "window \(quoted(window)) serves nothing"),
            Bilingual(zh: "请在 serves 中列出事项", en: "list its services in serves"))
    }

    static func serviceUnserved(_ service: String) -> Finding {
        .warning(
            Bilingual(
                zh: "没有窗口办理事项 \(quoted(service))", en: "no window serves \(quoted(service)): its visitors wait for ever"
            ),
            Bilingual(zh: "请加入某个窗口的 serves", en: "add it to a window's serves"))
    }

    static func noSuchKey(_ key: String, profile: String, known: [String]) -> Finding {
        .error(
            Bilingual(
                zh: "型号 \(quoted(profile)) 没有键 \(quoted(key))",
                en: "profile \(quoted(profile)) has no key \(quoted(key))"),
            suggestion(for: key, among: known))
    }

    static func servicesWithoutKeys(_ kiosk: String) -> Finding {
        .error(
            Bilingual(
                zh: "取号机 \(quoted(kiosk)) 没有按键设备，services 无从选择",
                en: "kiosk \(quoted(kiosk)) maps keys to services but has no"
                    + " keys"),
            Bilingual(zh: "请加上 keys: <设备>，或删除 services", en: "add keys: <device>, or remove services"))
    }

    static func keysWithoutServices(_ kiosk: String) -> Finding {
        .warning(
            Bilingual(zh: "取号机 \(quoted(kiosk)) 的按键没有对应事项", en: "the keys of kiosk \(quoted(kiosk)) give no numbers"),
            Bilingual(zh: "请加上 services: {\"1\": <事项>}", en: "add services: {\"1\": <service>}"))
    }

    static func idleKiosk(_ kiosk: String) -> Finding {
        .warning(
            Bilingual(
                zh: "取号机 \(quoted(kiosk)) 没有打印机也没有按键", en: "kiosk \(quoted(kiosk)) has neither a printer nor keys"),
            Bilingual(zh: "请加上设备或删除", en: "give it devices or remove it"))
    }

    static func noSuchTimezone(_ name: String, known: [String]) -> Finding {
        let near = NearNames.of(name, among: known, count: 3)
        return .error(
            Bilingual(zh: "没有时区 \(quoted(name))", en: "there is no time zone \(quoted(name))"),
            near.isEmpty
                ? Bilingual(zh: "例如 Asia/Shanghai", en: "Asia/Shanghai, for instance")
                : Bilingual(
                    zh: "是否应为 \(list(near).zh)？",
                    en: "did you mean \(near.map { quoted($0) }.joined(separator: " or "))?"))
    }

    static func noZoneData(_ folder: String) -> Finding {
        .warning(
            Bilingual(zh: "\(folder) 不存在，无法检查时区", en: "\(folder) is missing: the time zone cannot be checked"),
            Bilingual(zh: "请安装 tzdata", en: "install tzdata"))
    }
}
