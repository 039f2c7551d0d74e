import DeviceDrivers
import HallModel
import Testing

@Suite struct `A panel of keys` {
    private func driver(debounce: Int = 300) -> ByteMapKeysDriver {
        ByteMapKeysDriver(
            map: ByteMap(
                frame: [.literal([0xAA]), .key(bytes: 1), .checksum(.xor, from: 0)],
                keys: [.init(name: "1", code: 1), .init(name: "call", code: 2)],
                lamps: [.init(state: .ready, bytes: hex("B0 01")), .init(state: .noPaper, bytes: hex("B0 02"))],
                debounceMilliseconds: debounce))
    }

    private func open(debounce: Int = 300) -> ByteMapKeysDriver {
        var driver = driver(debounce: debounce)
        _ = driver.handle(.opened, at: start)
        return driver
    }

    private let key1 = DriverEvent.received(hex("AA 01 AB"))
    private let keyCall = DriverEvent.received(hex("AA 02 A8"))

    @Test func `a press is its name; the first one shows that the panel is there`() {
        var driver = driver()
        #expect(driver.handle(.opened, at: start) == [.report(.presence(.unknown, detail: .oneWay))])
        #expect(
            driver.handle(key1, at: start) == [
                .report(.presence(.online, detail: .none)), .report(.key("1")),
            ])
        #expect(driver.handle(keyCall, at: start) == [.report(.key("call"))])
        #expect(
            driver.handle(.presentLevels, at: start + .seconds(9000)) == [
                .report(.presence(.online, detail: .none))
            ])
    }

    @Test func `a bouncing or held key is one press; the same key later is another`() {
        var driver = open()
        #expect(driver.handle(key1, at: start).contains(.report(.key("1"))))
        for step in 1...20 {
            #expect(driver.handle(key1, at: start + .milliseconds(step * 100)).isEmpty)
        }
        #expect(driver.handle(key1, at: start + .milliseconds(2299)).isEmpty)
        #expect(driver.handle(key1, at: start + .milliseconds(2599)) == [.report(.key("1"))])
    }

    @Test func `another key in between does not make it two presses`() {
        var driver = open()
        _ = driver.handle(key1, at: start)
        #expect(driver.handle(keyCall, at: start) == [.report(.key("call"))])
        #expect(driver.handle(key1, at: start + .milliseconds(1)).isEmpty)
    }

    @Test func `without debounce every frame is a press`() {
        var driver = open(debounce: 0)
        _ = driver.handle(key1, at: start)
        #expect(driver.handle(key1, at: start) == [.report(.key("1"))])
    }

    @Test func `unknown codes and broken frames are noise and press nothing`() {
        var driver = open()
        #expect(driver.handle(.received(hex("AA 07 AD")), at: start) == [.report(.noise(count: 1))])
        #expect(driver.handle(.received(hex("AA 01 AC FF")), at: start) == [.report(.noise(count: 4))])
    }

    @Test func `a frame that broke off does not spoil the next one, seconds later`() {
        var driver = open()
        #expect(driver.handle(.received(hex("AA 01")), at: start).isEmpty)
        let actions = driver.handle(key1, at: start + .seconds(1))
        #expect(actions.contains(.report(.key("1"))))
        #expect(actions.contains(.report(.noise(count: 2))))
    }

    @Test func `a frame in pieces is one press`() {
        var driver = open()
        #expect(driver.handle(.received([0xAA]), at: start).isEmpty)
        #expect(driver.handle(.received(hex("01 AB")), at: start + .milliseconds(100)).contains(.report(.key("1"))))
    }

    @Test func `a flood that no hand can make is noise`() {
        var driver = open(debounce: 0)
        let flood = DriverEvent.received(Array(repeatElement(hex("AA 01 AB"), count: 1000).joined()))
        let presses = driver.handle(flood, at: start).filter { $0 == .report(.key("1")) }.count
        #expect(presses == ByteMapKeysDriver.pressesPerSecond)
        #expect(driver.handle(key1, at: start + .seconds(1)) == [.report(.key("1"))])
    }

    @Test func `the lamp is set when it changes, after opening, and every minute`() {
        var driver = driver()
        #expect(driver.handle(.wish(.kiosk(.ready)), at: start).isEmpty)
        #expect(driver.handle(.opened, at: start).last == .write(hex("B0 01")))
        #expect(driver.handle(.wish(.kiosk(.ready)), at: start).isEmpty)
        #expect(driver.handle(.wish(.kiosk(.noPaper)), at: start) == [.write(hex("B0 02"))])
        #expect(driver.nextWake == start + .seconds(60))
        #expect(driver.handle(.timeReached, at: start + .seconds(60)) == [.write(hex("B0 02"))])
        #expect(driver.handle(.wish(.kiosk(.paused)), at: start + .seconds(61)).isEmpty)
    }

    @Test func `after a lost port it is unknown again until it speaks`() {
        var driver = open()
        _ = driver.handle(key1, at: start)
        #expect(driver.handle(.closed(unplugged), at: start) == [.report(.presence(.offline, detail: .portLost))])
        #expect(driver.handle(key1, at: start).isEmpty)
        #expect(driver.handle(.opened, at: start) == [.report(.presence(.unknown, detail: .oneWay))])
        #expect(driver.handle(key1, at: start).count == 2)
    }
}
