/// `org.halld.Bus.Budget`
public enum BusBudgets: APICall {
    /// Its name.
    public static let method = APIMethod.busBudget
    /// Which.
    public struct Parameters: CallParameters {
        /// The wire's id; absent for all.
        public var bus: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case bus }
        /// All fields.
        public init(bus: String? = nil) { self.bus = bus }
    }
    /// The wires.
    public struct Reply: Codable, Sendable, Equatable {
        /// In the plan's order; those without requests are left out.
        public var buses: [BusBudgetView]
        /// All fields.
        public init(buses: [BusBudgetView]) { self.buses = buses }
    }
}

/// What the plan asks of a wire, and what it came to.
public struct BusBudgetView: Codable, Sendable, Equatable {
    /// Its name in the plan.
    public var id: String
    /// Thousandths of the wire's time that the plan takes.
    public var plannedPerMille: Int
    /// Thousandths that asking silent devices may take from the others.
    public var silentPerMille: Int
    /// Both fit.
    public var holds: Bool
    /// Requests in a minute.
    public var requestsPerMinute: Int
    /// Requests in a minute that reading together saves.
    public var savedPerMinute: Int
    /// Per cent of the time that the wire was taken, since somebody last asked; null where nobody measures it.
    @Nullable public var utilisation: Int?
    /// The devices, in the plan's order.
    public var units: [BusBudgetUnitView]

    /// All fields.
    public init(
        id: String, plannedPerMille: Int, silentPerMille: Int, holds: Bool, requestsPerMinute: Int, savedPerMinute: Int,
        utilisation: Int?, units: [BusBudgetUnitView]
    ) {
        self.id = id
        self.plannedPerMille = plannedPerMille
        self.silentPerMille = silentPerMille
        self.holds = holds
        self.requestsPerMinute = requestsPerMinute
        self.savedPerMinute = savedPerMinute
        self.utilisation = utilisation
        self.units = units
    }
}

/// A device's part of a wire.
public struct BusBudgetUnitView: Codable, Sendable, Equatable {
    /// Its id.
    public var device: String
    /// Thousandths of the wire's time.
    public var plannedPerMille: Int
    /// The age in milliseconds that its oldest value has at most while all answer.
    public var worstAgeMilliseconds: Int
    /// What 99 of 100 renewals came to; null before the first.
    @Nullable public var ageP99Milliseconds: Int?

    /// All fields.
    public init(device: String, plannedPerMille: Int, worstAgeMilliseconds: Int, ageP99Milliseconds: Int?) {
        self.device = device
        self.plannedPerMille = plannedPerMille
        self.worstAgeMilliseconds = worstAgeMilliseconds
        self.ageP99Milliseconds = ageP99Milliseconds
    }
}
