import HallModel

/// The columns of a report's tables.
enum ReportColumn { case taken, called, served, noShow, wait, waitP90, time, timeP90, bad }

/// Headings and sentences of reports, and their help.
enum ReportText: LocalizedText, Equatable {
    // Help
    case report, reportDay, definitions, date, from, to, csv
    // Wrong usage
    case noDate(String), dateOrRange, reversed(String, String), oneForm
    // Headings
    case service, window, `operator`, hour
    case column(ReportColumn)
    case event(VisitEvent)
    case stillHere, sources, classes, refused, rated, ratedBad, unrated
    case measured, mean, maximum, waiting, serving, estimates
    // Words
    case source(Ticket.Source.Kind)
    case refusal(TakeRefused.Reason)
    case share(Int, String)
    // Notes
    case missingDays([String])
    case gaps(String, missing: Int, unreadable: Int)
    case restarts(String, Int)
    case goesOn(String)
    case clockSteps(Int)

    var bilingual: Bilingual {
        switch self {
        case .report: Bilingual(zh: "统计报表。", en: "Reports.")
        case .reportDay:
            Bilingual(
                zh: "一个或几个服务日的取号、等候、办理和评价统计。",
                en: "Numbers, waiting, service and ratings of one service day or several.")
        case .definitions: Self.definition
        case .date:
            Bilingual(zh: "服务日，如 2026-11-21；不写为当前服务日。", en: "A service day, 2026-11-21; the present one by default.")
        case .from: Bilingual(zh: "第一个服务日；只写它时统计到当前服务日。", en: "The first day; up to the present one without --to.")
        case .to: Bilingual(zh: "最后一个服务日（含），最多 92 天。", en: "The last day, with it; at most 92 in all.")
        case .csv: Bilingual(zh: "输出 CSV（RFC 4180，UTF-8）。", en: "Comma-separated values (RFC 4180, UTF-8).")
        case .noDate(let text):
            Bilingual(
                zh: "“\(text)”不是日期，请写成 2026-11-21", en: "'\(text)' is no date, one is written 2026-11-21")
        case .dateOrRange:
            Bilingual(zh: "日期和 --from、--to 不能同时使用", en: "a date goes without --from and --to")
        case .reversed(let from, let to):
            Bilingual(zh: "起始日 \(from) 晚于结束日 \(to)", en: "--from \(from) is after --to \(to)")
        case .oneForm: Bilingual(zh: "--csv 和 --json 不能同时使用", en: "--csv goes without --json")
        case .service: Bilingual(zh: "事项", en: "SERVICE")
        case .window: Bilingual(zh: "窗口", en: "WINDOW")
        case .operator: Bilingual(zh: "操作者", en: "OPERATOR")
        case .hour: Bilingual(zh: "时段", en: "HOUR")
        case .column(let column): Self.heading(column)
        case .event(let event): Self.name(event)
        case .stillHere: Bilingual(zh: "未结束", en: "not over")
        case .sources: Bilingual(zh: "取号处", en: "taken at")
        case .classes: Bilingual(zh: "人群", en: "classes")
        case .refused: Bilingual(zh: "取号机未出号", en: "refused at kiosks")
        case .rated: Bilingual(zh: "评价", en: "rated")
        case .ratedBad: Bilingual(zh: "差评", en: "rated bad")
        case .unrated: Bilingual(zh: "未评价", en: "not rated")
        case .measured: Bilingual(zh: "次数", en: "COUNT")
        case .mean: Bilingual(zh: "平均", en: "MEAN")
        case .maximum: Bilingual(zh: "最长", en: "MAX")
        case .waiting: Bilingual(zh: "等候", en: "waiting")
        case .serving: Bilingual(zh: "办理", en: "service")
        case .source(.kiosk): Bilingual(zh: "取号机", en: "kiosk")
        case .source(.api): Bilingual(zh: "接口", en: "socket")
        case .refusal(.noPaper): Bilingual(zh: "缺纸", en: "no paper")
        case .refusal(.hallClosed): Bilingual(zh: "停止取号", en: "no numbers given")
        case .refusal(.numbersUsedUp): Bilingual(zh: "号段用完", en: "range used up")
        case .refusal(.contingentUsedUp): Bilingual(zh: "当日号已取完", en: "contingent used up")
        case .estimates: Bilingual(zh: "等候估计误差", en: "ESTIMATE ERROR")
        case .share(let count, let percent): Bilingual(zh: "\(count)（\(percent)）", en: "\(count) (\(percent))")
        case .missingDays(let days): Self.missing(days)
        case .gaps(let day, let missing, let unreadable):
            Bilingual(
                zh: "\(day) 的记录不完整（缺 \(missing) 条，\(unreadable) 条无法读取），数字可能偏小。",
                en:
                    "\(day) has gaps (\(missing) facts gone, \(unreadable) unreadable): figures may be low."
            )
        case .restarts(let day, let count):
            Bilingual(
                zh: "\(day) halld 中途启动 \(count) 次，停止期间没有记录。",
                en: "\(day): halld was started again (\(count)×), what came meanwhile is not recorded.")
        case .goesOn(let day): Bilingual(zh: "\(day) 尚未结束。", en: "\(day) is not over yet.")
        case .clockSteps(let count):
            Bilingual(
                zh: "时钟回拨，\(count) 个时长未计入。", en: "The clock was set back: \(count) lengths of time are left out.")
        }
    }

