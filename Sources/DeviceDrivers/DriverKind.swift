import DeviceProtocols
import HallModel

/// What a bus tells the driver of one device on it.
public enum DriverEvent: Sendable, Equatable {
    /// The port is open and flushed.
    case opened
    /// The port failed, or could not be opened; it is closed.
    case closed(TransportError)
    /// Bytes from the wire, in order, any number of them.
    case received([UInt8])
    /// All bytes written so far went down the line.
    case drained
    /// Some of the bytes written went down the line; those that are under way need until this moment.
    case moving(until: MonotonicInstant)
    /// What the device should show from now on.
    case wish(DesiredState)
    /// A job for this device.
    case print(PrintJob)
    /// Forget this job if none of it was sent.
    case withdraw(JobID)
    /// A sentence for this device.
    case speak(SpeechJob)
    /// Report all levels again.
    case presentLevels
    /// The time asked for with `nextWake` is reached.
    case timeReached
}

/// What a driver asks of its bus.
public enum DriverAction: Sendable, Equatable {
    /// Send these bytes after those already given.
    case write([UInt8])
    /// Send this frame when the bus has kept its gap after the last one; it replaces a frame of the same device that
    /// still waits.
    case frame([UInt8])
    /// Drop what was given and not yet sent; an XOFF from before holds nothing any more.
    case discardOutput
    /// Go on sending in spite of an XOFF; nothing is dropped.
    case releaseOutput
    /// Tell the hall.
    case report(DeviceReport.Content)
}

/// The driver of a device: one case a kind, so that a new kind asks for its place everywhere.
public enum DriverKind: Sendable {
    /// A ticket printer that speaks ESC/POS.
    case escposPrinter(EscposPrinterDriver)
    /// A display that speaks the Alpha protocol.
    case alphaDisplay(AlphaDisplayDriver)
    /// Keys and lamps as a map of bytes.
    case byteMapKeys(ByteMapKeysDriver)
    /// A display with an Onbon BX card.
    case onbonDisplay(OnbonDisplayDriver)
    /// A UPS behind a NUT server.
    case nutUPS(NutUPSDriver)
    /// A UPS that speaks Q1.
    case megatecUPS(MegatecUPSDriver)
    /// A serial module that speaks.
    case voiceModule(VoiceModuleDriver)

    /// The driver that the device's profile asks for; nil for a device that does not speak in a stream of bytes.
    /// `text` encodes for printers and displays.
    public init?(_ device: DevicePlan, text: ChineseEncoder) {
        switch device.profile.settings {
        case .escposPrinter(let settings):
            self = .escposPrinter(EscposPrinterDriver(settings: settings, text: text))
        case .alphaDisplay(let settings):
            self = .alphaDisplay(AlphaDisplayDriver(settings: settings, address: device.address))
        case .byteMapKeys(let map):
            self = .byteMapKeys(ByteMapKeysDriver(map: map))
        case .onbonDisplay(let settings):
            self = .onbonDisplay(OnbonDisplayDriver(settings: settings, address: device.address, text: text))
        case .nutUPS(let settings):
            self = .nutUPS(NutUPSDriver(settings: settings, unit: device.unit))
        case .megatecUPS(let settings):
            self = .megatecUPS(MegatecUPSDriver(settings: settings))
        case .voiceModule(let settings):
            self = .voiceModule(VoiceModuleDriver(settings: settings, text: text))
        case .modbusRegisters, .contactPanel, .voiceProgram:
            return nil
        }
    }

    /// When the driver wants `timeReached`; nil when only an event can change anything.
    public var nextWake: MonotonicInstant? {
        switch self {
        case .escposPrinter(let driver): driver.nextWake
        case .alphaDisplay(let driver): driver.nextWake
        case .byteMapKeys(let driver): driver.nextWake
        case .onbonDisplay(let driver): driver.nextWake
        case .nutUPS(let driver): driver.nextWake
        case .megatecUPS(let driver): driver.nextWake
        case .voiceModule(let driver): driver.nextWake
        }
    }

    /// A question is out, and what arrives is its answer: on a wire with several such devices nobody else may ask.
    var isAwaitingAnswer: Bool { if case .nutUPS(let driver) = self { driver.isAwaitingAnswer } else { false } }

    /// What became of its questions since it was last told; nil for devices that are not asked.
    mutating func exchanges(at now: MonotonicInstant) -> DeviceReport.Content? {
        switch self {
        case .onbonDisplay(var driver):
            defer { self = .onbonDisplay(driver) }
            return driver.exchanges.take(at: now)
        case .nutUPS(var driver):
            defer { self = .nutUPS(driver) }
            return driver.exchanges.take(at: now)
        case .megatecUPS(var driver):
            defer { self = .megatecUPS(driver) }
            return driver.exchanges.take(at: now)
        case .escposPrinter(var driver):
            defer { self = .escposPrinter(driver) }
            return driver.exchanges.take(at: now)
        case .voiceModule(var driver):
            defer { self = .voiceModule(driver) }
            return driver.exchanges.take(at: now)
        case .alphaDisplay, .byteMapKeys: return nil
        }
    }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: DriverEvent, at now: MonotonicInstant) -> [DriverAction] {
        switch self {
        case .escposPrinter(var driver):
            defer { self = .escposPrinter(driver) }
            return driver.handle(event, at: now)
        case .alphaDisplay(var driver):
            defer { self = .alphaDisplay(driver) }
            return driver.handle(event, at: now)
        case .byteMapKeys(var driver):
            defer { self = .byteMapKeys(driver) }
            return driver.handle(event, at: now)
        case .onbonDisplay(var driver):
            defer { self = .onbonDisplay(driver) }
            return driver.handle(event, at: now)
        case .nutUPS(var driver):
            defer { self = .nutUPS(driver) }
            return driver.handle(event, at: now)
        case .megatecUPS(var driver):
            defer { self = .megatecUPS(driver) }
            return driver.handle(event, at: now)
        case .voiceModule(var driver):
            defer { self = .voiceModule(driver) }
            return driver.handle(event, at: now)
        }
    }
}

/// A presence and its reason, told on each change and when asked.
struct PresenceLevel: Sendable, Equatable {
    var presence = Presence.unknown
    var detail = DeviceDetail.probing

    /// The report of this level.
    var report: DriverAction { .report(.presence(presence, detail: detail)) }

    /// Takes the new level; reports it if it differs.
    mutating func become(_ presence: Presence, _ detail: DeviceDetail) -> [DriverAction] {
        let new = PresenceLevel(presence: presence, detail: detail)
        guard new != self else { return [] }
        self = new
        return [report]
    }
}

extension TransportError {
    /// What a technician is told about a device behind this port.
    var detail: DeviceDetail {
        switch code {
        case .missing: .portMissing
        case .busy: .portBusy
        case .forbidden: .portForbidden
        case .unsuitable, .hungUp, .system: .portLost
        }
    }
}

/// The earlier of two moments; nil if there is none.
func earliest(_ first: MonotonicInstant?, _ second: MonotonicInstant?) -> MonotonicInstant? {
    guard let first else { return second }
    guard let second else { return first }
    return min(first, second)
}

/// The earliest of some moments, nil if there is none.
func earliest(_ moments: MonotonicInstant?...) -> MonotonicInstant? { moments.compactMap { $0 }.min() }
