import HallModel
import Testing

@Suite("Texts")
struct TextTests {
    static let refusals: [Refusal] = [
        .noSuchService("dogs", known: ["household", "tax"]), .noSuchWindow("9", known: ["1", "2"]),
        .noSuchKiosk("k", known: []), .noSuchTicket("A001"), .noSuchAlarm("hall.paper-out"),
        .windowNotOpen("1", .paused), .windowNotOpen("1", .closed), .calledTicketPending("1", TicketNumber("A001")),
        .nobodyCalled("1"), .nobodyServed("1"), .windowBusy("1", TicketNumber("A001")),
        .ticketClosed(TicketNumber("A001"), "finished"), .ticketAtWindow(TicketNumber("A001"), "1"), .noPrinter,
        .printPending(TicketNumber("A001")), .storeUnavailable, .busy, .alreadyAcknowledged("hall.plan-refused"),
    ]

    @Test func `every refusal says what to do, in both languages, after a colon`() {
        for refusal in Self.refusals {
            #expect(refusal.text(.en).contains(": "), "\(refusal.code)")
            #expect(refusal.text(.zh).contains("："), "\(refusal.code)")
        }
        #expect(Set(Self.refusals.map(\.code)).count == Self.refusals.count - 1)
    }

    @Test func `an unknown name is answered with the known ones, not with all of a thousand`() {
        #expect(Self.refusals[0].text(.en) == "no service dogs: there are household, tax")
        #expect(Self.refusals[0].text(.zh) == "没有事项 dogs：可用的有 household、tax")
        let many = Refusal.noSuchWindow("x", known: (1...1000).map(String.init)).text(.en)
        #expect(many.hasSuffix("19, 20, …"))
    }

    @Test func `a ticket that is over is refused with how it ended, in the reader's language`() {
        let refusal = Refusal.ticketClosed(TicketNumber("A001"), "no-show")
        #expect(refusal.text(.zh).contains("过号"))
        #expect(refusal.text(.en).contains("did not come"))
    }

    @Test func `control characters of a name never come back to a terminal`() {
        let told = Refusal.noSuchService("x\u{1B}[31m", known: ["a\u{7}"]).bilingual
        let raised = Alarm(
            id: "hall.plan-refused", kind: .planRefused, device: "d\u{9B}", priority: .low,
            since: WallTime(seconds: 0), subject: "why\n\u{202E}"
        ).bilingual
        for text in [told.zh, told.en, raised.zh, raised.en] {
            #expect(text.unicodeScalars.allSatisfy { !$0.isControl })
        }
    }

    @Test func `every alarm has a cause, a consequence and a response in both languages`() {
        for kind in AlarmKind.allCases {
            let text = kind.text
            for part in [text.text, text.cause, text.consequence, text.response] {
                for language in Language.allCases { #expect(part[language].count >= 4, "\(kind) \(part)") }
                #expect(part.en.unicodeScalars.allSatisfy { $0.isASCII }, "\(kind) \(part.en)")
                #expect(part.zh.unicodeScalars.contains { $0.value > 0x4E00 }, "\(kind) \(part.zh)")
            }
        }
    }

    @Test func `an alarm says where, and a refused plan says why`() {
        let paper = Alarm(
            id: "kiosk-1-printer.paper-out", kind: .paperOut, device: "kiosk-1-printer", priority: .high,
            since: WallTime(seconds: 0))
        #expect(paper.text(.zh) == "打印机缺纸 (kiosk-1-printer)")
        let plan = Alarm(
            id: "hall.plan-refused", kind: .planRefused, device: nil, priority: .low, since: WallTime(seconds: 0),
            subject: PlanRefusal.windowOccupied("3").code)
        #expect(plan.text(.en).contains("window 3 is removed while somebody is at it"))
    }

    @Test func `the code of a plan's refusal reads back`() {
        let refusals: [PlanRefusal] = [
            .serviceInUse("a"), .serviceUnserved("b"), .prefixInUse("c"), .windowOccupied("4"),
        ]
        for refusal in refusals { #expect(PlanRefusal(code: refusal.code) == refusal) }
        #expect(PlanRefusal(code: "") == nil)
        #expect(PlanRefusal(code: "service-in-use") == nil)
        #expect(PlanRefusal(code: "something-else x") == nil)
    }

    @Test func `a stage's word reads back, unless a window belongs to it`() {
        for stage in [Ticket.Stage.waiting, .finished, .noShow, .cancelled, .voided, .lapsed] {
            #expect(Ticket.Stage(word: stage.word) == stage)
        }
        #expect(Ticket.Stage(word: Ticket.Stage.serving("1").word) == nil)
    }
}
