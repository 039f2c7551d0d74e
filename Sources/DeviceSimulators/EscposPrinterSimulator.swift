import HallModel

/// Turns a printer's double bytes into text; handed in by the edge. Nil for bytes that are no character of the set.
public struct CharacterDecoder: Sendable {
    /// The text of one character of two bytes, or four in GB18030.
    public let decode: @Sendable ([UInt8], PrinterSettings.Charset) -> String?

    /// A decoder that asks `decode` for each character.
    public init(decode: @escaping @Sendable ([UInt8], PrinterSettings.Charset) -> String?) { self.decode = decode }
}

/// A thermal ticket printer by its datasheet: a receive buffer, an interpreter that takes the time printing takes, a
/// roll of paper, sensors, a cutter.
///
/// ```
///  bytes ─▶ real-time scanner (DLE EOT, ENQ, DC4: at once, whatever else is going on)
///       └─▶ receive buffer 4 KiB ─▶ interpreter (stands while off line) ─▶ line ─▶ paper ─▶ cutter
/// ```
public struct EscposPrinterSimulator: Sendable {
    /// The receive buffer.
    public static let bufferSize = 4096
    /// It asks the sender to stop when so few bytes are free.
    public static let busyBelow = 128
    /// It asks the sender to go on when so many bytes are free.
    public static let readyFrom = 256
    /// Process ids waiting for their line to print.
    static let heldIDLimit = 16
    /// A cut takes this long.
    static let cutTime = Duration.milliseconds(300)
    /// A fresh roll: 80 m.
    public static let freshRollMillimetres = 80_000
    /// The near-end sensor sees a roll thinner than this: 3 m left.
    public static let nearEndMillimetres = 3000
    /// Lines a second unless set: 150 mm/s.
    public static let usualSpeed = 40

    /// What this model can do.
    public let settings: PrinterSettings
    /// How it stops a sender.
    public let flow: SerialSettings.FlowControl
    let decoder: CharacterDecoder
    /// The reserved bits 5 and 6 of the third status byte, which some models set.
    public let reservedPaperBits: UInt8

    /// What is printed.
    public internal(set) var paper = PrintedPaper()
    /// Dots left on the roll.
    public internal(set) var rollDots = freshRollMillimetres * PrintedPaper.dotsPerMillimetre
    /// Switched on.
    public internal(set) var isOn = true
    /// It never says anything, as many clones do.
    public internal(set) var isSilent: Bool
    /// Lines of the usual height a second, 1…1000.
    public internal(set) var linesPerSecond = usualSpeed

    var sensors = PrinterSensors()
    var lexer: PrinterLexer
    var queue: [PrinterToken] = []
    var queueHead = 0
    var queuedBytes = 0
    var busyUntil: MonotonicInstant?
    var output: [UInt8] = []
    var recentBytes: [UInt8] = []

    var line = PrinterLine()
    var style = PrinterStyle()
    var alignment = PrintSheet.Alignment.left
    var lineSpacing = PrintedPaper.lineDots
    var qrSettings = PrinterQR()
    var image: PrinterImage?
    var storedImage: PrinterImage?
    var heldIDs: [[UInt8]] = []
    var automaticItems: UInt8 = 0
    var lastPaperByte: UInt8 = 0
    var lastAutomatic: [UInt8] = []
    var stopped = false
    /// The blade stands half-way: the error cannot be recovered from before it is freed.
    var cutterHeld = false

    /// A printer that is on, with a fresh roll.
    public init(
        settings: PrinterSettings, flow: SerialSettings.FlowControl, decoder: CharacterDecoder,
        reservedPaperBits: UInt8 = 0
    ) {
        self.settings = settings
        self.flow = flow
        self.decoder = decoder
        self.reservedPaperBits = reservedPaperBits
        isSilent = settings.proof == .none
        lexer = PrinterLexer(charset: settings.charset)
        lastPaperByte = sensors.paperByte(reserved: reservedPaperBits)
    }

    /// When the printer goes on by itself; nil when only bytes or hands can change anything.
    public var nextWake: MonotonicInstant? { hasWork ? busyUntil : nil }

    /// Bytes waiting in the receive buffer. What the interpreter has taken in of an unfinished command has left it.
    public var buffered: Int { queuedBytes + (queueIsEmpty && !sensors.offline ? 0 : lexer.unfinished) }

