import DeviceDrivers
import HallModel
import Testing

@Suite struct `A UPS that speaks Q1` {
    private let ask = DriverAction.write(hex("51 31 0D"))
    private let online = DriverAction.report(.presence(.online, detail: .none))
    private let onLine = DriverEvent.received(Array("(229.8 229.8 230.1 023 50.0 27.1 28.4 00000001\r".utf8))
    private let lowBattery = DriverEvent.received(Array("(000.0 000.0 230.1 023 50.0 22.9 28.4 11000001\r".utf8))
    private let sample = DriverEvent.received(Array("(208.4 140.0 208.4 034 59.9 2.05 35.0 00110000\r".utf8))
    private let echo = DriverEvent.received(hex("51 31 0D"))

    private func offline(_ detail: DeviceDetail) -> DriverAction { .report(.presence(.offline, detail: detail)) }
    private func status(_ reading: Reading) -> DriverAction { .report(.reading("status", reading)) }
    private func number(_ name: String, _ thousandths: Int64, _ now: MonotonicInstant) -> DriverAction {
        .report(.reading(name, .good(.number(Quantity(thousandths: thousandths)), at: now)))
    }

    private func opened(poll seconds: Int = 2, cells: Int? = nil) -> MegatecUPSDriver {
        var driver = MegatecUPSDriver(settings: MegatecSettings(pollSeconds: seconds, cells: cells))
        _ = driver.handle(.opened, at: start)
        return driver
    }

