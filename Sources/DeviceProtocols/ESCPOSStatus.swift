import HallModel

/// The four bytes of automatic status.
///
/// ```
///        7    6            5          4  3        2         1           0
/// 1      0    by feed key  cover open 1  off line drawer    0           0
/// 2      0    auto-recov.  unrecover. 0  cutter   recover.  feed key    waits for recovery
/// 3      0    reserved     reserved   0  end      end       near end    near end
/// 4      0    reserved     reserved   0  reserved reserved  reserved    reserved
/// ```
///
/// Reserved bits may be 1. Source: Epson ESC/POS reference, GS a.
public struct ESCPOSAutomaticStatus: Sendable, Equatable {
    /// In wire order; the fixed bits are as drawn.
    public var bytes: [UInt8] { [first, second, third, fourth] }
    private let first, second, third, fourth: UInt8

    /// Four bytes in wire order.
    public init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }

    /// What they say of the printer: everything, so that nothing from before is left.
    public var condition: PrinterCondition {
        PrinterCondition(
            paper: third & 0x0C != 0 ? .out : third & 0x03 != 0 ? .nearEnd : .present,
            coverOpen: first & 0x20 != 0,
            cutterError: second & 0x08 != 0,
            unrecoverableError: second & 0x20 != 0,
            offline: first & 0x08 != 0)
    }
}

extension PrinterCondition {
    /// Takes over what the answer to a question says; the rest stays.
    ///
    /// ```
    /// n   04h         08h       20h                40h
    /// 1   drawer      off line  waits for recovery feed key
    /// 2   cover open  feed key  stopped: no paper  error
    /// 3   recoverable cutter    unrecoverable      recovers by itself
    /// 4   near end    near end  end                end
    /// ```
    ///
    /// Source: Epson ESC/POS reference, DLE EOT.
    public mutating func update(answer byte: UInt8, to question: ESCPOSQuestion) {
        switch question {
        case .printer:
            offline = byte & 0x08 != 0
        case .offlineCause:
            coverOpen = byte & 0x04 != 0
            if byte & 0x20 != 0 { paper = .out }
        case .errorCause:
            cutterError = byte & 0x08 != 0
            unrecoverableError = byte & 0x20 != 0
        case .paper:
            paper = byte & 0x60 != 0 ? .out : byte & 0x0C != 0 ? .nearEnd : .present
        }
    }

    /// Takes over what the answer to `GS r 1` says: bits 0 and 1 near end, bits 2 and 3 end.
    public mutating func update(orderedPaperAnswer byte: UInt8) {
        paper = byte & 0x0C != 0 ? .out : byte & 0x03 != 0 ? .nearEnd : .present
    }
}
