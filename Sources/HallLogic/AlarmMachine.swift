import HallModel

/// The states of one alarm (ISA-18.2 / IEC 62682).
///
/// ```
///             raise                     acknowledge                  return, if it latches
///  normal ───────────▶ unacknowledged ──────────────▶ acknowledged ──────────────────────▶ latched
///    ▲  ▲                 │    ▲  ▲                         │                               │  │
///    │  │          return │    │  └───────── raise ─────────│───────────────────────────────┘  │
///    │  │                 ▼    │ raise                      │ return                           │
///    │  └─acknowledge─ returnedUnacknowledged               │                                  │
///    └──────────────────────────────────────────────────────┴──────────── acknowledge ─────────┘
///
///  unacknowledged, acknowledged ── suppress ──▶ suppressed
///      release ▶ unacknowledged; return ▶ normal, or returnedUnacknowledged if it latches
///
///  any but normal, outOfService ── shelve ──▶ shelved;  any but normal ── takeOutOfService ──▶ outOfService
///      both remember whether the cause is there
///      unshelve, putInService ▶ unacknowledged while it is; else returnedUnacknowledged if it latches; else normal
/// ```
/// A grave alarm (fire, panic) cannot be set aside, and acknowledging one that has returned latches it.
///
/// A normal alarm is not kept, so it can be neither shelved nor taken out of service; one that is stays so when its
/// cause goes and comes.
public enum AlarmMachine {
    /// What can happen to an alarm.
    public enum Event: Sendable, CaseIterable {
        /// Its cause appeared.
        case raise
        /// Its cause went away.
        case `return`
        /// Somebody said that they know; of a latched alarm: it is reset.
        case acknowledge
        /// Another alarm is its cause.
        case suppress
        /// That alarm ended, and its own cause is still there.
        case release
        /// A person put it aside for a time.
        case shelve
        /// Its time aside is over.
        case unshelve
        /// A person took it out of service.
        case takeOutOfService
        /// A person put it back.
        case putInService
    }

    /// The state after an event; nil when the event changes nothing and so leaves no fact. While an alarm is shelved or
    /// out of service its state stays, and an event changes whether its cause is there.
    public static func next(
        _ state: AlarmState, on event: Event, latches: Bool = false, isCauseThere: Bool = false, isGrave: Bool = false
    ) -> AlarmState? {
        switch (state, event) {
        case (.normal, .raise): .unacknowledged
        case (.normal, _): nil
        case (.unacknowledged, .return): .returnedUnacknowledged
        case (.unacknowledged, .acknowledge): .acknowledged
        case (.acknowledged, .return): latches ? .latched : .normal
        case (.returnedUnacknowledged, .raise), (.latched, .raise): .unacknowledged
        // To have seen it is not to have reset it.
        case (.returnedUnacknowledged, .acknowledge): isGrave ? .latched : .normal
        case (.latched, .acknowledge): .normal
        case (.unacknowledged, .suppress), (.acknowledged, .suppress): .suppressed
        case (.suppressed, .return): latches ? .returnedUnacknowledged : .normal
        case (.suppressed, .release): .unacknowledged
        case (.shelved, .raise), (.outOfService, .raise): isCauseThere ? nil : state
        case (.shelved, .return), (.outOfService, .return): isCauseThere ? state : nil
        case (.shelved, .unshelve), (.outOfService, .putInService): after(latches: latches, isCauseThere: isCauseThere)
        case (.shelved, .shelve), (.outOfService, .shelve), (.outOfService, .takeOutOfService): nil
        case (_, .shelve): .shelved
        case (_, .takeOutOfService): .outOfService
        case (.unacknowledged, _), (.acknowledged, _), (.returnedUnacknowledged, _), (.latched, _), (.suppressed, _),
            (.shelved, _), (.outOfService, _):
            nil
        }
    }

    /// What happened while nobody was told is told now.
    private static func after(latches: Bool, isCauseThere: Bool) -> AlarmState {
        isCauseThere ? .unacknowledged : latches ? .returnedUnacknowledged : .normal
    }
}

extension AlarmKind {
    /// Lives are in danger: nobody puts it aside, and it is over only when a person has reset it, with a note, after it was
    /// acknowledged.
    var isGrave: Bool { self == .fire || self == .panic }
}

extension Alarm {
    /// Its state after an event; nil when that changes nothing.
    func next(on event: AlarmMachine.Event) -> AlarmState? {
        AlarmMachine.next(
            state, on: event, latches: latches ?? false, isCauseThere: isCauseThere ?? false, isGrave: kind.isGrave)
    }
}
