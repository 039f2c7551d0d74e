import HallModel
import Testing

@testable import HallAPI
@testable import HallConsole

/// Each ailment from what there is to see of it.
struct DoctorTests {
    private static let health = HealthView(
        user: "halld", missingGroups: [], stateFolder: "/var/lib/halld", freeBytes: 50 << 30, totalBytes: 100 << 30,
        safeMode: false, watchdogSeconds: 30,
        loops: [.init(name: "hall", ageMilliseconds: 900, deadlineMilliseconds: 20_000)])

    private func device(
        _ id: String, on bus: String = "rs485-1", _ presence: Presence = .online, _ detail: DeviceDetail = .none,
        errors: Int = 0, heard: Bool = true, printer: PrinterView? = nil
    ) -> DeviceView {
        DeviceView(
            id: id, kind: "modbus-registers", profile: "generic-xy-md02", bus: bus, zone: nil, label: "",
            presence: presence.rawValue, lastSeen: heard ? "2026-11-26T09:00:00+08:00" : nil, errors: errors,
            detail: detail.rawValue, printer: printer)
    }

    private func bus(_ id: String = "rs485-1", _ wire: String = "serial", isOpen: Bool?, _ devices: [String]) -> BusView
    {
        BusView(id: id, wire: wire, path: "/dev/hall/\(id)", isOpen: isOpen, devices: devices, offline: 0)
    }

    private func numbers(
        requests: Int, timeouts: Int, garbled: Int = 0, bytesIn: Int, lastError: String? = nil
    ) -> BusStatisticsView {
        var view = BusStatisticsView(
            id: "rs485-1", isOpen: true, opens: 1, refusals: 0, losses: 0, bytesIn: bytesIn, bytesOut: requests * 8,
            bytesWaiting: 0, overflows: 0, lastError: lastError, errors: 0)
        view.requests = requests
        view.timeouts = timeouts
        view.garbled = garbled
        view.exceptions = 0
        return view
    }

    private func findings(
        health: HealthView = DoctorTests.health, devices: [DeviceView] = [], buses: [BusView] = [],
        statistics: [BusStatisticsView] = [], clock: Bool? = true
    ) -> [Ailment] {
        Doctor.findings(
            Evidence(
                socket: "/run/halld/halld.sock", isInstalledSocket: true,
                machine: .init(isClockSynchronised: clock),
                daemon: .answers(
                    .init(health: health, devices: devices, buses: buses, statistics: statistics))))
    }

    private func silent(_ error: APIError, _ machine: Evidence.Machine = .init(), installed: Bool = true) -> [Ailment] {
        Doctor.findings(
            Evidence(
                socket: "/run/halld/halld.sock", isInstalledSocket: installed, machine: machine,
                daemon: .silent(error)))
    }

    private func failing(_ code: APIError.Code) -> APIError {
        var error = APIError(APIFault(name: "org.halld.Hall.Busy"))
        error.code = code
        return error
    }

    @Test func `a healthy hall has no ailment`() {
        let found = findings(
            devices: [device("a"), device("b")], buses: [bus(isOpen: true, ["a", "b"])],
            statistics: [numbers(requests: 1000, timeouts: 3, bytesIn: 9000)])
        #expect(found.isEmpty)
    }

    // MARK: The service

