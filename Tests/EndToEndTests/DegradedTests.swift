import Foundation
import Testing

/// One piece of equipment is dead: what happens instead, what the alarm says, how it comes back. The table of these modes is
/// docs/degraded-modes.md; printer, bus and disk have tests of their own (`VisitTests`, `LineFaultTests`,
/// `StoreFailureTests`).
@Suite(.serialized)
struct DegradedTests {
    private func isAlarmed(_ hall: HallUnderTest, _ device: String, _ kind: String) throws {
        try hall.wait("\(device).\(kind)", atMost: 30) { try hall.alarms(of: device).contains("\(device).\(kind)") }
        let alarm = try hall.ask("alarms", "--all").alarms.array.first { $0.id.string == "\(device).\(kind)" }
        for text in [alarm?.cause, alarm?.consequence, alarm?.response] {
            #expect(text?.string?.isEmpty == false, "\(String(describing: alarm))")
        }
    }

    private func isOver(_ hall: HallUnderTest, _ device: String, _ kind: String) throws {
        _ = try hall.hallctl(["alarm", "ack", "\(device).\(kind)", "--reason", "seen"])
        try hall.wait("\(device).\(kind) is over") { try hall.alarms(of: device).isEmpty }
    }

    @Test func `display dead: calls go on, the voice and the board say them, and it comes back with what is so`() throws
    {
        let hall = try VoiceHall().start()
        _ = try hall.take()
        _ = try hall.take()
        _ = try hall.ask("window", "1", "call")
        try hall.wait("the display calls") { try hall.display("w1-display").contains("A001") }
        try hall.simulate("unplug", "w1-display")
        try isAlarmed(hall, "w1-display", "port-lost")
        _ = try hall.ask("window", "1", "start")
        _ = try hall.ask("window", "1", "finish")
        let began = Date()
        #expect(try hall.ask("window", "1", "call").ticket.number.string == "A002")
        #expect(Date().timeIntervalSince(began) < 2, "nobody waits for a display")
        try hall.wait("the voice says it") {
            try hall.show("voice").text.array.last?.string == "请A零零二号到1号窗口"
        }
        #expect(try hall.display("w1-display").contains("A001"), "it shows what it was told last")
        try hall.simulate("plug", "w1-display")
        try hall.wait("it shows what is so") { try hall.display("w1-display").contains("A002") }
        #expect(try !hall.display("w1-display").contains("A001"))
        try isOver(hall, "w1-display", "port-lost")
    }

    @Test func `voice dead: displays call, nobody waits, and the next call is said when it is back`() throws {
        let hall = try VoiceHall().start()
        try hall.wait("the module answers") { try hall.presence("voice") == "online" }
        for _ in 0..<3 { _ = try hall.take() }
        try hall.simulate("fault", "voice", "silent")
        for number in ["A001", "A002"] {
            let began = Date()
            #expect(try hall.ask("window", "1", "call").ticket.number.string == number)
            #expect(Date().timeIntervalSince(began) < 2, "nobody waits for a voice")
            try hall.wait("the display calls") { try hall.display("w1-display").contains(number) }
            _ = try hall.ask("window", "1", "start")
            _ = try hall.ask("window", "1", "finish")
        }
        try isAlarmed(hall, "voice", "not-answering")
        try hall.simulate("clear", "voice")
        try hall.wait("it is back") { try hall.presence("voice") == "online" }
        let before = try hall.show("voice").text.array.count
        _ = try hall.ask("window", "1", "call")
        try hall.wait("the next call is said") {
            try hall.show("voice").text.array.compactMap(\.string).suffix(1) == ["请A零零三号到1号窗口"]
        }
        #expect(try hall.show("voice").text.array.count == before + 1, "and none of those before it")
        try isOver(hall, "voice", "not-answering")
    }

    @Test func `caller dead: the same words by hallctl, and the keys work again afterwards`() throws {
        let hall = try VoiceHall().start()
        for _ in 0..<2 { _ = try hall.take() }
        try hall.simulate("unplug", "w1-caller")
        try isAlarmed(hall, "w1-caller", "port-lost")
        #expect(try hall.ask("window", "1", "call").ticket.number.string == "A001")
        for verb in ["recall", "start", "finish"] { _ = try hall.ask("window", "1", verb) }
        try hall.simulate("plug", "w1-caller")
        try isOver(hall, "w1-caller", "port-lost")
        try hall.simulate("press", "w1-caller", "call")
        try hall.wait("the key calls") { try hall.display("w1-display").contains("A002") }
    }

    @Test func `pad dead: the service is rated by hallctl, once, and the pad rates the next`() throws {
        let hall = try VoiceHall().start()
        for _ in 0..<2 { _ = try hall.take() }
        try hall.simulate("unplug", "w1-pad")
        try isAlarmed(hall, "w1-pad", "port-lost")
        for verb in ["call", "start", "finish"] { _ = try hall.ask("window", "1", verb) }
        let rated = try hall.ask("rate", "1", "5")
        #expect(rated.number.string == "A001")
        try hall.simulate("plug", "w1-pad")
        try isOver(hall, "w1-pad", "port-lost")
        for verb in ["call", "start", "finish"] { _ = try hall.ask("window", "1", verb) }
        try hall.wait("the pad asks") { try hall.show("w1-pad").state.lamp.string == "rate" }
        try hall.simulate("press", "w1-pad", "4")
        try hall.wait("the pad thanks") { try hall.show("w1-pad").state.lamp.string == "thanks" }
        let why = try hall.hallctl(["--lang", "zh", "why", "ticket", "A002"], json: false).output
        #expect(why.contains("w1-pad"), "\(why)")
    }
}
