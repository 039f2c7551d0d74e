import HallModel

/// The interpreter: one token after the other, each done completely before the next.
extension EscposPrinterSimulator {
    /// Does one thing; false leaves it at the head of the queue, to be tried again when the printer is on line.
    mutating func execute(_ content: PrinterToken.Content, at now: MonotonicInstant) -> Bool {
        switch content {
        case .character(let bytes): put(bytes, at: now)
        case .control(let byte): control(byte, at: now)
        case .data(let count): takeData(count, at: now)
        case .command(0x1B, let code, let parameters): escape(code, parameters, at: now)
        case .command(0x1C, let code, let parameters): fileSeparator(code, parameters)
        case .command(_, let code, let parameters): return groupSeparator(code, parameters, at: now)
        }
        return true
    }

    // MARK: Text

    private mutating func put(_ bytes: [UInt8], at now: MonotonicInstant) {
        if bytes.count == 1 {
            let text = bytes[0] < 0x7F ? String(Unicode.Scalar(bytes[0])) : "\u{FFFD}"
            append(text, double: false, at: now)
        } else {
            append(decoder.decode(bytes, settings.charset) ?? "\u{FFFD}", double: true, at: now)
        }
    }

    private mutating func append(_ text: String, double: Bool, at now: MonotonicInstant) {
        let width = PrinterLine.width(double: double, style: style)
        if !line.isEmpty, line.dots + width > settings.dotsAcross { printLine(at: now) }
        line.append(text, double: double, style: style)
    }

    private mutating func control(_ byte: UInt8, at now: MonotonicInstant) {
        switch byte {
        case 0x0A: printLine(at: now)
        case 0x09:
            let stop = 8 * PrinterLine.fontAWidth
            let spaces = (stop - line.dots % stop) / PrinterLine.fontAWidth
            for _ in 0..<max(1, spaces) { append(" ", double: false, at: now) }
        case 0x18: line = PrinterLine()
        default: break
        }
    }

    /// The line goes to paper; an empty one is an empty line.
    private mutating func printLine(at now: MonotonicInstant, feeding: Int? = nil) {
        let finished = line
        line = PrinterLine()
        if !finished.runs.isEmpty {
            let height = max(finished.height, feeding == nil ? lineSpacing : 0)
            paper.print(.line(finished.runs, alignment), height: height)
            move(height, at: now)
        } else if finished.imageColumns > 0 {
            paper.print(
                .image(width: finished.imageColumns, height: finished.imageHeight), height: finished.imageHeight)
            move(finished.imageHeight, at: now)
        } else if feeding == nil {
            feed(lineSpacing, at: now)
        }
        if let feeding { feed(feeding, at: now) }
        for id in heldIDs { say([0x37, 0x22] + id + [0x00]) }
        heldIDs = []
    }

    private mutating func feed(_ dots: Int, at now: MonotonicInstant) {
        paper.advance(dots)
        move(dots, at: now)
    }

    // MARK: ESC

    private mutating func escape(_ code: UInt8, _ parameters: [UInt8], at now: MonotonicInstant) {
        let n = parameters.first ?? 0
        switch code {
        case 0x40: initialise()
        case 0x21:
            style.smallFont = n & 0x01 != 0
            style.bold = n & 0x08 != 0
            style.height = n & 0x10 != 0 ? 2 : 1
            style.width = n & 0x20 != 0 ? 2 : 1
            style.underline = n & 0x80 != 0
        case 0x2D: style.underline = n % 48 != 0
        case 0x32: lineSpacing = PrintedPaper.lineDots
        case 0x33: lineSpacing = Int(n)
        case 0x45, 0x47: style.bold = n & 1 != 0
        case 0x4D: style.smallFont = n & 1 != 0
        case 0x61: if line.isEmpty { align(n) }
        case 0x4A: printLine(at: now, feeding: Int(n))
        case 0x64: printLine(at: now, feeding: Int(n) * lineSpacing)
        case 0x69: cut(full: true, at: now)
        case 0x6D: cut(full: false, at: now)
        case 0x2A:
            guard parameters.count == 3 else { break }
            line.imageColumns += Int(parameters[1]) + Int(parameters[2]) * 256
            line.imageHeight = n >= 32 ? 24 : 8
        default: break
        }
    }

