import HallAPI
import HallLogic
import HallModel
import HallStore

extension Dispatcher {
    /// What a point was; read from disk on the reader's thread.
    func history(_ call: PendingCall) throws(APIFault) -> Outcome {
        let parameters = try PointHistory.parameters(of: call.header)
        let view = view()
        let point = PointID(parameters.point)
        guard let definition = view.plan?.point(point) else {
            let asked = try CommandCall.name(parameters.point, "point")
            throw .refused(.record, .noSuchPoint(asked, known: view.points(near: asked)))
        }
        let query = try HistoryQuery(parameters, definition, now: view.now)
        return .later { deliver in
            let ticket = replies.expect(deliver)
            let isRead = reader.run {
                let answer = gateway.history(query)
                replies.fulfil(ticket) {
                    guard let answer else { return APIFault.historyUnreadable.message }
                    return PointHistory.message(reply: self.view().history(query, definition, answer))
                }
            }
            if !isRead { replies.fulfil(ticket) { APIFault.busy(.record).message } }
        }
    }
}

extension HistoryQuery {
    /// Checks what was asked; times are without a default only here.
    fileprivate init(
        _ parameters: PointHistory.Parameters, _ definition: PointDefinition, now: WallTime
    ) throws(APIFault) {
        let to = try Self.time(parameters.to, "to") ?? now
        let from = try Self.time(parameters.from, "from") ?? to + .seconds(-86_400)
        guard from < to else { throw .invalidParameter("from") }
        let limit = parameters.limit ?? PointHistory.rowLimit
        guard (1...PointHistory.rowLimit).contains(limit) else { throw .invalidParameter("limit") }
        let isNumber = if case .number = definition.form { true } else { false }
        let asked = parameters.resolution ?? "auto"
        let range = from.milliseconds..<to.milliseconds
        var resolution = Resolution(rawValue: asked)
        if asked == "auto" {
            resolution = .fitting(to.milliseconds - from.milliseconds, limit: limit, isNumber: isNumber)
        }
        guard let resolution else { throw .invalidParameter("resolution") }
        self.init(
            point: PointID(parameters.point), range: range, resolution: isNumber ? resolution : .raw, limit: limit)
    }

    private static func time(_ text: String?, _ parameter: String) throws(APIFault) -> WallTime? {
        guard let text else { return nil }
        guard let time = CivilTime(rfc3339: text) else { throw .invalidParameter(parameter) }
        return time.wall
    }
}

extension APIFault {
    fileprivate static let historyUnreadable = refused(
        .record, code: "historyUnavailable",
        message: Bilingual(zh: "历史数据无法读取", en: "the history cannot be read"),
        remedy: Bilingual(
            zh: "查看报警 hall.history-unavailable 和日志（journalctl -u halld）",
            en: "see the alarm hall.history-unavailable and the log ('journalctl -u halld')"))
}

extension Viewing {
    fileprivate func history(
        _ query: HistoryQuery, _ definition: PointDefinition, _ answer: HistoryAnswer
    ) -> HistoryView {
        func time(_ milliseconds: Int64) -> String { self.time(WallTime(milliseconds: milliseconds)) }
        let decimals: Int? = if case .number(_, let decimals) = definition.form { decimals } else { nil }
        let limits = (plan?.limits ?? []).flatMap(\.limits).filter {
            $0.isOn && definition.meaning != .other && $0.meaning == definition.meaning
        }
        return HistoryView(
            point: query.point.rawValue, unit: definition.unit.rawValue, decimals: decimals,
            resolution: query.resolution.rawValue, from: time(query.range.lowerBound), to: time(query.range.upperBound),
            rows: answer.rows.map { row in
                HistoryView.Row(
                    at: time(row.start), min: row.min?.double, max: row.max?.double, mean: row.mean?.double,
                    value: row.value?.json, quality: row.quality.rawValue, coverage: Int(row.coverage / 1000))
            },
            limits: limits.map { limit in
                HistoryView.Limit(
                    id: limit.id, value: limit.value.double, relation: limit.relation.rawValue,
                    season: limit.season.rawValue)
            }, next: answer.next.map(time))
    }
}

extension Quantity {
    fileprivate var double: Double { Double(thousandths) / 1000 }
}

extension PointValue {
    fileprivate var json: JSONValue {
        switch self {
        case .number(let quantity): .number(quantity.double)
        case .word(let word): .string(word.withoutControls)
        }
    }
}
