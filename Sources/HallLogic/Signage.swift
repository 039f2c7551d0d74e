import HallModel
import OrderedCollections

/// What displays and kiosks should show, from the state alone: the same after a restart.
enum Signage {
    /// The numbers on a board, and the passed ones on it.
    private static let boardLines = 8
    private static let boardPassed = 8

    static func desired(_ device: DeviceID, _ recorded: RecordedHall, _ live: LiveHall) -> DesiredState? {
        guard let plan = recorded.plan else { return nil }
        if let window = plan.windows.first(where: { $0.display == device }) {
            return .window(display(of: window, recorded, plan))
        }
        if let window = plan.windows.first(where: { $0.plate?.device == device }), let plate = window.plate {
            return .plate(Plates.plate(plate, of: window, plan, recorded))
        }
        if let kiosk = plan.kiosks.first(where: { $0.keys == device }) {
            return .kiosk(indicator(kiosk, recorded, live))
        }
        if let window = plan.windows.first(where: { $0.pad == device }) {
            return .kiosk(lamp(ofPadAt: window.id, recorded, live))
        }
        if plan.boards.contains(device) { return .board(board(plan, recorded)) }
        return plan.device(device).flatMap { SafetySignals.desired($0, recorded) }
    }

    /// Category, window and number: a number and nothing else of whoever has it. Who is served there is there for a
    /// service, and that is shown while they are.
    private static func display(of window: WindowPlan, _ recorded: RecordedHall, _ plan: HallPlan) -> WindowDisplay {
        let activity = activity(window.id, recorded)
        let category: String? =
            switch activity {
            case .calling, .serving: recorded.ticket(at: window.id).flatMap { plan.service($0.service)?.name }
            case .idle, .paused, .closed, .hallClosed: nil
            }
        return WindowDisplay(
            window: window.id, title: (category ?? window.name).withoutControls, activity: activity,
            whereabouts: activity == .paused ? recorded.window(window.id)?.away?.to : nil)
    }

    /// Whoever is at a window stays visible there, even when it is paused; otherwise its mode shows.
    private static func activity(_ id: WindowID, _ recorded: RecordedHall) -> WindowDisplay.Activity {
        // Whoever is at a window must leave too.
        if recorded.isEvacuating { return .hallClosed(.fire) }
        guard !recorded.isActive(.journalUnavailable) else { return .paused }
        guard let window = recorded.window(id) else { return .closed }
        if let ticket = recorded.ticket(at: id) {
            switch ticket.stage {
            case .called(_, let times): return .calling(ticket.id.number, times: times)
            case .serving: return .serving(ticket.id.number)
            case .waiting, .parked, .absent, .finished, .noShow, .cancelled, .voided, .lapsed: break
            }
        }
        if let closure = recorded.power.closure { return .hallClosed(closure.reason) }
        return switch window.mode {
        case .open: .idle
        case .paused: .paused
        case .closed: .closed
        }
    }

    private static func indicator(_ kiosk: KioskPlan, _ recorded: RecordedHall, _ live: LiveHall) -> LampState {
        guard recorded.day != nil, !recorded.isActive(.journalUnavailable), recorded.closureReason == nil
        else { return .paused }
        return live.canPrint(at: kiosk) ? .ready : .noPaper
    }

    /// A pad is dark unless there is something to rate.
    private static func lamp(ofPadAt window: WindowID, _ recorded: RecordedHall, _ live: LiveHall) -> LampState {
        guard !recorded.isActive(.journalUnavailable), !recorded.isEvacuating,
            let service = recorded.ratings.service(at: window)
        else { return .dark }
        guard service.level != nil else { return .rate }
        return live.ratings.thanks[window] == nil ? .dark : .thanks
    }

    /// Who is called or served, the latest call first; how many wait for what; and who did not come.
    private static func board(_ plan: HallPlan, _ recorded: RecordedHall) -> HallBoard {
        let atWindows = recorded.windows.compactMap { window in
            recorded.ticket(at: window.id).map { (ticket: $0, window: window.id) }
        }
        let latest = atWindows.sorted {
            ($1.ticket.calledAt ?? $1.ticket.takenAt, $1.ticket.order)
                < ($0.ticket.calledAt ?? $0.ticket.takenAt, $0.ticket.order)
        }
        let lines = latest.prefix(boardLines).map { ticket, window in
            HallBoard.Line(number: ticket.id.number, window: window, isCalled: ticket.isCalled)
        }
        let counts = plan.services.map { service in
            HallBoard.Count(
                service: service.name.withoutControls, waiting: recorded.waitingCount(for: service.id))
        }
        let passed = recorded.book.absent.map { recorded.book[$0] }.sorted {
            ($1.absence?.since ?? $1.takenAt, $1.order) < ($0.absence?.since ?? $0.takenAt, $0.order)
        }
        return HallBoard(
            hall: plan.hall.name.withoutControls, lines: lines, waiting: recorded.book.waiting.count,
            counts: counts.filter { $0.waiting > 0 }, passed: passed.prefix(boardPassed).map(\.id.number),
            closure: recorded.closureReason, isPaused: recorded.isActive(.journalUnavailable))
    }
}