    private static let definition = Bilingual(
        zh: "等候：取号到第一次叫号；办理：开始到办结或转办，不含暂离；等候估计误差：实际等候减取号时的估计，负数为比估计短；"
            + "均为整秒（舍去零头），百分位用最近秩法。"
            + "号码计入取号的服务日；时段中的等候按取号时间，办理按开始时间，其余按发生时间。没有数据显示“—”，不写 0。",
        en: "Waiting is from taking to the first call, service from start to finish or transfer without the time "
            + "parked, an estimate's error the wait less what was estimated at the taking (negative: it was shorter), in "
            + "whole seconds (rounded down); "
            + "percentiles are by the nearest rank. A number belongs to the service day on which it was taken; an hour tells "
            + "the waiting of those who took a number in it, the services begun in it, and all else that happened in it. "
            + "Where there is nothing stands —, never 0.")

    private static func missing(_ days: [String]) -> Bilingual {
        let named = days.prefix(4)
        let more = days.count - named.count
        let zh = named.joined(separator: "、") + (more > 0 ? " 等 \(days.count) 天" : "")
        let en = named.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
        return Bilingual(zh: "没有记录的日子：\(zh)。", en: "No record of \(en).")
    }

    private static func heading(_ column: ReportColumn) -> Bilingual {
        switch column {
        case .taken: Bilingual(zh: "取号", en: "TAKEN")
        case .called: Bilingual(zh: "叫号", en: "CALLED")
        case .served: Bilingual(zh: "办结", en: "SERVED")
        case .noShow: Bilingual(zh: "过号", en: "NO-SHOW")
        case .wait: Bilingual(zh: "平均等候", en: "WAIT")
        case .waitP90: Bilingual(zh: "P90", en: "P90")
        case .time: Bilingual(zh: "平均办理", en: "SERVICE")
        case .timeP90: Bilingual(zh: "P90", en: "P90")
        case .bad: Bilingual(zh: "差评", en: "BAD")
        }
    }

    private static func name(_ event: VisitEvent) -> Bilingual {
        switch event {
        case .taken: Bilingual(zh: "取号", en: "taken")
        case .called: Bilingual(zh: "叫号", en: "called")
        case .recalled: Bilingual(zh: "重呼", en: "recalled")
        case .putBack: Bilingual(zh: "退回", en: "put back")
        case .started: Bilingual(zh: "开始办理", en: "started")
        case .served: Bilingual(zh: "办结", en: "served")
        case .parked: Bilingual(zh: "暂离", en: "parked")
        case .returned: Bilingual(zh: "回到队列", en: "returned")
        case .transferred: Bilingual(zh: "转办", en: "transferred")
        case .missed: Bilingual(zh: "过号保留", en: "missed a call")
        case .noShow: Bilingual(zh: "过号", en: "no-show")
        case .cancelled: Bilingual(zh: "取消", en: "cancelled")
        case .voided: Bilingual(zh: "作废", en: "voided")
        case .lapsed: Bilingual(zh: "过期", en: "lapsed")
        case .reprinted: Bilingual(zh: "补打", en: "reprinted")
        }
    }
}
