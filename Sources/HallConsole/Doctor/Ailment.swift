import HallModel

/// Something that `hallctl doctor` found. Each has words in `AilmentText.swift`: what is wrong, why, what to do.
enum Ailment: Equatable {
    // The service
    case unitNotInstalled
    case noConfiguration(path: String)
    case notRunning(socket: String)
    case socketForbidden(socket: String)
    case noAnswer(what: Bilingual, remedy: Bilingual)
    case noRole(user: String)
    case groupMissing(String)
    case safeMode
    case loopLate(name: String, seconds: Int)
    case notWatched
    // The machine
    case diskNearlyFull(path: String, freeMegabytes: Int, percent: Int)
    case clockUnsynchronised
    // Wires
    case portMissing(bus: String, path: String)
    case portForbidden(bus: String, path: String, user: String)
    case portBusy(bus: String, path: String)
    case portLost(bus: String, path: String, error: String?)
    case peerUnreachable(bus: String, address: String, error: String?)
    case chipMissing(bus: String, label: String)
    case lineMute(bus: String, devices: Int)
    case lineGarbled(bus: String, percent: Int)
    case lineNoisy(bus: String, percent: Int)
    case noSense(device: String, bus: String, errors: Int)
    // Devices
    case deviceDead(device: String, bus: String, busWorks: Bool)
    case wrongDevice(device: String, profile: String)
    case programMissing(device: String)
    case programFailed(device: String)
    case upsUnreachable(device: String)
    case paperOut(device: String)
    case coverOpen(device: String)
    case cutterError(device: String)
    case printerFault(device: String)
    case printerOffline(device: String)

    /// How bad it is.
    enum Severity: String {
        /// Something does not work.
        case fault
        /// Something will not work, or not well.
        case warning
    }

    var severity: Severity {
        switch self {
        case .groupMissing, .notWatched, .clockUnsynchronised, .lineNoisy: .warning
        case .diskNearlyFull(_, let free, _): free < 50 ? .fault : .warning
        default: .fault
        }
    }

    /// For programs: stable.
    var code: String {
        switch self {
        case .unitNotInstalled: "unit-not-installed"
        case .noConfiguration: "no-configuration"
        case .notRunning: "not-running"
        case .socketForbidden: "socket-forbidden"
        case .noAnswer: "no-answer"
        case .noRole: "no-role"
        case .groupMissing: "group-missing"
        case .safeMode: "safe-mode"
        case .loopLate: "loop-late"
        case .notWatched: "not-watched"
        case .diskNearlyFull: "disk-nearly-full"
        case .clockUnsynchronised: "clock-unsynchronised"
        case .portMissing: "port-missing"
        case .portForbidden: "port-forbidden"
        case .portBusy: "port-busy"
        case .portLost: "port-lost"
        case .peerUnreachable: "peer-unreachable"
        case .chipMissing: "chip-missing"
        case .lineMute: "line-mute"
        case .lineGarbled: "line-garbled"
        case .lineNoisy: "line-noisy"
        case .noSense: "no-sense"
        case .deviceDead: "device-dead"
        case .wrongDevice: "wrong-device"
        case .programMissing: "program-missing"
        case .programFailed: "program-failed"
        case .upsUnreachable: "ups-unreachable"
        case .paperOut: "paper-out"
        case .coverOpen: "cover-open"
        case .cutterError: "cutter-error"
        case .printerFault: "printer-fault"
        case .printerOffline: "printer-offline"
        }
    }

    /// What it is about: a bus, a device, or nothing in particular.
    var subject: String? {
        switch self {
        case .portMissing(let bus, _), .portForbidden(let bus, _, _), .portBusy(let bus, _), .portLost(let bus, _, _),
            .peerUnreachable(let bus, _, _), .chipMissing(let bus, _), .lineMute(let bus, _), .lineGarbled(let bus, _),
            .lineNoisy(let bus, _):
            bus
        case .deviceDead(let device, _, _), .wrongDevice(let device, _), .upsUnreachable(let device),
            .programMissing(let device), .programFailed(let device),
            .paperOut(let device), .coverOpen(let device), .cutterError(let device), .printerFault(let device),
            .printerOffline(let device), .noSense(let device, _, _):
            device
        default: nil
        }
    }
}
