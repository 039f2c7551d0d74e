/// Every method of the socket. The server switches over it, the interface texts are compared with it: a method without
/// a handler does not compile, one without a text fails a test.
public enum APIMethod: String, Sendable, CaseIterable {
    case getInfo = "org.varlink.service.GetInfo"
    case getInterfaceDescription = "org.varlink.service.GetInterfaceDescription"
    case status = "org.halld.Hall.Status"
    case version = "org.halld.Hall.Version"
    case watch = "org.halld.Hall.Watch"
    case reload = "org.halld.Hall.Reload"
    case whoAmI = "org.halld.Hall.WhoAmI"
    case health = "org.halld.Hall.Health"
    case listDevices = "org.halld.Devices.List"
    case showDevice = "org.halld.Devices.Show"
    case listPoints = "org.halld.Devices.ListPoints"
    case watchPoints = "org.halld.Devices.WatchPoints"
    case writePoint = "org.halld.Devices.Write"
    case whyPoint = "org.halld.Devices.WhyPoint"
    case listAlarms = "org.halld.Alarms.List"
    case watchAlarms = "org.halld.Alarms.Watch"
    case acknowledgeAlarm = "org.halld.Alarms.Acknowledge"
    case shelveAlarm = "org.halld.Alarms.Shelve"
    case unshelveAlarm = "org.halld.Alarms.Unshelve"
    case setAlarmService = "org.halld.Alarms.SetService"
    case whyAlarm = "org.halld.Alarms.Why"
    case takeTicket = "org.halld.Queue.Take"
    case showTicket = "org.halld.Queue.Show"
    case cancelTicket = "org.halld.Queue.Cancel"
    case parkTicket = "org.halld.Queue.Park"
    case returnTicket = "org.halld.Queue.Return"
    case transferTicket = "org.halld.Queue.Transfer"
    case reprintTicket = "org.halld.Queue.Reprint"
    case queueState = "org.halld.Queue.State"
    case whyTicket = "org.halld.Queue.WhyTicket"
    case whyCall = "org.halld.Queue.WhyCall"
    case listWindows = "org.halld.Windows.List"
    case openWindow = "org.halld.Windows.Open"
    case closeWindow = "org.halld.Windows.Close"
    case callNext = "org.halld.Windows.Call"
    case recall = "org.halld.Windows.Recall"
    case putBack = "org.halld.Windows.PutBack"
    case parkVisitor = "org.halld.Windows.Park"
    case transferVisitor = "org.halld.Windows.Transfer"
    case startService = "org.halld.Windows.Start"
    case finishService = "org.halld.Windows.Finish"
    case noShow = "org.halld.Windows.NoShow"
    case pauseWindow = "org.halld.Windows.Pause"
    case resumeWindow = "org.halld.Windows.Resume"
    case rateService = "org.halld.Windows.Rate"
    case whyWindow = "org.halld.Windows.Why"
    case listBuses = "org.halld.Bus.List"
    case busStats = "org.halld.Bus.Stats"
    /// `org.halld.Bus.Budget`
    case busBudget = "org.halld.Bus.Budget"
    case traceBus = "org.halld.Bus.Trace"
    case readBus = "org.halld.Bus.Read"
    case scanBus = "org.halld.Bus.Scan"
    case pointHistory = "org.halld.Record.History"
    case discharges = "org.halld.Record.Discharges"
    case statistics = "org.halld.Record.Statistics"
    case signOn = "org.halld.People.SignOn"
    case signOff = "org.halld.People.SignOff"
    case listOperators = "org.halld.People.List"
    case assignWindow = "org.halld.People.Assign"
    case callAssist = "org.halld.People.CallAssist"
    case answerAssist = "org.halld.People.AnswerAssist"
    case listAssists = "org.halld.People.ListAssists"
    case sendMessage = "org.halld.People.Send"
    case listMessages = "org.halld.People.ListMessages"
    case importAppointments = "org.halld.Queue.ImportAppointments"
    case listAppointments = "org.halld.Queue.Appointments"
    case cancelAppointment = "org.halld.Queue.CancelAppointment"

