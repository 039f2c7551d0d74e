import HallModel

/// The ways in which a device or its wire can fail.
public enum FaultKind: String, Sendable, CaseIterable {
    /// It says nothing. A printer goes on printing; a display takes nothing; keys send nothing.
    case silent
    /// What it says comes three seconds late.
    case late
    /// Its bytes come with long gaps between them.
    case slow
    /// The second half of what it says is missing.
    case truncated
    /// The check bytes of what it says are wrong.
    case crc
    /// It takes and uses the address of another device.
    case wrongAddress = "wrong-address"
    /// It answers requests with an exception (Modbus).
    case exception
    /// Bytes of what it says are changed, and others come in between.
    case noise
    /// The line gives back what is sent to it.
    case echo
    /// It talks without end.
    case babble
    /// The paper ran out.
    case paperOut = "paper-out"
    /// The paper is nearly out.
    case paperNearEnd = "paper-near-end"
    /// The cover is open.
    case coverOpen = "cover-open"
    /// The cutter stands still half-way.
    case cutterJam = "cutter-jam"
    /// A printer is off line for a cause it does not name; other devices are switched off.
    case offline

    /// The faults that a device of this profile can have, in the order of the catalogue.
    public static func applicable(to profile: Profile) -> [FaultKind] {
        allCases.filter { $0.applies(to: profile) }
    }

    /// Whether a device of this profile can fail so.
    public func applies(to profile: Profile) -> Bool {
        switch self {
        case .silent, .echo, .babble, .offline: true
        case .late, .slow, .truncated, .noise: profile.speaks
        case .crc: profile.signsItsFrames
        case .wrongAddress: profile.isAddressed
        case .exception: false
        case .paperOut, .paperNearEnd, .coverOpen, .cutterJam: profile.prints
        }
    }
}

extension Profile {
    fileprivate var speaks: Bool {
        switch settings {
        case .escposPrinter, .byteMapKeys, .modbusRegisters, .onbonDisplay, .nutUPS, .megatecUPS, .contactPanel: true
        case .alphaDisplay: false
        }
    }

    fileprivate var signsItsFrames: Bool {
        guard case .byteMapKeys(let map) = settings else { return false }
        return map.frame.contains { if case .checksum = $0 { true } else { false } }
    }

    fileprivate var isAddressed: Bool { if case .alphaDisplay = settings { true } else { false } }

    fileprivate var prints: Bool { if case .escposPrinter = settings { true } else { false } }
}
