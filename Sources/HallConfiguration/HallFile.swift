import HallModel

/// `hall.yaml` as it was written: values that could be read, each with its place. Nothing is judged across entries yet.
struct HallFile {
    struct Bus {
        /// Which key gave the wire.
        enum Wire: String, CaseIterable { case serial, tcp, nut, gpio, program }

        var id: Placed<String>
        /// Nil when it was missing or broken, which is reported.
        var wire: Wire?
        /// The port of a serial bus.
        var path: Placed<String>?
        /// The peer of a TCP or NUT bus.
        var peer: Placed<NetworkAddress>?
        /// The first arguments of a program, whose path is `path`.
        var arguments: [String] = []
        /// The label of a GPIO chip.
        var chip: Placed<String>?
        var baud: Placed<Int>?
        var format: Placed<LineFormat>?
        var flow: Placed<SerialSettings.FlowControl>?
        /// The adapter of a serial bus whose port udev is to name.
        var adapter: Placed<USBAdapter>?
        /// Per cent of the line's time for silent devices.
        var silentShare: Placed<Int>?
    }

    struct Zone {
        var id: Placed<String>
        var name: Placed<String>?
        var seats: Placed<Int>?
        var isJudged: Placed<Bool>?
    }

    struct Device {
        var id: Placed<String>
        var profile: Placed<String>?
        var bus: Placed<String>?
        var address: Placed<Int>?
        var zone: Placed<String>?
        var label: Placed<String>?
        var unit: Placed<String>?
        var closesHall: Placed<Bool>?
        /// How often all its points are read, in milliseconds.
        var period: Placed<Int>?
        /// How often some of them are, by name.
        var periods: [(point: Placed<String>, milliseconds: Int)] = []
    }

    struct Service {
        var id: Placed<String>
        var prefix: Placed<String>?
        var name: Placed<String>?
        var zone: Placed<String>?
        var waitLimitSeconds: Int?
        var range: Placed<NumberRange>?
        var contingent: Placed<Int>?
    }

    struct Window {
        var id: Placed<String>
        var name: Placed<String>?
        var serves: [Placed<String>]?
        var display: Placed<String>?
        var caller: Placed<String>?
        var pad: Placed<String>?
        /// A point of a contact panel.
        var lamp: Placed<String>?
        /// The display of its plate, and the plate's fields.
        var plate: Placed<String>?
        var plateFields: [PlateField] = PlatePlan.usual
        var kind: Placed<WindowKind>?
        var area: Placed<String>?
    }

    struct Voice {
        var device: Placed<String>?
        var languages: [Language] = []
        var ordinary = VoicePlan(device: "").ordinary
        var elder = VoicePlan(device: "").elder
        var maxAgeSeconds = VoicePlan(device: "").maxAgeSeconds
    }

    struct Kiosk {
        struct Key {
            var key: Placed<String>
            var service: Placed<String>
            var priority: Ticket.Priority?
        }
        var id: Placed<String>
        var printer: Placed<String>?
        var keys: Placed<String>?
        var services: [Key]
        /// The `services` mapping.
        var servicesMark: Mark?
    }

    struct Operator {
        var id: Placed<String>
        var name: Placed<String>?
        var post: Placed<String>?
        var department: Placed<String>?
        var phone: Placed<String>?
        var number: Placed<String>?
        var user: Placed<String>?
        var skills: [Placed<String>] = []
        var covers: [Placed<String>] = []
    }

    /// A list of the file and whether all of it could be read; if not, a name that is not in it may have been lost.
    struct Section<Entry> {
        var entries: [Entry] = []
        var isComplete = true
    }

    /// The `hall` section.
    var mark = Mark.wholeFile
    var name: Placed<String>?
    var timezone: Placed<String>?
    var language: Placed<Language>?
    var hotline: Placed<String>?
    var dayStartSecond: Int?
    var openHours: OpenHours?
    var seasons: SeasonDates?
    /// Names of limit sets.
    var limits: [Placed<String>] = []
    var ratings: RatingSettings?
    var queue: QueueSettings?
    /// Who calls the numbers aloud.
    var voice: Voice?
    var appointments: AppointmentSettings?
    /// Displays for the whole hall.
    var boards: [Placed<String>] = []
    var buses = Section<Bus>()
    var zones = Section<Zone>()
    var devices = Section<Device>()
    var services = Section<Service>()
    var windows = Section<Window>()
    var kiosks = Section<Kiosk>()
    var operators = Section<Operator>()
    /// Who may do what.
    var access: AccessPlan?
    /// `access.counter`: windows that have users of their own.
    var counters: [Placed<String>] = []
}
