import Foundation
import Testing

/// One test for each requirement row that the field touches: values on the wire trip it and clear it. Limits have the
/// numbers, clauses and dead-bands that are shipped; only their delays are short (see `FieldHall`).
@Suite
struct FieldRowTests {
    /// Temperature, humidity, light and air.
    @Suite(.serialized)
    struct Climate {
        @Test func `E02: cooling below 26 °C is refused, corrected at the unit, and alarmed in the room`() async throws
        {
            let hall = try FieldHall.climate.start(startDaemon: false)
            try hall.simulate("set", "climate", "temperature", "26")
            try hall.startDaemon()
            try await hall.reads("plant.mode", "cooling")
            let refused = try hall.hallctl(["write", "plant.set-point", "25", "--reason", "too warm"], json: false)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("26 °C") && refused.errors.contains("shall not be set below 26 °C"))
            #expect(try hall.number("plant.set-point") == 26)

            try hall.simulate("set", "plant", "set-point", "24")
            let low = "plant.set-point.set-point-too-low"
            let alarm = try await hall.alarm(low, becomes: "returnedUnacknowledged")
            #expect(alarm.limit.string == "26 °C" && alarm.priority.string == "medium")
            try await hall.reads("plant.set-point", 26)

            let room = "climate.temperature.room-overcooled"
            try hall.simulate("set", "climate", "temperature", "25.9")
            let raised = try await hall.alarm(room, becomes: "unacknowledged")
            #expect(raised[dynamicMember: "value"].string == "25.9 °C" && raised.zone.string == "waiting")
            #expect(raised.clause.string?.contains("26") == true)
            _ = try hall.ask("alarm", "ack", room)
            try hall.simulate("set", "climate", "temperature", "26.2")
            try await hall.reads("climate.temperature", 26.2)
            #expect(try await hall.alarm(room, stays: "acknowledged"), "the dead-band is 0.3 °C")
            try hall.simulate("set", "climate", "temperature", "26.3")
            try await hall.alarm(room, becomes: nil)
            // 26 °C is a floor for cooling and no more: a warm room breaks nothing of this row.
            try hall.simulate("set", "climate", "temperature", "27.9")
            try await hall.reads("climate.temperature", 27.9)
            #expect(try await hall.alarm(room, stays: nil))
        }

        @Test func `E03: heating above 20 °C is refused, corrected at the unit, and alarmed in the room`() async throws
        {
            let hall = try heatingHall()
            try await hall.reads("plant.mode", "heating")
            let refused = try hall.hallctl(["write", "plant.set-point", "21", "--reason", "too cold"], json: false)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("20 °C") && refused.errors.contains("shall not be set above 20 °C"))

            try hall.simulate("set", "plant", "set-point", "22")
            let high = "plant.set-point.set-point-too-high"
            #expect(try await hall.alarm(high, becomes: "returnedUnacknowledged").limit.string == "20 °C")
            try await hall.reads("plant.set-point", 20)

