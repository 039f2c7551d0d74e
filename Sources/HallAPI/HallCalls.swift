/// `org.halld.Hall.Status`
public enum HallStatus: APICall {
    /// Its name.
    public static let method = APIMethod.status
    /// None.
    public typealias Parameters = NoParameters
    /// The hall at a glance.
    public typealias Reply = StatusView
}

/// The hall at a glance.
public struct StatusView: Codable, Sendable, Equatable {
    /// How many devices are in which presence.
    public struct Devices: Codable, Sendable, Equatable {
        /// They answered lately.
        public var online: Int
        /// They should answer and do not.
        public var offline: Int
        /// Optional and not fitted.
        public var absent: Int
        /// Out of service by a person.
        public var disabled: Int
        /// They never answer: nobody can know.
        public var unknown: Int
        /// All fields.
        public init(online: Int, offline: Int, absent: Int, disabled: Int, unknown: Int) {
            self.online = online
            self.offline = offline
            self.absent = absent
            self.disabled = disabled
            self.unknown = unknown
        }
    }
    /// How many alarms ask for somebody.
    public struct Alarms: Codable, Sendable, Equatable {
        /// Their cause is there now.
        public var active: Int
        /// Nobody has said they know, whether the cause is still there or not.
        public var unacknowledged: Int
        /// All fields.
        public init(active: Int, unacknowledged: Int) {
            self.active = active
            self.unacknowledged = unacknowledged
        }
    }
    /// How many visitors are where.
    public struct Queue: Codable, Sendable, Equatable {
        /// Waiting to be called.
        public var waiting: Int
        /// At a window: called or being served.
        public var serving: Int
        /// All fields.
        public init(waiting: Int, serving: Int) {
            self.waiting = waiting
            self.serving = serving
        }
    }
    /// A wire.
    public struct Bus: Codable, Sendable, Equatable {
        /// Its name.
        public var id: String
        /// Its kind: `serial`.
        public var wire: String
        /// Its path.
        public var path: String
        /// Devices on it.
        public var devices: Int
        /// Those of them that should answer and do not.
        public var offline: Int
        /// All fields.
        public init(id: String, wire: String, path: String, devices: Int, offline: Int) {
            self.id = id
            self.wire = wire
            self.path = path
            self.devices = devices
            self.offline = offline
        }
    }

    /// The hall's name.
    public var hall: String
    /// The service day, `2026-11-21`; null before the first.
    @Nullable public var day: String?
    /// Whole seconds since the daemon started, monotonic clock.
    public var uptimeSeconds: Int
    /// Devices by presence.
    public var devices: Devices
    /// Alarms.
    public var alarms: Alarms
    /// Visitors.
    public var queue: Queue
    /// Wires, in the plan's order.
    public var buses: [Bus]
    /// Why no numbers are given; null while they are.
    @Nullable public var closed: Closed?

    /// A hall that gives no numbers.
    public struct Closed: Codable, Sendable, Equatable {
        /// `fire`, `lowBattery`
        public var reason: String
        /// The same, for people, in the hall's language.
        public var text: String
        /// The device that is the cause; null if there is none.
        @Nullable public var device: String?
        /// RFC 3339, wall clock, the hall's zone.
        public var since: String
        /// All fields.
        public init(reason: String, text: String, device: String?, since: String) {
            self.reason = reason
            self.text = text
            self.device = device
            self.since = since
        }
    }

    /// All fields.
    public init(
        hall: String, day: String?, uptimeSeconds: Int, devices: Devices, alarms: Alarms, queue: Queue, buses: [Bus],
        closed: Closed? = nil
    ) {
        self.closed = closed
        self.hall = hall
        self.day = day
        self.uptimeSeconds = uptimeSeconds
        self.devices = devices
        self.alarms = alarms
        self.queue = queue
        self.buses = buses
    }
}

/// `org.halld.Hall.Version`
public enum HallVersion: APICall {
    /// Its name.
    public static let method = APIMethod.version
    /// None.
    public typealias Parameters = NoParameters
    /// The build and the run.
    public struct Reply: Codable, Sendable, Equatable {
        /// The build.
        public var version: String
        /// Names this run of the daemon.
        public var epoch: String
        /// When it started: RFC 3339, wall clock, the hall's zone.
        public var startedAt: String
        /// All fields.
        public init(version: String, epoch: String, startedAt: String) {
            self.version = version
            self.epoch = epoch
            self.startedAt = startedAt
        }
    }
}

