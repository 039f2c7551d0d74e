import HallModel

extension ControlState {
    /// An attempt that is confirmed makes its value the one to keep. Failure leaves the wish as it was. A correction of
    /// the hall's counts against the wish it defends, whatever the device answered; without a wish it becomes one.
    mutating func apply(_ fact: HallFact) {
        switch fact {
        case .pointWriteOrdered(let ordered):
            lastWrite = max(lastWrite, ordered.write)
            pending.append(ordered)
        case .pointWriteSettled(let settled):
            guard let index = pending.firstIndex(where: { $0.write == settled.write }) else { return }
            let ordered = pending.remove(at: index)
            settle(ordered, settled.outcome)
        default: break
        }
    }

    private mutating func settle(_ ordered: PointWriteOrdered, _ outcome: WriteOutcome) {
        let isCorrection = ordered.by == Self.corrector
        switch outcome {
        case .confirmed: break
        case .differs, .rejected, .unanswered: guard isCorrection else { return }
        // The device never had it, or nobody was there to see.
        case .expired, .superseded, .interrupted: return
        }
        let corrections = isCorrection ? (wish(for: ordered.point)?.corrections ?? 0) + 1 : 0
        let wish = Wish(point: ordered.point, value: ordered.value, corrections: corrections)
        if let index = wishes.firstIndex(where: { $0.point == ordered.point }) {
            wishes[index] = wish
        } else {
            wishes.append(wish)
        }
    }

    /// Who writes when the hall corrects.
    static let corrector = "hall"

    /// What a point shall keep; nil if nobody chose.
    func wish(for point: PointID) -> Wish? { wishes.first { $0.point == point } }
}
