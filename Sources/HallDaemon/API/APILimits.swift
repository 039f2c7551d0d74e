import HallAPI

/// What clients may use up. One client at its limits must not be felt by the others.
public struct APILimits: Sendable {
    /// Connections in all.
    public var connections = 256
    /// Connections on top of these for `root` and the daemon's own user: whoever has to look is never locked out.
    public var reservedConnections = 8
    /// Connections of one user.
    public var connectionsPerUser = 64
    /// Bytes of one call.
    public var callBytes = MessageLimits.callBytes
    /// Calls that wait behind one another on a connection; then it is not read any more.
    public var outstandingCalls = 32
    /// Bytes of replies that a connection holds for a slow reader before nothing more is made for it.
    public var outboundBytes = 1 << 20
    /// How long a reader may leave its replies there before the connection is closed.
    public var unreadTime = Duration.seconds(60)
    /// Changes that a stream takes from the hall at once, so that one stream cannot hold the loop.
    public var changesPerTurn = 256

    /// The shipped limits.
    public init() {}
}