/// `org.halld.Hall.Watch`
public enum HallWatch: APICall {
    /// Its name.
    public static let method = APIMethod.watch
    /// Where to go on.
    public struct Parameters: CallParameters {
        /// The position of the last reply seen; absent for a snapshot.
        public var position: Position?
        /// `zh` or `en`, for the texts of alarms; absent for the hall's language.
        public var language: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case position, language }
        /// All fields.
        public init(position: Position? = nil, language: String? = nil) {
            self.position = position
            self.language = language
        }
    }
    /// First where the stream begins (`resumed` is set), then one change each.
    public struct Reply: Codable, Sendable, Equatable {
        /// Where the stream is after this reply.
        public var position: Position
        /// In the first reply, and again when changes were lost: true if it goes on behind the position asked for,
        /// false if `snapshot` begins it anew. Null with a change.
        @Nullable public var resumed: Bool?
        /// Everything, as of `position`.
        @Nullable public var snapshot: SnapshotView?
        /// One change.
        @Nullable public var change: ChangeView?
        /// All fields.
        public init(position: Position, resumed: Bool?, snapshot: SnapshotView?, change: ChangeView?) {
            self.position = position
            self.resumed = resumed
            self.snapshot = snapshot
            self.change = change
        }
    }
}

/// A place in the stream of changes.
public struct Position: Codable, Sendable, Equatable {
    /// Names a run of the daemon.
    public var epoch: String
    /// The newest change before this place, counted from 1 within the run; 0 before the first.
    public var sequence: Int64
    /// All fields.
    public init(epoch: String, sequence: Int64) {
        self.epoch = epoch
        self.sequence = sequence
    }
}

/// Everything there is to see.
public struct SnapshotView: Codable, Sendable, Equatable {
    /// The hall at a glance.
    public var status: StatusView
    /// Services, windows and who waits.
    public var queue: QueueView
    /// The alarms that ask for somebody, as `org.halld.Alarms.List` gives them.
    public var alarms: [AlarmView]
    /// The devices, in the plan's order.
    public var devices: [DeviceView]
    /// All fields.
    public init(status: StatusView, queue: QueueView, alarms: [AlarmView], devices: [DeviceView]) {
        self.status = status
        self.queue = queue
        self.alarms = alarms
        self.devices = devices
    }
}

/// One change: what happened, and the things it touched as they are at this reply's position or later.
public struct ChangeView: Codable, Sendable, Equatable {
    /// A fact's name (`ticket-called`), or `device-changed`.
    public var kind: String
    /// When: RFC 3339, wall clock, the hall's zone.
    public var at: String
    /// What it is about: a ticket's, window's, alarm's or device's id; empty if it is about the hall.
    public var subject: String
    /// Who did it: a user, or a caller's device; null if nobody did.
    @Nullable public var by: String?
    /// Why, in a person's words or as a code; null if nothing was said.
    @Nullable public var reason: String?
    /// How it ended, for a print: `proven` `unproven` `lost` `failed` `withdrawn`; null for others.
    @Nullable public var outcome: String?
    /// The ticket; null if none is touched or it is of a former day.
    @Nullable public var ticket: TicketView?
    /// The window; null if none is touched.
    @Nullable public var window: WindowView?
    /// The alarm; null if none is touched or it is normal now.
    @Nullable public var alarm: AlarmView?
    /// The device; null if none is touched.
    @Nullable public var device: DeviceView?
    /// The point; null unless it is about a write to one, or an alarm about one.
    @Nullable public var point: PointView?
    /// What was to be written, or was read back; null unless it is about a write, or if nothing was read back.
    @Nullable public var value: JSONValue?
    /// A change of which only this is known.
    public init(
        kind: String, at: String, subject: String, by: String? = nil, reason: String? = nil, outcome: String? = nil
    ) {
        self.kind = kind
        self.at = at
        self.subject = subject
        self.by = by
        self.reason = reason
        self.outcome = outcome
        self.ticket = nil
        self.window = nil
        self.alarm = nil
        self.device = nil
        self.point = nil
        self.value = nil
    }
}
