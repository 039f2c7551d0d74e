import DeviceDrivers
import HallAPI
import HallModel

extension Viewing {
    /// The wires, in the plan's order.
    func buses(_ figures: [BusID: BusFigures]) -> [BusView] {
        (plan?.buses ?? []).map { bus in
            let members = members(of: bus.id)
            return BusView(
                id: bus.id.rawValue, wire: bus.wire.kind, path: bus.wire.place, isOpen: figures[bus.id]?.isOpen,
                devices: members.map(\.id.rawValue), offline: members.count { $0.presence == .offline })
        }
    }

    /// What the wires did, or one of them with its devices; those that nobody uses are left out.
    func statistics(
        of only: BusID?, _ figures: [BusID: BusFigures], _ meter: BusMeter
    ) -> [BusStatisticsView] {
        (plan?.buses ?? []).filter { only == nil || $0.id == only }.compactMap { bus in
            guard let numbers = figures[bus.id] else { return nil }
            var view = BusStatisticsView(
                id: bus.id.rawValue, isOpen: numbers.isOpen, opens: numbers.opens, refusals: numbers.refusals,
                losses: numbers.losses, bytesIn: numbers.bytesIn, bytesOut: numbers.bytesOut,
                bytesWaiting: numbers.bytesWaiting, overflows: numbers.overflows,
                lastError: numbers.lastError?.message.withoutControls,
                errors: members(of: bus.id).reduce(0) { $0 + $1.errors })
            if let requests = numbers.requests {
                view.requests = requests.sent
                view.timeouts = requests.timeouts
                view.garbled = requests.garbled
                view.exceptions = requests.exceptions
            }
            view.lastErrorCode = numbers.lastError?.code.rawValue
            view.utilisation = meter.utilisation(of: bus.id, busy: numbers.busy, at: moment)
            view.failingPercent = meter.failing(of: bus.id, time: numbers.line?.failingTime, at: moment)
            if let line = numbers.line { add(line, on: bus.id, to: &view, withUnits: only != nil) }
            return view
        }
    }

    /// What the plan asks of the wires with requests, beside what it came to.
    func budgets(of only: BusID?, _ figures: [BusID: BusFigures], _ meter: BusMeter) -> [BusBudgetView] {
        (plan?.buses ?? []).compactMap { bus in
            guard only == nil || only == bus.id, let plan, let budget = BusBudget(bus: bus, devices: plan.devices)
            else {
                return nil
            }
            let line = figures[bus.id]?.line
            return BusBudgetView(
                id: bus.id.rawValue, plannedPerMille: budget.perMille, silentPerMille: budget.silentPerMille,
                holds: budget.holds, requestsPerMinute: budget.requestsPerMinute,
                savedPerMinute: budget.savedPerMinute,
                utilisation: meter.utilisation(of: bus.id, busy: figures[bus.id]?.busy, at: moment),
                units: budget.devices.map { device in
                    let oldest = budget.points.filter { $0.id.device == device.id }.map(\.worstAge).max() ?? .zero
                    let ages = line?.devices.first { $0.id == device.id }?.ages
                    return BusBudgetUnitView(
                        device: device.id.rawValue, plannedPerMille: device.perMille,
                        worstAgeMilliseconds: oldest.wholeMilliseconds,
                        ageP99Milliseconds: ages?.percentile(99)?.wholeMilliseconds)
                })
        }
    }

    private func add(_ line: LineFigures, on bus: BusID, to view: inout BusStatisticsView, withUnits: Bool) {
        view.ageP50Milliseconds = line.age(percentile: 50)?.wholeMilliseconds
        view.ageP99Milliseconds = line.age(percentile: 99)?.wholeMilliseconds
        view.savedRequests = line.savedRequests
        view.savedMilliseconds = line.savedTime.wholeMilliseconds
        view.culprit = line.culprit.map { culprit in
            switch culprit {
            case .echo: BusCulpritView(kind: .echo, unit: nil, devices: [])
            case .unit(let unit):
                BusCulpritView(
                    kind: .unit, unit: unit,
                    devices: (plan?.devices ?? []).filter { $0.bus == bus && $0.address == unit }.map(\.id.rawValue))
            case .noise(let devices): BusCulpritView(kind: .noise, unit: nil, devices: devices.map(\.rawValue))
            }
        }
        guard withUnits else { return }
        view.units = line.devices.map { device in
            BusUnitView(
                device: device.id.rawValue, unit: device.unit, asked: device.asked, answered: device.answered,
                timeouts: device.timeouts, garbled: device.garbled, exceptions: device.exceptions,
                ageP50Milliseconds: device.ages.percentile(50)?.wholeMilliseconds,
                ageP99Milliseconds: device.ages.percentile(99)?.wholeMilliseconds,
                longestThoughtMilliseconds: device.longestThought?.wholeMilliseconds, isFailing: device.isFailing)
        }
    }

    private func members(of bus: BusID) -> [DeviceStatus] {
        let ids = Set((plan?.devices ?? []).filter { $0.bus == bus }.map(\.id))
        return hall.devices.filter { ids.contains($0.id) }
    }
}

extension Duration {
    /// Towards zero.
    fileprivate var wholeMilliseconds: Int { Int(wholeNanoseconds / 1_000_000) }
}
