import HallModel

/// The ways in which a device or its wire can fail.
public enum FaultKind: String, Sendable, CaseIterable {
    /// It says nothing. A printer goes on printing; a display takes nothing; keys send nothing.
    case silent
    /// What it says comes late: three seconds, if nothing else is set.
    case late
    /// Its bytes come with long gaps between them: 50 ms, if nothing else is set.
    case slow
    /// The second half of what it says is missing.
    case truncated
    /// The check bytes of what it says are wrong; on Modbus TCP, which has none, the number of the question.
    case crc
    /// A display takes the address of another; a Modbus slave and an Onbon card answer under another's.
    case wrongAddress = "wrong-address"
    /// It answers that it cannot: exception 4, if no other is set (Modbus), or that its data are stale (NUT).
    case exception
    /// Bytes of what it says are changed, and others come in between.
    case noise
    /// The line gives back what is sent to it.
    case echo
    /// It talks without end.
    case babble
    /// Another master asks it for its first registers, some four times a second: frames that nobody of ours has sent.
    case secondMaster = "second-master"
    /// The paper ran out.
    case paperOut = "paper-out"
    /// The paper is nearly out.
    case paperNearEnd = "paper-near-end"
    /// The cover is open.
    case coverOpen = "cover-open"
    /// The cutter stands still half-way.
    case cutterJam = "cutter-jam"
    /// A printer is off line for a cause it does not name; a UPS's driver is gone (NUT); other devices are switched off.
    case offline

    /// The faults that a device of this profile can have, in the order of the catalogue.
    public static func applicable(to profile: Profile) -> [FaultKind] {
        allCases.filter { $0.applies(to: profile) }
    }

    /// Whether a device of this profile can fail so.
    public func applies(to profile: Profile) -> Bool {
        switch self {
        case .silent, .offline: true
        case .echo, .babble: profile.transport != .gpio
        case .late, .slow, .truncated, .noise: profile.speaks
        case .crc: profile.signsItsFrames
        case .wrongAddress: profile.isAddressed
        case .exception: profile.canRefuse
        case .secondMaster: profile.transport == .modbus
        case .paperOut, .paperNearEnd, .coverOpen, .cutterJam: profile.prints
        }
    }
}

extension Profile {
    fileprivate var speaks: Bool {
        switch settings {
        case .escposPrinter, .byteMapKeys, .modbusRegisters, .onbonDisplay, .nutUPS, .megatecUPS, .voiceModule: true
        case .alphaDisplay, .contactPanel, .voiceProgram: false
        }
    }

    fileprivate var signsItsFrames: Bool {
        switch settings {
        case .byteMapKeys(let map): map.frame.contains { if case .checksum = $0 { true } else { false } }
        case .modbusRegisters, .onbonDisplay: true
        case .escposPrinter, .alphaDisplay, .nutUPS, .megatecUPS, .contactPanel, .voiceModule, .voiceProgram: false
        }
    }

    fileprivate var isAddressed: Bool {
        switch settings {
        case .alphaDisplay, .modbusRegisters, .onbonDisplay: true
        case .escposPrinter, .byteMapKeys, .nutUPS, .megatecUPS, .contactPanel, .voiceModule, .voiceProgram: false
        }
    }

    fileprivate var canRefuse: Bool {
        switch settings {
        case .modbusRegisters, .nutUPS: true
        case .escposPrinter, .alphaDisplay, .byteMapKeys, .onbonDisplay, .megatecUPS, .contactPanel, .voiceModule,
            .voiceProgram:
            false
        }
    }

    fileprivate var prints: Bool { if case .escposPrinter = settings { true } else { false } }
}
