import HallModel

/// Ninth room: one rating for one service, nothing for noise.
struct Ratings {
    func visit(_ step: inout HallStep) {}
}
