import HallModel
import Logging
import Testing

@testable import HallDaemon

struct LogTests {
    private let start = MonotonicInstant(nanoseconds: 0)

    private func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func `a line for journald has its fields, each on a line`() {
        let datagram = JournaldHandler.datagram(
            "alarm kiosk-printer.paper-out: no paper", .warning,
            ["DEVICE": "kiosk-printer", "ALARM": "kiosk-printer.paper-out"])
        #expect(
            lines(datagram) == [
                "MESSAGE=alarm kiosk-printer.paper-out: no paper", "PRIORITY=4", "SYSLOG_IDENTIFIER=halld",
                "ALARM=kiosk-printer.paper-out", "DEVICE=kiosk-printer",
            ])
    }

    @Test func `nothing that comes from outside makes a field of its own`() {
        let datagram = JournaldHandler.datagram(
            "x\nPRIORITY=0", .info, ["DEVICE": "a\nMESSAGE=b", "PASSWORD": "secret", "MESSAGE": "forged"])
        let lines = lines(datagram)
        #expect(lines.filter { $0.hasPrefix("MESSAGE=") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("PRIORITY=") } == ["PRIORITY=6"])
        #expect(!lines.contains { $0.contains("secret") })
        #expect(lines.count == 4)
    }

    @Test func `levels are those of syslog`() {
        #expect(Logger.Level.allCases.map(JournaldHandler.priority) == [7, 7, 6, 5, 4, 3, 2])
    }

    @Test func `a flood is cut off, and counted when its minute is over`() {
        let rate = LogRate()
        for index in 0..<LogRate.linesPerMinute {
            #expect(rate.lines("\(index)", at: start + .milliseconds(index)) == ["\(index)"])
        }
        for _ in 0..<50 { #expect(rate.lines("more", at: start + .seconds(30)).isEmpty) }
        #expect(
            rate.lines("next", at: start + .seconds(61)) == ["50 lines of the last minute were left out", "next"])
        #expect(rate.lines("again", at: start + .seconds(62)) == ["again"])
    }
}
