import DeviceDrivers
import DeviceProtocols
import HallModel
import Testing

@Suite struct `A speech module` {
    private let settings = VoiceModuleSettings(dialect: .syn6288, charset: .gb2312)
    private let ask = DriverAction.write(hex("FD 00 02 21 DE"))
    private let online = DriverAction.report(.presence(.online, detail: .none))
    private let received = DriverEvent.received([0x41])
    private let idle = DriverEvent.received([0x4F])

    private func job(_ number: Int, _ text: String = "到", isUrgent: Bool = false) -> SpeechJob {
        SpeechJob(
            id: SpeechID(number), device: "voice", text: text, language: .zh, volume: 100, speed: 100,
            isUrgent: isUrgent)
    }

    private func spoken(_ number: Int, _ outcome: SpeechOutcome) -> DriverAction {
        .report(.spoken(SpeechID(number), outcome))
    }

    private func frame(_ bytes: [UInt8]) -> DriverAction {
        .write(VoiceModule.speak(bytes, volume: 100, speed: 100, settings: settings))
    }

    private func ready() -> VoiceModuleDriver {
        var driver = VoiceModuleDriver(settings: settings, text: smallTable)
        _ = driver.handle(.opened, at: start)
        _ = driver.handle(idle, at: start)
        return driver
    }

    @Test func `it is asked at the opening and every half minute while it has nothing to say`() {
        var driver = VoiceModuleDriver(settings: settings, text: smallTable)
        #expect(driver.nextWake == nil)
        #expect(driver.handle(.opened, at: start) == [ask])
        #expect(driver.handle(idle, at: start) == [online])
        #expect(driver.nextWake == start + .seconds(30))
        #expect(driver.handle(.timeReached, at: start + .seconds(30)) == [ask])
        #expect(driver.handle(idle, at: start + .seconds(30)).isEmpty)
    }

    @Test func `a sentence has been spoken when the module says so`() {
        var driver = ready()
        #expect(driver.handle(.speak(job(1)), at: start) == [frame(hex("B5 BD"))])
        #expect(driver.handle(received, at: start).isEmpty)
        #expect(driver.handle(idle, at: start + .seconds(2)) == [spoken(1, .spoken)])
        #expect(driver.handle(.speak(job(2)), at: start + .seconds(2)) == [frame(hex("B5 BD"))])
    }

    @Test func `an idle from before the sentence was received does not end it`() {
        var driver = ready()
        _ = driver.handle(.speak(job(1)), at: start)
        #expect(driver.handle(idle, at: start).isEmpty)
        #expect(driver.handle(.received([0x41, 0x4F]), at: start) == [spoken(1, .spoken)])
    }

