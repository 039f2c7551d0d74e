/// A device model as data: what `Hardware/Profiles/<vendor>-<model>.yaml` says.
public struct Profile: Sendable, Equatable, Codable {
    /// Where a profile's facts come from.
    public enum Trust: String, Sendable, Codable, CaseIterable {
        /// Tried on the device.
        case verified
        /// From the vendor's documents.
        case documented
        /// From one third-party implementation, or common knowledge.
        case reported
        /// Sources disagree or are missing.
        case unconfirmed
    }

    /// The file's name without `.yaml`.
    public var id: ProfileID
    /// Who makes it.
    public var vendor: String
    /// The model.
    public var model: String
    /// Where the facts come from: manual and revision, or who reported them.
    public var source: String
    /// How sure they are.
    public var trust: Trust
    /// The line settings it comes with; a bus can set others.
    public var serial: SerialSettings?
    /// What it says on USB, if it is a serial port there by itself; an adapter's chip says nothing of the device.
    @OmittedWhenEmpty public var usb: [USBIdentity]
    /// What kind it is, with that kind's settings.
    public var settings: Settings
    /// Bytes and their meaning, run by `hallctl profile test`.
    public var examples: [ProfileExample]

    /// The kinds of device, with what a model can differ in.
    public enum Settings: Sendable, Equatable, Codable {
        /// A ticket printer that speaks ESC/POS.
        case escposPrinter(PrinterSettings)
        /// A display that speaks the Alpha Sign Communications Protocol.
        case alphaDisplay(AlphaDisplaySettings)
        /// Keys, and lamps beside them, as a map of bytes.
        case byteMapKeys(ByteMap)
        /// A Modbus device: a map of registers.
        case modbusRegisters(RegisterMap)
        /// A display with an Onbon BX character card.
        case onbonDisplay(OnbonSettings)
        /// A UPS behind a NUT server.
        case nutUPS(NutSettings)
        /// A UPS that speaks Megatec's Q1.
        case megatecUPS(MegatecSettings)
        /// Contacts and switches on GPIO lines.
        case contactPanel(ContactPanel)
        /// A serial module that speaks.
        case voiceModule(VoiceModuleSettings)
        /// A program that speaks.
        case voiceProgram(VoiceProgramSettings)
    }

    /// What carries a device's words: decides the machine of its bus.
    public enum Transport: String, Sendable, Codable { case stream, modbus, gpio, program }

    /// A profile, complete.
    public init(
        id: ProfileID, vendor: String, model: String, source: String, trust: Trust, serial: SerialSettings?,
        usb: [USBIdentity] = [], settings: Settings, examples: [ProfileExample]
    ) {
        self.id = id
        self.vendor = vendor
        self.model = model
        self.source = source
        self.trust = trust
        self.serial = serial
        self.usb = usb
        self.settings = settings
        self.examples = examples
    }

    /// The kind's name in profiles and on the API.
    public var kind: String {
        switch settings {
        case .escposPrinter: "escpos-printer"
        case .alphaDisplay: "alpha-display"
        case .byteMapKeys: "byte-map-keys"
        case .modbusRegisters: "modbus-registers"
        case .onbonDisplay: "onbon-display"
        case .nutUPS: "nut-ups"
        case .megatecUPS: "megatec-ups"
        case .contactPanel: "contact-panel"
        case .voiceModule: "voice-module"
        case .voiceProgram: "voice-program"
        }
    }

    /// What carries its words.
    public var transport: Transport {
        switch settings {
        case .escposPrinter, .alphaDisplay, .byteMapKeys, .onbonDisplay, .nutUPS, .megatecUPS, .voiceModule: .stream
        case .modbusRegisters: .modbus
        case .contactPanel: .gpio
        case .voiceProgram: .program
        }
    }

    /// Its points, in the profile's order.
    public var points: [PointDefinition] {
        switch settings {
        case .escposPrinter, .alphaDisplay, .byteMapKeys, .onbonDisplay, .voiceModule, .voiceProgram: []
        case .modbusRegisters(let map): map.registers.map(\.point)
        case .nutUPS(let settings): settings.variables.map(\.point)
        case .megatecUPS(let settings): settings.points
        case .contactPanel(let panel): panel.lines.map(\.point)
        }
    }
}

/// What ESC/POS printers differ in.
public struct PrinterSettings: Sendable, Equatable, Codable {
    /// The double-byte set in the printer's ROM.
    public enum Charset: String, Sendable, Codable, CaseIterable { case gb2312, gbk, gb18030 }
    /// How the printer proves a print.
    public enum Proof: String, Sendable, Codable, CaseIterable {
        /// Ask once after connecting: process id, else fence, else none.
        case auto
        /// `GS ( H` function 48.
        case processID = "process-id"
        /// `GS r` behind the job.
        case fence
        /// It never answers.
        case none
    }
    /// How the paper is cut.
    public enum Cut: String, Sendable, Codable, CaseIterable { case full, partial, none }

    /// Dots across: 384 for 58 mm, 576 for 80 mm.
    public var dotsAcross: Int
    /// The double-byte set in the printer's ROM.
    public var charset: Charset
    /// How it proves a print.
    public var proof: Proof
    /// How it cuts.
    public var cut: Cut
    /// It knows `GS ( k`; otherwise the number is printed without QR.
    public var qr: Bool

