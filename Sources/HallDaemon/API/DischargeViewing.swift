import HallAPI
import HallLogic
import HallModel
import HallStore

extension Dispatcher {
    /// What UPSs carried; read from disk on the reader's thread.
    func discharges(_ call: PendingCall) throws(APIFault) -> Outcome {
        let parameters = try ListDischarges.parameters(of: call.header)
        let view = view()
        let ups = try parameters.ups.map { name throws(APIFault) in DeviceID(try CommandCall.name(name, "ups")) }
        let since =
            try parameters.from.map { from throws(APIFault) in
                guard let time = CivilTime(rfc3339: from) else { throw .invalidParameter("from") }
                return time.wall
            } ?? view.now + .seconds(-ListDischarges.usualDays * 86_400)
        // Before the file is read: one that ends meanwhile is in both, and never in neither.
        let running = view.hall.hall.runningDischarges.filter { ups == nil || $0.ups == ups }
        return .later { deliver in
            let ticket = replies.expect(deliver)
            let isRead = reader.run {
                let result = gateway.discharges(of: ups, since: since, limit: ListDischarges.limit)
                replies.fulfil(ticket) {
                    switch result {
                    case .failure(let error): Self.fault(error, .record).message
                    case .success(let ended): self.view().discharges(of: ups, ended, running)
                    }
                }
            }
            if !isRead { replies.fulfil(ticket) { APIFault.busy(.record).message } }
        }
    }
}

extension Viewing {
    /// The reply, or a refusal where there is no UPS of that name and never was in that time.
    fileprivate func discharges(
        of ups: DeviceID?, _ ended: [DischargeRecord], _ running: [RunningDischarge]
    ) -> [UInt8] {
        let known = (plan?.devices ?? []).filter { $0.profile.points.contains { $0.meaning == .upsStatus } }.map(\.id)
        if let ups, ended.isEmpty, running.isEmpty, !known.contains(ups) {
            return APIFault.noSuchUPS(ups, known: known).message
        }
        var views = ended.map { record in
            DischargeView(
                ups: record.end.ups.rawValue, began: time(record.began), ended: time(record.end.at),
                seconds: record.end.seconds, lowAfterSeconds: record.end.lowAfterSeconds,
                mainsReturned: record.end.mainsReturned)
        }
        for discharge in running
        where !ended.contains(where: { $0.end.ups == discharge.ups && $0.began == discharge.began }) {
            views.append(
                DischargeView(
                    ups: discharge.ups.rawValue, began: time(discharge.began), ended: nil, seconds: discharge.seconds,
                    lowAfterSeconds: discharge.lowAfterSeconds, mainsReturned: nil))
        }
        return ListDischarges.message(reply: .init(discharges: Array(views.suffix(ListDischarges.limit))))
    }
}

extension APIFault {
    fileprivate static func noSuchUPS(_ ups: DeviceID, known: [DeviceID]) -> APIFault {
        let asked = ups.rawValue.withoutControls
        let names = known.map(\.rawValue.withoutControls)
        return refused(
            .record, code: "noSuchUPS", message: Bilingual(zh: "没有 UPS \(asked)", en: "no UPS \(asked)"),
            remedy: names.isEmpty
                ? Bilingual(zh: "配置中没有 UPS", en: "the configuration has no UPS")
                : Bilingual(
                    zh: "可用的有 \(names.joined(separator: "、"))", en: "there are \(names.joined(separator: ", "))"))
    }
}