    /// `ESC @`: modes and the line are gone, automatic status is off; the receive buffer stays.
    mutating func initialise() {
        line = PrinterLine()
        style = PrinterStyle()
        alignment = .left
        lineSpacing = PrintedPaper.lineDots
        image = nil
        automaticItems = 0
        lastAutomatic = []
    }

    private mutating func align(_ n: UInt8) {
        switch n {
        case 0, 48: alignment = .left
        case 1, 49: alignment = .center
        case 2, 50: alignment = .right
        default: break
        }
    }

    // MARK: FS

    private mutating func fileSeparator(_ code: UInt8, _ parameters: [UInt8]) {
        let n = parameters.first ?? 0
        switch code {
        case 0x21:
            style.kanjiWidth = n & 0x04 != 0 ? 2 : 1
            style.kanjiHeight = n & 0x08 != 0 ? 2 : 1
        case 0x57:
            style.kanjiWidth = n & 1 != 0 ? 2 : 1
            style.kanjiHeight = style.kanjiWidth
        default: break
        }
    }

    // MARK: GS

    private mutating func groupSeparator(_ code: UInt8, _ parameters: [UInt8], at now: MonotonicInstant) -> Bool {
        let n = parameters.first ?? 0
        switch code {
        case 0x21:
            guard n & 0x88 == 0 else { break }  // 1…8 in both directions
            style.width = Int(n >> 4) + 1
            style.height = Int(n & 0x0F) + 1
            style.kanjiWidth = style.width
            style.kanjiHeight = style.height
        case 0x56: cutCommand(parameters, at: now)
        case 0x61:
            automaticItems = n
            lastPaperByte = sensors.coverOpen ? lastPaperByte : sensors.paperByte(reserved: reservedPaperBits)
            lastAutomatic = sensors.automaticStatus(paperByte: lastPaperByte)
            if n != 0 { say(lastAutomatic) }
        case 0x72: if let status = sensors.queuedStatus(n) { say([status]) }
        case 0x49: identify(n)
        case 0x76: beginRaster(parameters)
        case 0x28: block(parameters, at: now)
        case 0x38: graphics(Array(parameters.dropFirst(5)), at: now)
        default: break
        }
        return true
    }

    private mutating func cutCommand(_ parameters: [UInt8], at now: MonotonicInstant) {
        switch parameters.first {
        case 0, 48: cut(full: true, at: now)
        case 1, 49: cut(full: false, at: now)
        case 65, 66:
            if !line.isEmpty { printLine(at: now, feeding: 0) }
            feed(PrintedPaper.headToCutter + Int(parameters.count > 1 ? parameters[1] : 0), at: now)
            cut(full: parameters[0] == 65, at: now)
        default: break
        }
    }

    /// Cuts at the cutter, not at the head. Only at the beginning of a line; a model without a cutter does nothing.
    private mutating func cut(full: Bool, at now: MonotonicInstant) {
        guard settings.cut != .none, line.isEmpty else { return }
        // A model with a partial cutter makes every cut a partial one.
        paper.cut(full: full && settings.cut == .full)
        busyUntil = max(busyUntil ?? now, now) + EscposPrinterSimulator.cutTime
    }

    private mutating func identify(_ n: UInt8) {
        switch n {
        case 1, 49: say([0x20])
        case 2, 50: say([settings.cut == .none ? 0x01 : 0x03])
        case 3, 51: say([0x01])
        case 65: say([0x5F] + Array("1.00".utf8) + [0])
        case 66: say([0x5F] + Array("SIMULATED".utf8) + [0])
        case 67: say([0x5F] + Array("ESCPOS \(settings.dotsAcross)".utf8) + [0])
        case 68: say([0x5F] + Array("000001".utf8) + [0])
        case 69: say([0x5F] + Array(settings.charset.rawValue.utf8) + [0])
        default: break
        }
    }

    // MARK: GS ( …

