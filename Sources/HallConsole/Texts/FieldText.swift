import HallModel

/// Headings and sentences about points, limits and wires.
enum FieldText: LocalizedText {
    // Headings
    case reading, quality, age, meaning, writable, readAt, allowed, period, wish, pending
    case limit, season, compared, clause, place, under, shelvedUntil
    case wire, path, open, offline, opens, refusals, losses, bytesIn, bytesOut
    case ups, began, ended, lasted, lowAfter, mains
    case requests, timeouts, garbled, exceptions, utilisation, lastError
    // Sentences
    case noPoints
    case noBuses
    case seconds(Int)
    case mean(minutes: Int)
    case byDate
    case kept(value: String, times: Int)
    case written(point: String, value: String)
    case notWritten(point: String, value: String, outcome: WriteOutcome?, readBack: String?)
    case seeWhyPoint(String)
    case noDischarges
    case goesOn
    case mainsReturned(Bool)
    case adopted, unchanged, reloadRefused, reloadInvalid, mendAndReload
    /// As halld told it, in the language asked for.
    case told(String)
    case rated(number: String, window: String, level: Int)

    var bilingual: Bilingual {
        switch self {
        case .reading: Bilingual(zh: "读数", en: "READING")
        case .quality: Bilingual(zh: "质量", en: "QUALITY")
        case .age: Bilingual(zh: "多久前", en: "AGE")
        case .meaning: Bilingual(zh: "含义", en: "MEANING")
        case .writable: Bilingual(zh: "可写", en: "WRITABLE")
        case .readAt: Bilingual(zh: "读取时间", en: "READ AT")
        case .allowed: Bilingual(zh: "可能的值", en: "CAN BE")
        case .period: Bilingual(zh: "读取周期", en: "PERIOD")
        case .wish: Bilingual(zh: "应保持", en: "TO KEEP")
        case .pending: Bilingual(zh: "写入中", en: "BEING WRITTEN")
        case .limit: Bilingual(zh: "限值", en: "LIMIT")
        case .season: Bilingual(zh: "适用", en: "IN FORCE")
        case .compared: Bilingual(zh: "比较值", en: "COMPARED")
        case .clause: Bilingual(zh: "条款", en: "CLAUSE")
        case .place: Bilingual(zh: "区域", en: "zone")
        case .under: Bilingual(zh: "归于", en: "under")
        case .shelvedUntil: Bilingual(zh: "搁置到", en: "shelved until")
        case .wire: Bilingual(zh: "线路", en: "WIRE")
        case .path: Bilingual(zh: "位置", en: "PATH")
        case .open: Bilingual(zh: "已打开", en: "OPEN")
        case .offline: Bilingual(zh: "离线", en: "OFFLINE")
        case .opens: Bilingual(zh: "打开", en: "OPENS")
        case .refusals: Bilingual(zh: "打不开", en: "REFUSALS")
        case .losses: Bilingual(zh: "中断", en: "LOSSES")
        case .bytesIn: Bilingual(zh: "收字节", en: "BYTES IN")
        case .bytesOut: Bilingual(zh: "发字节", en: "BYTES OUT")
        case .ups: Bilingual(zh: "UPS", en: "UPS")
        case .began: Bilingual(zh: "开始", en: "BEGAN")
        case .ended: Bilingual(zh: "结束", en: "ENDED")
        case .lasted: Bilingual(zh: "电池供电", en: "ON BATTERY")
        case .lowAfter: Bilingual(zh: "多久后电量低", en: "LOW AFTER")
        case .mains: Bilingual(zh: "市电恢复", en: "MAINS BACK")
        case .requests: Bilingual(zh: "请求", en: "REQUESTS")
        case .timeouts: Bilingual(zh: "超时", en: "TIMEOUTS")
        case .garbled: Bilingual(zh: "损坏", en: "GARBLED")
        case .exceptions: Bilingual(zh: "拒绝", en: "EXCEPTIONS")
        case .utilisation: Bilingual(zh: "占用", en: "BUSY")
        case .lastError: Bilingual(zh: "最近故障", en: "LAST ERROR")
        case .noPoints: Bilingual(zh: "没有匹配的测点。", en: "No point matches.")
        case .noBuses: Bilingual(zh: "没有总线在用。", en: "No wire is in use.")
        case .seconds(let count): Bilingual(zh: "\(count) 秒", en: "\(count) s")
        case .mean(let minutes): Bilingual(zh: "\(minutes) 分钟均值", en: "mean of \(minutes) min")
        case .byDate: Bilingual(zh: "按日期", en: "by date")
        case .kept(let value, let times): Self.kept(value, times)
        case .written(let point, let value):
            Bilingual(zh: "\(point)：已写入，读回 \(value)", en: "\(point): written, reads back \(value)")
        case .notWritten(let point, let value, let outcome, let readBack):
            Self.notWritten(point, value, outcome, readBack)
        case .seeWhyPoint(let point):
            Bilingual(zh: "用 hallctl why point \(point) 查看", en: "see 'hallctl why point \(point)'")
        case .noDischarges: Bilingual(zh: "这段时间没有电池供电的记录。", en: "No UPS ran from its battery in this time.")
        case .goesOn: Bilingual(zh: "仍在供电", en: "goes on")
        case .mainsReturned(true): Bilingual(zh: "是", en: "yes")
        case .mainsReturned(false): Bilingual(zh: "否：中途失去联系", en: "no: it was lost meanwhile")
        case .adopted: Bilingual(zh: "新配置已生效。", en: "The configuration is in force.")
        case .unchanged: Bilingual(zh: "配置没有变化。", en: "The configuration is the one in force.")
        case .reloadRefused: Bilingual(zh: "新配置未生效", en: "the changed configuration is not in force")
        case .reloadInvalid:
            Bilingual(zh: "配置文件有错误，未作任何更改", en: "the configuration has errors and nothing was changed")
        case .mendAndReload:
            Bilingual(zh: "改正上列问题，再运行 hallctl reload", en: "mend what is listed above, then run 'hallctl reload'")
        case .told(let text): Bilingual(zh: text, en: text)
        case .rated(let number, let window, let level):
            Bilingual(
                zh: "\(number)（\(window) 号窗口）：评价 \(level)", en: "\(number) at window \(window): rated \(level)")
        }
    }

    private static func kept(_ value: String, _ times: Int) -> Bilingual {
        guard times > 0 else { return Bilingual(zh: value, en: value) }
        return Bilingual(
            zh: "\(value)（已纠正 \(times) 次）", en: "\(value) (corrected \(times == 1 ? "once" : "\(times) times"))")
    }

    private static func notWritten(
        _ point: String, _ value: String, _ outcome: WriteOutcome?, _ readBack: String?
    ) -> Bilingual {
        let end = outcome.map { FieldCode.writeOutcome($0).bilingual } ?? Bilingual(zh: "结果不明", en: "outcome unknown")
        let found =
            readBack.map { Bilingual(zh: "读回 \($0)", en: "it reads back \($0)") }
            ?? Bilingual(zh: "没有读回", en: "nothing was read back")
        return Bilingual(
            zh: "\(point) 未写成 \(value)（\(end.zh)，\(found.zh)）", en: "\(point) is not \(value) (\(end.en); \(found.en))")
    }
}
