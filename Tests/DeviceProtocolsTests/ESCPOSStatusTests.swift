import DeviceProtocols
import HallModel
import Testing

extension ESCPOSStatusParser: StreamParser {
    mutating func take(_ bytes: [UInt8]) -> (messages: [ESCPOSMessage], noise: Int) {
        var noise = 0
        let messages = parse(bytes).filter { message in
            guard case .noise(let count) = message else { return true }
            noise += count
            return false
        }
        return (messages, noise)
    }
}

@Suite struct `What a printer says` {
    private func status(_ bytes: String) -> ESCPOSMessage {
        let bytes = hex(bytes)
        return .automaticStatus(ESCPOSAutomaticStatus(bytes[0], bytes[1], bytes[2], bytes[3]))
    }

    private func condition(_ bytes: String) -> PrinterCondition? {
        var parser = ESCPOSStatusParser()
        guard case .automaticStatus(let status) = parser.parse(hex(bytes)).first else { return nil }
        return status.condition
    }

    /// The first two from Epson's GS a page, the others built from its table.
    @Test func `automatic status means what the table says`() {
        #expect(
            condition("38 00 63 0F") == PrinterCondition(paper: .nearEnd, coverOpen: true, offline: true))
        #expect(condition("10 00 63 0F") == PrinterCondition(paper: .nearEnd))
        #expect(condition("10 00 03 0F") == PrinterCondition(paper: .nearEnd))
        #expect(condition("18 00 0F 0F") == PrinterCondition(paper: .out, offline: true))
        #expect(condition("18 08 00 0F") == PrinterCondition(paper: .present, cutterError: true, offline: true))
        #expect(condition("18 20 00 0F") == PrinterCondition(paper: .present, unrecoverableError: true, offline: true))
        #expect(condition("14 00 60 00") == PrinterCondition(paper: .present))
    }

    /// Epson DLE EOT, example values of the reference.
    @Test(
        arguments: [
            (0x12, 1, PrinterCondition()), (0x16, 1, PrinterCondition()), (0x1A, 1, PrinterCondition(offline: true)),
            (0x1E, 1, PrinterCondition(offline: true)), (0x16, 2, PrinterCondition(coverOpen: true)),
            (0x32, 2, PrinterCondition(paper: .out)), (0x52, 2, PrinterCondition()),
            (0x1A, 3, PrinterCondition(cutterError: true)), (0x32, 3, PrinterCondition(unrecoverableError: true)),
            (0x52, 3, PrinterCondition()), (0x12, 4, PrinterCondition(paper: .present)),
            (0x1E, 4, PrinterCondition(paper: .nearEnd)), (0x72, 4, PrinterCondition(paper: .out)),
            (0x7E, 4, PrinterCondition(paper: .out)),
        ] as [(UInt8, UInt8, PrinterCondition)])
    func `an answer means what its question asked`(byte: UInt8, question: UInt8, expected: PrinterCondition) throws {
        var parser = ESCPOSStatusParser()
        #expect(parser.parse([byte]) == [.answer(byte)])
        var condition = PrinterCondition()
        condition.update(answer: byte, to: try #require(ESCPOSQuestion(rawValue: question)))
        #expect(condition == expected)
    }

    @Test func `an answer clears what it denies and keeps the rest`() {
        var condition = PrinterCondition(paper: .out, coverOpen: true, cutterError: true, offline: true)
        condition.update(answer: 0x12, to: .printer)
        #expect(condition == PrinterCondition(paper: .out, coverOpen: true, cutterError: true))
        condition.update(answer: 0x12, to: .offlineCause)
        #expect(condition == PrinterCondition(paper: .out, cutterError: true))
        condition.update(answer: 0x12, to: .errorCause)
        #expect(condition == PrinterCondition(paper: .out))
        condition.update(answer: 0x12, to: .paper)
        #expect(condition == PrinterCondition(paper: .present))
    }

    @Test(
        arguments: [(0x00, PrinterCondition.Paper.present), (0x03, .nearEnd), (0x0C, .out), (0x0F, .out)]
            as [(UInt8, PrinterCondition.Paper)])
    func `the answer to GS r tells the paper`(byte: UInt8, paper: PrinterCondition.Paper) {
        var parser = ESCPOSStatusParser()
        #expect(parser.parse([byte]) == [.orderedAnswer(byte)])
        var condition = PrinterCondition()
        condition.update(orderedPaperAnswer: byte)
        #expect(condition.paper == paper)
    }

    @Test func `every first byte has exactly one class`() {
        for byte in UInt8.min...UInt8.max {
            var parser = ESCPOSStatusParser()
            let messages = parser.parse([byte])
            let expected: [ESCPOSMessage] =
                switch byte {
                case 0x11: [.xon]
                case 0x13: [.xoff]
                case 0x37, 0x5F: []
                case _ where byte & 0x93 == 0x10: []
                case _ where byte & 0x93 == 0x12: [.answer(byte)]
                case _ where byte & 0x90 == 0x00: [.orderedAnswer(byte)]
                default: [.noise(1)]
                }
            #expect(messages == expected, "\(byte)")
            #expect(parser.isInsideMessage == expected.isEmpty, "\(byte)")
        }
    }

    private var frames: [(bytes: [UInt8], messages: [ESCPOSMessage])] {
        [
            (hex("11"), [.xon]), (hex("13"), [.xoff]), (hex("38 00 63 0F"), [status("38 00 63 0F")]),
            (hex("16"), [.answer(0x16)]), (hex("10 00 00 00"), [status("10 00 00 00")]),
            (hex("37 22 41 30 31 37 00"), ESCPOSProcessID(Array("A017".utf8)).map { [.processID($0)] } ?? []),
            (hex("0C"), [.orderedAnswer(0x0C)]), (hex("37 25 00"), [.bufferCleared]),
            (hex("37 23 40 41 00"), [.block(id: 0x23, content: hex("40 41"))]),
            (hex("37 22 41 30 31 00"), [.block(id: 0x22, content: hex("41 30 31"))]),
            (hex("5F 54 4D 2D 54 38 38 56 00"), [.identity(Array("TM-T88V".utf8))]),
            (hex("18 00 0F 0F"), [status("18 00 0F 0F")]),
        ]
    }

    @Test func `messages are the same however they are cut, and garbage before them takes nothing away`() {
        ChunkingVerifier<ESCPOSStatusParser>().verify(frames, garbage: hex("81 FF 90 33 A5"))
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func `random bytes neither trap nor depend on their cuts`(seed: UInt64) {
        ChunkingVerifier<ESCPOSStatusParser>().verifyRandom(
            seed: seed, alphabet: hex("10 18 38 12 16 37 22 25 5F 00 0F 11 13 41"))
    }

    @Test func `XOFF may slip into an automatic status`() {
        var parser = ESCPOSStatusParser()
        #expect(parser.parse(hex("38 13 00 63 11 0F")) == [.xoff, .xon, status("38 00 63 0F")])
    }

    @Test func `inside a block nothing is sorted`() {
        var parser = ESCPOSStatusParser()
        #expect(parser.parse(hex("5F 37 52 38 12 00")) == [.noise(4), .answer(0x12), .orderedAnswer(0x00)])
        parser = ESCPOSStatusParser()
        #expect(parser.parse(hex("5F 37 52 38 32 00")) == [.identity(hex("37 52 38 32"))])
    }

    @Test func `a broken automatic status does not swallow the next message`() {
        var parser = ESCPOSStatusParser()
        #expect(parser.parse(hex("18 00 18 00 0F 0F")) == [.noise(2), status("18 00 0F 0F")])
        #expect(
            parser.parse(hex("18 00 37 22 41 30 31 37 00")).last
                == ESCPOSProcessID(Array("A017".utf8)).map { .processID($0) })
    }

    @Test func `a byte of noise that looks like a block does not swallow the next status`() {
        var parser = ESCPOSStatusParser()
        #expect(parser.parse(hex("37 18 00 0F 0F")) == [.noise(1), status("18 00 0F 0F")])
    }

    @Test func `a block without end is given up`() {
        var parser = ESCPOSStatusParser()
        let messages = parser.parse([0x5F] + Array(repeating: 0xC1, count: 10_000))
        #expect(messages.allSatisfy { if case .noise = $0 { true } else { false } })
        #expect(parser.abandon() <= ESCPOSStatusParser.blockLimit)
        #expect(parser.parse(hex("12")) == [.answer(0x12)])
    }
}
