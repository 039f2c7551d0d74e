import HallModel

/// Sixth room: readings against limits; plants against what is wanted of them.
struct Climate {
    func visit(_ step: inout HallStep) {}
}
