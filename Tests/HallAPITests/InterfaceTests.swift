import HallAPI
import HallModel
import Testing

@Suite struct InterfaceTests {
    private func parsed(_ interface: APIInterface) throws -> InterfaceParser.Interface {
        try InterfaceParser.parse(interface.text)
    }

    @Test func `the parser refuses what systemd 257 refuses`() {
        for bad in [
            "interface a.b\nmethod M(x: []?int) -> ()", "interface a.b\nmethod M(x: [][]int) -> ()",
            "interface a.b\nmethod M(x: any) -> ()", "interface a.b\nmethod M(x: int,) -> ()",
            "interface a.b\nmethod M(a__b: int) -> ()", "interface a.b\nmethod m() -> ()",
            "interface a.b\ntype A (x: int)\nerror A ()",
        ] {
            #expect(throws: (any Error).self, "\(bad)") { try InterfaceParser.parse(bad) }
        }
    }

    @Test(arguments: APIInterface.allCases)
    func `every interface's text is complete by itself`(_ interface: APIInterface) throws {
        let text = try parsed(interface)
        #expect(text.name == interface.rawValue)
        func check(_ kind: InterfaceParser.Kind) {
            switch kind {
            case .named(let name): #expect(text.types[name] != nil, "\(interface.rawValue) has no type \(name)")
            case .list(let inner), .map(let inner), .nullable(let inner): check(inner)
            case .record(let fields): for field in fields { check(field.kind) }
            case .bool, .int, .float, .string, .object, .choice: break
            }
        }
        for type in text.types.values { check(type) }
        for method in text.methods.values { for field in method.parameters + method.reply { check(field.kind) } }
        for fields in text.errors.values { for field in fields { check(field.kind) } }
    }

