import HallModel

extension PowerState {
    mutating func apply(_ fact: HallFact) {
        switch fact {
        case .dischargeBegan(let began):
            guard !discharges.contains(where: { $0.ups == began.ups }) else { return }
            discharges.append(Discharge(ups: began.ups, since: began.at))
        case .dischargeEnded(let ended):
            discharges.removeAll { $0.ups == ended.ups }
            measured.removeAll { $0.ups == ended.ups }
            measured.append(ended)
        case .hallClosed(let closed): closure = closed
        case .hallReopened: closure = nil
        default: break
        }
    }
}
