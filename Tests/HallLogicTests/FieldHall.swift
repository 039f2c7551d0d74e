import HallLogic
import HallModel
import Testing

/// The standard hall with what the field brings: two UPSs on one server, one on a line of its own, a contact panel,
/// a bus with three sensors, rating pads and a board.
extension HallPlan {
    static let field = HallPlan.standard.changed { plan in
        plan.buses += [
            BusPlan(id: "nut", wire: .nut(host: "127.0.0.1", port: 3493)),
            BusPlan(id: "megatec", wire: .serial(path: "/dev/hall/ups", SerialSettings(baud: 2400))),
            BusPlan(id: "panel", wire: .gpio(label: "panel")),
            BusPlan(id: "rs485", wire: .serial(path: "/dev/hall/rs485", SerialSettings(baud: 9600))),
            BusPlan(id: "pads", wire: .serial(path: "/dev/hall/pads", SerialSettings(baud: 9600))),
        ]
        plan.devices += [
            DevicePlan(id: "ups", profile: .ups, bus: "nut"),
            DevicePlan(id: "ups-2", profile: .ups, bus: "megatec"),
            DevicePlan(id: "panel", profile: .panel, bus: "panel"),
            DevicePlan(id: "sensor-1", profile: .any, bus: "rs485", address: 1),
            DevicePlan(id: "sensor-2", profile: .any, bus: "rs485", address: 2),
            DevicePlan(id: "sensor-3", profile: .any, bus: "rs485", address: 3),
            DevicePlan(id: "w1-pad", profile: .any, bus: "pads"), DevicePlan(id: "board", profile: .any, bus: "pads"),
        ]
        plan.windows[0].pad = "w1-pad"
        plan.boards = ["board"]
    }
}

extension Profile {
    static let ups = Profile.any.with(
        .nutUPS(
            NutSettings(
                pollSeconds: 2,
                variables: [
                    NutSettings.Variable(
                        name: "ups.status", point: PointDefinition(name: "status", meaning: .upsStatus, form: .text)),
                    NutSettings.Variable(
                        name: "battery.runtime",
                        point: PointDefinition(
                            name: "run-time", meaning: .upsRunTime, form: .number(.second, decimals: 0))),
                ])))

    static let panel = Profile.any.with(
        .contactPanel(
            ContactPanel(lines: [
                ContactPanel.Line(
                    offset: 0, point: .contact("help"), alarmWhen: "closed", isLatched: true),
                ContactPanel.Line(offset: 1, point: .contact("door"), alarmWhen: "open"),
                ContactPanel.Line(offset: 2, point: .contact("lamp")),
            ])))

    private func with(_ settings: Settings) -> Profile {
        var profile = self
        profile.settings = settings
        return profile
    }
}

extension PointDefinition {
    static func contact(_ name: String) -> PointDefinition {
        PointDefinition(name: name, meaning: .contact, form: .words(["open", "closed"]))
    }
}

extension TestHall {
    @discardableResult
    mutating func status(_ words: String, of ups: DeviceID = "ups") -> HallDecision {
        report(ups, .reading("status", .good(.word(words), at: now.monotonic)))
    }

    @discardableResult
    mutating func runTime(_ seconds: Int, of ups: DeviceID = "ups") -> HallDecision {
        report(ups, .reading("run-time", .good(.number(Quantity(seconds)), at: now.monotonic)))
    }

    @discardableResult
    mutating func contact(_ name: String, _ word: String) -> HallDecision {
        report("panel", .reading(name, .good(.word(word), at: now.monotonic)))
    }

    @discardableResult
    mutating func presence(_ device: DeviceID, _ presence: Presence, _ detail: DeviceDetail = .none) -> HallDecision {
        report(device, .presence(presence, detail: detail))
    }

    /// Time passes and the hall is asked only when it wants to be.
    mutating func live(_ duration: Duration) {
        let end = now.monotonic + duration
        while let wake = hall.nextWake(at: now), wake <= end {
            #expect(wake > now.monotonic, "wakes at once, for ever")
            guard wake > now.monotonic else { return }
            wait(wake - now.monotonic)
        }
        wait(end - now.monotonic)
    }

    /// The number is called and its service begun.
    @discardableResult
    mutating func serve(_ window: WindowID = "1") -> TicketID {
        let ticket = take()
        verb(.call, window)
        verb(.start, window)
        return ticket.id
    }
}

/// Every cut of the facts restores, and goes on from there, as if there had been no cut.
func expectRestores(_ test: TestHall, at location: SourceLocation = #_sourceLocation) {
    #expect(Hall.restored(from: test.facts).recorded == test.hall.recorded, sourceLocation: location)
    for cut in 0...test.facts.count {
        var cutOff = TestHall()
        cutOff.now = test.now
        cutOff.facts = Array(test.facts[..<cut])
        cutOff.restart(test.hall.recorded.plan ?? .field, hash: test.hall.recorded.planHash ?? "plan-1")
        cutOff.live(.seconds(700))
        #expect(
            Hall.restored(from: cutOff.facts).recorded == cutOff.hall.recorded, "cut at \(cut)",
            sourceLocation: location)
    }
}