            let room = "climate.temperature.room-overheated"
            try hall.simulate("set", "climate", "temperature", "20.1")
            try await hall.alarm(room, becomes: "unacknowledged")
            try hall.simulate("set", "climate", "temperature", "19.8")
            try await hall.reads("climate.temperature", 19.8)
            #expect(try await hall.alarm(room, stays: "unacknowledged"), "the dead-band is 0.3 °C")
            try hall.simulate("set", "climate", "temperature", "19.7")
            try await hall.alarm(room, becomes: "returnedUnacknowledged")
            _ = try hall.ask("alarm", "ack", room)
            #expect(try hall.alarm(room) == nil)
        }

        @Test func `E04: above 60 %RH while cooling is an advisory`() async throws {
            let hall = try FieldHall.climate.start()
            try await hall.reads("plant.mode", "cooling")
            let humid = "climate.humidity.air-humid"
            try hall.simulate("set", "climate", "humidity", "60")
            try await hall.reads("climate.humidity", 60)
            #expect(try await hall.alarm(humid, stays: nil), "60 is not above 60")
            try hall.simulate("set", "climate", "humidity", "60.1")
            let raised = try await hall.alarm(humid, becomes: "unacknowledged")
            #expect(raised.priority.string == "low", "宜 is an advisory")
            #expect(raised.limit.string == "60 %RH")
            try hall.simulate("set", "climate", "humidity", "57")
            try await hall.alarm(humid, becomes: "returnedUnacknowledged")
        }

        @Test func `E05: below 30 %RH while heating is an advisory`() async throws {
            let hall = try heatingHall()
            try await hall.reads("plant.mode", "heating")
            let dry = "climate.humidity.air-dry"
            try hall.simulate("set", "climate", "humidity", "29.9")
            let raised = try await hall.alarm(dry, becomes: "unacknowledged")
            #expect(raised.priority.string == "low" && raised.limit.string == "30 %RH")
            try hall.simulate("set", "climate", "humidity", "32.9")
            try await hall.reads("climate.humidity", 32.9)
            #expect(try await hall.alarm(dry, stays: "unacknowledged"), "the dead-band is 3 %RH")
            try hall.simulate("set", "climate", "humidity", "33")
            try await hall.alarm(dry, becomes: "returnedUnacknowledged")
        }

        private func heatingHall() throws -> HallUnderTest {
            let hall = try FieldHall.climate.start(startDaemon: false)
            try hall.simulate("set", "plant", "set-point", "20")
            try hall.simulate("set", "plant", "mode", "heating")
            try hall.simulate("set", "climate", "temperature", "19")
            try hall.startDaemon()
            return hall
        }
    }

    /// What is judged by the clock.
    @Suite
    struct Timed {
        /// The window is a minute here, and three quarters of it must be known before anything is said.
        @Test func `E09: carbon dioxide is judged by its mean, not by a moment`() async throws {
            let hall = try FieldHall.climate.start(startDaemon: false)
            try hall.simulate("set", "air", "co2", "1010")
            try hall.startDaemon()
            let stale = "air.co2.air-stale"
            try await hall.reads("air.co2", 1010)
            #expect(try await hall.alarm(stale, stays: nil, for: 5))
            let judged = try hall.ask("why", "point", "air.co2").limits.array.first { $0.alarm.string == "air-stale" }
            #expect(judged?.state.string == "tooFewReadings" && judged?.meanSeconds.int == 60)
            let raised = try await hall.alarm(stale, becomes: "unacknowledged", atMost: 80)
            #expect(raised[dynamicMember: "value"].string == "1010 ppm" && raised.limit.string == "1000 ppm")
            try hall.simulate("set", "air", "co2", "220")
            try await hall.alarm(stale, becomes: "returnedUnacknowledged")
        }

        @Test func `L01: too little light is alarmed in open hours`() async throws {
            let hall = try open(from: -2, hours: 4).start()
            let low = "light.illuminance.light-low"
            try hall.simulate("set", "light", "illuminance", "299")
            let raised = try await hall.alarm(low, becomes: "unacknowledged")
            #expect(raised[dynamicMember: "value"].string == "299 lx" && raised.limit.string == "300 lx")
            try hall.simulate("set", "light", "illuminance", "329")
            try await hall.reads("light.illuminance", 329)
            #expect(try await hall.alarm(low, stays: "unacknowledged"), "the dead-band is 30 lx")
            try hall.simulate("set", "light", "illuminance", "330")
            try await hall.alarm(low, becomes: "returnedUnacknowledged")
        }

        @Test func `L01: a closed hall may be dark`() async throws {
            let hall = try open(from: 3, hours: 2).start()
            try hall.simulate("set", "light", "illuminance", "5")
            try await hall.reads("light.illuminance", 5)
            #expect(try await hall.alarm("light.illuminance.light-low", stays: nil))
            let limit = try hall.ask("why", "point", "light.illuminance").limits.array.first {
                $0.state.string != "off"
            }
            #expect(limit?.state.string == "notInSeason")
        }

        /// Open hours that begin so many hours from now in Shanghai, within one day.
        private func open(from: Int, hours: Int) -> FieldHall {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
            let hour = calendar.component(.hour, from: Date())
            var plan = FieldHall.climate
            if from > 0 {
                // Somewhere in the day that is not now.
                let first = (hour + from) % 24 > 20 ? 8 : (hour + from) % 24
                plan.open = String(format: "%02d:00-%02d:00", first, first + hours)
            } else if hour < 23 {
                // In the last hour of the day a hall without open hours stands for it: midnight ends them.
                plan.open = String(format: "%02d:00-%02d:59", max(0, hour + from), min(23, hour + from + hours))
            }
            return plan
        }
    }

    /// UPSs.
    @Suite(.serialized)
    struct Power {
        @Test func `P01: mains lost, battery low, the hall closes in order, and reopens`() async throws {
            let hall = try FieldHall.power.start()
            try await hall.reads("ups.status", "OL")
            try await hall.until("the printer is on line") { try hall.presence("kiosk-printer") == "online" }
            let watch = try await hall.watchChanges()
            _ = try hall.ask("ticket", "take", "household")

            try hall.simulate("set", "ups", "status", "OB DISCHRG")
            try await hall.alarm("ups.on-battery", becomes: "unacknowledged")
            #expect(try watch.changes("discharge-began").count == 1)
            #expect(try hall.ask("ticket", "take", "household").number.string == "A002", "on battery numbers go on")
            #expect(try hall.alarm("ups.battery-low") == nil)

            try hall.simulate("set", "ups", "status", "OB LB")
            try await hall.alarm("ups.battery-low", becomes: "unacknowledged")
            try await hall.until("the hall is closed") { try watch.changes("hall-closed").count == 1 }
            let refused = try hall.hallctl(["ticket", "take", "household"], json: false)
            #expect(refused.status == 1 && refused.errors.contains("battery"), "\(refused.errors)")
            try await hall.until("the display says why") { try hall.display("w1-display").contains("POWER FAILURE") }

            try hall.simulate("set", "ups", "status", "OL CHRG")
            try await hall.alarm("ups.battery-low", becomes: "returnedUnacknowledged")
            try await hall.alarm("ups.on-battery", becomes: "returnedUnacknowledged")
            try await hall.until("the hall reopens") { try watch.changes("hall-reopened").count == 1 }
            #expect(try hall.ask("ticket", "take", "household").number.string == "A003")
            let ended = try watch.changes("discharge-ended")
            #expect(ended.count == 1 && ended[0].reason.string?.hasSuffix(" s") == true, "the battery's time is kept")
            let calm = try moment(#require(watch.changes("hall-reopened").first))
                .timeIntervalSince(moment(#require(ended.first)))
            #expect(calm >= 9, "mains must be back for ten seconds")
            try await hall.until("the display is idle") { try !hall.display("w1-display").contains("POWER FAILURE") }
        }

        private func moment(_ change: JSON) throws -> Date {
            let parser = ISO8601DateFormatter()
            // Some times have a fraction of a second.
            let text = change.at.string?.replacingOccurrences(of: "\\.[0-9]+", with: "", options: .regularExpression)
            return try #require(text.flatMap(parser.date(from:)))
        }

        @Test func `P02: less than 15 minutes of run time is alarmed while still on mains`() async throws {
            let hall = try FieldHall.power.start()
            try await hall.reads("ups.runtime", 1800)
            let short = "ups.autonomy-short"
            try hall.simulate("set", "ups", "runtime", "900")
            try await hall.reads("ups.runtime", 900)
            #expect(try await hall.alarm(short, stays: nil), "15 minutes are enough")
            try hall.simulate("set", "ups", "runtime", "600")
            let raised = try await hall.alarm(short, becomes: "unacknowledged")
            #expect(raised[dynamicMember: "value"].string == "600 s" && raised.limit.string == "900 s")
            #expect(try hall.number("ups.runtime") == 600)
            #expect(try hall.point("ups.status")[dynamicMember: "value"].string == "OL")
            try hall.simulate("set", "ups", "runtime", "959")
            try await hall.reads("ups.runtime", 959)
            #expect(try await hall.alarm(short, stays: "unacknowledged"), "the dead-band is a minute")
            try hall.simulate("set", "ups", "runtime", "960")
            try await hall.alarm(short, becomes: "returnedUnacknowledged")
        }
    }

    /// Pads.
    @Suite(.serialized)
    struct Pads {
        @Test func `R01: one accepted press for each service, bound to ticket and window`() async throws {
            let hall = try FieldHall.pad.start()
            let watch = try await hall.watchChanges()
            func ignored() throws -> [String?] { try watch.changes("presses-ignored").map(\.reason.string) }
            try await hall.until("the printer is on line") { try hall.presence("kiosk-printer") == "online" }
            _ = try hall.ask("ticket", "take", "household")
            _ = try hall.ask("window", "1", "call")
            try hall.simulate("press", "w1-pad", "5")
            try await hall.until("a press before the service is evidence") { try ignored() == ["noService"] }
            #expect(try watch.changes("ticket-rated").isEmpty)

            _ = try hall.ask("window", "1", "start")
            try hall.simulate("press", "w1-pad", "4")
            try await hall.until("the service is rated") { try watch.changes("ticket-rated").count == 1 }
            let rated = try #require(try watch.changes("ticket-rated").first)
            #expect(rated.reason.string == "4" && rated.by.string == "device:w1-pad")
            #expect(rated.ticket.number.string == "A001")
            try hall.simulate("press", "w1-pad", "1")
            try await hall.until("a second press is evidence") { try ignored().contains("alreadyRated") }
            #expect(try hall.hallctl(["rate", "1", "2"]).status == 1)
            #expect(try watch.changes("ticket-rated").count == 1)
            _ = try hall.ask("window", "1", "finish")

            _ = try hall.ask("ticket", "take", "household")
            _ = try hall.ask("window", "1", "call")
            _ = try hall.ask("window", "1", "start")
            let mashing = hall.folder.appendingPathComponent("mashing")
            try "at 0s press w1-pad 5\nat 0.2s press w1-pad 1\n".write(
                to: mashing, atomically: true, encoding: .utf8)
            try hall.simulate("play", mashing.path)
            try await hall.until("mashed presses are evidence") { try ignored().contains("mashed") }
            #expect(try watch.changes("ticket-rated").count == 1, "nobody can tell which was meant")
            try hall.simulate("press", "w1-pad", "3")
            try await hall.until("a clear press counts") { try watch.changes("ticket-rated").count == 2 }
            #expect(try watch.changes("ticket-rated")[1].ticket.number.string == "A002")
            #expect(try watch.changes("ticket-rated")[1].reason.string == "3")
        }

        @Test func `R02: the lowest two of five levels ask for a follow-up`() async throws {
            let hall = try FieldHall.pad.start()
            try await hall.until("the printer is on line") { try hall.presence("kiosk-printer") == "online" }
            func bad() throws -> [JSON] {
                try hall.ask("alarms", "--all").alarms.array.filter { $0.name.string == "bad-rating" }
            }
            for (level, isBad) in [("5", false), ("3", false), ("2", true), ("1", true)] {
                let before = try bad().count
                let ticket = try #require(try hall.ask("ticket", "take", "household").number.string)
                _ = try hall.ask("window", "1", "call")
                _ = try hall.ask("window", "1", "start")
                try hall.simulate("press", "w1-pad", level)
                try await hall.until("\(ticket) is rated") {
                    try hall.ask("why", "ticket", ticket).events.array.contains { $0.kind.string == "ticket-rated" }
                }
                _ = try hall.ask("window", "1", "finish")
                if isBad { try await hall.until("an alarm for \(ticket)") { try bad().count == before + 1 } }
                #expect(try bad().count == before + (isBad ? 1 : 0), "level \(level)")
            }
            let asking = try hall.ask("alarms").alarms.array.filter { $0.name.string == "bad-rating" }
            #expect(asking.count == 2, "it asks for somebody until it is acknowledged")
            for alarm in asking {
                _ = try hall.ask("alarm", "ack", try #require(alarm.id.string), "--reason", "called back")
            }
            #expect(try bad().isEmpty)
        }
    }

    /// Devices and lines that fail.
    @Suite
    struct Lines {
        @Test func `M02: one silent sensor is its own alarm; the others go on`() async throws {
            let hall = try FieldHall.climate.start()
            try await hall.reads("climate.temperature", 26.5)
            try hall.simulate("fault", "climate", "silent")
            try await hall.alarm("climate.not-answering", becomes: "unacknowledged")
            let point = try hall.point("climate.temperature")
            #expect(point.quality.string == "bad" && point.missing.string == "timeout")
            #expect(point[dynamicMember: "value"].double != 0, "silence is no zero")
            #expect(try hall.presence("climate") == "offline")
            #expect(try hall.presence("light") == "online")
            #expect(try hall.alarm("bus.rs485-1.bus-down") == nil)
            try hall.simulate("clear", "climate")
            try await hall.alarm("climate.not-answering", becomes: "returnedUnacknowledged")
            try await hall.reads("climate.temperature", 26.5)
        }

        @Test func `M02: a dead line is one alarm with its devices under it, and all come back`() async throws {
            let hall = try FieldHall.climate.start()
            try await hall.reads("plant.set-point", 26)
            try hall.simulate("unplug", "rs485-1")
            let down = "bus.rs485-1.bus-down"
            try await hall.alarm(down, becomes: "unacknowledged")
            try await hall.until("the devices are told under it") {
                let under = try hall.ask("alarms", "--all").alarms.array.filter { $0.under.string == down }
                return under.count == 4 && under.allSatisfy { $0.state.string == "suppressed" }
            }
            let asking = try hall.ask("alarms").alarms.array.filter { $0.id.string?.contains("set-point") != true }
            #expect(asking.filter { $0.name.string == "port-lost" || $0.name.string == "not-answering" }.isEmpty)
            try await hall.until("its points are missing") {
                try hall.ask("points", "climate.*").points.array.allSatisfy {
                    $0.quality.string == "bad" && $0.missing.string == "portLost" && $0[dynamicMember: "value"].isNull
                }
            }
            try hall.simulate("plug", "rs485-1")
            try await hall.alarm(down, becomes: "returnedUnacknowledged")
            try await hall.until("all devices are normal") {
                try hall.ask("alarms", "--all").alarms.array.allSatisfy { $0.under.isNull }
            }
            for device in ["climate", "air", "light", "plant"] { #expect(try hall.presence(device) == "online") }
        }

        @Test(arguments: ["broken", "-60"])
        func `a sensor that answers nonsense is a fault and never a number`(value: String) async throws {
            let hall = try FieldHall.climate.start()
            try await hall.reads("climate.temperature", 26.5)
            try hall.simulate("set", "climate", "temperature", "--", value)
            let fault = "climate.temperature.sensor-fault"
            try await hall.alarm(fault, becomes: "unacknowledged")
            let point = try hall.point("climate.temperature")
            #expect(point.quality.string == "bad")
            #expect(["sensorFault", "outOfRange"].contains(point.missing.string))
            #expect(point[dynamicMember: "value"].isNull)
            #expect(try hall.point("climate.humidity").quality.string == "good")
            #expect(try hall.presence("climate") == "online")
            try hall.simulate("set", "climate", "temperature", "26.5")
            try await hall.alarm(fault, becomes: "returnedUnacknowledged")
            try await hall.reads("climate.temperature", 26.5)
        }
    }
}

extension FieldRowTests {
    /// Contacts and lamps on a GPIO chip's wire.
    @Suite(.serialized)
    struct Safety {
        private static let panel = FieldHall(
            buses: ["panel: {gpio: {label: hall-panel}}"],
            devices: ["{id: panel, profile: generic-contact-panel, bus: panel, zone: waiting, label: CD-01}"])

        @Test func `A07: a help button latches, lights its lamp, and stays until a person says they came`() async throws
        {
            let hall = try Self.panel.start()
            try await hall.reads("panel.help", "open")
            try await hall.reads("panel.help-lamp", "off")
            try hall.simulate("press", "panel", "help")
            let alarm = try await hall.alarm("panel.help.help-wanted", becomes: "returnedUnacknowledged")
            #expect(alarm.priority.string == "high")
            try await hall.reads("panel.help-lamp", "on")
            _ = try hall.ask("alarm", "ack", "panel.help.help-wanted", "--reason", "visitor was helped")
            try await hall.alarm("panel.help.help-wanted", becomes: nil)
            try await hall.reads("panel.help-lamp", "off")
        }

        @Test func `A10: a fire contact empties the hall: displays, no call, no number, until it is reset`()
            async throws
        {
            let hall = try Self.panel.start()
            try await hall.reads("panel.fire", "closed")
            _ = try hall.ask("ticket", "take", "household")
            _ = try hall.ask("window", "1", "open")
            try hall.simulate("set", "panel", "fire", "open")
            try await hall.alarm("panel.fire.fire", becomes: "unacknowledged")
            try hall.wait("the window tells people to leave") { try hall.display("w1-display").contains("FIRE") }
            let call = try hall.hallctl(["window", "1", "call"], json: false)
            #expect(call.status == 1 && call.errors.contains("fire alarm"), "\(call.errors)")
            #expect(try hall.hallctl(["ticket", "take", "household"]).status == 1)
            #expect(try hall.ask("status").closed.reason.string == "fire")
            #expect(try hall.hallctl(["alarm", "shelve", "panel.fire.fire", "--for", "1h"]).status == 1)
            try hall.simulate("set", "panel", "fire", "closed")
            try await hall.alarm("panel.fire.fire", becomes: "returnedUnacknowledged")
            _ = try hall.ask("alarm", "ack", "panel.fire.fire")
            #expect(try hall.ask("status").closed.reason.string == "fire", "seen is not reset")
            _ = try hall.ask("alarm", "ack", "panel.fire.fire", "--reason", "no fire, said the fire brigade")
            try hall.wait("the hall goes on") { try hall.hallctl(["window", "1", "call"]).status == 0 }
            #expect(try hall.ask("queue").windows[0].serving.string == "A001")
        }
    }
}
