import HallModel
import OrderedCollections

/// Attempts to write as this run knows them: when each ends, who waits, and what was told of it.
struct LiveControls: Sendable, Equatable {
    /// Outcomes remembered for the recovery of the journal.
    private static let outcomeLimit = 128

    /// An attempt that was handed to a device.
    struct Attempt: Sendable, Equatable {
        var point: PointID
        /// When the hall gives up waiting to be told.
        var due: MonotonicInstant
        /// Who waits; nil for a correction.
        var token: ReplyToken?
    }
    /// An output that had to be corrected, until it has been calm.
    struct Unrest: Sendable, Equatable {
        /// Since it was last calm.
        var corrections = 0
        /// Since when it reads as wished; nil while it does not, or that is not known.
        var calmSince: MonotonicInstant?

        /// When it has been calm for long enough.
        var calmDue: MonotonicInstant? { calmSince.map { $0 + PlantGuard.calm } }
    }
    /// How an attempt ended, as told.
    struct Told: Sendable, Equatable {
        var outcome: WriteOutcome
        var readBack: PointValue?
    }

    var attempts: OrderedDictionary<WriteID, Attempt> = [:]
    private(set) var told: OrderedDictionary<WriteID, Told> = [:]
    /// When the last attempt at a point ended: older readings say nothing of it.
    var settledAt: OrderedDictionary<PointID, MonotonicInstant> = [:]
    /// The hall corrects a point no sooner.
    var notBefore: OrderedDictionary<PointID, MonotonicInstant> = [:]
    /// Outputs that do not stay as they are wished.
    var unrest: OrderedDictionary<PointID, Unrest> = [:]

    /// Takes in the outcome of an attempt that its device has.
    mutating func remember(_ outcome: WriteOutcome, _ readBack: PointValue?, of write: WriteID, from device: DeviceID) {
        guard attempts[write]?.point.device == device, told[write] == nil else { return }
        told[write] = Told(outcome: outcome, readBack: readBack)
        if told.count > Self.outcomeLimit { told.removeFirst() }
    }

    /// Forgets attempts that the journal does not know: they never left, and their numbers are given again.
    mutating func forget(after last: WriteID) {
        attempts.removeAll { $0.key > last }
        told.removeAll { $0.key > last }
    }

    /// When the hall gives up waiting, and when an output has been calm for long enough.
    var wakes: [MonotonicInstant] { attempts.values.map(\.due) + unrest.values.compactMap(\.calmDue) }
}