    /// All settings.
    public init(dotsAcross: Int, charset: Charset, proof: Proof, cut: Cut, qr: Bool) {
        self.dotsAcross = dotsAcross
        self.charset = charset
        self.proof = proof
        self.cut = cut
        self.qr = qr
    }
}

/// What Alpha displays differ in.
public struct AlphaDisplaySettings: Sendable, Equatable, Codable {
    /// Frames carry a checksum.
    public var checksum: Bool
    /// Seconds after which the content is sent again, since the display cannot say that it was switched off; 5…3600.
    public var assertEverySeconds: Int

    /// All settings.
    public init(checksum: Bool, assertEverySeconds: Int) {
        self.checksum = checksum
        self.assertEverySeconds = assertEverySeconds
    }
}

/// Keys and lamps as pure data: literals, sized fields, one kind of checksum, no conditions.
public struct ByteMap: Sendable, Equatable, Codable {
    /// One piece of a frame, in wire order.
    public enum Piece: Sendable, Equatable, Codable {
        /// These bytes.
        case literal([UInt8])
        /// The key's code, big-endian, 1…4 bytes.
        case key(bytes: Int)
        /// Any byte; not looked at.
        case skip(bytes: Int)
        /// A checksum over all bytes before it, from the `from`-th (0 = first).
        case checksum(Checksum, from: Int)
    }
    /// The checksums that occur.
    public enum Checksum: String, Sendable, Codable, CaseIterable {
        /// XOR of the bytes, one byte.
        case xor
        /// Sum of the bytes modulo 256.
        case sum8
        /// Sum modulo 65 536, high byte first.
        case sum16
        /// CRC-16/MODBUS, low byte first.
        case crc16Modbus = "crc16-modbus"

        /// Bytes it takes on the wire.
        public var size: Int {
            switch self {
            case .xor, .sum8: 1
            case .sum16, .crc16Modbus: 2
            }
        }
    }
    /// A key and its code.
    public struct Key: Sendable, Equatable, Codable {
        /// What the hall calls it: a service key's label, or `call`, `recall`, `start` …
        public var name: String
        /// What the wire calls it.
        public var code: UInt32

        /// A key and its code.
        public init(name: String, code: UInt32) {
            self.name = name
            self.code = code
        }
    }
    /// A lamp state and the bytes that show it.
    public struct Lamp: Sendable, Equatable, Codable {
        /// The state.
        public var state: LampState
        /// The bytes, complete.
        public var bytes: [UInt8]

        /// A state and its bytes.
        public init(state: LampState, bytes: [UInt8]) {
            self.state = state
            self.bytes = bytes
        }
    }

    /// The frame of a pressed key.
    public var frame: [Piece]
    /// The keys, in the profile's order.
    public var keys: [Key]
    /// The lamp states, if it has a lamp.
    public var lamps: [Lamp]
    /// The same key again within this time is one press; 0…2000 ms.
    public var debounceMilliseconds: Int

    /// A map.
    public init(frame: [Piece], keys: [Key], lamps: [Lamp], debounceMilliseconds: Int) {
        self.frame = frame
        self.keys = keys
        self.lamps = lamps
        self.debounceMilliseconds = debounceMilliseconds
    }
}

/// A profile's proof: bytes and what they mean, from a document or a capture, never from our own encoder.
public struct ProfileExample: Sendable, Equatable, Codable {
    /// Which way the bytes go.
    public enum Direction: String, Sendable, Codable {
        /// From the device.
        case receives
        /// To the device.
        case sends
    }
    /// Which way the bytes go.
    public var direction: Direction
    /// The bytes, in wire order.
    public var bytes: [UInt8]
    /// What they mean: `key 1`, `paper out, offline`, `calling A017 at 3`.
    public var means: String
    /// Where this example comes from, if not from the profile's source.
    public var source: String?

    /// An example.
    public init(direction: Direction, bytes: [UInt8], means: String, source: String? = nil) {
        self.direction = direction
        self.bytes = bytes
        self.means = means
        self.source = source
    }
}

/// The settings of a serial line.
public struct SerialSettings: Sendable, Equatable, Codable {
    /// How a sender is stopped.
    public enum FlowControl: String, Sendable, Codable, CaseIterable { case none, rtscts, xonxoff }
    /// Parity.
    public enum Parity: String, Sendable, Codable, CaseIterable { case none, even, odd }

    /// Bits a second: 1200…115 200, one of the standard rates.
    public var baud: Int
    /// 7 or 8.
    public var dataBits: Int
    /// Parity.
    public var parity: Parity
    /// 1 or 2.
    public var stopBits: Int
    /// How a sender is stopped.
    public var flow: FlowControl

    /// All settings.
    public init(baud: Int, dataBits: Int = 8, parity: Parity = .none, stopBits: Int = 1, flow: FlowControl = .none) {
        self.baud = baud
        self.dataBits = dataBits
        self.parity = parity
        self.stopBits = stopBits
        self.flow = flow
    }

    /// Bits that one byte takes on the wire: start, data, parity, stop.
    public var bitsPerByte: Int { 1 + dataBits + (parity == .none ? 0 : 1) + stopBits }

    /// The time one byte takes on the wire; a rate below 1 counts as 1.
    public var byteTime: Duration { .nanoseconds(Int64(bitsPerByte) * 1_000_000_000 / Int64(max(1, baud))) }

    /// `8N1`
    public var format: String {
        let letter =
            switch parity {
            case .none: "N"
            case .even: "E"
            case .odd: "O"
            }
        return "\(dataBits)\(letter)\(stopBits)"
    }
}
