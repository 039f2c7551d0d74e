import HallModel

extension BusMachine {
    /// What the line did so far; nil where no requests are made. Cheap: percentiles are computed by whoever looks at them.
    public func figures(at now: MonotonicInstant) -> LineFigures? {
        switch self {
        case .modbus(let machine): machine.figures(at: now)
        case .stream, .contacts, .program, .changing: nil
        }
    }
}

extension ModbusMachine {
    func figures(at now: MonotonicInstant) -> LineFigures {
        var figures = LineFigures()
        figures.devices = seats.map(\.figures)
        for seat in seats {
            figures.savedRequests += seat.record.savedRequests
            figures.savedTime += seat.record.savedTime
        }
        figures.failingTime = failingTime
        figures.culprit = noise.culprit(failing: seats.filter(\.isFailing).map(\.device), at: now)
        return figures
    }
}
