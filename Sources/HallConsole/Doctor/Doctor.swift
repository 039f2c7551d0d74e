import HallAPI
import HallModel

/// Finds what is wrong from what there is to see: pure, so that each ailment is a test.
///
/// A wire goes before its devices: what follows from a lost wire is not told again for each device on it.
enum Doctor {
    /// Per cent of the file system that should stay free.
    private static let freePercent = 10
    /// With so many megabytes free the disk is not nearly full, however big it is.
    private static let freeMegabytes = 500
    /// Requests of late from which a share of failures means something.
    private static let enoughRequests = 8
    /// Per cent of answers that are damaged on a line that is merely noisy.
    private static let noisyPercent = 2
    /// Messages without sense that are no accident.
    private static let senseless = 5

    /// What is wrong, the service first, then the machine, the wires, the devices.
    static func findings(_ evidence: Evidence) -> [Ailment] {
        switch evidence.daemon {
        case .silent(let error): silence(error, evidence) + ofMachine(evidence.machine)
        case .stranger(let user): [.noRole(user: user)] + ofMachine(evidence.machine)
        case .answers(let answers):
            ofService(answers.health, evidence) + ofMachine(evidence.machine) + ofWires(answers) + ofDevices(answers)
        }
    }

    private static func silence(_ error: APIError, _ evidence: Evidence) -> [Ailment] {
        switch error.code {
        case .notRunning:
            guard evidence.isInstalledSocket else { return [.notRunning(socket: evidence.socket)] }
            if !evidence.machine.hasUnit { return [.unitNotInstalled] }
            if evidence.machine.hasConfiguration == false {
                return [.noConfiguration(path: evidence.machine.configurationPath)]
            }
            return [.notRunning(socket: evidence.socket)]
        case .forbidden: return [.socketForbidden(socket: evidence.socket)]
        default: return [.noAnswer(what: error.message, remedy: error.remedy)]
        }
    }

    private static func ofService(_ health: HealthView, _ evidence: Evidence) -> [Ailment] {
        var found: [Ailment] = []
        if health.safeMode { found.append(.safeMode) }
        for loop in health.loops where loop.ageMilliseconds > loop.deadlineMilliseconds {
            found.append(.loopLate(name: loop.name, seconds: loop.ageMilliseconds / 1000))
        }
        if health.watchdogSeconds == nil, evidence.isInstalledSocket { found.append(.notWatched) }
        found += health.missingGroups.map { .groupMissing($0) }
        if let free = health.freeBytes, let total = health.totalBytes, total > 0 {
            let percent = Int(Double(free) / Double(total) * 100)
            let megabytes = free >> 20
            if percent < freePercent, megabytes < freeMegabytes {
                found.append(.diskNearlyFull(path: health.stateFolder, freeMegabytes: megabytes, percent: percent))
            }
        }
        return found
    }

    private static func ofMachine(_ machine: Evidence.Machine) -> [Ailment] {
        machine.isClockSynchronised == false ? [.clockUnsynchronised] : []
    }
}

// MARK: - Wires

extension Doctor {
    private static func ofWires(_ answers: Evidence.Answers) -> [Ailment] {
        answers.buses.compactMap { bus in port(bus, answers) ?? line(bus, answers) }
    }

    /// What keeps a wire from being open.
    private static func port(_ bus: BusView, _ answers: Evidence.Answers) -> Ailment? {
        guard bus.isOpen == false else { return nil }
        let details = answers.devices.filter { $0.bus == bus.id }.compactMap { DeviceDetail(rawValue: $0.detail) }
        let error = answers.statistics.first { $0.id == bus.id }?.lastError
        guard let detail = details.first(where: \.isOfPort) else { return nil }
        switch (bus.wire, detail) {
        case ("tcp", _), ("nut", _): return .peerUnreachable(bus: bus.id, address: bus.path, error: error)
        case ("gpio", .portMissing): return .chipMissing(bus: bus.id, label: bus.path)
        case (_, .portMissing): return .portMissing(bus: bus.id, path: bus.path)
        case (_, .portForbidden): return .portForbidden(bus: bus.id, path: bus.path, user: answers.health.user)
        case (_, .portBusy): return .portBusy(bus: bus.id, path: bus.path)
        default: return .portLost(bus: bus.id, path: bus.path, error: error)
        }
    }

