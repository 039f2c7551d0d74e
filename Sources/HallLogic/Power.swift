import HallModel

/// Fifth room: batteries in use, run time, and the hall closed in order before they are empty.
struct Power {
    func visit(_ step: inout HallStep) {}
}
