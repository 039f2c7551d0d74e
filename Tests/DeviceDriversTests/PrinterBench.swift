import DeviceDrivers
import DeviceProtocols
import HallModel

/// A printer driver on a bench: the test plays wire, printer and clock.
struct PrinterBench {
    var driver: EscposPrinterDriver
    var now = start
    /// Given to the wire since last looked at.
    var written: [[UInt8]] = []
    /// Told to the hall since last looked at.
    var reports: [DeviceReport.Content] = []
    var discards = 0
    var releases = 0
    /// What the printer answers, by the bytes it is sent; the bench looks inside longer writes too.
    var answers: [(to: [UInt8], with: [UInt8])] = []
    /// Bytes go down the line at once.
    var drainsAtOnce = true

    init(_ proof: PrinterSettings.Proof, cut: PrinterSettings.Cut = .partial) {
        driver = EscposPrinterDriver(
            settings: PrinterSettings(dotsAcross: 384, charset: .gbk, proof: proof, cut: cut, qr: true),
            text: smallTable)
    }

    /// A healthy printer: automatic status, the four answers, and what proves.
    static let healthy: [(to: [UInt8], with: [UInt8])] = [
        (hex("1D 61 0F"), hex("10 00 00 0F")), (hex("10 04 01"), hex("12")), (hex("10 04 02"), hex("12")),
        (hex("10 04 03"), hex("12")), (hex("10 04 04"), hex("12")),
    ]
    /// It gives the probe's id back.
    static let provesIDs: (to: [UInt8], with: [UInt8]) = (
        hex("1D 28 48 06 00 30 30 7E 7E 7E 7E"), hex("37 22 7E 7E 7E 7E 00")
    )
    /// It answers `GS r 1` when that comes alone.
    static let provesFences: (to: [UInt8], with: [UInt8]) = (hex("1D 72 01"), hex("00"))

    /// Open, asked, probed, silent again; the looks are taken.
    static func ready(_ proof: PrinterSettings.Proof, cut: PrinterSettings.Cut = .partial) -> Self {
        var bench = PrinterBench(proof, cut: cut)
        bench.answers = healthy + [provesIDs]
        bench.send(.opened)
        bench.forget()
        return bench
    }

    /// Gives an event, then lets the printer answer what was written, until nothing more follows.
    mutating func send(_ event: DriverEvent) {
        var events = [event]
        while !events.isEmpty {
            var replies: [DriverEvent] = []
            for action in driver.handle(events.removeFirst(), at: now) {
                switch action {
                case .write(let bytes):
                    written.append(bytes)
                    if drainsAtOnce { replies.append(.drained) }
                    for answer in answers where bytes == answer.to || bytes.count > 10 && bytes.contains(answer.to) {
                        replies.append(.received(answer.with))
                    }
                case .frame: break
                case .discardOutput: discards += 1
                case .releaseOutput: releases += 1
                case .report(let content): reports.append(content)
                }
            }
            events += replies
        }
    }

    /// Lets time pass, waking the driver whenever it asks for it.
    mutating func wait(_ duration: Duration) {
        let end = now + duration
        while let wake = driver.nextWake, wake <= end {
            now = max(wake, now)
            send(.timeReached)
        }
        now = end
    }

    mutating func receive(_ bytes: String) { send(.received(hex(bytes))) }

    mutating func print(_ number: Int, closes: Bool = false) {
        let sheet = PrintSheet([.text("A017", size: 1, bold: false, alignment: .left)])
        send(.print(PrintJob(id: JobID(number), printer: "kiosk", sheet: sheet, closesInterruptedJob: closes)))
    }

    /// The proof of a job.
    mutating func prove(_ number: Int) {
        send(.received(hex("37 22") + ESCPOSProcessID(job: JobID(number)).bytes + [0]))
    }

    mutating func forget() {
        written = []
        reports = []
        discards = 0
        releases = 0
    }

    /// Outcomes told since last looked at.
    var outcomes: [String] {
        reports.compactMap { if case .print(let id, let outcome) = $0 { "\(id) \(outcome)" } else { nil } }
    }
    /// Presences told since last looked at; the same again is told to say that the printer spoke, and counts once.
    var presences: [String] {
        allPresences.reduce(into: []) { seen, next in if seen.last != next { seen.append(next) } }
    }
    /// All of them.
    var allPresences: [String] {
        reports.compactMap {
            if case .presence(let presence, let detail) = $0 { "\(presence) \(detail)" } else { nil }
        }
    }
    /// Conditions told since last looked at.
    var conditions: [PrinterCondition] {
        reports.compactMap { if case .printer(let condition) = $0 { condition } else { nil } }
    }
    /// Bytes of noise told since last looked at.
    var noise: Int { reports.reduce(0) { if case .noise(let count) = $1 { $0 + count } else { $0 } } }
    /// Jobs whose sheet was given to the wire since last looked at.
    var jobsWritten: Int { written.filter { $0.contains(Array("A017".utf8)) }.count }
}
