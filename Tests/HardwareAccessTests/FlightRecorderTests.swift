import DeviceDrivers
import HallModel
import Testing

@testable import HardwareAccess

struct FlightRecorderTests {
    private let recorder = FlightRecorder()
    private func time(_ nanoseconds: Int64) -> MonotonicInstant { MonotonicInstant(nanoseconds: nanoseconds) }

    @Test func `it keeps what happened, with time and direction, oldest first`() {
        recorder.note(.opened, at: time(1))
        recorder.note(.sent([0x1B, 0x40]), at: time(2))
        recorder.note(.received([0x12]), at: time(3))
        #expect(
            recorder.records == [
                FlightRecord(at: time(1), content: .opened),
                FlightRecord(at: time(2), content: .sent([0x1B, 0x40])),
                FlightRecord(at: time(3), content: .received([0x12])),
            ])
    }

    @Test func `of a talkative wire it keeps the newest 16 KiB`() {
        for number in 1...100 { recorder.note(.received([UInt8](repeating: UInt8(number), count: 1024)), at: time(0)) }
        #expect(recorder.records.count == 16)
        #expect(recorder.records.last?.content == .received([UInt8](repeating: 100, count: 1024)))
    }

    @Test func `of single bytes it keeps the newest 512`() {
        for number in 1...5000 { recorder.note(.received([1]), at: time(Int64(number))) }
        #expect(recorder.records.map(\.at.nanoseconds) == Array(4489...5000))
    }

    @Test func `a port that stays missing is one record, the newest`() {
        recorder.note(.received([1]), at: time(1))
        for number in 2...2000 { recorder.note(.refused(.missing), at: time(Int64(number))) }
        recorder.note(.refused(.busy), at: time(3000))
        #expect(recorder.records.map(\.at.nanoseconds) == [1, 2000, 3000])
    }

    @Test func `a bus writes down its bytes and its losses`() throws {
        let directory = try BusDirectory()
        directory.makeDirectory()
        try directory.plug()
        let bus = try ProbedBus(path: directory.path) { event in
            if case .received = event { [.write([0x06])] } else { [] }
        }
        #expect(bus.isOpened())
        Wire.write(directory.master, [0x05])
        #expect(Wire.read(directory.master, count: 1) == [0x06])
        directory.unplug()
        #expect(Wire.wait { bus.losses.count == 1 })
        #expect(bus.thread.recent.map(\.content) == [.opened, .received([0x05]), .sent([0x06]), .lost(.hungUp)])
    }
}