    @Test func `a second sentence fails at once, an urgent one interrupts`() {
        var driver = ready()
        _ = driver.handle(.speak(job(1)), at: start)
        _ = driver.handle(received, at: start)
        #expect(driver.handle(.speak(job(2)), at: start) == [spoken(2, .failed)])
        #expect(
            driver.handle(.speak(job(3, "口", isUrgent: true)), at: start)
                == [spoken(1, .interrupted), frame(hex("BF DA"))])
    }

    @Test func `silence: sent once more, then failed; three times, and it is off line and keeps nobody waiting`() {
        var driver = ready()
        _ = driver.handle(.speak(job(1)), at: start)
        #expect(driver.handle(.timeReached, at: start + .milliseconds(999)).isEmpty)
        #expect(driver.handle(.timeReached, at: start + .seconds(1)) == [frame(hex("B5 BD"))])
        #expect(driver.handle(.timeReached, at: start + .seconds(2)) == [spoken(1, .failed), ask])
        #expect(driver.handle(.timeReached, at: start + .seconds(3)) == [ask])
        #expect(
            driver.handle(.timeReached, at: start + .seconds(4)) == [.report(.presence(.offline, detail: .noAnswer))])
        #expect(driver.handle(.speak(job(2)), at: start + .seconds(4)) == [spoken(2, .failed)])
        #expect(driver.nextWake == start + .seconds(9))
        #expect(driver.handle(.timeReached, at: start + .seconds(9)) == [ask])
        #expect(driver.handle(idle, at: start + .seconds(9)) == [online])
        #expect(driver.handle(.speak(job(3)), at: start + .seconds(9)) == [frame(hex("B5 BD"))])
    }

    @Test func `an end that does not come is asked for; a module that still speaks by then has failed`() {
        var driver = ready()
        let job = job(1)
        let late = start + job.longestTime
        _ = driver.handle(.speak(job), at: start)
        _ = driver.handle(received, at: start)
        #expect(driver.nextWake == late)
        var lucky = driver
        #expect(lucky.handle(.timeReached, at: late) == [ask])
        #expect(lucky.handle(idle, at: late) == [spoken(1, .spoken)], "the end was lost on the way")
        _ = driver.handle(.timeReached, at: late)
        #expect(driver.handle(.received([0x4E]), at: late) == [spoken(1, .failed)])
    }

    @Test func `a module that was switched off and on, or does not understand, has not spoken`() {
        var driver = ready()
        _ = driver.handle(.speak(job(1)), at: start)
        _ = driver.handle(received, at: start)
        #expect(driver.handle(.received([0x4A]), at: start) == [spoken(1, .failed)])
        _ = driver.handle(.speak(job(2)), at: start)
        #expect(
            driver.handle(.received([0x45]), at: start)
                == [.report(.presence(.online, detail: .wrongModel)), spoken(2, .failed)])
    }

    @Test func `a port that fails ends the sentence`() {
        var driver = ready()
        _ = driver.handle(.speak(job(1)), at: start)
        #expect(
            driver.handle(.closed(unplugged), at: start)
                == [spoken(1, .failed), .report(.presence(.offline, detail: .portLost))])
        #expect(driver.handle(.speak(job(2)), at: start) == [spoken(2, .failed)])
        #expect(driver.nextWake == nil)
    }

    /// The tags of the longest manner and 190 bytes: 95 characters.
    @Test func `a text never overflows the module, is cut between characters, and holds no command`() {
        var driver = ready()
        let text = String(repeating: "到", count: 150)
        #expect(
            driver.handle(.speak(job(1, text)), at: start)
                == [frame(Array(repeating: hex("B5 BD"), count: 95).flatMap { $0 })])
        var other = ready()
        #expect(other.handle(.speak(job(2, "[v0]A")), at: start) == [frame(hex("20 76 30 20 41"))])
    }

    @Test func `noise is counted, prints are not for it`() {
        var driver = ready()
        #expect(driver.handle(.received([0x00, 0xFF]), at: start) == [.report(.noise(count: 2))])
        let print = PrintJob(id: JobID(1), printer: "voice", sheet: PrintSheet([]))
        #expect(driver.handle(.print(print), at: start) == [.report(.print(JobID(1), .failed))])
    }
}

@Suite struct `A program that speaks` {
    private let device = DevicePlan(
        id: "voice",
        profile: profile(
            .voiceProgram(
                VoiceProgramSettings(
                    arguments: ["-v", "{voice}", "-a", "{volume}", "-s", "{speed}"],
                    voices: [.init(language: .zh, name: "cmn"), .init(language: .en, name: "en")],
                    volume: .init(low: 0, high: 200), speed: .init(low: 80, high: 240)))), bus: "program")
    private let missing = TransportError(.missing, disposition: .untilReconnect, errno: 2, message: "not there")

    private func machine() -> BusMachine {
        BusMachine(
            bus: BusPlan(id: "program", wire: .program(path: "/usr/bin/espeak-ng", arguments: [])), devices: [device],
            text: smallTable, at: start)
    }

    private func open() -> BusMachine {
        var machine = machine()
        _ = machine.handle(.timeReached, at: start)
        _ = machine.handle(.opened, at: start)
        return machine
    }

    private func job(_ number: Int, _ language: Language = .zh, isUrgent: Bool = false) -> SpeechJob {
        SpeechJob(
            id: SpeechID(number), device: "voice", text: "请", language: language, volume: 50, speed: 25,
            isUrgent: isUrgent)
    }

