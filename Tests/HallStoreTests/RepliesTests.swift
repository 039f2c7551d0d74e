import HallModel
import Testing

@testable import HallStore

@Suite struct RepliesTests {
    private let folder = TemporaryFolder()

    private func reply(
        _ key: String, by user: String = "hall-desk", after seconds: Int64 = 0, _ reply: HallReply = .refused(.busy)
    ) -> Journal.KeyedReply {
        Journal.KeyedReply(user: user, key: key, commandHash: "c0ffee", reply: reply, at: Golden.at(seconds))
    }

    private func batch(_ replies: [Journal.KeyedReply], facts: [HallFact] = []) -> Journal.Batch {
        var batch = Journal.Batch()
        batch.facts = facts
        batch.replies = replies
        return batch
    }

    @Test func `a reply comes back for its user and key, and for nobody else`() throws {
        let journal = try Journal(directory: folder.state)
        let kept = reply("k1", .ticket(Golden.everyTicket[1]))
        try journal.commit(batch([kept], facts: [started(1)]))
        #expect(try journal.reply(user: "hall-desk", key: "k1") == kept)
        #expect(try journal.reply(user: "hall-desk", key: "k2") == nil)
        #expect(try journal.reply(user: "someone", key: "k1") == nil)
        journal.close()
        #expect(try Journal(directory: folder.state).reply(user: "hall-desk", key: "k1") == kept)
    }

    @Test(arguments: ["", "'; DROP TABLE replies; --", "钥匙", "a\u{0}b", String(repeating: "k", count: 128)])
    func `any key is a key`(_ key: String) throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(batch([reply(key), reply(key + "x")]))
        #expect(try journal.reply(user: "hall-desk", key: key) == reply(key))
    }

    @Test func `a key that is used again has the newer reply`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(batch([reply("k"), reply("k", after: 1)]))
        try journal.commit(batch([reply("k", after: 2, .refused(.noPrinter))]))
        #expect(try journal.reply(user: "hall-desk", key: "k") == reply("k", after: 2, .refused(.noPrinter)))
    }

    @Test func `a reply lives for 24 hours by the time of the batches`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(batch([reply("old"), reply("young", after: 1)]))
        try journal.commit(batch([reply("now", after: 86_400)]))
        #expect(try journal.reply(user: "hall-desk", key: "old") != nil, "24 h are not yet over")
        try journal.commit(batch([reply("later", after: 86_401)]))
        #expect(try journal.reply(user: "hall-desk", key: "old") == nil)
        #expect(try journal.reply(user: "hall-desk", key: "young") != nil)
    }

    @Test func `what a holiday left behind goes a little with each commit`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(batch((0..<200).map { reply("old\($0)") }))
        for commit in 1...4 {
            try journal.commit(batch([reply("new\(commit)", after: 900_000)]))
            let left = try journal.opened().integer("SELECT count(*) FROM replies WHERE key LIKE 'old%'")
            #expect(left == max(0, 200 - 64 * Int64(commit)))
        }
    }

    @Test func `of each user the newest ten thousand are kept`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(batch([reply("mine", by: "other")]))
        for start in stride(from: 0, to: 10_500, by: 500) {
            try journal.commit(batch((start..<start + 500).map { reply("k\($0)") }))
        }
        let counts = "SELECT count(*) FROM replies WHERE user = ?1"
        #expect(try journal.opened().integer(counts, .text("hall-desk")) == 10_000)
        #expect(try journal.reply(user: "hall-desk", key: "k499") == nil)
        #expect(try journal.reply(user: "hall-desk", key: "k500") != nil)
        #expect(try journal.reply(user: "other", key: "mine") != nil)
    }

    @Test func `a reply of a newer build is not taken for no reply`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(batch([reply("k")]))
        try journal.opened().run("UPDATE replies SET version = 2")
        let error = #expect(throws: StoreError.self) { try journal.reply(user: "hall-desk", key: "k") }
        #expect(error?.code == .tooNew)
    }
}
