import HallModel

/// What a device's levels say about the causes of its alarms. A cause of which nothing is known is left out: its alarm
/// stays as it is, since missing data is neither trouble nor its end.
enum DeviceLevels {
    struct Level: Sendable, Equatable {
        var kind: AlarmKind
        var isThere: Bool
    }

    static func causes(_ presence: LiveHall.DevicePresence?, _ printer: PrinterCondition?) -> [Level] {
        // What was taken out of service by a person has no causes, whatever it says.
        if let presence, presence.presence == .absent || presence.presence == .disabled {
            return [.paperOut, .paperNearEnd, .coverOpen, .cutterError, .printerFault, .notAnswering, .portLost]
                .map { Level(kind: $0, isThere: false) }
        }
        return (presence.map(ofPresence) ?? []) + (printer.map(ofPrinter) ?? [])
    }

    private static func ofPresence(_ told: LiveHall.DevicePresence) -> [Level] {
        let isPortLost =
            switch told.detail {
            case .portMissing, .portBusy, .portForbidden, .portLost: true
            case .none, .noAnswer, .oneWay, .probing, .serverCannotReach, .wrongModel: false
            }
        switch (told.presence, told.detail) {
        case (.offline, _):
            return [
                Level(kind: .portLost, isThere: isPortLost), Level(kind: .notAnswering, isThere: !isPortLost),
            ]
        case (.unknown, .probing): return []
        case (.online, _), (.unknown, _), (.absent, _), (.disabled, _):
            return [Level(kind: .portLost, isThere: false), Level(kind: .notAnswering, isThere: false)]
        }
    }

    private static func ofPrinter(_ told: PrinterCondition) -> [Level] {
        let hasPlainCause = told.paper == .out || told.coverOpen || told.cutterError
        var levels = [
            Level(kind: .coverOpen, isThere: told.coverOpen),
            Level(kind: .cutterError, isThere: told.cutterError),
            Level(kind: .printerFault, isThere: told.unrecoverableError || (told.offline && !hasPlainCause)),
        ]
        if told.paper != .unknown {
            levels.append(Level(kind: .paperOut, isThere: told.paper == .out))
            levels.append(Level(kind: .paperNearEnd, isThere: told.paper == .nearEnd))
        }
        return levels
    }
}