    private func told(_ content: DeviceReport.Content) -> BusAction {
        .report(DeviceReport(device: "voice", content))
    }

    private func run(_ voice: String) -> BusAction {
        .run(
            ProgramRun(
                arguments: ["-v", voice, "-a", "100", "-s", "120"], input: [0xE8, 0xAF, 0xB7, 0x0A]))
    }

    @Test func `it is there when its program is, and off line without it`() {
        var machine = machine()
        #expect(machine.handle(.timeReached, at: start) == [.open])
        #expect(
            machine.handle(.refused(missing), at: start) == [told(.presence(.offline, detail: .programMissing))])
        #expect(machine.handle(.speak(job(1)), at: start) == [told(.spoken(SpeechID(1), .failed))])
        #expect(machine.nextWake == start + .seconds(1))
        #expect(machine.handle(.timeReached, at: start + .seconds(1)) == [.open])
        #expect(machine.handle(.opened, at: start + .seconds(1)) == [told(.presence(.online, detail: .none))])
    }

    @Test func `one run for a sentence, in the voice of its language`() {
        var machine = open()
        #expect(machine.handle(.speak(job(1)), at: start) == [run("cmn")])
        #expect(machine.handle(.ended(status: 0), at: start + .seconds(1)) == [told(.spoken(SpeechID(1), .spoken))])
        #expect(machine.handle(.speak(job(2, .en)), at: start + .seconds(1)) == [run("en")])
    }

    @Test func `a program that fails is off line until it speaks again`() {
        var machine = open()
        _ = machine.handle(.speak(job(1)), at: start)
        #expect(
            machine.handle(.ended(status: 1), at: start) == [
                told(.spoken(SpeechID(1), .failed)), told(.presence(.offline, detail: .programFailed)),
            ])
        _ = machine.handle(.speak(job(2)), at: start)
        #expect(machine.handle(.ended(status: nil), at: start) == [told(.spoken(SpeechID(2), .failed))])
        _ = machine.handle(.speak(job(3)), at: start)
        #expect(
            machine.handle(.ended(status: 0), at: start) == [
                told(.spoken(SpeechID(3), .spoken)), told(.presence(.online, detail: .none)),
            ])
    }

    /// A script without its interpreter, a program of another machine: it is there, and cannot be run.
    @Test func `one that cannot be started stays off line, although it is there, until it speaks`() {
        var machine = open()
        _ = machine.handle(.speak(job(1)), at: start)
        #expect(
            machine.handle(.lost(missing), at: start) == [
                told(.spoken(SpeechID(1), .failed)), told(.presence(.offline, detail: .programFailed)),
            ])
        #expect(machine.handle(.timeReached, at: start + .seconds(2)) == [.open])
        #expect(machine.handle(.opened, at: start + .seconds(2)).isEmpty)
        _ = machine.handle(.speak(job(2)), at: start + .seconds(2))
        #expect(
            machine.handle(.ended(status: 0), at: start + .seconds(3)) == [
                told(.spoken(SpeechID(2), .spoken)), told(.presence(.online, detail: .none)),
            ])
    }

    @Test func `one that does not end is killed`() {
        var machine = open()
        _ = machine.handle(.speak(job(1)), at: start)
        let late = start + job(1).longestTime
        #expect(machine.nextWake == late)
        #expect(
            machine.handle(.timeReached, at: late) == [
                .endRun, told(.spoken(SpeechID(1), .failed)), told(.presence(.offline, detail: .programFailed)),
            ])
        #expect(machine.handle(.ended(status: nil), at: late).isEmpty, "nobody asks for that any more")
    }

    @Test func `an urgent sentence ends the one before; any other fails`() {
        var machine = open()
        _ = machine.handle(.speak(job(1)), at: start)
        #expect(machine.handle(.speak(job(2)), at: start) == [told(.spoken(SpeechID(2), .failed))])
        #expect(
            machine.handle(.speak(job(3, isUrgent: true)), at: start) == [
                .endRun, told(.spoken(SpeechID(1), .interrupted)), run("cmn"),
            ])
        #expect(machine.handle(.stopping, at: start) == [.endRun])
    }
}
