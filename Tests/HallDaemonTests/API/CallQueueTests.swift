import Testing

@testable import HallDaemon

@Suite struct CallQueueTests {
    private func run(_ queue: inout CallQueue<String>) -> [String] {
        var log: [String] = []
        while let action = queue.next() {
            switch action {
            case .start(let call, _): log.append("start \(call)")
            case .send(let bytes): log.append("send \(String(decoding: bytes, as: UTF8.self))")
            }
        }
        return log
    }

    @Test func `commands start behind one another, a read waits for all before it`() {
        var queue = CallQueue<String>()
        queue.append("take", isCommand: true)
        queue.append("call", isCommand: true)
        queue.append("state", isCommand: false)
        queue.append("finish", isCommand: true)
        #expect(run(&queue) == ["start take", "start call"])
        queue.finish(2, reply: Array("called".utf8))
        #expect(run(&queue) == [], "its reply waits for the one before it")
        queue.finish(1, reply: Array("taken".utf8))
        #expect(run(&queue) == ["send taken", "send called", "start state"])
        queue.finish(3, reply: nil)
        #expect(run(&queue) == ["start finish"])
        queue.finish(4, reply: nil)
        #expect(run(&queue) == [])
        #expect(queue.count == 0)
    }

    @Test func `a call that nobody waits for is forgotten without a trace`() {
        var queue = CallQueue<String>()
        queue.finish(7, reply: [])
        #expect(run(&queue) == [])
    }

    @Test(arguments: [
        ("*", "anything", true), ("*", "", true), ("", "", true), ("", "a", false), ("w?-display", "w1-display", true),
        ("w?-display", "w12-display", false), ("*-display", "w1-display", true), ("*a*b*c*", "xxaxxbxxcxx", true),
        ("*a*b*c*", "xxcxxbxxa", false), ("w1", "w1-display", false), ("窗?", "窗口", true),
    ])
    func `patterns fit as in a shell`(_ pattern: String, _ name: String, _ fits: Bool) {
        #expect(Glob(pattern).matches(name) == fits)
    }

    @Test func `a pattern of many stars costs no more than pattern times name`() {
        let name = String(repeating: "a", count: 2000)
        #expect(!Glob(String(repeating: "*a", count: 500) + "*b").matches(name))
    }
}
