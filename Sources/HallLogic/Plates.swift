import HallModel

/// What the plate of a window shows: it follows whoever has signed on there (AB 岗), from the state alone.
enum Plates {
    static func plate(_ plate: PlatePlan, of window: WindowPlan, _ plan: HallPlan, _ recorded: RecordedHall) -> Plate {
        let state = recorded.window(window.id)
        let person = state?.operator.flatMap { plan.operator($0) }
        return Plate(
            lines: plate.fields.compactMap { line($0, of: window, person, plan) }, status: status(state, plan, recorded)
        )
    }

    private static func status(_ state: WindowState?, _ plan: HallPlan, _ recorded: RecordedHall) -> Plate.Status {
        if let reason = recorded.closureReason { return .hallClosed(reason) }
        guard !recorded.isActive(.journalUnavailable) else { return .paused(nil) }
        guard let state else { return .closed }
        switch state.mode {
        case .open: return state.operator == nil && !plan.operators.isEmpty ? .unstaffed : .onDuty
        case .paused: return .paused(state.away?.to)
        case .closed: return .closed
        }
    }

    private static func line(
        _ field: PlateField, of window: WindowPlan, _ person: OperatorPlan?, _ plan: HallPlan
    ) -> Plate.Line? {
        let text: String? =
            switch field {
            case .department: person?.department
            case .name: person?.title
            case .post: person?.post
            case .phone: person?.phone
            case .number: person?.number
            case .status: ""
            case .window: "\(window.id) \(window.name)"
            case .hotline: plan.hall.hotline.isEmpty ? nil : plan.hall.hotline
            }
        return text.map { Plate.Line(field, $0.withoutControls) }
    }
}
