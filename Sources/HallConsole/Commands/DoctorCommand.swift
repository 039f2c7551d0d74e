import ArgumentParser
import Glibc
import HallAPI
import HallModel
import HardwareAccess

/// `hallctl doctor`
struct DoctorCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "doctor", abstract: HelpText.doctor.here)
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        let findings = Doctor.findings(
            Evidence(
                socket: console.socket, isInstalledSocket: console.socket == Console.defaultSocket,
                machine: .here, daemon: console.daemonEvidence))
        console.show(findings)
        if findings.contains(where: { $0.severity == .fault }) { throw .shown }
    }
}

extension Console {
    /// How long the doctor watches the wires: totals since the start say nothing of now.
    private static let look = Duration.seconds(3)

    fileprivate var daemonEvidence: Evidence.Daemon {
        // A daemon that is away is itself what is looked for: nobody waits until it is back.
        let client = APIClient(path: socket, patience: .zero)
        do throws(APIError) {
            let me = try client.call(WhoAmI.self, NoParameters()).value
            guard !me.roles.isEmpty else { return .stranger(user: me.user) }
            let before = try client.call(BusStats.self, .init()).value.buses
            usleep(UInt32(Self.look.components.seconds) * 1_000_000)
            let after = try client.call(BusStats.self, .init()).value.buses
            return .answers(
                Evidence.Answers(
                    health: try client.call(HallHealth.self, NoParameters()).value,
                    devices: try client.call(ListDevices.self, .init()).value.devices,
                    buses: try client.call(ListBuses.self, NoParameters()).value.buses,
                    statistics: after.map { now in
                        before.first { $0.id == now.id }.map { now.since($0) } ?? now
                    }))
        } catch {
            return .silent(error)
        }
    }

    fileprivate func show(_ findings: [Ailment]) {
        if json {
            let list = findings.map { finding in
                JSONValue.object([
                    "code": .string(finding.code), "severity": .string(finding.severity.rawValue),
                    "subject": finding.subject.map { .string($0) } ?? .null,
                    "problem": .string(finding.text.problem[language]), "cause": .string(finding.text.cause[language]),
                    "remedy": .string(finding.text.remedy[language]),
                ])
            }
            return print(.object(["findings": .array(list)]))
        }
        guard !findings.isEmpty else { return print(Cell(say(.nothingWrong), .good)) }
        for finding in findings {
            print(Cell(finding.text.problem[language].withoutControls, finding.severity == .fault ? .bad : .warning))
            print(Cell("  " + say(.pair(say(.cause), finding.text.cause[language]))))
            print(Cell("  " + say(.pair(say(.response), finding.text.remedy[language]))))
        }
    }
}

extension Evidence.Machine {
    /// Where units of packages and of people stand.
    private static let unitFolders = ["/etc/systemd/system", "/lib/systemd/system", "/usr/lib/systemd/system"]

    /// This machine, now.
    fileprivate static var here: Evidence.Machine {
        var machine = Evidence.Machine()
        machine.hasUnit = unitFolders.contains { access($0 + "/halld.service", F_OK) == 0 }
        let isThere = access(machine.configurationPath, F_OK) == 0
        machine.hasConfiguration = isThere ? true : errno == ENOENT ? false : nil
        machine.isClockSynchronised = ClockCare.isSynchronised
        return machine
    }
}

extension BusStatisticsView {
    /// What happened since an earlier look; all of it where the wire began anew.
    fileprivate func since(_ earlier: BusStatisticsView) -> BusStatisticsView {
        guard bytesOut >= earlier.bytesOut, opens >= earlier.opens else { return self }
        var recent = self
        recent.bytesIn = bytesIn - earlier.bytesIn
        recent.bytesOut = bytesOut - earlier.bytesOut
        recent.requests = requests.map { $0 - (earlier.requests ?? 0) }
        recent.timeouts = timeouts.map { $0 - (earlier.timeouts ?? 0) }
        recent.garbled = garbled.map { $0 - (earlier.garbled ?? 0) }
        recent.exceptions = exceptions.map { $0 - (earlier.exceptions ?? 0) }
        return recent
    }
}
