import Testing

@testable import HallAPI

/// Expected values are those of RFC 8259.
@Suite struct JSONParserTests {
    private func value(_ text: String, depth: Int = 32) throws(JSONError) -> JSONValue? {
        JSONValue(try JSONDocument(Array(text.utf8), depthLimit: depth).root)
    }

    private func error(_ bytes: [UInt8]) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONDocument(bytes)
            return nil
        } catch {
            return error
        }
    }

    private func error(_ text: String) -> JSONError? { error(Array(text.utf8)) }

    @Test func `every kind of value is read, with space wherever the grammar has it`() throws {
        #expect(
            try value(" \t\r\n{ \"a\" : [ 1 , -2.5e+1 , true , false , null , \"\" , {} , [] ] } \n")
                == .object([
                    "a": .array([
                        .integer(1), .integer(-25), .bool(true), .bool(false), .null, .string(""), .object([:]),
                        .array([]),
                    ])
                ]))
        #expect(try value("7") == .integer(7))
        #expect(try value("\"户\"") == .string("户"))
    }

    @Test func `escapes are resolved, pairs of surrogates too`() throws {
        // RFC 8259, section 7: the G clef is U+1D11E.
        #expect(
            try value(#""\"\\\/\b\f\n\r\t\u6237\uD834\uDD1e\u0000x""#)
                == .string("\"\\/\u{8}\u{C}\n\r\t户\u{1D11E}\0x"))
    }

    @Test func `whole numbers keep all 64 bits, others are the nearest Double`() throws {
        #expect(try value("9223372036854775807") == .integer(.max))
        #expect(try value("-9223372036854775808") == .integer(.min))
        #expect(try value("9223372036854775808") == .number(9_223_372_036_854_775_808))
        #expect(try JSONDocument(Array("18446744073709551615".utf8)).root.integer(as: UInt64.self) == .max)
        #expect(try JSONDocument(Array("18446744073709551616".utf8)).root.integer(as: UInt64.self) == nil)
        #expect(try JSONDocument(Array("-1".utf8)).root.integer(as: UInt64.self) == nil)
        #expect(try JSONDocument(Array("128".utf8)).root.integer(as: Int8.self) == nil)
        #expect(try JSONDocument(Array("-128".utf8)).root.integer(as: Int8.self) == -128)
        #expect(try value("9007199254740993") == .integer(9_007_199_254_740_993), "2^53 + 1 has no Double")
        #expect(try value("9007199254740993.0") == .number(9_007_199_254_740_992), "not taken for another whole number")
        #expect(try value("0.1") == .number(0.1))
        #expect(try value("5e-324") == .number(.leastNonzeroMagnitude))
        #expect(try value("1e999") == nil, "beyond all of Double, so no value, but JSON")
        #expect(try value(String(repeating: "9", count: 100_000)) == nil)
    }

    @Test(arguments: [
        ("", JSONError.Code.unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("{", .unexpectedEnd, 1),
        ("[1,", .unexpectedEnd, 3), ("\"a", .unexpectedEnd, 2), ("\"\\", .unexpectedEnd, 2),
        ("\"\\u12", .unexpectedEnd, 5), ("tru", .unexpectedEnd, 3), ("-", .unexpectedEnd, 1),
        ("1.", .unexpectedEnd, 2), ("1e", .unexpectedEnd, 2), ("{\"a\"", .unexpectedEnd, 4),
        ("{\"a\":", .unexpectedEnd, 5), ("{a:1}", .unexpectedByte, 1), ("{\"a\" 1}", .unexpectedByte, 5),
        ("[1 2]", .unexpectedByte, 3), ("[1,]", .unexpectedByte, 3), ("{\"a\":1,}", .unexpectedByte, 7),
        ("[1}", .unexpectedByte, 2), ("'a'", .unexpectedByte, 0), ("nulL", .unexpectedByte, 3),
        ("NaN", .unexpectedByte, 0), ("+1", .unexpectedByte, 0), (".5", .unexpectedByte, 0), ("01", .badNumber, 1),
        ("-x", .badNumber, 1), ("1.e5", .badNumber, 2), ("0x10", .trailingBytes, 1), ("1 1", .trailingBytes, 2),
        ("{}{}", .trailingBytes, 2), ("{}x", .trailingBytes, 2), ("// x\n1", .unexpectedByte, 0),
        ("\u{FEFF}1", .unexpectedByte, 0), ("\"\\x\"", .badEscape, 2), ("\"\\u12g4\"", .badEscape, 5),
        ("\"a\nb\"", .controlCharacter, 2), ("\"a\0b\"", .controlCharacter, 2), ("{}\0", .trailingBytes, 2),
        (#""\uD834""#, .loneSurrogate, 1), (#""\uDD1E""#, .loneSurrogate, 1), (#""x\uD834\uD834""#, .loneSurrogate, 2),
        (#""\uD834\n""#, .loneSurrogate, 1), (#"{"a":1,"b":2,"a":3}"#, .duplicateName, 13),
        (#"{"a":1,"\u0061":2}"#, .duplicateName, 7),
    ])
    func `what is no JSON is refused at its byte`(_ text: String, _ code: JSONError.Code, _ offset: Int) {
        #expect(error(text) == JSONError(code: code, offset: offset), "\(text)")
    }

    @Test(
        arguments: [
            // Unicode 16, section 3.9: alone, cut off, too long, a surrogate, beyond U+10FFFF, never a byte of UTF-8.
            [0x80], [0xC2], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xE6, 0x88], [0xED, 0xA0, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9D, 0x84], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]])
    func `bytes that are no UTF-8 are refused`(_ bytes: [UInt8]) {
        #expect(error([0x22, 0x61] + bytes + [0x22]) == JSONError(code: .notUTF8, offset: 2))
        #expect(error([0x22, 0x61] + bytes)?.code == .notUTF8)
    }

    @Test func `nesting ends at the limit and long brackets cost no stack`() throws {
        #expect(try value("[[[]]]", depth: 3) == .array([.array([.array([])])]))
        #expect(throws: JSONError(code: .tooDeep, offset: 2)) { try value("[[[]]]", depth: 2) }
        #expect(error(String(repeating: "[{\"a\":", count: 100_000))?.code == .tooDeep)
    }

    @Test func `names that differ only for the eye are two names, and a long object is checked too`() throws {
        #expect(error("{\"\u{E9}\":1,\"e\u{301}\":2}") == nil)
        let names = (0..<50_000).map { "\"n\($0)\":\($0)" }
        let long = "{" + names.joined(separator: ",")
        #expect(error(long + "}") == nil)
        #expect(error(long + ",\"n7\":0}") == JSONError(code: .duplicateName, offset: long.utf8.count + 1))
    }

    @Test func `no text cut short is JSON, and no bytes trap`() throws {
        let whole = Array(#"{"a":[1.5e3,"x\u6237\n",{"b":null}],"c":[true,false]}"#.utf8)
        #expect(error(whole) == nil)
        for end in whole.indices { #expect(error(Array(whole[..<end]))?.code == .unexpectedEnd) }
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<5000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if let error = error(bytes) { #expect((0...bytes.count).contains(error.offset), "seed \(seed)") }
        }
    }
}
