import Logging

/// Tells of connections that were not taken: the first of a user at once, the others of the next minute as a number, so
/// that a client that tries again and again does not fill the log. Lives on the API thread.
struct ClosedConnectionLog {
    /// Which limit a connection was beyond.
    enum Limit {
        /// `APILimits.connections`
        case all(Int)
        /// `APILimits.connectionsPerUser`
        case ofUser(Int)
    }
    /// How long further ones are only counted.
    static let quietTime = Duration.seconds(60)
    /// Users told apart; more are not logged until the minute of another is over.
    private static let users = 256
    private var counts: [UInt32: Int] = [:]

    /// A connection was closed; the line to log now, if there is one. It begins the user's quiet time.
    mutating func closed(_ uid: UInt32, _ limit: Limit) -> Logger.Message? {
        if let count = counts[uid] {
            counts[uid] = count + 1
            return nil
        }
        guard counts.count < Self.users else { return nil }
        counts[uid] = 0
        return switch limit {
        case .all(let limit): "a connection of uid \(uid) was closed: all \(limit) connections are in use"
        case .ofUser(let limit): "a connection of uid \(uid) was closed: it has \(limit), one user may have no more"
        }
    }

    /// The user's quiet time is over; the line to log, if there were others.
    mutating func quietTimeOver(_ uid: UInt32) -> Logger.Message? {
        guard let count = counts.removeValue(forKey: uid), count > 0 else { return nil }
        return "\(count) more connections of uid \(uid) were closed within a minute"
    }
}
