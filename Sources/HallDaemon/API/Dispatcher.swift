import HallAPI
import HallLogic
import HallModel
import Logging

/// One call on its way through a connection.
struct PendingCall: Sendable {
    /// Its frame and parameters.
    var header: CallHeader
    /// The method, or the fault that the frame itself deserves.
    var method: Result<APIMethod, APIFault>

    /// Reads a message's frame.
    init(message: [UInt8]) throws(FramingError) {
        header = try CallHeader.read(message)
        guard let method = APIMethod(rawValue: header.method) else {
            self.method = .failure(APIInterface.fault(unknownMethod: header.method))
            return
        }
        if header.upgrade {
            self.method = .failure(.methodNotImplemented(header.method))
        } else if method.isStream, !header.more {
            self.method = .failure(.expectedMore)
        } else {
            self.method = .success(method)
        }
    }

    var isCommand: Bool { (try? method.get())?.isCommand ?? false }
}

/// What becomes of a call.
enum Outcome {
    /// A reply, complete with its zero byte.
    case reply([UInt8])
    /// A reply that comes later: begins the work, whose reply is delivered on the API thread, or never after the end.
    case later((_ deliver: @escaping ([UInt8]) -> Void) -> Void)
    /// A stream begins.
    case stream(StreamKind)
}

/// The streams.
enum StreamKind {
    /// Everything, then each change.
    case hall(from: Position?, Language?)
    /// The alarms, again after each change.
    case alarms(all: Bool, Language?)
    /// The points that match, then those that changed.
    case points(Glob?)
    /// What happens on a wire.
    case trace(TraceWatch)
    /// A search of a wire.
    case scan(ScanWatch)
}

/// Finds what each method does. Lives on the API thread, waits for nothing.
struct Dispatcher: Sendable {
    let gateway: any HallGateway
    let version: String
    let now: @Sendable () -> MonotonicInstant
    /// For what is read from disk.
    let reader: DiskReader
    /// For what the hall answers.
    let replies: PendingReplies
    /// For how much wires are used.
    let meter: BusMeter
    /// For who may do what.
    let access: AccessBook
    /// For the daemon as a process.
    let health: HealthDesk
    /// For what leaves no fact.
    let logger: Logger

    func handle(_ call: PendingCall, from peer: Peer) -> Outcome {
        do throws(APIFault) {
            return try begin(try call.method.get(), call, peer)
        } catch {
            return .reply(error.message)
        }
    }

