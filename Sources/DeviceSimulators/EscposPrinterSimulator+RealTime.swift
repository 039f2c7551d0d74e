import HallModel

/// What the printer does at once on receipt: off line, with a full buffer, in the middle of an image.
///
/// ```
///  10 04 n              DLE EOT   status, one byte
///  10 05 n              DLE ENQ   1 recover and go on with the failed line · 2 recover and forget what waits
///  10 14 08 01 03 14 01 06 02 08   DLE DC4   clear the buffers, answer 37 25 00
///  10 14 02 01 08       DLE DC4   switch off
/// ```
extension EscposPrinterSimulator {
    private static let clearBuffers: [UInt8] = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08]
    private static let switchOff: [UInt8] = [0x10, 0x14, 0x02, 0x01, 0x08]

    /// Watches the raw stream for the real-time commands. True when the byte ended one that leaves nothing behind.
    mutating func realTime(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
        recentBytes.append(byte)
        if recentBytes.count > EscposPrinterSimulator.clearBuffers.count { recentBytes.removeFirst() }
        let count = recentBytes.count
        if count >= 3, recentBytes[count - 3] == 0x10 {
            switch recentBytes[count - 2] {
            case 0x04:
                if let status = sensors.realTimeStatus(byte) { say([status]) }
            case 0x05: recover(byte, at: now)
            default: break
            }
        }
        if recentBytes == EscposPrinterSimulator.clearBuffers {
            forgetBuffers()
            busyUntil = nil
            say([0x37, 0x25, 0x00])
            return true
        }
        if recentBytes.suffix(5) == EscposPrinterSimulator.switchOff[...] {
            switchOff()
            return true
        }
        return false
    }

    /// Only an error whose cause is gone is recovered from; otherwise nothing happens.
    private mutating func recover(_ n: UInt8, at now: MonotonicInstant) {
        guard sensors.cutterJammed, !cutterHeld, n == 1 || n == 2 else { return }
        sensors.cutterJammed = false
        if n == 2 { forgetBuffers() }
        run(at: now)
    }

    /// All that waits is gone, the settings stay.
    mutating func forgetBuffers() {
        queue = []
        queueHead = 0
        queuedBytes = 0
        lexer = PrinterLexer(charset: settings.charset)
        line = PrinterLine()
        image = nil
        heldIDs = []
    }
}
