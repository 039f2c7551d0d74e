import HallModel
import HashTreeCollections

/// A day's tickets in the order of taking, and where those stand that are asked for at every step: by their id, those whose
/// visit is not over, those who wait. A crowded day has thousands, and most of them are over.
///
/// The hall as of the last commit is kept beside the present one, so that each commit's first change would copy all of them:
/// they lie in pages, and only the page that is changed is copied.
struct TicketBook: Sendable, Equatable {
    private static let pageSize = 64

    private var pages: [[Ticket]] = []
    private(set) var count = 0
    /// Places of those whose visit is not over, ascending.
    private(set) var open: [Int] = []
    /// Places of those who wait, ascending.
    private(set) var waiting: [Int] = []
    /// Places of those who did not come and may come back, ascending.
    private(set) var absent: [Int] = []
    private var places: TreeDictionary<TicketID, Int> = [:]
    private var waitingFor: [ServiceID: [Int]] = [:]
    /// Those who wait and were put elsewhere in the line than their order says.
    private var displaced = 0

    init(_ tickets: [Ticket] = []) {
        for ticket in tickets { append(ticket) }
    }

    /// In the order of taking.
    var all: [Ticket] { pages.flatMap { $0 } }

    subscript(place: Int) -> Ticket { pages[place / Self.pageSize][place % Self.pageSize] }

    /// Where a ticket stands; the newest, were there two of one id.
    func place(of id: TicketID) -> Int? { places[id] }

    /// Places of those who wait for a service, ascending.
    func waiting(for service: ServiceID) -> [Int] { waitingFor[service] ?? [] }

    /// Everybody waits in the order of taking: nobody was put elsewhere.
    var isInOrder: Bool { displaced == 0 }

    mutating func append(_ ticket: Ticket) {
        places[ticket.id] = count
        if count % Self.pageSize == 0 { pages.append([]) }
        pages[count / Self.pageSize].append(ticket)
        count += 1
        file(count - 1, as: Sort(ticket), instead: nil)
    }

    mutating func change(_ place: Int, _ body: (inout Ticket) -> Void) {
        let former = Sort(self[place])
        body(&pages[place / Self.pageSize][place % Self.pageSize])
        let sort = Sort(self[place])
        if sort != former { file(place, as: sort, instead: former) }
    }

    /// What a ticket is filed by.
    private struct Sort: Equatable {
        var isOpen: Bool
        var isAbsent: Bool
        var isDisplaced: Bool
        /// Whom it waits for; nil where it does not.
        var waitsFor: ServiceID?

        init(_ ticket: Ticket) {
            isOpen = ticket.isOpen
            isAbsent = ticket.stage == .absent
            isDisplaced = ticket.stage == .waiting && ticket.place != nil
            waitsFor = ticket.stage == .waiting ? ticket.service : nil
        }
    }

    private mutating func file(_ place: Int, as sort: Sort, instead former: Sort?) {
        if sort.isOpen != former?.isOpen ?? false { open.set(place, sort.isOpen) }
        if sort.isAbsent != former?.isAbsent ?? false { absent.set(place, sort.isAbsent) }
        if sort.isDisplaced != former?.isDisplaced ?? false { displaced += sort.isDisplaced ? 1 : -1 }
        guard sort.waitsFor != former?.waitsFor else { return }
        if let service = former?.waitsFor { waitingFor[service, default: []].set(place, false) }
        if let service = sort.waitsFor { waitingFor[service, default: []].set(place, true) }
        let waits = sort.waitsFor != nil
        if waits != (former?.waitsFor != nil) { waiting.set(place, waits) }
    }
}

extension [Int] {
    /// Holds the number or not; ascending before and after.
    fileprivate mutating func set(_ number: Int, _ holds: Bool) {
        let place = firstPlace(from: number)
        let isThere = place < count && self[place] == number
        if holds, !isThere { insert(number, at: place) }
        if !holds, isThere { remove(at: place) }
    }

    /// The place of the first that is not smaller, in ascending numbers.
    func firstPlace(from number: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