    /// The line that means "go on sending" (DTR, the host's CTS). Set to show a full buffer only, so that real-time
    /// commands get through while the printer is off line.
    public private(set) var isReady = true

    /// It sent XOFF and no XON since: a sender that keeps to it sends nothing.
    public var hasStoppedSender: Bool { isOn && stopped }

    /// It prints what it gets.
    public var isOnline: Bool { isOn && !sensors.offline }

    var queueIsEmpty: Bool { queueHead == queue.count }
    private var hasWork: Bool { isOn && !sensors.offline && !queueIsEmpty }
    private var free: Int { EscposPrinterSimulator.bufferSize - buffered }

    /// Bytes from the host.
    public mutating func receive(_ bytes: some Sequence<UInt8>, at now: MonotonicInstant) -> [UInt8] {
        guard isOn else { return [] }
        for byte in bytes {
            guard !realTime(byte, at: now), isOn else { continue }
            guard free > 0 else { continue }  // beyond a full buffer bytes are lost without a word
            if let token = lexer.push(byte) {
                queue.append(token)
                queuedBytes += token.size
            }
            run(at: now)
        }
        return settle(at: now)
    }

    /// The moment of `nextWake` is reached.
    public mutating func timeReached(at now: MonotonicInstant) -> [UInt8] {
        run(at: now)
        return settle(at: now)
    }

    /// Interprets as long as nothing moves and nothing is wrong.
    mutating func run(at now: MonotonicInstant) {
        while hasWork, busyUntil.map({ $0 <= now }) ?? true {
            let token = queue[queueHead]
            guard execute(token.content, at: now) else { break }
            queueHead += 1
            queuedBytes -= token.size
            if queueHead > 512 {
                queue.removeFirst(queueHead)
                queueHead = 0
            }
        }
        if queueIsEmpty {
            queue.removeAll(keepingCapacity: true)
            queueHead = 0
        }
    }

    /// Whatever changed is told, in the order the datasheet gives: status, then flow control.
    mutating func settle(at now: MonotonicInstant) -> [UInt8] {
        run(at: now)
        if isOn {
            tellAutomaticStatus()
            tellFlow()
        }
        defer { output = [] }
        return output
    }

    /// Says something, unless it is a printer that never does.
    mutating func say(_ bytes: [UInt8]) { if !isSilent { output += bytes } }

    private mutating func tellAutomaticStatus() {
        if !sensors.coverOpen { lastPaperByte = sensors.paperByte(reserved: reservedPaperBits) }
        guard automaticItems != 0 else { return }
        let status = sensors.automaticStatus(paperByte: lastPaperByte)
        guard watched(status) != watched(lastAutomatic) else { return }
        lastAutomatic = status
        say(status)
    }

    /// The parts of a status that the enabled items of `GS a` cover.
    private func watched(_ status: [UInt8]) -> [UInt8] {
        guard status.count == 4 else { return [] }
        let online = automaticItems & 0b10 != 0
        return [
            online ? status[0] & 0x28 : 0, automaticItems & 0b100 != 0 ? status[1] : 0,
            automaticItems & 0b1000 != 0 ? status[2] : 0,
        ]
    }

    private mutating func tellFlow() {
        if free <= EscposPrinterSimulator.busyBelow { isReady = false }
        if free >= EscposPrinterSimulator.readyFrom { isReady = true }
        guard flow == .xonxoff, !isSilent else { return }
        let mustStop = !isReady || sensors.offline
        guard mustStop != stopped else { return }
        stopped = mustStop
        say([mustStop ? 0x13 : 0x11])
    }

    /// The mechanism is busy for as long as it takes to move so many dots.
    mutating func move(_ dots: Int, at now: MonotonicInstant) {
        let nanoseconds = Int64(dots) * 1_000_000_000 / Int64(linesPerSecond * PrintedPaper.lineDots)
        let from = max(busyUntil ?? now, now)
        busyUntil = from + .nanoseconds(nanoseconds)
        rollDots = max(0, rollDots - dots)
        readPaper()
    }

    /// The paper sensors look at the roll.
    mutating func readPaper() {
        let nearEnd = EscposPrinterSimulator.nearEndMillimetres * PrintedPaper.dotsPerMillimetre
        sensors.paper = rollDots == 0 ? .out : rollDots <= nearEnd ? .nearEnd : .present
    }
}
