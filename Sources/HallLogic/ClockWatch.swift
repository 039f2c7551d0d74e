import HallModel

/// Second room: judges the wall clock before anything is recorded with it.
struct ClockWatch {
    func visit(_ step: inout HallStep) {
        let wrong = ServiceDays.isImplausible(
            step.now.wall, newest: step.recorded.newestRecord, builtAt: step.live.builtAt)
        if wrong {
            step.raise(.clockImplausible, subject: step.now.local.rfc3339)
        } else {
            step.clear(.clockImplausible)
        }
    }
}
