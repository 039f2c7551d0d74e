import Foundation
import Testing

/// The journal cannot be written: the disk is full, or a limit is reached.
@Suite(.serialized)
struct StoreFailureTests {
    @Test func `displays say paused, commands are refused, and all goes on when it can be written again`() throws {
        let hall = try HallUnderTest("township")
        try hall.wait("printer is on line") { try hall.presence("kiosk-printer") == "online" }
        #expect(try hall.ask("ticket", "take", "household").number.string == "A001")
        try hall.wait("it is proven") { try hall.ask("ticket", "show", "A001").printed.string == "proven" }

        let pid = String(try #require(hall.daemon).processIdentifier)
        try limitFileSize(of: pid, to: "1")
        let refused = try hall.hallctl(["ticket", "take", "household"])
        #expect(refused.status == 1)
        #expect(refused.errors.hasPrefix("hallctl: "))
        try hall.wait("the display says paused") { try hall.display("w1-display").uppercased().contains("PAUSED") }
        try hall.wait("the kiosk says paused") { try hall.show("kiosk-keys").state.lamp.string == "paused" }
        let alarms = try hall.ask("alarms").alarms.array
        #expect(alarms.contains { $0.id.string == "hall.journal-unavailable" && $0.state.string == "unacknowledged" })
        let text = alarms.first { $0.id.string == "hall.journal-unavailable" }?.text.string ?? ""
        #expect(text.contains("the journal's file has the greatest size allowed"), "\(text)")
        #expect(text.contains("LimitFSIZE="), "\(text)")
        #expect(try hall.ask("ticket", "show", "A001").number.string == "A001", "reading goes on")

        try limitFileSize(of: pid, to: "unlimited")
        try hall.wait("the display is back") { try !hall.display("w1-display").uppercased().contains("PAUSED") }
        #expect(try hall.ask("ticket", "take", "household").number.string == "A002", "the refused one took no number")
        let returned = try hall.ask("alarms").alarms.array.first { $0.id.string == "hall.journal-unavailable" }
        #expect(returned?.state.string == "returnedUnacknowledged")
        // What was kept in memory is on disk now.
        hall.killDaemon()
        try hall.startDaemon()
        #expect(try hall.ask("alarms").alarms.array.contains { $0.id.string == "hall.journal-unavailable" })
        #expect(try hall.ask("ticket", "show", "A002").number.string == "A002")
    }

    private func limitFileSize(of pid: String, to limit: String) throws {
        let outcome = try Programs.run(
            URL(fileURLWithPath: "/usr/bin/prlimit"), ["--pid", pid, "--fsize=\(limit):unlimited"])
        try #require(outcome.status == 0, "\(outcome.errors)")
    }
}
