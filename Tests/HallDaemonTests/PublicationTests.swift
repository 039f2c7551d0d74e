import HallLogic
import HallModel
import Synchronization
import Testing

@testable import HallDaemon

@Suite struct PublicationTests {
    private let now = HallInstant(
        monotonic: MonotonicInstant(nanoseconds: 0), wall: WallTime(seconds: 1_800_000_000),
        civil: CivilClock(fixedOffsetSeconds: 28_800))

    private func publish(_ numbers: ClosedRange<Int64>, in publication: Publication) {
        let changes = numbers.map {
            PublishedChange(sequence: $0, at: now.wall, content: .device(DeviceStatus(id: "kiosk-printer")))
        }
        publication.publish(
            PublishedHall(
                hall: Hall(), devices: [], sequence: numbers.upperBound, epoch: "e", startedAt: now, at: now),
            changes: changes)
    }

    @Test func `a reader gets what it has not seen, in order`() {
        let publication = Publication()
        publish(1...5, in: publication)
        #expect(publication.changes(after: 3, limit: 10)?.map(\.sequence) == [4, 5])
        #expect(publication.changes(after: 5, limit: 10)?.isEmpty == true)
        #expect(publication.changes(after: 0, limit: 2)?.map(\.sequence) == [1, 2])
    }

    @Test func `a position that is no longer kept, or never was, is not resumed`() {
        let publication = Publication()
        publish(1...Int64(Publication.keptChanges + 10), in: publication)
        #expect(publication.changes(after: 9, limit: 1) == nil)
        #expect(publication.changes(after: 10, limit: 1)?.map(\.sequence) == [11])
        #expect(publication.changes(after: 1_000_000, limit: 1) == nil)
        #expect(publication.changes(after: -1, limit: 1) == nil)
        let newest = Int64(Publication.keptChanges + 10)
        #expect(publication.changes(after: newest - 2, limit: 9)?.map(\.sequence) == [newest - 1, newest])
    }

    @Test func `subscribers are woken once a publication, until they cancel`() {
        let publication = Publication()
        let woken = Atomic(0)
        let subscription = publication.subscribe { woken.add(1, ordering: .relaxed) }
        publish(1...3, in: publication)
        publish(4...4, in: publication)
        #expect(woken.load(ordering: .relaxed) == 2)
        publication.cancel(subscription)
        publish(5...5, in: publication)
        #expect(woken.load(ordering: .relaxed) == 2)
    }
}