    /// What an open line of requests looks like of late. Where nobody answers, it is the line; where some do, it works.
    private static func line(_ bus: BusView, _ answers: Evidence.Answers) -> Ailment? {
        guard bus.isOpen == true, bus.wire == "serial",
            let numbers = answers.statistics.first(where: { $0.id == bus.id }), let requests = numbers.requests
        else { return nil }
        let members = answers.devices.filter { $0.bus == bus.id }
        let garbled = numbers.garbled ?? 0
        if members.count >= 2, members.allSatisfy({ $0.presence == Presence.offline.rawValue }) {
            // Bytes of a wrong baud rate often end no frame: they come, and the time is over all the same.
            guard numbers.bytesIn > 0 else { return .lineMute(bus: bus.id, devices: members.count) }
            return .lineGarbled(bus: bus.id, percent: requests > 0 ? max(1, garbled * 100 / requests) : 100)
        }
        let answered = requests - (numbers.timeouts ?? 0)
        guard requests >= enoughRequests, answered > 0, garbled > 0 else { return nil }
        let percent = garbled * 100 / answered
        return percent >= noisyPercent ? .lineNoisy(bus: bus.id, percent: percent) : nil
    }
}

extension DeviceDetail {
    /// The wire is the trouble.
    fileprivate var isOfPort: Bool {
        switch self {
        case .portMissing, .portBusy, .portForbidden, .portLost: true
        case .none, .noAnswer, .oneWay, .probing, .serverCannotReach, .wrongModel, .programMissing, .programFailed:
            false
        }
    }
}

// MARK: - Devices

extension Doctor {
    private static func ofDevices(_ answers: Evidence.Answers) -> [Ailment] {
        let lost = Set(ofWires(answers).filter { $0.severity == .fault }.compactMap(\.subject))
        return answers.devices.flatMap { device -> [Ailment] in
            if lost.contains(device.bus) { return [] }
            let others = answers.devices.filter { $0.bus == device.bus && $0.id != device.id }
            let worksOtherwise = others.contains { $0.presence == Presence.online.rawValue }
            return presence(device, busWorks: worksOtherwise) + (device.printer.map { printer(device.id, $0) } ?? [])
        }
    }

    private static func presence(_ device: DeviceView, busWorks: Bool) -> [Ailment] {
        switch (Presence(rawValue: device.presence), DeviceDetail(rawValue: device.detail)) {
        case (.offline, .serverCannotReach): [.upsUnreachable(device: device.id)]
        case (.offline, .programMissing): [.programMissing(device: device.id)]
        case (.offline, .programFailed): [.programFailed(device: device.id)]
        case (.offline, .wrongModel): [.wrongDevice(device: device.id, profile: device.profile)]
        case (.offline, _):
            device.lastSeen == nil && device.errors >= senseless
                ? [.noSense(device: device.id, bus: device.bus, errors: device.errors)]
                : [.deviceDead(device: device.id, bus: device.bus, busWorks: busWorks)]
        default: []
        }
    }

    private static func printer(_ device: String, _ state: PrinterView) -> [Ailment] {
        var found: [Ailment] = []
        if state.paper == PrinterCondition.Paper.out.rawValue { found.append(.paperOut(device: device)) }
        if state.coverOpen { found.append(.coverOpen(device: device)) }
        if state.cutterError { found.append(.cutterError(device: device)) }
        if state.unrecoverableError { found.append(.printerFault(device: device)) }
        if state.offline, found.isEmpty { found.append(.printerOffline(device: device)) }
        return found
    }
}
