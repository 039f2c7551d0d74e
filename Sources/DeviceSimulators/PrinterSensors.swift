import HallModel

/// What the printer's sensors see, and the bytes by which it says so.
///
/// Epson, ESC/POS reference: `DLE EOT n`, `GS a`, `GS r`.
struct PrinterSensors: Sendable, Equatable {
    enum Paper: Sendable, Equatable { case present, nearEnd, out }

    var paper = Paper.present
    var coverOpen = false
    /// The cutter is not at its rest.
    var cutterJammed = false
    /// An error that only switching off and on ends.
    var unrecoverable = false
    /// Off line for a cause that no bit names.
    var otherCause = false

    /// It does not print.
    var offline: Bool { paper == .out || coverOpen || cutterJammed || unrecoverable || otherCause }

    /// `DLE EOT n`: one byte `0xx1xx10`; nil for an n the printer does not know.
    func realTimeStatus(_ n: UInt8) -> UInt8? {
        let fixed: UInt8 = 0b0001_0010
        switch n {
        case 1: return fixed | bit(3, offline)
        case 2:
            return fixed | bit(2, coverOpen) | bit(5, paper == .out) | bit(6, cutterJammed || unrecoverable)
        case 3: return fixed | bit(3, cutterJammed) | bit(5, unrecoverable)
        case 4:
            // The near-end sensor looks at the roll: it sees none when the paper is out, too.
            return fixed | (paper == .present ? 0 : 0x0C) | (paper == .out ? 0x60 : 0)
        default: return nil
        }
    }

    /// `GS r n`; nil for an n the printer does not know.
    func queuedStatus(_ n: UInt8) -> UInt8? {
        switch n {
        case 1, 49: (paper == .present ? 0 : 0x03) | (paper == .out ? 0x0C : 0)
        case 2, 50: 0
        default: nil
        }
    }

    /// The automatic status back, four bytes. `paperByte` is the third: it keeps its value while the cover is open,
    /// since the sensors see nothing then.
    ///
    /// ```
    ///  1  0 0 cover 1 offline drawer 0 0
    ///  2  0 auto unrecoverable 0 cutter recoverable 0 0
    ///  3  0 r r 0 end end near near          r: reserved, of either value
    ///  4  0 0 0 0 1 1 1 1
    /// ```
    func automaticStatus(paperByte: UInt8) -> [UInt8] {
        [
            0x10 | bit(3, offline) | bit(5, coverOpen),
            bit(3, cutterJammed) | bit(5, unrecoverable),
            paperByte,
            0x0F,
        ]
    }

    /// The third byte of the automatic status as the sensors see it now.
    func paperByte(reserved: UInt8) -> UInt8 {
        (reserved & 0x60) | (paper == .present ? 0 : 0x03) | (paper == .out ? 0x0C : 0)
    }

    private func bit(_ number: UInt8, _ set: Bool) -> UInt8 { set ? 1 << number : 0 }
}
