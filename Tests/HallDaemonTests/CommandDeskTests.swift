import HallLogic
import HallModel
import HallStore
import Synchronization
import Testing

@testable import HallDaemon

@Suite struct CommandDeskTests {
    private let write = HallCommand.writePoint("lamps.row-1", value: "on", reason: "dusk")
    private let reply = HallReply.written("lamps.row-1", value: .word("on"), outcome: .confirmed, readBack: .word("on"))

    /// The desk under test: expectations cannot change a value in place.
    private final class Desk {
        var value = CommandDesk()
        func ask(_ request: CommandRequest) -> ReplyToken? { value.ask(request) }
        func join(_ request: CommandRequest) -> CommandDesk.Earlier { value.join(request) }
        func tell(_ token: ReplyToken, _ result: Result<HallReply, GatewayError>) { value.tell(token, result) }
        func postpone(_ token: ReplyToken) { value.postpone(token) }
        func forgetPostponed() { value.forgetPostponed() }
        func close() { value.close() }
        func key(kept answer: HallDecision.Answer) -> String? { value.keyed(answer, at: WallTime(seconds: 1))?.key }
    }

    /// What an asker was told, in order.
    private final class Ear: Sendable {
        let heard = Mutex<[Result<HallReply, GatewayError>]>([])
        func request(_ command: HallCommand, key: String? = nil, user: String = "clerk") -> CommandRequest {
            CommandRequest(command: command, user: user, key: key) { result in
                self.heard.withLock { $0.append(result) }
            }
        }
        var all: [Result<HallReply, GatewayError>] { heard.withLock { $0 } }
    }

    @Test func `every command has a token of its own, also after answers`() throws {
        let desk = Desk()
        let ear = Ear()
        var tokens: [ReplyToken] = []
        for _ in 0..<5 {
            let token = try #require(desk.ask(ear.request(write)))
            desk.tell(token, .success(reply))
            tokens.append(token)
        }
        #expect(Set(tokens).count == 5)
        #expect(ear.all.count == 5)
    }

    @Test func `a repeated key waits for the first one's answer and is told the same`() throws {
        let desk = Desk()
        let (first, second, other) = (Ear(), Ear(), Ear())
        let token = try #require(desk.ask(first.request(write, key: "k")))
        #expect(desk.join(second.request(write, key: "k")) == .joined)
        #expect(desk.join(other.request(write, key: "k", user: "somebody-else")) == .none)
        #expect(desk.join(other.request(.unshelveAlarm("x"), key: "k")) == .keyReused)
        #expect(desk.join(other.request(write)) == .none, "without a key nothing is repeated")
        #expect(second.all.isEmpty)
        desk.tell(token, .success(reply))
        #expect(first.all == [.success(reply)] && second.all == [.success(reply)] && other.all.isEmpty)
        #expect(desk.join(second.request(write, key: "k")) == .none, "from here on the journal knows the key")
    }

    @Test func `an answer is told once`() throws {
        let desk = Desk()
        let ear = Ear()
        let token = try #require(desk.ask(ear.request(write)))
        desk.tell(token, .success(reply))
        desk.tell(token, .success(reply))
        desk.postpone(token)
        desk.close()
        #expect(ear.all.count == 1)
    }

    @Test func `an answer that could not be recorded leaves the key taken until it comes again`() throws {
        let desk = Desk()
        let (first, again) = (Ear(), Ear())
        let token = try #require(desk.ask(first.request(write, key: "k")))
        desk.postpone(token)
        #expect(first.all == [.failure(.storeUnavailable)])
        #expect(desk.join(again.request(write, key: "k")) == .joined, "nothing is ordered twice")
        let answer = HallDecision.Answer(token: token, reply: reply)
        #expect(desk.key(kept: answer) == "k")
        desk.tell(token, .success(reply))
        #expect(again.all == [.success(reply)] && first.all.count == 1)
    }

    @Test func `what was postponed and not answered again when the journal is back is over`() throws {
        let desk = Desk()
        let (gone, waits) = (Ear(), Ear())
        desk.postpone(try #require(desk.ask(gone.request(write, key: "a"))))
        _ = desk.ask(waits.request(write, key: "b"))
        desk.forgetPostponed()
        #expect(desk.join(gone.request(write, key: "a")) == .none)
        #expect(desk.join(waits.request(write, key: "b")) == .joined)
    }

    @Test func `refusals that a retry might not meet again are not kept with the key`() throws {
        let desk = Desk()
        let token = try #require(desk.ask(Ear().request(write, key: "k")))
        for refusal in [Refusal.busy, .storeUnavailable] {
            #expect(desk.key(kept: .init(token: token, reply: .refused(refusal))) == nil)
        }
        #expect(desk.key(kept: .init(token: token, reply: .refused(.notWritable("a.b")))) == "k")
    }

    @Test func `only so many wait, and so many with one key`() throws {
        let desk = Desk()
        let ear = Ear()
        for number in 0..<CommandDesk.waitingLimit { #expect(desk.ask(ear.request(write, key: "k\(number)")) != nil) }
        #expect(desk.ask(ear.request(write)) == nil)
        #expect(desk.ask(ear.request(.acknowledgeAlarm("x", reason: ""))) != nil, "others are answered at once")
        for _ in 1..<CommandDesk.askersLimit { #expect(desk.join(ear.request(write, key: "k0")) == .joined) }
        #expect(ear.all.isEmpty)
        #expect(desk.join(ear.request(write, key: "k0")) == .joined)
        #expect(ear.all == [.failure(.busy)])
    }

    @Test func `the end tells everybody, in the order of asking`() {
        let desk = Desk()
        let ears = (0..<20).map { _ in Ear() }
        for ear in ears { _ = desk.ask(ear.request(write)) }
        desk.close()
        for ear in ears { #expect(ear.all == [.failure(.stopping)]) }
    }

    @Test func `a batch that fails tells those who asked in it, and postpones answers to former ones`() throws {
        let desk = Desk()
        let (former, asks) = (Ear(), Ear())
        let token = try #require(desk.ask(former.request(write, key: "k")))
        var batch = HallBatch()
        batch.asked = [try #require(desk.ask(asks.request(write, key: "l")))]
        batch.answers = [.init(token: token, reply: reply)]
        #expect(batch.record(desk.value, at: WallTime(seconds: 1)).replies.map(\.key) == ["k"])
        batch.refuse(&desk.value)
        #expect(former.all == [.failure(.storeUnavailable)] && asks.all == [.failure(.storeUnavailable)])
        #expect(desk.join(former.request(write, key: "k")) == .joined)
        #expect(desk.join(asks.request(write, key: "l")) == .none, "it was never ordered")
    }
}
