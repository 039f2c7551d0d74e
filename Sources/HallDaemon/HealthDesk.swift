import Glibc
import HallAPI
import HallModel
import HardwareAccess

/// What the daemon knows of itself as a process, for whoever looks for what is wrong.
public struct HealthDesk: Sendable {
    /// The state folder.
    var stateFolder: String
    /// No device is touched.
    var safeMode: Bool
    /// What the service manager asks for.
    var watchdog: Duration?
    /// The loops there are now.
    var pulses: @Sendable () -> [Pulse]

    /// All fields.
    public init(
        stateFolder: String, safeMode: Bool = false, watchdog: Duration? = nil,
        pulses: @escaping @Sendable () -> [Pulse] = { [] }
    ) {
        self.stateFolder = stateFolder
        self.safeMode = safeMode
        self.watchdog = watchdog
        self.pulses = pulses
    }

    /// How it is now.
    func view(user: String, missingGroups: [String], at now: MonotonicInstant) -> HealthView {
        var disk = statvfs()
        let isKnown = statvfs(stateFolder, &disk) == 0
        let block = Int(disk.f_frsize)
        return HealthView(
            user: user, missingGroups: missingGroups, stateFolder: stateFolder,
            freeBytes: isKnown ? Int(disk.f_bavail) * block : nil,
            totalBytes: isKnown ? Int(disk.f_blocks) * block : nil,
            safeMode: safeMode, watchdogSeconds: watchdog.map(\.wholeSeconds),
            loops: pulses().map { pulse in
                HealthView.Loop(
                    name: pulse.name, ageMilliseconds: max(0, Int((now - pulse.lastBeat).wholeNanoseconds / 1_000_000)),
                    deadlineMilliseconds: pulse.deadline.wholeSeconds * 1000)
            })
    }
}