    @Test func `it is asked at the opening and every poll, and all seven points are told`() {
        var driver = MegatecUPSDriver(settings: MegatecSettings(pollSeconds: 2))
        #expect(driver.nextWake == nil)
        #expect(driver.handle(.opened, at: start) == [ask])
        #expect(driver.nextWake == start + .milliseconds(1500))
        let now = start + .milliseconds(250)
        #expect(
            driver.handle(onLine, at: now) == [
                online, status(.good(.word("OL"), at: now)), number("input-voltage", 229_800, now),
                number("output-voltage", 230_100, now), number("load", 23_000, now), number("frequency", 50_000, now),
                number("battery-voltage", 27_100, now), number("temperature", 28_400, now),
            ])
        #expect(driver.nextWake == start + .seconds(2))
        #expect(driver.handle(.timeReached, at: start + .seconds(2)) == [ask])
        let second = start + .seconds(2) + .milliseconds(250)
        #expect(driver.handle(lowBattery, at: second).first == status(.good(.word("OB LB"), at: second)))
    }

    @Test func `one cell's voltage becomes the battery's by the number of cells, and without it is no value`() {
        var twelve = opened(cells: 12)
        #expect(twelve.handle(sample, at: start).contains(number("battery-voltage", 24_600, start)))
        var unknown = opened()
        #expect(
            unknown.handle(sample, at: start).contains(.report(.reading("battery-voltage", .missing(.sensorFault)))))
    }

    @Test func `a whole voltage stays one, whatever the number of cells`() {
        var driver = opened(cells: 12)
        #expect(driver.handle(onLine, at: start).contains(number("battery-voltage", 27_100, start)))
    }

    @Test func `a load that cannot be is out of range, and dashes are missed`() {
        var driver = opened()
        let actions = driver.handle(
            .received(Array("(229.8 229.8 230.1 999 50.0 27.1 --.- 00000000\r".utf8)), at: start)
        #expect(actions.contains(.report(.reading("load", .missing(.outOfRange)))))
        #expect(actions.contains(.report(.reading("temperature", .missing(.neverRead)))))
        #expect(actions.contains(status(.good(.word("OL"), at: start))))
    }

    /// What is heard, three times; why the values are missed; what the technician is told.
    @Test(arguments: [
        ("", MissingReason.timeout, DeviceDetail.noAnswer), ("Q1\r", .exception, .wrongModel),
        ("(229.8 garbage\r", .crc, .wrongModel), ("(229.8 229.8 230", .crc, .wrongModel),
    ])
    func `without answers it is off line after three polls`(heard: String, reason: MissingReason, detail: DeviceDetail)
    {
        var driver = opened()
        _ = driver.handle(onLine, at: start)
        for poll in 1...10 {
            let asked = start + .seconds(2 * poll)
            #expect(driver.handle(.timeReached, at: asked).last == ask)
            if !heard.isEmpty { _ = driver.handle(.received(Array(heard.utf8)), at: asked + .milliseconds(300)) }
            let actions = driver.handle(.timeReached, at: asked + .milliseconds(1500))
            let expected: Reading =
                poll < 3
                ? .good(.word("OL"), at: start)
                : poll < 10 ? .stale(.word("OL"), at: start, reason) : .missing(reason)
            #expect(actions.first == status(expected), "poll \(poll)")
            #expect(actions.contains(offline(detail)) == (poll == 3), "poll \(poll)")
        }
        _ = driver.handle(.timeReached, at: start + .seconds(22))
        #expect(driver.handle(onLine, at: start + .seconds(22)).contains(online))
    }

    @Test func `an adapter that hears itself does no harm`() {
        var driver = opened()
        #expect(driver.handle(echo, at: start).isEmpty)
        #expect(driver.handle(onLine, at: start + .milliseconds(300)).first == online)
    }

    @Test func `an answer after its time is noise, and is not taken for the next question's`() {
        var driver = opened()
        _ = driver.handle(.timeReached, at: start + .milliseconds(1500))
        let actions = driver.handle(lowBattery, at: start + .milliseconds(1700))
        #expect(actions == [.report(.noise(count: 47))])
        // Also when the bytes are heard before the time-out is.
        var asleep = opened()
        #expect(asleep.handle(lowBattery, at: start + .milliseconds(1501)) == [.report(.noise(count: 47))])
        #expect(asleep.handle(.timeReached, at: start + .milliseconds(1502)).first == status(.missing(.neverRead)))
    }

    @Test func `a damaged answer and its repetition in one breath`() {
        var driver = opened()
        let glued = DriverEvent.received(Array("(229.8 229.(229.8 229.8 230.1 023 50.0 27.1 28.4 00000001\r".utf8))
        let actions = driver.handle(glued, at: start)
        #expect(actions.contains(status(.good(.word("OL"), at: start))))
        #expect(actions.last == .report(.noise(count: 11)))
    }

    @Test func `a poll is never quicker than an answer may take`() {
        var driver = opened(poll: 1)
        #expect(driver.handle(.timeReached, at: start + .seconds(1)).isEmpty)
        #expect(driver.handle(.timeReached, at: start + .milliseconds(1500)).last == ask)
    }

    @Test func `a lost port is told, and values go stale at once`() {
        var driver = opened()
        _ = driver.handle(onLine, at: start)
        let actions = driver.handle(.closed(unplugged), at: start + .seconds(1))
        #expect(
            actions.prefix(2) == [offline(.portLost), status(.stale(.word("OL"), at: start, .portLost))][...])
        for poll in 1...7 { _ = driver.handle(.timeReached, at: start + .seconds(1 + 2 * poll)) }
        #expect(driver.handle(.presentLevels, at: start + .seconds(16))[1] == status(.missing(.portLost)))
        #expect(driver.handle(.opened, at: start + .seconds(17)) == [ask])
    }

    @Test(arguments: [61, 62, 63] as [UInt64])
    func `random bytes give no value`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var driver = opened()
        let alphabet = Array("Q1\r(0123456789. ".utf8)
        for step in 0..<3000 {
            let now = start + .milliseconds(step * 100)
            let bytes = (0..<8).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            for action in driver.handle(.received(bytes), at: now) + driver.handle(.timeReached, at: now) {
                if case .report(.reading(_, let reading)) = action {
                    #expect(reading.value == nil, "seed \(seed), step \(step)")
                }
            }
        }
    }
}