    private func begin(
        _ method: APIMethod, _ call: PendingCall, _ peer: Peer
    ) throws(APIFault) -> Outcome {
        if !method.isCommand { try permit(method, peer) }
        switch method {
        case .getInfo:
            _ = try GetInfo.parameters(of: call.header)
            return .reply(GetInfo.message(reply: info))
        case .getInterfaceDescription:
            let name = try GetInterfaceDescription.parameters(of: call.header).interface
            guard let interface = APIInterface(rawValue: name) else { throw .interfaceNotFound(name) }
            return .reply(GetInterfaceDescription.message(reply: .init(description: interface.text)))
        case .status:
            _ = try HallStatus.parameters(of: call.header)
            return .reply(HallStatus.message(reply: view().status()))
        case .version:
            _ = try HallVersion.parameters(of: call.header)
            let view = view()
            return .reply(
                HallVersion.message(
                    reply: .init(
                        version: version, epoch: view.hall.epoch, startedAt: view.time(view.hall.startedAt.wall))))
        case .whoAmI:
            _ = try WhoAmI.parameters(of: call.header)
            let rights = rights(of: peer)
            return .reply(
                WhoAmI.message(
                    reply: .init(
                        user: peer.name, roles: rights.roles.map(\.rawValue), windows: rights.windows.map(\.rawValue))))
        case .health:
            _ = try HallHealth.parameters(of: call.header)
            let missing = gateway.published.hall.recorded.plan?.access.map { access.missing($0, at: now()) } ?? []
            return .reply(
                HallHealth.message(
                    reply: health.view(user: access.ownName, missingGroups: missing, at: APIServer.monotonicNow())))
        case .watch:
            let parameters = try HallWatch.parameters(of: call.header)
            return .stream(.hall(from: parameters.position, try language(parameters.language)))
        case .reload: return try reload(call)
        case .listDevices:
            let pattern = try glob(ListDevices.parameters(of: call.header).pattern)
            let devices = view().devices().filter { pattern?.matches($0.id) ?? true }
            return .reply(ListDevices.message(reply: .init(devices: devices)))
        case .showDevice: return .reply(try showDevice(call))
        case .listAlarms:
            let parameters = try ListAlarms.parameters(of: call.header)
            let view = view(try language(parameters.language))
            return .reply(ListAlarms.message(reply: .init(alarms: view.alarms(all: parameters.all ?? false))))
        case .watchAlarms:
            let parameters = try WatchAlarms.parameters(of: call.header)
            return .stream(.alarms(all: parameters.all ?? false, try language(parameters.language)))
        case .whyAlarm: return try whyAlarm(call)
        case .listPoints:
            let pattern = try glob(ListPoints.parameters(of: call.header).pattern)
            return .reply(ListPoints.message(reply: .init(points: view().points(pattern))))
        case .watchPoints:
            return .stream(.points(try glob(WatchPoints.parameters(of: call.header).pattern)))
        case .whyPoint: return try whyPoint(call)
        case .listBuses:
            _ = try ListBuses.parameters(of: call.header)
            return .reply(ListBuses.message(reply: .init(buses: view().buses(gateway.buses))))
        case .busStats: return .reply(try busStats(call))
        case .busBudget: return .reply(try busBudget(call))
        case .traceBus: return try trace(call, peer)
        case .readBus: return try readBus(call, peer)
        case .scanBus: return try scan(call, peer)
        case .showTicket:
            let name = try ShowTicket.parameters(of: call.header).number
            let view = view()
            guard let ticket = view.ticket(named: name) else { throw .refused(.queue, .noSuchTicket(name)) }
            return .reply(ShowTicket.message(reply: view.ticket(ticket)))
        case .queueState:
            _ = try QueueState.parameters(of: call.header)
            return .reply(QueueState.message(reply: view().queue()))
        case .listAppointments: return .reply(try appointments(call))
        case .listWindows:
            _ = try ListWindows.parameters(of: call.header)
            return .reply(ListWindows.message(reply: .init(windows: view().windows())))
        case .listOperators:
            _ = try ListOperators.parameters(of: call.header)
            return .reply(ListOperators.message(reply: .init(operators: view().operators())))
        case .listAssists:
            _ = try ListAssists.parameters(of: call.header)
            return .reply(ListAssists.message(reply: .init(assists: view().assists())))
        case .listMessages:
            let place = try ListMessages.parameters(of: call.header).place
            return .reply(ListMessages.message(reply: .init(messages: view().messages(place))))
        case .whyTicket: return try whyTicket(call)
        case .whyCall: return try whyCall(call)
        case .whyWindow: return try whyWindow(call)
        case .discharges: return try discharges(call)
        case .statistics: return try statistics(call)
        case .pointHistory: return try history(call)
        case .takeTicket, .cancelTicket, .parkTicket, .returnTicket, .transferTicket, .reprintTicket, .parkVisitor,
            .transferVisitor, .acknowledgeAlarm, .shelveAlarm, .unshelveAlarm,
            .setAlarmService, .writePoint, .openWindow, .closeWindow, .callNext, .recall, .putBack, .startService,
            .finishService, .noShow, .pauseWindow, .resumeWindow, .rateService, .signOn, .signOff, .assignWindow,
            .callAssist, .answerAssist, .sendMessage, .importAppointments, .cancelAppointment:
            let command = try CommandCall(method, call, ownWindow: CommandCall.ownWindow(rights(of: peer)))
            try permit(method, peer, at: command.window)
            return .later { submit(command, peer, $0) }
        }
    }

    private func rights(of peer: Peer) -> Rights {
        access.rights(of: peer, gateway.published.hall.recorded.plan?.access, at: now())
    }