    /// `org.halld.Queue`
    public var interface: APIInterface {
        switch self {
        case .getInfo, .getInterfaceDescription: .service
        case .status, .version, .watch, .reload, .whoAmI, .health: .hall
        case .listDevices, .showDevice, .listPoints, .watchPoints, .writePoint, .whyPoint: .devices
        case .listAlarms, .watchAlarms, .acknowledgeAlarm, .shelveAlarm, .unshelveAlarm, .setAlarmService, .whyAlarm:
            .alarms
        case .takeTicket, .showTicket, .cancelTicket, .parkTicket, .returnTicket, .transferTicket, .reprintTicket,
            .queueState, .whyTicket, .whyCall, .importAppointments, .listAppointments, .cancelAppointment:
            .queue
        case .listWindows, .openWindow, .closeWindow, .callNext, .recall, .putBack, .parkVisitor, .transferVisitor,
            .startService, .finishService, .noShow, .pauseWindow, .resumeWindow, .rateService, .whyWindow:
            .windows
        case .listBuses, .busStats, .busBudget, .traceBus, .readBus, .scanBus: .bus
        case .pointHistory, .discharges, .statistics: .record
        case .signOn, .signOff, .listOperators, .assignWindow, .callAssist, .answerAssist, .listAssists, .sendMessage,
            .listMessages:
            .people
        }
    }

    /// Only with `more`: it has no last reply, or one that nobody knows when it begins.
    public var isStream: Bool {
        switch self {
        case .watch, .watchAlarms, .watchPoints, .traceBus, .scanBus: true
        default: false
        }
    }

    /// Changes the hall: goes through the hall thread and the journal. A reload is none: again it changes nothing.
    public var isCommand: Bool {
        switch self {
        case .acknowledgeAlarm, .shelveAlarm, .unshelveAlarm, .setAlarmService, .takeTicket, .cancelTicket,
            .parkTicket, .returnTicket, .transferTicket, .reprintTicket, .openWindow, .closeWindow, .callNext, .recall,
            .putBack, .parkVisitor, .transferVisitor, .startService, .finishService, .noShow, .pauseWindow,
            .resumeWindow, .rateService, .writePoint, .signOn, .signOff, .assignWindow, .callAssist, .answerAssist,
            .sendMessage, .importAppointments, .cancelAppointment:
            true
        case .getInfo, .getInterfaceDescription, .status, .version, .watch, .whoAmI, .health, .listDevices, .showDevice,
            .listPoints, .watchPoints, .whyPoint, .listAlarms, .watchAlarms, .whyAlarm, .showTicket, .queueState,
            .whyTicket, .whyCall, .listWindows, .whyWindow, .listBuses, .busStats, .busBudget, .traceBus, .readBus,
            .scanBus,
            .pointHistory, .discharges, .statistics, .reload, .listOperators, .listAssists, .listMessages,
            .listAppointments:
            false
        }
    }
}

/// The interfaces of the socket.
public enum APIInterface: String, Sendable, CaseIterable {
    case service = "org.varlink.service"
    case hall = "org.halld.Hall"
    case devices = "org.halld.Devices"
    case alarms = "org.halld.Alarms"
    case queue = "org.halld.Queue"
    case windows = "org.halld.Windows"
    case bus = "org.halld.Bus"
    case record = "org.halld.Record"
    case people = "org.halld.People"

    /// What a method name that matches none is missing.
    public static func fault(unknownMethod name: String) -> APIFault {
        guard let dot = name.lastIndex(of: ".") else { return .methodNotFound(name) }
        let interface = String(name[..<dot])
        return APIInterface(rawValue: interface) == nil ? .interfaceNotFound(interface) : .methodNotFound(name)
    }
}
