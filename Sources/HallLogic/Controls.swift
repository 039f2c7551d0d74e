import HallModel

/// Seventh room: attempts to write: permission, order, outcome.
struct Controls {
    func visit(_ step: inout HallStep) {}
}
