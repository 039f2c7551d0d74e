import HallModel

/// The states of one alarm (ISA-18.2 / IEC 62682, as far as they are built).
///
/// ```
///             raise                     acknowledge
///  normal ───────────▶ unacknowledged ──────────────▶ acknowledged
///    ▲  ▲                 │      ▲                         │
///    │  │          return │      │ raise                   │ return
///    │  │                 ▼      │                         │
///    │  └─acknowledge─ returnedUnacknowledged              │
///    └─────────────────────────────────────────────────────┘
/// ```
public enum AlarmMachine {
    /// What can happen to an alarm.
    public enum Event: Sendable, CaseIterable {
        /// Its cause appeared.
        case raise
        /// Its cause went away.
        case `return`
        /// Somebody said that they know.
        case acknowledge
    }

    /// The state after an event; nil when the event changes nothing and so leaves no fact.
    public static func next(_ state: AlarmState, on event: Event) -> AlarmState? {
        switch (state, event) {
        case (.normal, .raise): .unacknowledged
        case (.normal, .return), (.normal, .acknowledge): nil
        case (.unacknowledged, .raise): nil
        case (.unacknowledged, .return): .returnedUnacknowledged
        case (.unacknowledged, .acknowledge): .acknowledged
        case (.acknowledged, .raise), (.acknowledged, .acknowledge): nil
        case (.acknowledged, .return): .normal
        case (.returnedUnacknowledged, .raise): .unacknowledged
        case (.returnedUnacknowledged, .return): nil
        case (.returnedUnacknowledged, .acknowledge): .normal
        case (.latched, _), (.shelved, _), (.suppressed, _), (.outOfService, _): nil
        }
    }
}
