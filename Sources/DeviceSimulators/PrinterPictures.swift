/// The state of `GS ( k`: what was set and stored for the next QR code.
struct PrinterQR: Sendable, Equatable {
    /// Bytes that fit the symbol storage (Epson).
    static let storeLimit = 7089

    var moduleDots = 3
    var stored: [UInt8] = []

    /// Modules across: the smallest version that holds the bytes at level M. Twenty-one and four more for each version.
    var modulesAcross: Int {
        let version = PrinterQR.bytesAtLevelM.firstIndex { stored.count <= $0 } ?? 39
        return 21 + 4 * version
    }

    /// ISO/IEC 18004 table 7, byte mode, level M, versions 1…40.
    private static let bytesAtLevelM = [
        14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779, 857,
        911, 997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989, 2099, 2213, 2331,
    ]
}

/// An image that is coming in, row by row.
struct PrinterImage: Sendable, Equatable {
    var bytesPerRow: Int
    var rows: Int
    /// Dots of paper for a row.
    var dotsPerRow: Int
    var bytesSeen = 0
    var rowsPrinted = 0
    /// Kept for later printing rather than printed as it comes (`GS ( L` function 112).
    var isStored = false
}
