import HallAPI
import HallModel

/// A call that changes the hall: its command on the way in, its reply on the way out.
struct CommandCall: Sendable {
    let method: APIMethod
    let command: HallCommand
    let key: String?
    let language: Language?

    /// Reads the parameters of a command's method.
    init(_ method: APIMethod, _ call: PendingCall, ownWindow: String? = nil) throws(APIFault) {
        self.method = method
        var language: String?
        let key: String?
        switch method {
        case .takeTicket:
            let parameters = try TakeTicket.parameters(of: call.header)
            guard let priority = Ticket.Priority(rawValue: parameters.priority ?? "ordinary") else {
                throw .invalidParameter("class")
            }
            let (service, kiosk) = (try Self.service(parameters.service), try Self.kiosk(parameters.kiosk))
            if let code = parameters.appointment {
                command = .checkIn(
                    code: try Self.name(code, "appointment"), service: service, kiosk: kiosk, priority: priority)
            } else {
                guard let service else { throw .invalidParameter("service") }
                command = .takeTicket(service: service, kiosk: kiosk, priority: priority)
            }
            key = parameters.idempotencyKey
        case .importAppointments:
            let parameters = try ImportAppointments.parameters(of: call.header)
            guard parameters.appointments.count <= ImportAppointments.entryLimit else {
                throw .invalidParameter("appointments")
            }
            command = .importAppointments(parameters.appointments, isTrial: parameters.dryRun ?? false)
            key = parameters.idempotencyKey
            language = parameters.language
        case .cancelAppointment:
            let parameters = try CancelAppointment.parameters(of: call.header)
            command = .cancelAppointment(
                code: try Self.name(parameters.code, "code"), reason: try Self.reason(parameters.reason))
            key = parameters.idempotencyKey
        case .cancelTicket, .parkTicket, .returnTicket:
            let parameters = try CancelTicket.parameters(of: call.header)
            let number = TicketNumber(try Self.name(parameters.number, "number"))
            let reason = try Self.reason(parameters.reason)
            command =
                switch method {
                case .parkTicket: .parkTicket(number, reason: reason)
                case .returnTicket: .returnTicket(number, reason: reason)
                default: .cancelTicket(number, reason: reason)
                }
            key = parameters.idempotencyKey
        case .transferTicket:
            let parameters = try TransferTicket.parameters(of: call.header)
            let person = try Self.person(parameters.operator)
            try Self.checkDestination(
                parameters.service, (parameters.window, "window"), parameters.operator)
            command = .transferTicket(
                TicketNumber(try Self.name(parameters.number, "number")),
                service: try Self.service(parameters.service), window: try Self.window(parameters.window, "window"),
                person: person, reason: try Self.reason(parameters.reason))
            key = parameters.idempotencyKey
        case .transferVisitor:
            let parameters = try TransferVisitor.parameters(of: call.header)
            let person = try Self.person(parameters.operator)
            try Self.checkDestination(parameters.service, (parameters.to, "to"), parameters.operator)
            command = .transferFrom(
                WindowID(try Self.name(parameters.window, "window")), service: try Self.service(parameters.service),
                window: try Self.window(parameters.to, "to"), person: person,
                reason: try Self.reason(parameters.reason))
            key = parameters.idempotencyKey
        case .reprintTicket:
            let parameters = try ReprintTicket.parameters(of: call.header)
            command = .reprintTicket(
                TicketNumber(try Self.name(parameters.number, "number")), kiosk: try Self.kiosk(parameters.kiosk))
            key = parameters.idempotencyKey
        case .acknowledgeAlarm:
            let parameters = try AcknowledgeAlarm.parameters(of: call.header)
            command = .acknowledgeAlarm(
                AlarmID(try Self.name(parameters.id, "id")), reason: try Self.reason(parameters.reason))
            key = parameters.idempotencyKey
            language = parameters.language
        case .shelveAlarm:
            let parameters = try ShelveAlarm.parameters(of: call.header)
            command = .shelveAlarm(
                AlarmID(try Self.name(parameters.id, "id")), seconds: parameters.seconds,
                reason: try Self.reason(parameters.reason))
            key = parameters.idempotencyKey
            language = parameters.language
        case .unshelveAlarm:
            let parameters = try UnshelveAlarm.parameters(of: call.header)
            command = .unshelveAlarm(AlarmID(try Self.name(parameters.id, "id")))
            key = parameters.idempotencyKey
            language = parameters.language
        case .setAlarmService:
            let parameters = try SetAlarmService.parameters(of: call.header)
            command = .setAlarmService(
                AlarmID(try Self.name(parameters.id, "id")), inService: parameters.inService,
                reason: try Self.reason(parameters.reason))
            key = parameters.idempotencyKey
            language = parameters.language
        case .writePoint:
            let parameters = try WritePoint.parameters(of: call.header)
            let reason = try Self.reason(parameters.reason)
            guard reason.contains(where: { !$0.isWhitespace }) else { throw .invalidParameter("reason") }
            command = .writePoint(
                PointID(try Self.name(parameters.point, "point")), value: try Self.name(parameters.value, "value"),
                reason: reason)
            key = parameters.idempotencyKey
        case .rateService:
            let parameters = try RateService.parameters(of: call.header)
            command = .rate(
                WindowID(try Self.name(parameters.window, "window")), level: try Self.name(parameters.level, "level"))
            key = parameters.idempotencyKey
        case .callNext:
            let parameters = try CallNext.parameters(of: call.header)
            let window = WindowID(try Self.name(parameters.window, "window"))
            let reason = try Self.reason(parameters.reason)
            command =
                try parameters.number.map { number throws(APIFault) in
                    .callNumber(window, TicketNumber(try Self.name(number, "number")), reason: reason)
                } ?? .window(window, .call, reason: reason)
            key = parameters.idempotencyKey
        case .pauseWindow:
            let parameters = try PauseWindow.parameters(of: call.header)
            let window = WindowID(try Self.name(parameters.window, "window"))
            let reason = try Self.reason(parameters.reason)
            let place = try Self.place(parameters.to)
            // The word for nothing but a pause is the one that a key says too.
            command =
                place == nil && parameters.backMinutes == nil
                ? .window(window, .pause, reason: reason)
                : .pause(window, to: place, backMinutes: parameters.backMinutes, reason: reason)
            key = parameters.idempotencyKey
        case .signOn, .signOff, .assignWindow, .callAssist, .answerAssist, .sendMessage:
            (command, key) = try Self.people(method, call, ownWindow)
        default:
            guard let verb = method.windowVerb else { throw .methodNotFound(method.rawValue) }
            let parameters = try OpenWindow.parameters(of: call.header)
            command = .window(
                WindowID(try Self.name(parameters.window, "window")), verb, reason: try Self.reason(parameters.reason))
            key = parameters.idempotencyKey
        }
        if let key, key.isEmpty || key.utf8.count > MessageLimits.keyBytes { throw .invalidParameter("idempotencyKey") }
        self.key = key
        self.language = language.flatMap(Language.init(rawValue:))
        guard language == nil || self.language != nil else { throw .invalidParameter("language") }
    }

