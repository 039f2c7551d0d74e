import HallAPI
import Testing

@Suite struct FramingTests {
    private func messages(_ chunks: [[UInt8]], limit: Int = 100) throws(FramingError) -> [String] {
        var splitter = MessageSplitter(limit: limit)
        var result: [String] = []
        for chunk in chunks {
            splitter.append(chunk[...])
            while let message = try splitter.next() { result.append(String(decoding: message, as: UTF8.self)) }
        }
        return result
    }

    @Test func `glued messages come apart and a truncated one waits`() throws {
        let bytes = Array("{\"a\":1}\0{\"b\":\"户籍\"}\0{\"c\"".utf8)
        #expect(try messages([bytes]) == ["{\"a\":1}", "{\"b\":\"户籍\"}"])
    }

    @Test func `the same bytes in any pieces give the same messages`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let sent = (0..<40).map { "{\"n\":\($0),\"name\":\"某某县\"}" }
        let bytes = Array(sent.map { $0 + "\0" }.joined().utf8)
        for _ in 0..<50 {
            var rest = bytes[...]
            var chunks: [[UInt8]] = []
            while !rest.isEmpty {
                let count = min(rest.count, Int.random(in: 1...60, using: &random))
                chunks.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            #expect(try messages(chunks) == sent, "seed \(seed)")
        }
    }

    @Test func `a message at the limit passes and one byte more does not, with or without its end`() throws {
        let fitting = "{\"a\":\"" + String(repeating: "x", count: 92) + "\"}"
        #expect(fitting.utf8.count == 100)
        #expect(try messages([Array((fitting + "\0").utf8)]) == [fitting])
        let long = Array(repeating: UInt8(ascii: "x"), count: 101)
        #expect(throws: FramingError.tooLong(limit: 100)) { try messages([long]) }
        #expect(throws: FramingError.tooLong(limit: 100)) { try messages([long + [0]]) }
    }

    @Test func `nothing, no UTF-8 and endless nesting are no messages`() throws {
        func header(_ bytes: [UInt8]) throws(FramingError) -> CallHeader? {
            var splitter = MessageSplitter(limit: 1000)
            splitter.append((bytes + [0])[...])
            return try splitter.next().map { message throws(FramingError) in try CallHeader.read(message) }
        }
        #expect(throws: FramingError.empty) { try header([]) }
        #expect(throws: FramingError.notUTF8) { try header([0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x7D]) }
        let deep = Array(String(repeating: "[", count: 33).utf8)
        #expect(throws: FramingError.tooDeep(limit: 32)) { try header(deep) }
        let text = Array("{\"method\":\"\(String(repeating: "[", count: 60)) \\\" [[\"}".utf8)
        #expect(try header(text)?.method == String(repeating: "[", count: 60) + " \" [[")
    }

    @Test func `random bytes never trap the splitter or the reader of frames`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let pieces = ["{", "}", "[", "]", "\"method\"", ":", ",", "\"", "\\", "true", "1e999", "\0", "户", "null", "-"]
        for round in 0..<2000 {
            let noise: [UInt8] =
                round.isMultiple(of: 2)
                ? (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
                : Array((0..<20).compactMap { _ in pieces.randomElement(using: &random) }.joined().utf8)
            var splitter = MessageSplitter(limit: 1000)
            splitter.append((noise + [0])[...])
            do throws(FramingError) {
                while let message = try splitter.next() { _ = try CallHeader.read(message) }
            } catch {
                continue  // refused, with seed \(seed) to repeat it
            }
        }
    }

    @Test func `the frame of a call is read whole and nothing else is accepted in it`() throws {
        let call = try CallHeader.read(
            Array(#"{"method":"org.halld.Queue.Take","parameters":{"service":"household","x":1},"more":true}"#.utf8))
        #expect(call.method == "org.halld.Queue.Take")
        #expect(call.more && !call.oneway && !call.upgrade)
        #expect(call.parameterNames == ["service", "x"])
        for bad in [
            #"{"parameters":{}}"#, #"{"method":1}"#, #"{"method":"a.B","parameters":[]}"#, #"{"method":"a.B","id":7}"#,
            #"{"method":"a.B","more":true,"oneway":true}"#, #"["a.B"]"#, #""a.B""#, "17", "{",
        ] {
            #expect(throws: FramingError.self, "\(bad)") { try CallHeader.read(Array(bad.utf8)) }
        }
        #expect(try CallHeader.read(Array(#"{"method":"a.B","parameters":null}"#.utf8)).hasParameters == false)
    }

    @Test func `a misspelled, missing or mistyped parameter is named`() throws {
        func fault<Call: APICall>(of call: Call.Type, _ parameters: String) throws(FramingError) -> APIFault? {
            let message = Array(#"{"method":"org.halld.Queue.Any","parameters":\#(parameters)}"#.utf8)
            let header = try CallHeader.read(message)
            do throws(APIFault) {
                _ = try call.parameters(of: header)
                return nil
            } catch {
                return error
            }
        }
        let take = TakeTicket.self
        #expect(try fault(of: take, #"{"service":"household","class":"elder"}"#) == nil)
        #expect(try fault(of: take, #"{"service":"household","clas":"elder"}"#) == .invalidParameter("clas"))
        #expect(try fault(of: take, #"{"service":7}"#) == .invalidParameter("service"))
        let cancel = CancelAppointment.self
        #expect(try fault(of: cancel, #"{"code":"W-1"}"#) == nil)
        #expect(try fault(of: cancel, #"{}"#) == .invalidParameter("code"))
        #expect(try fault(of: cancel, "null") == .invalidParameter("code"))
        #expect(try fault(of: cancel, #"{"code":null}"#) == .invalidParameter("code"))
    }

    @Test func `a reply always has parameters, and continues only in a stream`() {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        #expect(
            text(GetInterfaceDescription.message(reply: .init(description: "x")))
                == "{\"parameters\":{\"description\":\"x\"}}\0")
        #expect(
            text(GetInterfaceDescription.message(reply: .init(description: "x"), continues: true))
                == "{\"continues\":true,\"parameters\":{\"description\":\"x\"}}\0")
        #expect(
            text(APIFault.expectedMore.message)
                == "{\"error\":\"org.varlink.service.ExpectedMore\",\"parameters\":{}}\0")
        #expect(
            text(GetInfo.message(NoParameters())) == "{\"method\":\"org.varlink.service.GetInfo\",\"parameters\":{}}\0")
    }

    @Test func `a line of JSON has no byte that steers a terminal and loses nothing`() throws {
        let value = JSONValue.object([
            "a": .string("x\u{1B}[2J\u{9B}\u{202E}\u{7F}户"),
            "b": .array([.integer(.max), .number(0.1), .null, .bool(true)]),
        ])
        let line = value.line
        #expect(!line.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
        #expect(!line.contains("\u{202E}"))
        #expect(line.contains("户") && line.contains("9223372036854775807") && line.contains("0.1"))
    }
}

/// SplitMix64, so that a failure can be repeated with its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
