import HallModel
import OrderedCollections

/// Everything the journal can bring back.
public struct RecordedHall: Sendable, Equatable {
    /// The plan in force; nil before the first.
    public internal(set) var plan: HallPlan?
    /// Its hash.
    public internal(set) var planHash: String?
    /// The open service day; nil before the first.
    public internal(set) var day: ServiceDay?
    /// Today's tickets and those carried over the turn, in the order of taking.
    public var tickets: [Ticket] { book.all }
    /// The same, and where they stand.
    var book = TicketBook()
    /// The windows, in the plan's order.
    public internal(set) var windows: [WindowState] = []
    /// The alarms that are not normal, in the order of rising.
    public internal(set) var alarms: [Alarm] = []
    /// The last print job ordered; rises for ever.
    public internal(set) var lastJob = JobID(0)
    /// The order of the last number given; rises for ever.
    public internal(set) var lastOrder = 0
    /// The count of the last number given today, for each service that gave one.
    public internal(set) var counts: OrderedDictionary<ServiceID, Int> = [:]
    /// What is known of the paper a visitor already holds while the same number is printed again.
    public internal(set) var heldPaper: OrderedDictionary<TicketID, Ticket.Printed> = [:]
    /// The print jobs that have not ended, for each printer in the order of printing: only the first can have been sent.
    public internal(set) var printQueues: OrderedDictionary<DeviceID, [JobID]> = [:]
    /// Tickets that may be on paper although nothing proves it: a print of theirs was interrupted or lost.
    public internal(set) var doubtfulPaper: OrderedSet<TicketID> = []
    /// Today's print jobs that another took the place of: a proof may still come.
    public internal(set) var formerJobs: OrderedDictionary<JobID, TicketID> = [:]
    /// The newest time of any fact that was recorded with a plausible clock; nil before the first.
    public internal(set) var newestRecord: WallTime?

    /// What is wanted of outputs and plants, and the attempts under way.
    public internal(set) var controls = ControlState()
    /// Batteries in use, and whether the hall gives numbers.
    public internal(set) var power = PowerState()
    /// How long the newest visitors of each service kept a window.
    public internal(set) var stays: [ServiceStays] = []
    /// Appointments to come, and those of today, by the beginning of their slots.
    public internal(set) var appointments: [Appointment] = []
    /// Since when windows are at work for a visitor.
    var turns: OrderedDictionary<WindowID, WindowTurn> = [:]
    /// The services that can be rated.
    public internal(set) var ratings = RatingState()
    /// Open calls for help, the oldest first.
    public internal(set) var assists: [AssistCalled] = []
    /// The day's newest messages, the oldest first.
    public internal(set) var messages: [MessageSent] = []

    /// A hall in which nothing has happened.
    public init() {}
}