    /// The window whose clerk it speaks for; nil for what is no clerk's.
    var window: WindowID? {
        switch command {
        case .window(let window, _, _), .callNumber(let window, _, _), .transferFrom(let window, _, _, _, _),
            .pause(let window, _, _, _), .signOn(let window, _), .signOff(let window, _), .callAssist(let window, _),
            .sendMessage(.window(let window), _, _):
            window
        default: nil
        }
    }

    /// The hall's reply as this method's reply.
    func message(_ reply: HallReply, _ view: Viewing) -> [UInt8] {
        switch (reply, method) {
        case (.refused(let refusal), _): APIFault.refused(method.interface, refusal).message
        case (.ticket(let ticket), _): TakeTicket.message(reply: view.ticket(ticket))
        case (.called(let ticket, let window, let rule), .callNext):
            CallNext.message(
                reply: .init(ticket: view.ticket(ticket), window: view.window(window), rule: rule.rawValue))
        case (.nobodyWaiting(let window), .callNext):
            CallNext.message(reply: .init(ticket: nil, window: view.window(window), rule: nil))
        case (.called(_, let window, _), _), (.nobodyWaiting(let window), _), (.window(let window), _):
            OpenWindow.message(reply: view.window(window))
        case (.alarm(let id, let alarm), _):
            AcknowledgeAlarm.message(
                reply: .init(
                    id: id.rawValue, state: (alarm?.state ?? .normal).rawValue, alarm: alarm.map { view.alarm($0) }))
        case (.written(let point, let value, let outcome, let readBack), _):
            WritePoint.message(reply: view.written(point, value, outcome, readBack))
        case (.appointmentsImported(let result), _): ImportAppointments.message(reply: view.imported(result))
        case (.appointment(let appointment), _): CancelAppointment.message(reply: view.appointment(appointment))
        case (.rated(let number, let window, let level), _):
            RateService.message(
                reply: .init(number: number.text, window: window.rawValue, level: level.rawValue))
        case (.assist(let call, let seconds), _): CallAssist.message(reply: view.assist(call, answeredAfter: seconds))
        case (.message(let sent), _): SendMessage.message(reply: view.message(sent))
        }
    }

    /// The longest reason, in UTF-8 bytes: it stands in the journal for ever.
    private static let reasonBytes = 1000

    /// The longest name, in UTF-8 bytes: an alarm's id holds a device's of 64, a point's and a kind's.
    private static let nameBytes = 192

    /// A name of bounded length.
    static func name(_ text: String, _ parameter: String) throws(APIFault) -> String {
        guard text.utf8.count <= nameBytes else { throw .invalidParameter(parameter) }
        return text
    }

    static func place(_ text: String?) throws(APIFault) -> Away.Place? {
        guard let text else { return nil }
        guard let place = Away.Place(rawValue: text) else { throw .invalidParameter("to") }
        return place
    }

    static func person(_ text: String?) throws(APIFault) -> OperatorID? {
        guard let text else { return nil }
        return OperatorID(try name(text, "operator"))
    }

    /// A visitor goes somewhere, and is bound to one window or to one person.
    private static func checkDestination(
        _ service: String?, _ window: (id: String?, parameter: String), _ person: String?
    ) throws(APIFault) {
        if window.id != nil, person != nil { throw .invalidParameter(window.parameter) }
        guard service != nil || window.id != nil || person != nil else { throw .invalidParameter("service") }
    }

    private static func kiosk(_ text: String?) throws(APIFault) -> KioskID? {
        guard let text else { return nil }
        return KioskID(try name(text, "kiosk"))
    }

    private static func service(_ text: String?) throws(APIFault) -> ServiceID? {
        guard let text else { return nil }
        return ServiceID(try name(text, "service"))
    }

    private static func window(_ text: String?, _ parameter: String) throws(APIFault) -> WindowID? {
        guard let text else { return nil }
        return WindowID(try name(text, parameter))
    }

    static func reason(_ text: String?) throws(APIFault) -> String {
        let text = text ?? ""
        guard text.utf8.count <= reasonBytes else { throw .invalidParameter("reason") }
        return text
    }
}