    /// `GS ( fn pL pH block`
    private mutating func block(_ parameters: [UInt8], at now: MonotonicInstant) {
        guard parameters.count >= 3 else { return }
        let content = Array(parameters.dropFirst(3))
        switch parameters[0] {
        case 0x48: processID(content)
        case 0x6B: qrCode(content, at: now)
        case 0x4C: graphics(content, at: now)
        default: break
        }
    }

    /// `GS ( H` function 48: answered when all before it is on paper. A line still being put together is not.
    private mutating func processID(_ content: [UInt8]) {
        guard settings.proof == .processID || settings.proof == .auto, content.count == 6,
            content[0] == 0x30, content[1] == 0x30
        else { return }
        let id = Array(content.dropFirst(2))
        guard id.allSatisfy({ (0x20...0x7E).contains($0) }) else { return }
        if line.isEmpty {
            say([0x37, 0x22] + id + [0x00])
        } else if heldIDs.count < EscposPrinterSimulator.heldIDLimit {
            heldIDs.append(id)
        }
    }

    /// `GS ( k 31 fn …`
    private mutating func qrCode(_ content: [UInt8], at now: MonotonicInstant) {
        guard settings.qr, content.count >= 3, content[0] == 0x31 else { return }
        switch content[1] {
        case 0x43: if (1...16).contains(content[2]) { qrSettings.moduleDots = Int(content[2]) }
        case 0x50:
            guard content[2] == 0x30, content.count - 3 <= PrinterQR.storeLimit else { return }
            qrSettings.stored = Array(content.dropFirst(3))
        case 0x51:
            let height = qrSettings.modulesAcross * qrSettings.moduleDots
            guard content[2] == 0x30, line.isEmpty, !qrSettings.stored.isEmpty, height <= settings.dotsAcross else {
                return
            }
            paper.print(.qr(String(decoding: qrSettings.stored, as: UTF8.self), alignment), height: height)
            move(height, at: now)
        default: break
        }
    }

    /// `30 70 a bx by c xL xH yL yH` stores what follows; `30 02` or `30 32` prints it.
    private mutating func graphics(_ content: [UInt8], at now: MonotonicInstant) {
        guard content.count >= 2, content[0] == 0x30 else { return }
        if content[1] == 0x70, content.count >= 10 {
            let width = Int(content[6]) + Int(content[7]) * 256
            let scale = max(1, min(2, Int(content[4])))
            image = PrinterImage(
                bytesPerRow: (width + 7) / 8, rows: Int(content[8]) + Int(content[9]) * 256, dotsPerRow: scale,
                isStored: true)
            storedImage = image
        } else if content[1] == 0x02 || content[1] == 0x32, let stored = storedImage, line.isEmpty {
            let height = stored.rows * stored.dotsPerRow
            paper.print(.image(width: stored.bytesPerRow * 8, height: height), height: height)
            move(height, at: now)
            storedImage = nil
        }
    }

    // MARK: Images

    /// `GS v 0 m xL xH yL yH`: only at the beginning of a line; the rows follow as data.
    private mutating func beginRaster(_ parameters: [UInt8]) {
        guard parameters.count == 6, line.isEmpty else { return }
        image = PrinterImage(
            bytesPerRow: Int(parameters[2]) + Int(parameters[3]) * 256,
            rows: Int(parameters[4]) + Int(parameters[5]) * 256, dotsPerRow: parameters[1] & 2 != 0 ? 2 : 1)
    }

    private mutating func takeData(_ count: Int, at now: MonotonicInstant) {
        guard var coming = image, coming.bytesPerRow > 0 else { return }
        coming.bytesSeen += count
        let rows = min(coming.rows, coming.bytesSeen / coming.bytesPerRow)
        if !coming.isStored, rows > coming.rowsPrinted {
            let height = (rows - coming.rowsPrinted) * coming.dotsPerRow
            paper.print(
                .image(width: coming.bytesPerRow * 8, height: height), height: height,
                continues: coming.rowsPrinted > 0)
            move(height, at: now)
        }
        coming.rowsPrinted = rows
        image = rows >= coming.rows ? nil : coming
    }
}