    /// The user has a role that the method takes, by the plan in force.
    func isAllowed(_ method: APIMethod, _ peer: Peer, at window: WindowID? = nil) -> Bool {
        method.isAllowed(rights(of: peer), at: window)
    }

    /// They have no role at all.
    func isStranger(_ peer: Peer) -> Bool { rights(of: peer).roles.isEmpty }

    /// Goes on only if the user has a role that the method takes.
    private func permit(_ method: APIMethod, _ peer: Peer, at window: WindowID? = nil) throws(APIFault) {
        guard isAllowed(method, peer, at: window) else {
            throw .permissionDenied(method, peer.name, at: window)
        }
    }

    func view(_ language: Language? = nil) -> Viewing { Viewing(gateway.published, at: now(), language: language) }

    private var info: GetInfo.Reply {
        GetInfo.Reply(
            vendor: "halld", product: "halld", version: version, url: "file:///usr/share/doc/halld",
            interfaces: APIInterface.allCases.map(\.rawValue))
    }

    func language(_ name: String?) throws(APIFault) -> Language? {
        guard let name else { return nil }
        guard let language = Language(rawValue: name) else { throw .invalidParameter("language") }
        return language
    }

    /// A stream matches its pattern against every point each second, so it has a bound too.
    private func glob(_ pattern: String?) throws(APIFault) -> Glob? {
        guard let pattern else { return nil }
        return Glob(try CommandCall.name(pattern, "pattern"))
    }

    private func showDevice(_ call: PendingCall) throws(APIFault) -> [UInt8] {
        let id = try ShowDevice.parameters(of: call.header).id
        let view = view()
        guard let device = view.device(DeviceID(id)) else {
            let asked = id.withoutControls
            throw .refused(
                .devices, code: "noSuchDevice",
                message: Bilingual(zh: "没有设备 \(asked)", en: "no device \(asked)"),
                remedy: Bilingual(zh: "hallctl devices 列出全部设备", en: "hallctl devices lists those there are"))
        }
        return ShowDevice.message(reply: .init(devices: [device]))
    }

    private func busStats(_ call: PendingCall) throws(APIFault) -> [UInt8] {
        let name = try BusStats.parameters(of: call.header).bus
        let view = view()
        let bus = if let name { try plannedBus(name, view).id } else { BusID?.none }
        let buses = view.statistics(of: bus, gateway.buses, meter)
        return BusStats.message(reply: .init(buses: buses))
    }

    private func busBudget(_ call: PendingCall) throws(APIFault) -> [UInt8] {
        let name = try BusBudgets.parameters(of: call.header).bus
        let view = view()
        let bus = if let name { try plannedBus(name, view).id } else { BusID?.none }
        return BusBudgets.message(reply: .init(buses: view.budgets(of: bus, gateway.buses, meter)))
    }

    // MARK: From disk

    private func whyAlarm(_ call: PendingCall) throws(APIFault) -> Outcome {
        let parameters = try WhyAlarm.parameters(of: call.header)
        let language = try language(parameters.language)
        let id = AlarmID(try CommandCall.name(parameters.id, "id"))
        return .later(
            facts(about: .alarm(id), .alarms, language) { view, facts in
                guard let why = view.why(id, facts) else {
                    return APIFault.refused(.alarms, .noSuchAlarm(id.rawValue)).message
                }
                return WhyAlarm.message(reply: why)
            })
    }

    private func whyPoint(_ call: PendingCall) throws(APIFault) -> Outcome {
        let parameters = try WhyPoint.parameters(of: call.header)
        let language = try language(parameters.language)
        let id = PointID(try CommandCall.name(parameters.point, "point"))
        return .later(
            facts(about: .point(id), .devices, language) { view, facts in
                guard let why = view.why(id, facts) else {
                    let near = view.points(near: id.rawValue)
                    return APIFault.refused(.devices, .noSuchPoint(id.rawValue, known: near)).message
                }
                return WhyPoint.message(reply: why)
            })
    }