    @Test func `nobody answers: the unit, its configuration and its start are told apart`() {
        let away = failing(.notRunning)
        #expect(silent(away, .init(hasUnit: false)) == [.unitNotInstalled])
        #expect(
            silent(away, .init(hasConfiguration: false)) == [.noConfiguration(path: "/etc/halld/hall.yaml")])
        #expect(silent(away) == [.notRunning(socket: "/run/halld/halld.sock")])
        #expect(silent(away, .init(hasConfiguration: nil)) == [.notRunning(socket: "/run/halld/halld.sock")])
        #expect(
            silent(away, .init(hasUnit: false), installed: false) == [.notRunning(socket: "/run/halld/halld.sock")],
            "a daemon started by hand needs no unit")
        #expect(silent(failing(.forbidden)) == [.socketForbidden(socket: "/run/halld/halld.sock")])
    }

    @Test func `a user without a role, and a group that does not exist`() {
        let stranger = Evidence(
            socket: "s", isInstalledSocket: true, machine: .init(isClockSynchronised: true),
            daemon: .stranger(user: "lina"))
        #expect(Doctor.findings(stranger) == [.noRole(user: "lina")])
        var health = Self.health
        health.missingGroups = ["hall-tech"]
        #expect(findings(health: health) == [.groupMissing("hall-tech")])
    }

    @Test func `safe mode, a loop that hangs, no watchdog`() {
        var health = Self.health
        health.safeMode = true
        health.watchdogSeconds = nil
        health.loops = [.init(name: "hall", ageMilliseconds: 25_000, deadlineMilliseconds: 20_000)]
        #expect(findings(health: health) == [.safeMode, .loopLate(name: "hall", seconds: 25), .notWatched])
    }

    @Test func `a disk is nearly full when little of it and little at all is left`() {
        var health = Self.health
        health.freeBytes = 300 << 20
        #expect(
            findings(health: health) == [.diskNearlyFull(path: "/var/lib/halld", freeMegabytes: 300, percent: 0)])
        health.freeBytes = 5 << 30
        #expect(findings(health: health).isEmpty, "5 GB of 100 are enough")
        health.freeBytes = nil
        #expect(findings(health: health).isEmpty, "unknown is no zero")
    }

    @Test func `a clock that nobody keeps is told, one that nobody knows of is not`() {
        #expect(findings(clock: false) == [.clockUnsynchronised])
        #expect(findings(clock: nil).isEmpty)
    }

    // MARK: Wires

    @Test(arguments: [
        (DeviceDetail.portMissing, Ailment.portMissing(bus: "rs485-1", path: "/dev/hall/rs485-1")),
        (.portForbidden, .portForbidden(bus: "rs485-1", path: "/dev/hall/rs485-1", user: "halld")),
        (.portBusy, .portBusy(bus: "rs485-1", path: "/dev/hall/rs485-1")),
        (.portLost, .portLost(bus: "rs485-1", path: "/dev/hall/rs485-1", error: nil)),
    ])
    func `a port that cannot be used is one ailment, not one for each device`(_ detail: DeviceDetail, _ wanted: Ailment)
    {
        let found = findings(
            devices: [device("a", .offline, detail), device("b", .offline, detail)],
            buses: [bus(isOpen: false, ["a", "b"])])
        #expect(found == [wanted])
    }

    @Test func `a peer in the network and a chip are looked for elsewhere than a port`() {
        #expect(
            findings(
                devices: [device("a", on: "lan", .offline, .portMissing)],
                buses: [bus("lan", "tcp", isOpen: false, ["a"])])
                == [.peerUnreachable(bus: "lan", address: "/dev/hall/lan", error: nil)])
        #expect(
            findings(
                devices: [device("a", on: "panel", .offline, .portMissing)],
                buses: [bus("panel", "gpio", isOpen: false, ["a"])])
                == [.chipMissing(bus: "panel", label: "/dev/hall/panel")])
    }

    @Test func `not one byte from anybody: the line; bytes without sense: baud and parity`() {
        let mute = [device("a", .offline, .noAnswer, heard: false), device("b", .offline, .noAnswer, heard: false)]
        let open = [bus(isOpen: true, ["a", "b"])]
        #expect(
            findings(devices: mute, buses: open, statistics: [numbers(requests: 50, timeouts: 50, bytesIn: 0)])
                == [.lineMute(bus: "rs485-1", devices: 2)])
        #expect(
            findings(
                devices: mute, buses: open,
                statistics: [numbers(requests: 50, timeouts: 0, garbled: 50, bytesIn: 300)])
                == [.lineGarbled(bus: "rs485-1", percent: 100)])
        #expect(
            findings(devices: mute, buses: open, statistics: [numbers(requests: 50, timeouts: 50, bytesIn: 120)])
                == [.lineGarbled(bus: "rs485-1", percent: 1)], "bytes that never made a frame")
    }

    @Test func `one silent device among others is that device`() {
        let found = findings(
            devices: [device("a"), device("b", .offline, .noAnswer)], buses: [bus(isOpen: true, ["a", "b"])],
            statistics: [numbers(requests: 1000, timeouts: 400, bytesIn: 4000)])
        #expect(found == [.deviceDead(device: "b", bus: "rs485-1", busWorks: true)])
    }

    @Test func `a line that is cut in service is the line, whatever it carried before`() {
        let lost = [device("a", .offline, .noAnswer), device("b", .offline, .noAnswer)]
        let found = findings(
            devices: lost, buses: [bus(isOpen: true, ["a", "b"])],
            statistics: [numbers(requests: 1, timeouts: 1, bytesIn: 0)])
        #expect(found == [.lineMute(bus: "rs485-1", devices: 2)])
    }

    @Test func `the only device of a line: nobody can say that the line works`() {
        let found = findings(
            devices: [device("a", .offline, .noAnswer)], buses: [bus(isOpen: true, ["a"])],
            statistics: [numbers(requests: 3, timeouts: 3, bytesIn: 0)])
        #expect(found == [.deviceDead(device: "a", bus: "rs485-1", busWorks: false)])
    }

    @Test func `damaged answers among good ones are noise`() {
        let found = findings(
            devices: [device("a")], buses: [bus(isOpen: true, ["a"])],
            statistics: [numbers(requests: 1000, timeouts: 0, garbled: 50, bytesIn: 9000)])
        #expect(found == [.lineNoisy(bus: "rs485-1", percent: 5)])
    }

    @Test func `a few requests prove nothing`() {
        let found = findings(
            devices: [device("a", .unknown, .probing, heard: false)], buses: [bus(isOpen: true, ["a"])],
            statistics: [numbers(requests: 3, timeouts: 3, bytesIn: 0)])
        #expect(found.isEmpty)
    }

    // MARK: Devices

    @Test func `another model, a lost UPS, and data that make no sense`() {
        let found = findings(devices: [
            device("a", .offline, .wrongModel), device("ups", on: "nut", .offline, .serverCannotReach),
            device("kiosk", on: "k", .offline, .noAnswer, errors: 12, heard: false),
        ])
        #expect(
            found == [
                .wrongDevice(device: "a", profile: "generic-xy-md02"), .upsUnreachable(device: "ups"),
                .noSense(device: "kiosk", bus: "k", errors: 12),
            ])
    }

    @Test func `a printer says what keeps it from printing`() {
        func printer(
            paper: String = "present", cover: Bool = false, cutter: Bool = false, fault: Bool = false,
            offline: Bool = false
        ) -> [Ailment] {
            findings(devices: [
                device(
                    "p",
                    printer: .init(
                        paper: paper, coverOpen: cover, cutterError: cutter, unrecoverableError: fault, offline: offline
                    ))
            ])
        }
        #expect(printer(paper: "out", offline: true) == [.paperOut(device: "p")])
        #expect(printer(cover: true, offline: true) == [.coverOpen(device: "p")])
        #expect(printer(cutter: true) == [.cutterError(device: "p")])
        #expect(printer(fault: true) == [.printerFault(device: "p")])
        #expect(printer(offline: true) == [.printerOffline(device: "p")])
        #expect(printer(paper: "unknown").isEmpty)
    }

    @Test func `every ailment says what is wrong, why and what to do, in both languages`() {
        let all: [Ailment] = [
            .unitNotInstalled, .noConfiguration(path: "p"), .notRunning(socket: "s"), .socketForbidden(socket: "s"),
            .noAnswer(what: Bilingual(zh: "一", en: "a"), remedy: Bilingual(zh: "二", en: "b")), .noRole(user: "u"),
            .groupMissing("g"), .safeMode, .loopLate(name: "hall", seconds: 3), .notWatched,
            .diskNearlyFull(path: "p", freeMegabytes: 3, percent: 1), .clockUnsynchronised,
            .portMissing(bus: "b", path: "p"), .portForbidden(bus: "b", path: "p", user: "u"),
            .portBusy(bus: "b", path: "p"), .portLost(bus: "b", path: "p", error: "e"),
            .peerUnreachable(bus: "b", address: "a", error: "e"), .chipMissing(bus: "b", label: "l"),
            .lineMute(bus: "b", devices: 2), .lineGarbled(bus: "b", percent: 3), .lineNoisy(bus: "b", percent: 3),
            .noSense(device: "d", bus: "b", errors: 3), .deviceDead(device: "d", bus: "b", busWorks: true),
            .wrongDevice(device: "d", profile: "p"), .programMissing(device: "d"), .programFailed(device: "d"),
            .upsUnreachable(device: "d"), .paperOut(device: "d"),
            .coverOpen(device: "d"), .cutterError(device: "d"), .printerFault(device: "d"),
            .printerOffline(device: "d"),
        ]
        #expect(Set(all.map(\.code)).count == all.count)
        var problems = Set<String>()
        for ailment in all {
            let text = ailment.text
            for part in [text.problem, text.cause, text.remedy] {
                #expect(!part.zh.isEmpty && !part.en.isEmpty && part.zh != part.en, "\(ailment.code)")
            }
            #expect(problems.insert(text.problem.en).inserted, "\(ailment.code) has words of its own")
        }
    }
}
