import Logging
import Testing

@testable import HallDaemon

@Suite struct ClosedConnectionLogTests {
    @Test func `the first is told at once, the others of the minute as a number`() {
        var log = ClosedConnectionLog()
        #expect(log.closed(1000, .ofUser(64)) != nil)
        for _ in 0..<500 { #expect(log.closed(1000, .ofUser(64)) == nil) }
        #expect(log.closed(1001, .all(256)) != nil, "another user is another line")
        #expect(log.quietTimeOver(1000) == "500 more connections of uid 1000 were closed within a minute")
        #expect(log.quietTimeOver(1001) == nil)
        #expect(log.closed(1000, .ofUser(64)) != nil)
    }
}