    private func whyWindow(_ call: PendingCall) throws(APIFault) -> Outcome {
        let id = WindowID(try CommandCall.name(WhyWindow.parameters(of: call.header).window, "window"))
        return .later(
            facts(about: .window(id), .windows) { view, facts in
                guard let why = view.why(id, facts) else {
                    let known = view.recorded.windows.map(\.id.rawValue)
                    return APIFault.refused(.windows, .noSuchWindow(id.rawValue, known: known)).message
                }
                return WhyWindow.message(reply: why)
            })
    }

    private func whyTicket(_ call: PendingCall) throws(APIFault) -> Outcome {
        let name = try WhyTicket.parameters(of: call.header).number
        return .later(
            facts(about: try ticketID(name), name) { view, id, facts in
                WhyTicket.message(reply: view.story(id, facts))
            })
    }

    private func whyCall(_ call: PendingCall) throws(APIFault) -> Outcome {
        let parameters = try WhyCall.parameters(of: call.header)
        let name: String
        switch (parameters.number, parameters.window) {
        case (let number?, nil): name = number
        case (nil, let window?):
            let view = view()
            guard let state = view.recorded.window(WindowID(window)) else {
                throw .refused(.queue, .noSuchWindow(window, known: view.recorded.windows.map(\.id.rawValue)))
            }
            guard let current = state.current else {
                return .reply(WhyCall.message(reply: view.whyNobody(at: state)))
            }
            name = current.description
        case (nil, nil): throw .invalidParameter("number")
        case (_?, _?): throw .invalidParameter("window")
        }
        return .later(
            facts(about: try ticketID(name), name) { view, id, facts in
                WhyCall.message(reply: view.whyCalled(id, facts))
            })
    }

    private func ticketID(_ name: String) throws(APIFault) -> TicketID {
        guard let id = view().ticketID(named: name) else { throw .refused(.queue, .noSuchTicket(name)) }
        return id
    }

    private func facts(
        about id: TicketID, _ name: String, _ reply: @escaping @Sendable (Viewing, TicketID, [HallFact]) -> [UInt8]
    ) -> (_ deliver: @escaping ([UInt8]) -> Void) -> Void {
        facts(about: .ticket(id), .queue) { view, facts in
            facts.isEmpty ? APIFault.refused(.queue, .noSuchTicket(name)).message : reply(view, id, facts)
        }
    }

    private func facts(
        about subject: FactSubject, _ interface: APIInterface, _ language: Language? = nil,
        _ reply: @escaping @Sendable (Viewing, [HallFact]) -> [UInt8]
    ) -> (_ deliver: @escaping ([UInt8]) -> Void) -> Void {
        { deliver in
            let ticket = replies.expect(deliver)
            let isRead = reader.run {
                let result = gateway.facts(about: subject)
                replies.fulfil(ticket) {
                    switch result {
                    case .success(let facts): reply(view(language), facts)
                    case .failure(let error): Self.fault(error, interface).message
                    }
                }
            }
            if !isRead { replies.fulfil(ticket) { APIFault.busy(interface).message } }
        }
    }

    // MARK: Commands

    private func submit(_ command: CommandCall, _ peer: Peer, _ deliver: @escaping ([UInt8]) -> Void) {
        let ticket = replies.expect(deliver)
        gateway.submit(
            CommandRequest(command: command.command, user: peer.name, key: command.key) { result in
                replies.fulfil(ticket) {
                    switch result {
                    case .success(let reply): command.message(reply, view(command.language))
                    case .failure(let error): Self.fault(error, command.method.interface).message
                    }
                }
            })
    }

    static func fault(_ error: GatewayError, _ interface: APIInterface) -> APIFault {
        switch error {
        case .storeUnavailable: .storeUnavailable(interface)
        case .busy, .stopping: .busy(interface)
        case .keyReused:
            .refused(
                interface, code: "keyReused",
                message: Bilingual(
                    zh: "幂等键已用于另一个命令", en: "the idempotency key was used for another command"),
                remedy: Bilingual(zh: "每个新命令用新键", en: "make a new key for each new command"))
        }
    }
}
