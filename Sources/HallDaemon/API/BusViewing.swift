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

    /// What the wires did; those that nobody uses are left out.
    func statistics(_ figures: [BusID: BusFigures], _ meter: BusMeter) -> [BusStatisticsView] {
        (plan?.buses ?? []).compactMap { bus in
            guard let numbers = figures[bus.id] else { return nil }
            var view = BusStatisticsView(
                id: bus.id.rawValue, isOpen: numbers.isOpen, opens: numbers.opens, refusals: numbers.refusals,
                losses: numbers.losses, bytesIn: numbers.bytesIn, bytesOut: numbers.bytesOut,
                bytesWaiting: numbers.bytesWaiting, overflows: numbers.overflows,
                lastError: numbers.lastError?.withoutControls,
                errors: members(of: bus.id).reduce(0) { $0 + $1.errors })
            if let requests = numbers.requests {
                view.requests = requests.sent
                view.timeouts = requests.timeouts
                view.garbled = requests.garbled
                view.exceptions = requests.exceptions
            }
            view.utilisation = meter.utilisation(of: bus.id, busy: numbers.busy, at: moment)
            return view
        }
    }

    private func members(of bus: BusID) -> [DeviceStatus] {
        let ids = Set((plan?.devices ?? []).filter { $0.bus == bus }.map(\.id))
        return hall.devices.filter { ids.contains($0.id) }
    }
}
