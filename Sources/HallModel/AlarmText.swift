/// What people read about a kind of alarm: plain enough for whoever is in the hall at night.
public struct AlarmText: Sendable, Equatable {
    /// What is wrong, in a few words.
    public var text: Bilingual
    /// Why that happens.
    public var cause: Bilingual
    /// What it means for visitors.
    public var consequence: Bilingual
    /// What to do, in order.
    public var response: Bilingual
}

extension AlarmKind {
    /// What people read about it.
    public var text: AlarmText {
        switch self {
        case .paperOut: .paperOut
        case .paperNearEnd: .paperNearEnd
        case .coverOpen: .coverOpen
        case .cutterError: .cutterError
        case .printerFault: .printerFault
        case .notAnswering: .notAnswering
        case .portLost: .portLost
        case .ticketNotPrinted: .ticketNotPrinted
        case .journalUnavailable: .journalUnavailable
        case .inputOverflow: .inputOverflow
        case .clockImplausible: .clockImplausible
        case .planRefused: .planRefused
        case .setPointTooLow: .setPointTooLow
        case .setPointTooHigh: .setPointTooHigh
        case .changedAtUnit: .changedAtUnit
        case .roomOvercooled: .roomOvercooled
        case .roomOverheated: .roomOverheated
        case .roomUncomfortable: .roomUncomfortable
        case .airHumid: .airHumid
        case .airDry: .airDry
        case .airStale: .airStale
        case .lightLow: .lightLow
        case .sensorFault: .sensorFault
        case .pointMissing: .pointMissing
        case .onBattery: .onBattery
        case .batteryLow: .batteryLow
        case .autonomyShort: .autonomyShort
        case .upsFault: .upsFault
        case .upsSilent: .upsSilent
        case .busDown: .busDown
        case .badRating: .badRating
        case .followUpOverdue: .followUpOverdue
        case .waitLong: .waitLong
        case .waitOverLimit: .waitOverLimit
        case .serviceUnattended: .serviceUnattended
        case .waitingAreaFull: .waitingAreaFull
        case .windowAway: .windowAway
        case .contact: .contact
        case .historyUnavailable: .historyUnavailable
        case .safeMode: .safeMode
        case .fire: .fire
        case .helpWanted: .helpWanted
        case .panic: .panic
        case .intrusion: .intrusion
        case .waterLeak: .waterLeak
        case .doorOpen: .doorOpen
        case .unitFault: .unitFault
        case .recordContradicts: .recordContradicts
        case .journalRestored: .journalRestored
        case .voiceFailed: .voiceFailed
        case .assistCalled: .assistCalled
        case .noticeTooLate: .noticeTooLate
        }
    }
}
