import DeviceProtocols
import HallModel

/// The bytes of a job.
///
/// ```
/// [fill  LF  fill  cut]   ESC @  GS a 0F  FS &   sheet   feed and cut   GS ( H id | GS r 1 | nothing
///  ends an interrupted job                                              the proof, behind everything
/// ```
extension EscposPrinterDriver {
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
        ESCPOS.headerFiller + ESCPOS.lineFeed + ESCPOS.dataFiller + ESCPOS.feedAndCut(settings.cut)
    }
}
