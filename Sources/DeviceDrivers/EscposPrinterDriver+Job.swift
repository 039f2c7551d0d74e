import DeviceProtocols
import HallModel

/// The bytes of a job.
///
/// ```
/// [LF  112 × ESC @  cut]   ESC @  GS a 0F  FS &   sheet   feed and cut   GS ( H id | GS r 1 | nothing
///  ends an interrupted job                                               the proof, behind everything
/// ```
extension EscposPrinterDriver {
    /// The longest command that can have broken off is the store of a QR code: 8 bytes and 213 of payload. So many bytes
    /// are swallowed at most; `ESC @` does nothing where it is not swallowed.
    private static let swallowedPairs = 112

    mutating func send(_ job: PrintJob, at now: MonotonicInstant) {
        let processID = ESCPOSProcessID(job: job.id)
        let proof = proof ?? .none
        var bytes = job.closesInterruptedJob || isInterrupted ? closing : []
        bytes += ESCPOS.initialize + ESCPOS.automaticStatusOn + ESCPOS.chineseOn
        bytes += sheets.encode(job.sheet) + ESCPOS.feedAndCut(settings.cut)
        switch proof {
        case .processID: bytes += ESCPOS.processID(processID)
        case .fence: bytes += ESCPOS.fence
        case .none: break
        }
        isInterrupted = false
        inFlight = InFlight(id: job.id, proof: proof, processID: processID, endsAt: now + Self.jobTime)
        write(bytes, at: now)
    }

    private var closing: [UInt8] {
        ESCPOS.lineFeed
            + Array(repeatElement(ESCPOS.initialize, count: Self.swallowedPairs).joined())
            + ESCPOS.feedAndCut(settings.cut)
    }
}
