import HallModel
import OrderedCollections

/// What a device's levels say about the causes of its alarms. A cause of which nothing is known is left out: its alarm
/// stays as it is, since missing data is neither trouble nor its end.
enum DeviceLevels {
    static func causes(_ device: DevicePlan, _ live: LiveHall, _ plan: HallPlan) -> [AlarmLevel] {
        let presence = live.presences[device.id]
        let isUPS = device.upsStatusPoint != nil
        // What was taken out of service by a person has no causes, whatever it says.
        if let presence, presence.isOutOfUse {
            let kinds: [AlarmKind] = [
                .paperOut, .paperNearEnd, .coverOpen, .cutterError, .printerFault, .notAnswering, .portLost, .upsSilent,
                .onBattery, .batteryLow, .autonomyShort, .upsFault, .voiceFailed,
            ]
            return kinds.map { AlarmLevel($0, about: .device(device.id), isThere: false) }
                + ContactLevels.gone(device)
        }
        var levels = live.printers[device.id].map { ofPrinter(device.id, $0) } ?? []
        if isUPS {
            levels += UPSLevels.causes(device, live, plan.limits)
        } else if let presence {
            levels += ofPresence(device.id, presence)
        }
        return levels + ContactLevels.causes(device, live)
    }

    private static func ofPresence(_ device: DeviceID, _ told: LiveHall.DevicePresence) -> [AlarmLevel] {
        func level(_ kind: AlarmKind, _ isThere: Bool) -> AlarmLevel {
            AlarmLevel(kind, about: .device(device), isThere: isThere)
        }
        switch (told.presence, told.detail) {
        case (.offline, .programMissing), (.offline, .programFailed):
            return [level(.voiceFailed, true), level(.portLost, false), level(.notAnswering, false)]
        case (.offline, _):
            return [level(.portLost, told.detail.isPort), level(.notAnswering, !told.detail.isPort)]
        case (.unknown, .probing): return []
        case (.online, _), (.unknown, _), (.absent, _), (.disabled, _):
            return [level(.portLost, false), level(.notAnswering, false), level(.voiceFailed, false)]
        }
    }

    private static func ofPrinter(_ device: DeviceID, _ told: PrinterCondition) -> [AlarmLevel] {
        func level(_ kind: AlarmKind, _ isThere: Bool) -> AlarmLevel {
            AlarmLevel(kind, about: .device(device), isThere: isThere)
        }
        let hasPlainCause = told.paper == .out || told.coverOpen || told.cutterError
        var levels = [
            level(.coverOpen, told.coverOpen), level(.cutterError, told.cutterError),
            level(.printerFault, told.unrecoverableError || (told.offline && !hasPlainCause)),
        ]
        if told.paper != .unknown {
            levels.append(level(.paperOut, told.paper == .out))
            levels.append(level(.paperNearEnd, told.paper == .nearEnd))
        }
        return levels
    }
}

extension DeviceDetail {
    /// The port is the trouble, not the device.
    var isPort: Bool {
        switch self {
        case .portMissing, .portBusy, .portForbidden, .portLost: true
        case .none, .noAnswer, .oneWay, .probing, .serverCannotReach, .wrongModel, .programMissing, .programFailed:
            false
        }
    }
}

extension LiveHall.DevicePresence {
    /// A person says that it is not to be listened to.
    var isOutOfUse: Bool { presence == .absent || presence == .disabled }
}
