import HallModel

/// The one table of who may call what. The server asks it at each call; `docs/roles.md` is held to it by a test.
extension APIMethod {
    /// The roles that may call it; nil: whoever can open the socket.
    public var roles: [Role]? {
        switch self {
        // What a client needs to find its way, and to be told why it may do no more.
        case .getInfo, .getInterfaceDescription, .whoAmI: nil
        case .status, .version, .watch, .health, .listDevices, .showDevice, .listPoints, .watchPoints, .listAlarms,
            .watchAlarms, .whyAlarm, .showTicket, .queueState, .listWindows, .listBuses, .busStats, .busBudget,
            .listOperators, .listAssists, .listMessages:
            Role.allCases
        case .whyTicket, .whyCall, .whyPoint, .whyWindow, .pointHistory, .discharges:
            [.operator, .supervisor, .technician, .administrator]
        // Of people, not of hardware.
        case .statistics, .listAppointments: [.operator, .supervisor, .administrator]
        case .reload, .traceBus, .readBus, .scanBus: [.technician, .administrator]
        // A rating is a visitor's: clerks cannot give themselves one.
        case .takeTicket, .cancelTicket, .parkTicket, .returnTicket, .transferTicket, .reprintTicket, .rateService,
            .importAppointments, .cancelAppointment:
            [.operator, .administrator]
        case .openWindow, .closeWindow, .callNext, .recall, .putBack, .parkVisitor, .transferVisitor, .startService,
            .finishService, .noShow, .pauseWindow, .resumeWindow, .signOn, .signOff, .callAssist, .sendMessage:
            [.counter, .operator, .administrator]
        // Who serves what, and who helps where, is the desk's.
        case .assignWindow, .answerAssist: [.operator, .administrator]
        case .acknowledgeAlarm, .shelveAlarm, .unshelveAlarm: [.operator, .technician, .administrator]
        case .setAlarmService, .writePoint: [.technician, .administrator]
        }
    }

    /// Whether a user may call it. `window` is the one that the call is about: a `counter` has only their own.
    public func isAllowed(_ rights: Rights, at window: WindowID? = nil) -> Bool {
        guard let roles else { return true }
        return rights.roles.contains { role in
            guard roles.contains(role) else { return false }
            guard role == .counter, isCommand else { return true }
            return window.map(rights.windows.contains) ?? false
        }
    }

    /// The table as it stands in the documents: a row for each set of methods with the same roles.
    public static var rolesTable: String {
        let columns = Role.allCases
        var lines = ["| method | anybody | " + columns.map(\.rawValue).joined(separator: " | ") + " |"]
        lines.append("|---|" + String(repeating: ":-:|", count: columns.count + 1))
        for method in allCases {
            let cells = columns.map { role -> String in
                guard let roles = method.roles, roles.contains(role) else { return method.roles == nil ? "●" : "" }
                return role == .counter && method.isCommand ? "own" : "●"
            }
            let anybody = method.roles == nil ? "●" : ""
            lines.append("| `\(method.rawValue)` | \(anybody) | " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
