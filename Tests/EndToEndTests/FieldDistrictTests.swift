import Foundation
import Testing

/// The district's hall as it is shipped, with its own times.
@Suite(.serialized)
struct FieldDistrictTests {
    @Test func `the shipped district: every point is good, set-points are guarded, and states survive kill -9`()
        async throws
    {
        let hall = try HallUnderTest("district")
        // Each for itself: on a busy machine a simulated slave answers late now and then.
        var good: Set<String> = []
        try await hall.until("every point was good", atMost: 120) {
            let points = try hall.ask("points").points.array
            for point in points where point.quality.string == "good" { good.insert(point.id.string ?? "") }
            return points.count >= 60 && points.allSatisfy { good.contains($0.id.string ?? "") }
        }

        let point = "hall-thermostat.set-point"
        let refused = try hall.hallctl(["write", point, "24", "--reason", "too warm"], json: false)
        #expect(refused.status == 1 && refused.errors.contains("26 °C"), "\(refused.errors)")
        #expect(refused.errors.contains("夏季温度调节不应低于26°C") || refused.errors.contains("shall not be set below 26"))
        #expect(try hall.ask("write", point, "27", "--reason", "summer").outcome.string == "confirmed")
        try await hall.reads(point, 27)

        // Changed at the unit: corrected once to what was wished, then left with an alarm.
        try hall.simulate("set", "hall-thermostat", "set-point", "24")
        try await hall.until("24 is seen and corrected") {
            try corrections(point, hall) == 1 && hall.number(point) == 27
        }
        try hall.simulate("set", "hall-thermostat", "set-point", "24")
        let changed = "\(point).changed-at-unit"
        try await hall.alarm(changed, becomes: "unacknowledged")
        #expect(try await hall.alarm(changed, stays: "unacknowledged", for: 6))
        #expect(try hall.number(point) == 24 && corrections(point, hall) == 1, "it is left alone")
        _ = try hall.ask("alarm", "ack", changed, "--reason", "the clerk is cold")

        try hall.simulate("set", "ups", "status", "OB LB")
        try await hall.alarm("ups.battery-low", becomes: "unacknowledged")
        #expect(try hall.hallctl(["ticket", "take", "household"]).status == 1)
        let before = try hall.alarm(changed)
        let author = try #require(before?.acknowledgedBy.string)

        hall.killDaemon()
        try hall.startDaemon()
        // Before anything is read again: these are the states of the journal.
        let after = try hall.alarm(changed)
        #expect(after?.state.string == "acknowledged" && after?.acknowledgedBy.string == author)
        #expect(after?.since.string == before?.since.string)
        #expect(try hall.alarm("ups.battery-low")?.state.string == "unacknowledged")
        let why = try hall.ask("why", "point", point)
        #expect(why.wish.double == 27 && why.corrections.int == 1)
        let closed = try hall.hallctl(["ticket", "take", "household"], json: false)
        #expect(closed.status == 1 && closed.errors.contains("battery"), "\(closed.errors)")

        try hall.simulate("set", "ups", "status", "OL CHRG")
        try await hall.until("the hall reopens") { try hall.hallctl(["ticket", "take", "household"]).status == 0 }
        #expect(try hall.ask("write", point, "26", "--reason", "back").outcome.string == "confirmed")
        try await hall.alarm(changed, becomes: nil)
        #expect(hall.stopDaemon() == 0)
    }

    private func corrections(_ point: String, _ hall: HallUnderTest) throws -> Int? {
        try hall.ask("why", "point", point).corrections.int
    }
}
