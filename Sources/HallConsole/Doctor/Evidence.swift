import HallAPI
import HallModel

/// All that `hallctl doctor` looks at: what the daemon answers, and what this machine shows.
struct Evidence {
    /// The machine, without the daemon.
    struct Machine: Equatable {
        /// The unit's file stands where the service manager looks.
        var hasUnit = true
        /// The configuration is there; nil when this user cannot see.
        var hasConfiguration: Bool? = true
        /// Where it is looked for.
        var configurationPath = "/etc/halld/hall.yaml"
        /// The kernel's clock is kept by somebody; nil when it does not say.
        var isClockSynchronised: Bool?
    }

    /// How the daemon answers.
    enum Daemon {
        case silent(APIError)
        /// It knows the user and gives them nothing.
        case stranger(user: String)
        case answers(Answers)
    }

    /// What it answers.
    struct Answers {
        var health: HealthView
        var devices: [DeviceView]
        var buses: [BusView]
        /// What the wires in use did while the doctor looked; only their last error is older.
        var statistics: [BusStatisticsView]
    }

    /// The socket that was asked.
    var socket: String
    /// The unit's own socket was asked, so that its unit matters.
    var isInstalledSocket: Bool
    var machine: Machine
    var daemon: Daemon
}
