/// A UPS runs from its battery.
public struct DischargeBegan: FactPayload {
    /// Its name in the journal.
    public static let kind = "discharge-began"
    /// Which UPS.
    public var ups: DeviceID
    /// When.
    public var at: WallTime

    /// All fields.
    public init(ups: DeviceID, at: WallTime) {
        self.ups = ups
        self.at = at
    }
}

/// A UPS runs from the mains again, or was lost while it ran from its battery: what it carried is measured.
public struct DischargeEnded: FactPayload {
    /// Its name in the journal.
    public static let kind = "discharge-ended"
    /// Which UPS.
    public var ups: DeviceID
    /// Seconds on battery that were observed.
    public var seconds: Int
    /// Seconds after which it said that its battery is low; nil if it did not.
    public var lowAfterSeconds: Int?
    /// The mains came back; false when the UPS fell silent or the daemon ended meanwhile.
    public var mainsReturned: Bool
    /// When.
    public var at: WallTime

    /// All fields.
    public init(ups: DeviceID, seconds: Int, lowAfterSeconds: Int?, mainsReturned: Bool, at: WallTime) {
        self.ups = ups
        self.seconds = seconds
        self.lowAfterSeconds = lowAfterSeconds
        self.mainsReturned = mainsReturned
        self.at = at
    }
}

/// Why a hall gives no numbers.
public enum ClosureReason: String, Sendable, Codable, CaseIterable {
    /// The mains failed and the UPS has little left.
    case lowBattery
    /// A fire alarm: everybody leaves.
    case fire
}

/// The hall gives no new numbers.
public struct HallClosed: FactPayload {
    /// Its name in the journal.
    public static let kind = "hall-closed"
    /// Why.
    public var reason: ClosureReason
    /// The device that is the cause.
    public var device: DeviceID?
    /// When.
    public var at: WallTime

    /// All fields.
    public init(reason: ClosureReason, device: DeviceID?, at: WallTime) {
        self.reason = reason
        self.device = device
        self.at = at
    }
}

/// The hall gives numbers again.
public struct HallReopened: FactPayload {
    /// Its name in the journal.
    public static let kind = "hall-reopened"
    /// The reason that is gone.
    public var reason: ClosureReason
    /// When.
    public var at: WallTime

    /// All fields.
    public init(reason: ClosureReason, at: WallTime) {
        self.reason = reason
        self.at = at
    }
}

/// What the journal can bring back of the hall's power.
public struct PowerState: Sendable, Equatable, Codable {
    /// A UPS on battery.
    public struct Discharge: Sendable, Equatable, Codable {
        /// Which.
        public var ups: DeviceID
        /// Since when.
        public var since: WallTime

        /// A UPS on battery since then.
        public init(ups: DeviceID, since: WallTime) {
            self.ups = ups
            self.since = since
        }
    }
    /// The UPSs on battery.
    public var discharges: [Discharge] = []
    /// Why the hall gives no numbers; nil while it does.
    public var closure: HallClosed?
    /// The last measured discharge of each UPS.
    public var measured: [DischargeEnded] = []

    /// All on mains, open, nothing measured.
    public init() {}
}
