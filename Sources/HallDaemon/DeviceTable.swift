import HallModel

/// The devices of the plan and what their wires last told.
struct DeviceTable {
    private var places: [DeviceID: Int] = [:]
    /// In the plan's order.
    private(set) var all: [DeviceStatus] = []

    /// No plan yet, or one without devices.
    var isEmpty: Bool { all.isEmpty }

    /// Takes over another plan; devices that stay keep their status.
    mutating func follow(_ plan: HallPlan) {
        let former = self
        all = plan.devices.map { device in
            former.places[device.id].map { former.all[$0] } ?? DeviceStatus(id: device.id)
        }
        places = [:]
        for (place, status) in all.enumerated() { places[status.id] = place }
    }

    /// Takes in a report; the new status if it differs in more than the time. Questions that failed are counted and no
    /// change to tell: a silent device is asked for ever.
    mutating func take(_ report: DeviceReport, at wall: WallTime) -> DeviceStatus? {
        guard let place = places[report.device] else { return nil }
        if case .reading = report.content {
            if report.isHeard { all[place].lastSeen = wall }
            return nil
        }
        let former = all[place]
        var status = former
        switch report.content {
        case .presence(let presence, let detail):
            status.presence = presence
            status.detail = detail
        case .printer(let condition): status.printer = condition
        case .noise(let count): status.errors += count
        case .exchanges(let answered, let failed):
            all[place].errors += failed
            if answered > 0 { all[place].lastSeen = wall }
            return nil
        case .key, .print, .reading, .written, .spoken: break
        }
        let changed = status != former
        if report.isHeard { status.lastSeen = wall }
        all[place] = status
        return changed ? status : nil
    }
}

extension DeviceReport {
    /// The device itself spoke, rather than its wire about it.
    fileprivate var isHeard: Bool {
        switch content {
        case .presence(let presence, _): presence == .online
        case .printer, .key, .noise: true
        case .exchanges(let answered, _): answered > 0
        // Nonsense is an answer too.
        case .reading(_, let reading):
            reading.quality == .good || reading.missing == .outOfRange || reading.missing == .sensorFault
        case .written(_, let outcome, _): outcome == .confirmed || outcome == .differs || outcome == .rejected
        case .print(_, let outcome): outcome == .proven
        case .spoken(_, let outcome): outcome == .spoken
        }
    }
}
