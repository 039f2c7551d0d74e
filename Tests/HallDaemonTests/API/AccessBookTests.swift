import HallModel
import Testing

@testable import HallDaemon

struct AccessBookTests {
    private let plan = AccessPlan(grants: [
        AccessPlan.Grant(.technician, groups: ["hall-tech"]), AccessPlan.Grant(.viewer, groups: ["hall-view", "all"]),
        AccessPlan.Grant(.counter, window: "1", groups: ["counter1"]),
        AccessPlan.Grant(.counter, window: "2", groups: ["counter2"]),
    ])
    private let start = MonotonicInstant(nanoseconds: 0)

    private func peer(_ groups: UInt32...) -> Peer { Peer(uid: 1000, name: "somebody", groups: Set(groups)) }

    private func book(_ numbers: [String: UInt32]) -> AccessBook {
        AccessBook(ownUser: 990) { numbers[$0].map { .number($0) } ?? .none }
    }

    @Test func `groups give their roles and windows`() {
        let book = book(["hall-tech": 1, "hall-view": 2, "counter1": 3, "counter2": 4])
        #expect(book.rights(of: peer(1), plan, at: start).roles == [.technician])
        #expect(book.rights(of: peer(2, 1), plan, at: start).roles == [.technician, .viewer])
        let clerk = book.rights(of: peer(3, 4), plan, at: start)
        #expect(clerk.roles == [.counter] && clerk.windows == ["1", "2"])
        #expect(book.rights(of: peer(9), plan, at: start).roles.isEmpty)
    }

    @Test func `root and the daemon's own user have everything, others nothing without a plan`() {
        let book = book([:])
        #expect(book.rights(of: Peer(uid: 0, name: "root"), nil, at: start) == .all)
        #expect(book.rights(of: Peer(uid: 990, name: "halld"), plan, at: start) == .all)
        #expect(book.rights(of: peer(1), nil, at: start) == Rights())
    }

    @Test func `a group that the system does not have gives nothing, and is named`() {
        let book = book(["hall-view": 2])
        #expect(book.rights(of: peer(0), plan, at: start).roles.isEmpty, "none is not root's")
        #expect(book.missing(plan, at: start) == ["hall-tech", "all", "counter1", "counter2"])
    }

    @Test func `a group made later is known within a minute, and another plan at once`() {
        nonisolated(unsafe) var numbers: [String: UInt32] = [:]
        let book = AccessBook(ownUser: 990) { numbers[$0].map { .number($0) } ?? .none }
        #expect(book.rights(of: peer(1), plan, at: start).roles.isEmpty)
        numbers["hall-tech"] = 1
        #expect(book.rights(of: peer(1), plan, at: start + .seconds(59)).roles.isEmpty)
        #expect(book.rights(of: peer(1), plan, at: start + .seconds(61)).roles == [.technician])
        let other = AccessPlan(grants: [AccessPlan.Grant(.operator, groups: ["hall-staff"])])
        numbers["hall-staff"] = 5
        #expect(book.rights(of: peer(5), other, at: start + .seconds(62)).roles == [.operator])
    }

    @Test func `a name service that does not answer takes no role away`() {
        nonisolated(unsafe) var answer = AccessBook.Lookup.number(1)
        let book = AccessBook(ownUser: 990) { $0 == "hall-tech" ? answer : .none }
        #expect(book.rights(of: peer(1), plan, at: start).roles == [.technician])
        answer = .unknown
        #expect(book.rights(of: peer(1), plan, at: start + .seconds(61)).roles == [.technician])
        answer = .none
        #expect(book.rights(of: peer(1), plan, at: start + .seconds(122)).roles.isEmpty)
    }

    @Test func `the system's own groups are found by name`() {
        #expect(AccessBook.number(of: "root") == .number(0))
        #expect(AccessBook.number(of: "no-such-group-here") == .none)
    }
}
