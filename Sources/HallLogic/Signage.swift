import HallModel

/// What displays and kiosks should show, from the state alone: the same after a restart.
enum Signage {
    static func desired(_ device: DeviceID, _ recorded: RecordedHall, _ live: LiveHall) -> DesiredState? {
        guard let plan = recorded.plan else { return nil }
        if let window = plan.windows.first(where: { $0.display == device }) {
            return .window(
                WindowDisplay(
                    window: window.id, title: window.name.withoutControls, activity: activity(window.id, recorded)))
        }
        if let kiosk = plan.kiosks.first(where: { $0.keys == device }) {
            return .kiosk(indicator(kiosk, recorded, live))
        }
        return nil
    }

    /// Whoever is at a window stays visible there, even when it is paused; otherwise its mode shows.
    private static func activity(_ id: WindowID, _ recorded: RecordedHall) -> WindowDisplay.Activity {
        guard !recorded.isActive(.journalUnavailable) else { return .paused }
        guard let window = recorded.window(id) else { return .closed }
        if let ticket = recorded.ticket(at: id) {
            switch ticket.stage {
            case .called(_, let times): return .calling(ticket.id.number, times: times)
            case .serving: return .serving(ticket.id.number)
            case .waiting, .finished, .noShow, .cancelled, .voided, .lapsed: break
            }
        }
        return switch window.mode {
        case .open: .idle
        case .paused: .paused
        case .closed: .closed
        }
    }

    private static func indicator(_ kiosk: KioskPlan, _ recorded: RecordedHall, _ live: LiveHall) -> LampState {
        guard recorded.day != nil, !recorded.isActive(.journalUnavailable) else { return .paused }
        return live.canPrint(at: kiosk) ? .ready : .noPaper
    }
}
