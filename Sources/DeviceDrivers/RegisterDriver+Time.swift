import HallModel

/// What time and the port do to a device and its points, and what is told of them.
extension RegisterDriver {
    /// Counts the misses that are due.
    mutating func pass(to now: MonotonicInstant) -> [DeviceReport] {
        var reports: [DeviceReport] = []
        for block in schedule.indices where schedule[block].missAt <= now {
            let period = plan.blocks[block].period
            let missAt = schedule[block].missAt
            schedule[block].missAt = missAt.next(every: period, after: now)
            let passed = (now - missAt).wholeNanoseconds / period.wholeNanoseconds
            // More than it takes changes nothing more.
            for _ in 0...min(passed, Int64(PointHealth.missingAfter)) {
                reports += miss(plan.blocks[block].points, port == .open ? lastFailure : .portLost)
            }
        }
        return reports
    }

    /// The port is open.
    mutating func opened(at now: MonotonicInstant) -> [DeviceReport] {
        port = .open
        reopened(at: now)
        if map.identity != nil { identity = .wanted(from: now, isWrong: false) }
        plan = RegisterPlan(map, timing: timing)
        schedule = plan.blocks.map { Clock(wantedAt: now, missAt: now + $0.period) }
        return reports(level.become(.unknown, .probing))
    }

    /// The line was set up or the connection made anew while it was open. Who did not answer before is not waited for more
    /// than then; another device may have come in its place.
    mutating func reopened(at now: MonotonicInstant) {
        cycle = nil
        lastFailure = .timeout
        trust.startAnew(at: now)
        if map.identity != nil { identity = .wanted(from: now, isWrong: identity.isWrong) }
    }

    /// The port is gone or could not be opened.
    mutating func closed(_ error: TransportError, at now: MonotonicInstant) -> [DeviceReport] {
        var reports = reports(level.become(.offline, error.detail))
        cycle = nil
        if port != .lost {
            for block in schedule.indices { schedule[block].missAt = now + plan.blocks[block].period }
            reports += health.indices.compactMap { index in change(index) { $0.losePort() } }
        }
        port = .lost
        return reports
    }

    /// The plan stands still while the line is searched: what was read is not renewed.
    mutating func standStill(at now: MonotonicInstant) -> [DeviceReport] {
        cycle = nil
        lastFailure = .scan
        return health.indices.compactMap { index in change(index) { $0.standStill() } }
    }

    /// The search is over.
    mutating func goOn(at now: MonotonicInstant) {
        reopened(at: now)
        startAnew(at: now)
    }

    /// Presence and all readings.
    var levels: [DeviceReport] { reports([level.report]) + health.indices.map { report($0) } }

    /// What became of questions since it was last told.
    mutating func takeExchanges(at now: MonotonicInstant) -> DeviceReport? {
        exchanges.take(at: now).map { DeviceReport(device: device, $0) }
    }

    /// Its figures.
    var figures: LineFigures.Device {
        var figures = LineFigures.Device(id: device, unit: unit)
        figures.asked = record.asked
        figures.answered = record.answered
        figures.timeouts = record.timeouts
        figures.garbled = record.garbled
        figures.exceptions = record.exceptions
        figures.ages = record.ages
        figures.longestThought = trust.longestThought
        figures.isFailing = trust.isFailing
        return figures
    }

    mutating func miss(_ points: [Int], _ reason: MissingReason) -> [DeviceReport] {
        points.compactMap { index in change(index) { $0.miss(reason) } }
    }

    mutating func change(_ index: Int, _ update: (inout PointHealth) -> Void) -> DeviceReport? {
        let before = health[index].reading
        update(&health[index])
        return health[index].reading == before ? nil : report(index)
    }

    func report(_ index: Int) -> DeviceReport {
        DeviceReport(device: device, .reading(map.registers[index].point.name, health[index].reading))
    }

    func reports(_ actions: [DriverAction]) -> [DeviceReport] {
        actions.compactMap { if case .report(let content) = $0 { DeviceReport(device: device, content) } else { nil } }
    }
}

extension MonotonicInstant {
    /// The first moment of a grid that goes through this one, after `now`.
    func next(every period: Duration, after now: Self) -> Self {
        guard self <= now else { return self }
        let step = max(1, period.wholeNanoseconds)
        return Self(nanoseconds: nanoseconds + ((now.nanoseconds - nanoseconds) / step + 1) * step)
    }
}