    @Test func `every declared method has a handler and every handler is declared`() throws {
        var declared: [String] = []
        for interface in APIInterface.allCases {
            declared += try parsed(interface).methods.keys.map { "\(interface.rawValue).\($0)" }
        }
        #expect(declared.sorted() == APIMethod.allCases.map(\.rawValue).sorted())
        for method in APIMethod.allCases { #expect(method.rawValue.hasPrefix(method.interface.rawValue + ".")) }
    }

    @Test func `times say their clock and zone, and seconds their unit`() throws {
        for interface in APIInterface.allCases {
            let text = try parsed(interface)
            var fields = text.methods.values.flatMap { $0.parameters + $0.reply }
            for case .record(let members) in text.types.values { fields += members }
            for field in fields {
                if ["at", "since", "calledAt", "startedAt", "lastSeen", "shelvedUntil", "began", "ended"].contains(
                    field.name)
                {
                    #expect(field.comment.contains("RFC 3339, wall clock, zone of the hall"), "\(field.name)")
                }
                if field.name.hasSuffix("Seconds") { #expect(field.comment.contains("seconds"), "\(field.name)") }
            }
        }
    }

    /// One reply of each method with everything set, as it goes over the wire.
    private static let samples: [(APIMethod, [UInt8])] = {
        let ticket = TicketView(
            id: "2026-11-21/A017", number: "A017", service: "household", serviceName: "户籍", priority: "elder",
            stage: "called",
            window: "1", ahead: 0, estimatedWaitSeconds: 60, booked: "t", printed: "proven", reprints: 1, since: "t",
            calledAt: "t", startedAt: "t", takenBy: "kiosk-1", operator: "wang")
        var window = WindowView(
            id: "1", name: "综合", kind: "professional", area: "不动产", state: "calling", serving: "A017",
            operator: "clerk", reason: "tea")
        window.operatorName = "王"
        window.standsInFor = ["li"]
        window.assigned = ["tax"]
        window.away = AwayView(since: "t", to: "meal", backAt: "t")
        let alarm = AlarmView(
            id: "p.paper-out", name: "paper-out", state: "acknowledged", priority: "high", since: "t", device: "p",
            zone: "z", zoneName: "区", text: "x", cause: "x", consequence: "x", response: "x", value: "25 °C",
            limit: "26 °C",
            clause: "5.1", under: "bus.b.bus-down", shelvedUntil: "t", acknowledgedBy: "root")
        let device = DeviceView(
            id: "p", kind: "escpos-printer", profile: "x", bus: "b", zone: "z", zoneName: "区", label: "P",
            presence: "online",
            lastSeen: "t", errors: 0, detail: "none",
            printer: PrinterView(
                paper: "nearEnd", coverOpen: false, cutterError: false, unrecoverableError: false, offline: false))
        let status = StatusView(
            hall: "h", day: "2026-11-21", uptimeSeconds: 1,
            devices: .init(online: 1, offline: 0, absent: 0, disabled: 0, unknown: 0),
            alarms: .init(active: 1, unacknowledged: 0), queue: .init(waiting: 1, serving: 0),
            buses: [.init(id: "b", wire: "serial", path: "/dev/x", devices: 1, offline: 0)])
        let queue = QueueView(
            services: [
                .init(
                    id: "household", name: "户籍", prefix: "A", waiting: 1, oldestWaitSeconds: 5,
                    estimatedWaitSeconds: 60, numbersLeft: 9)
            ],
            windows: [window],
            waiting: [
                .init(
                    number: "A018", service: "household", serviceName: "户籍", priority: "ordinary", since: "t",
                    printed: "pending", estimatedWaitSeconds: 60)
            ])
        var change = ChangeView(
            kind: "ticket-called", at: "t", subject: "A017", by: "root", reason: "r", outcome: "lost")
        change.ticket = ticket
        change.window = window
        change.alarm = alarm
        change.device = device
        let event = EventView(
            kind: "ticket-called", at: "t", by: "root", window: "1", device: "p", reason: "r", outcome: "proven",
            rule: "first-taken", inputs: [.init(name: "serves", value: "household", names: "户籍")])
        let point = PointView(
            id: "c.temperature", value: .number(26.5), decimals: 1, unit: "°C", quality: "stale", missing: "timeout",
            at: "t", ageSeconds: 3, label: "TH-01", zone: "z", zoneName: "区", meaning: "room-temperature",
            writable: false)
        change.point = point
        change.value = .integer(26)
        let limit = LimitView(
            id: "set/floor", relation: "notBelow", limit: "26 °C", season: "cooling", seasonBy: "date",
            meanSeconds: 3600, delaySeconds: 60, deadBand: "0.5 °C", clause: "5.1", alarm: "room-overcooled",
            state: "broken",
            compared: "25.5 °C", since: "t")
        let after = AlarmAfter(id: "", state: "normal", alarm: alarm)
        var statistics = BusStatisticsView(
            id: "b", isOpen: true, opens: 1, refusals: 1, losses: 1, bytesIn: 1, bytesOut: 1, bytesWaiting: 1,
            overflows: 1, lastError: "x", errors: 1)
        statistics.requests = 1
        statistics.timeouts = 1
        statistics.garbled = 1
        statistics.exceptions = 1
        statistics.utilisation = 1
        statistics.ageP50Milliseconds = 1
        statistics.ageP99Milliseconds = 1
        statistics.savedRequests = 1
        statistics.savedMilliseconds = 1
        statistics.failingPercent = 1
        statistics.lastErrorCode = "hungUp"
        statistics.culprit = BusCulpritView(kind: .unit, unit: 1, devices: ["p"])
        statistics.units = [
            BusUnitView(
                device: "p", unit: 1, asked: 1, answered: 1, timeouts: 1, garbled: 1, exceptions: 1,
                ageP50Milliseconds: 1, ageP99Milliseconds: 1, longestThoughtMilliseconds: 1, isFailing: true)
        ]
        let times = TimesView(
            count: 1, meanSeconds: 1, p50Seconds: 1, p90Seconds: 1, p95Seconds: 1, maxSeconds: 1, clockSteps: 1)
        let figures = FiguresView(
            events: ["taken": 1], sources: ["api": 1], classes: ["elder": 1], refused: ["no-paper": 1], wait: times,
            waitError: .init(count: 1, p50Seconds: -1, p90Seconds: 1),
            service: times, ratings: .init(levels: ["1": 1], bad: 1, badPercent: 12.5, unrated: 1))
        let windows: [APIMethod] = [
            .openWindow, .closeWindow, .recall, .putBack, .parkVisitor, .transferVisitor, .startService, .finishService,
            .noShow, .pauseWindow,
            .resumeWindow, .signOn, .signOff, .assignWindow,
        ]
        var person = OperatorView(id: "wang", name: "王", skills: ["tax"], covers: ["1"])
        (person.post, person.department, person.phone, person.number) = ("p", "d", "1", "001")
        (person.window, person.coveredAt) = ("1", "2")
        let assist = AssistView(
            id: "window.1.assist-called", window: "1", since: "t", by: "clerk", reason: "r", answeredSeconds: 5)
        let message = MessageView(at: "t", from: "desk", to: "1", by: "clerk", text: "x")

        let tickets: [APIMethod] = [
            .takeTicket, .showTicket, .cancelTicket, .parkTicket, .returnTicket, .transferTicket, .reprintTicket,
        ]
        let appointment = AppointmentView(
            code: "W-1", start: "t", minutes: 30, service: "household", serviceName: "户籍", source: "net",
            state: "used", number: "A017")
        return [
            (.listAppointments, ListAppointments.message(reply: .init(appointments: [appointment]))),
            (.cancelAppointment, CancelAppointment.message(reply: appointment)),
            (
                .importAppointments,
                ImportAppointments.message(
                    reply: .init(added: 1, changed: 1, unchanged: 1, problems: [.init(index: 0, text: "x")]))
            ),
            (.getInfo, GetInfo.message(reply: .init(vendor: "", product: "", version: "", url: "", interfaces: [""]))),
            (.getInterfaceDescription, GetInterfaceDescription.message(reply: .init(description: ""))),
            (.status, HallStatus.message(reply: status)),
            (.version, HallVersion.message(reply: .init(version: "", epoch: "", startedAt: "t"))),
            (
                .watch,
                HallWatch.message(
                    reply: .init(
                        position: .init(epoch: "e", sequence: 1), resumed: false,
                        snapshot: .init(status: status, queue: queue, alarms: [alarm], devices: [device]),
                        change: change))
            ),
            (
                .reload,
                ReloadHall.message(
                    reply: .init(
                        outcome: .refused, code: "x", reason: "x",
                        problems: [.init(file: "f", line: 1, column: 1, severity: "error", text: "x", remedy: "")]))
            ),
            (.listDevices, ListDevices.message(reply: .init(devices: [device]))),
            (.showDevice, ShowDevice.message(reply: .init(devices: [device]))),
            (.listAlarms, ListAlarms.message(reply: .init(alarms: [alarm]))),
            (.watchAlarms, WatchAlarms.message(reply: .init(alarms: [alarm]))),
            (.listPoints, ListPoints.message(reply: .init(points: [point]))),
            (.watchPoints, WatchPoints.message(reply: .init(points: [point]))),
            (
                .writePoint,
                WritePoint.message(
                    reply: .init(
                        point: "", value: .string("on"), unit: "", outcome: "differs", readBack: .integer(26)))
            ),
            (
                .whyPoint,
                WhyPoint.message(
                    reply: .init(
                        point: point, device: device, allowed: "x", periodSeconds: 5, limits: [limit],
                        wish: .number(26.5), corrections: 1, pending: 0, events: [event]))
            ),
            (.acknowledgeAlarm, AcknowledgeAlarm.message(reply: after)),
            (.shelveAlarm, ShelveAlarm.message(reply: after)),
            (.unshelveAlarm, UnshelveAlarm.message(reply: after)),
            (.setAlarmService, SetAlarmService.message(reply: after)),
            (
                .whyAlarm,
                WhyAlarm.message(
                    reply: .init(id: "", alarm: alarm, point: point, limits: [limit], events: [event]))
            ),
            (.rateService, RateService.message(reply: .init(number: "A001", window: "1", level: 5))),
            (
                .listBuses,
                ListBuses.message(
                    reply: .init(
                        buses: [.init(id: "b", wire: "tcp", path: "x", isOpen: true, devices: ["p"], offline: 0)]))
            ),
            (.busStats, BusStats.message(reply: .init(buses: [statistics]))),
            (
                .busBudget,
                BusBudgets.message(
                    reply: .init(
                        buses: [
                            .init(
                                id: "b", plannedPerMille: 123, silentPerMille: 50, holds: true, requestsPerMinute: 240,
                                savedPerMinute: 360, utilisation: 13,
                                units: [
                                    .init(
                                        device: "d", plannedPerMille: 20, worstAgeMilliseconds: 1100,
                                        ageP99Milliseconds: nil)
                                ])
                        ]))
            ),
            (
                .traceBus,
                TraceBus.message(
                    reply: .init(
                        bus: "b", form: .modbusRtu, skipped: 1,
                        frames: [.init(at: "t", microseconds: 1, kind: .lost, bytes: "", code: "hungUp")]))
            ),
            (
                .readBus,
                ReadBus.message(
                    reply: .init(
                        bus: "b", unit: 1, device: "p", outcome: .portClosed, exception: 2, detail: "portLost",
                        registers: [.init(address: 0, raw: 1)],
                        points: [
                            .init(
                                id: "p.x", address: 0, value: .number(26.5), decimals: 1, unit: "°C",
                                missing: "outOfRange")
                        ]))
            ),
            (
                .scanBus,
                ScanBus.message(
                    reply: .init(
                        done: 1, of: 2,
                        found: [
                            .init(
                                unit: 1, baud: 9600, format: "8N1", device: "p", profile: "x", onlyRefuses: false,
                                profiles: ["x"], verdict: .asPlanned)
                        ], outcome: .portClosed, detail: "portLost"))
            ),
            (.queueState, QueueState.message(reply: queue)),
            (.whyTicket, WhyTicket.message(reply: .init(id: "", ticket: ticket, events: [event]))),
            (
                .whyCall,
                WhyCall.message(
                    reply: .init(
                        verdict: "called", ticket: "", window: "", at: "t", by: "", rule: "", inputs: event.inputs))
            ),
            (.whyWindow, WhyWindow.message(reply: .init(id: "", window: window, events: [event]))),
            (
                .discharges,
                ListDischarges.message(
                    reply: .init(discharges: [
                        .init(
                            ups: "u", began: "t", ended: "t", seconds: 1, lowAfterSeconds: 1, mainsReturned: true)
                    ]))
            ),
            (
                .statistics,
                VisitStatistics.message(
                    reply: .init(
                        hall: "h", from: "2026-11-21", to: "2026-11-22",
                        days: [
                            .init(
                                day: "2026-11-21", began: "t", ended: "t", missingFacts: 1, unreadableFacts: 1,
                                restarts: 1
                            )
                        ], missingDays: ["2026-11-22"], openVisits: 1, all: figures,
                        services: [.init(id: "s", name: "S", figures: figures)],
                        windows: [.init(id: "1", name: "W", figures: figures)],
                        operators: [.init(id: "u", name: "U", figures: figures)],
                        hours: [.init(id: "09", name: "H", figures: figures)]))
            ),
            (.listWindows, ListWindows.message(reply: .init(windows: [window]))),
            (
                .pointHistory,
                PointHistory.message(
                    reply: .init(
                        point: "c.temperature", unit: "°C", decimals: 1, resolution: "raw", from: "t", to: "t",
                        rows: [
                            .init(
                                at: "t", min: 20.5, max: 21.5, mean: 21.25, value: .object([:]), quality: "good",
                                coverage: 1)
                        ], limits: [.init(id: "l", value: 26.5, relation: "not-below", season: "cooling")], next: "t"))
            ),
            (.listOperators, ListOperators.message(reply: .init(operators: [person]))),
            (.callAssist, CallAssist.message(reply: assist)),
            (.answerAssist, AnswerAssist.message(reply: assist)),
            (.listAssists, ListAssists.message(reply: .init(assists: [assist]))),
            (.sendMessage, SendMessage.message(reply: message)),
            (.listMessages, ListMessages.message(reply: .init(messages: [message]))),
            (.callNext, CallNext.message(reply: .init(ticket: ticket, window: window, rule: "first-taken"))),
            (.whoAmI, WhoAmI.message(reply: .init(user: "u", roles: ["counter"], windows: ["1"]))),
            (
                .health,
                HallHealth.message(
                    reply: .init(
                        user: "halld", missingGroups: ["g"], stateFolder: "/s", freeBytes: 1, totalBytes: 2,
                        safeMode: false, watchdogSeconds: 30,
                        loops: [.init(name: "hall", ageMilliseconds: 1, deadlineMilliseconds: 2)]))
            ),
        ]
            + windows.map { ($0, OpenWindow.message(reply: window)) }
            + tickets.map { ($0, TakeTicket.message(reply: ticket)) }
    }()

    @Test func `every field on the wire is declared with its type, and every declared field is on the wire`() throws {
        #expect(Set(Self.samples.map(\.0)) == Set(APIMethod.allCases))
        for (method, message) in Self.samples {
            let text = try parsed(method.interface)
            let name = String(method.rawValue.dropFirst(method.interface.rawValue.count + 1))
            let declared = try #require(text.methods[name])
            let reply = try #require(try JSONReader.value(message.dropLast())["parameters"])
            compare(reply, .record(declared.reply), text.types, at: method.rawValue)
        }
    }

    @Test func `every parameter is declared and every declared parameter is understood`() throws {
        func names<Call: APICall>(_ call: Call.Type) -> (APIMethod, [String]) {
            (Call.method, Call.Parameters.CodingKeys.allCases.map(\.stringValue).sorted())
        }
        let understood = [
            names(GetInfo.self), names(GetInterfaceDescription.self), names(HallStatus.self), names(HallVersion.self),
            names(HallWatch.self), names(ListDevices.self), names(ShowDevice.self), names(ListAlarms.self),
            names(WatchAlarms.self), names(AcknowledgeAlarm.self), names(TakeTicket.self), names(ShowTicket.self),
            names(CancelTicket.self), names(ParkTicket.self), names(ReturnTicket.self), names(TransferTicket.self),
            names(ParkVisitor.self), names(TransferVisitor.self), names(ReprintTicket.self), names(QueueState.self),
            names(WhyTicket.self),
            names(WhyCall.self), names(ListWindows.self), names(OpenWindow.self), names(CloseWindow.self),
            names(CallNext.self), names(RecallTicket.self), names(PutBack.self), names(StartService.self),
            names(FinishService.self), names(NoShow.self), names(PauseWindow.self), names(ResumeWindow.self),
            names(RateService.self),
            names(ListPoints.self), names(WatchPoints.self), names(WritePoint.self), names(WhyPoint.self),
            names(ShelveAlarm.self), names(UnshelveAlarm.self), names(SetAlarmService.self), names(WhyAlarm.self),
            names(ListBuses.self), names(BusStats.self), names(BusBudgets.self), names(TraceBus.self),
            names(ReadBus.self), names(ScanBus.self),
            names(PointHistory.self), names(WhoAmI.self),
            names(HallHealth.self), names(ListDischarges.self), names(WhyWindow.self), names(ReloadHall.self),
            names(VisitStatistics.self),
            names(SignOn.self), names(SignOff.self), names(ListOperators.self), names(AssignWindow.self),
            names(CallAssist.self), names(AnswerAssist.self), names(ListAssists.self), names(SendMessage.self),
            names(ListMessages.self),
            names(ImportAppointments.self), names(ListAppointments.self), names(CancelAppointment.self),
        ]
        #expect(Set(understood.map(\.0)) == Set(APIMethod.allCases))
        for (method, parameters) in understood {
            let name = String(method.rawValue.dropFirst(method.interface.rawValue.count + 1))
            let declared = try #require(try parsed(method.interface).methods[name])
            #expect(declared.parameters.map(\.name).sorted() == parameters, "\(method.rawValue)")
            #expect(method.isCommand == parameters.contains("idempotencyKey"), "\(method.rawValue)")
        }
    }

    @Test func `every error that an interface can give is declared with its parameters`() throws {
        for interface in APIInterface.allCases where interface != .service {
            let faults: [APIFault] = [
                .refused(interface, .noPrinter), .storeUnavailable(interface), .busy(interface),
            ]
            let text = try parsed(interface)
            for fault in faults {
                let name = String(try #require(fault.name.split(separator: ".").last))
                let declared = try #require(text.errors[name], "\(interface.rawValue).\(name)")
                compare(.object(fault.parameters), .record(declared), text.types, at: fault.name)
            }
        }
        let service = try parsed(.service)
        for fault in [
            APIFault.interfaceNotFound("x"), .methodNotFound("x"), .methodNotImplemented("x"), .invalidParameter("x"),
            .expectedMore,
        ] {
            let name = String(try #require(fault.name.split(separator: ".").last))
            compare(.object(fault.parameters), .record(try #require(service.errors[name])), [:], at: fault.name)
        }
    }

    @Test func `a refusal says what happened and what to do, in both languages`() {
        let refusals: [Refusal] = [
            .noSuchService("x", known: ["household"]), .noSuchWindow("9", known: []), .noSuchKiosk("k", known: ["a"]),
            .noSuchTicket("A1"), .noSuchAlarm("x"), .windowNotOpen("1", .paused), .windowNotOpen("1", .closed),
            .calledTicketPending("1", TicketNumber("A1")), .nobodyCalled("1"), .nobodyServed("1"),
            .windowBusy("1", TicketNumber("A1")), .ticketClosed(TicketNumber("A1"), "finished"),
            .ticketAtWindow(TicketNumber("A1"), "1"), .noPrinter, .printPending(TicketNumber("A1")),
            .storeUnavailable, .busy, .alreadyAcknowledged("x"),
        ]
        for refusal in refusals {
            for language in Language.allCases {
                #expect(!refusal.message[language].isEmpty, "\(refusal)")
                #expect(!refusal.remedy[language].isEmpty, "\(refusal)")
            }
        }
    }

    private func compare(
        _ value: JSONValue, _ kind: InterfaceParser.Kind, _ types: [String: InterfaceParser.Kind], at path: String
    ) {
        switch (kind, value) {
        case (.named(let name), _):
            if let type = types[name] {
                compare(value, type, types, at: path)
            } else {
                Issue.record("\(path): \(name)")
            }
        case (.nullable, .null), (.bool, .bool), (.int, .integer), (.string, .string), (.object, .object),
            (.float, .number), (.float, .integer):
            break
        // A value of more than one type is `object`: the language that systemd reads has no word for any.
        case (.object, .integer), (.object, .number), (.object, .string): break
        case (.nullable(let inner), _): compare(value, inner, types, at: path)
        case (.choice(let choices), .string(let word)): #expect(choices.contains(word), "\(path)")
        case (.list(let inner), .array(let members)):
            #expect(!members.isEmpty, "\(path): an empty list proves nothing")
            for member in members { compare(member, inner, types, at: path) }
        case (.map(let inner), .object(let members)):
            #expect(!members.isEmpty, "\(path): an empty map proves nothing")
            for (name, member) in members { compare(member, inner, types, at: "\(path).\(name)") }
        case (.record(let fields), .object(let members)):
            #expect(members.keys.sorted() == fields.map(\.name).sorted(), "\(path)")
            for field in fields {
                guard let member = members[field.name] else { continue }
                compare(member, field.kind, types, at: "\(path).\(field.name)")
            }
        default: Issue.record("\(path): \(value) is no \(kind)")
        }
    }
}
