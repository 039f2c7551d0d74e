import FoundationEssentials
import Testing

@testable import HallAPI

/// Our reader and writer beside those of FoundationEssentials.
@Suite struct JSONAgreementTests {
    private func ours(_ bytes: [UInt8]) throws(JSONError) -> JSONValue? { JSONValue(try JSONDocument(bytes).root) }

    private func theirs(_ bytes: [UInt8]) -> JSONValue? { try? JSONReader.value(bytes) }

    private func theirBytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }

    @Test func `any value comes back from its bytes, and both libraries agree on value and bytes`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("JSON agreement: seed \(seed)")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let value = Self.value(depth: 4, &random)
            let bytes = encodedBytes(value)
            #expect(try ours(bytes) == value, "seed \(seed)")
            #expect(theirs(bytes) == value, "seed \(seed)")
            #expect(bytes == (try theirBytes(value)), "seed \(seed)")
            #expect(try decoded(JSONValue.self, from: JSONDocument(bytes).root) == value, "seed \(seed)")
        }
    }

    /// The same value. A number with a point and more than 53 bits is no whole number for us; they take 1223372036854775807.5
    /// for one and lose the half.
    private func agree(_ ours: JSONValue?, _ theirs: JSONValue?) -> Bool {
        switch (ours, theirs) {
        case (.number(let ours)?, .integer(let theirs)?): abs(ours) >= 0x1p53 && ours == Double(theirs)
        case (.array(let ours)?, .array(let theirs)?):
            ours.count == theirs.count && zip(ours, theirs).allSatisfy { agree($0, $1) }
        case (.object(let ours)?, .object(let theirs)?):
            ours.count == theirs.count && ours.allSatisfy { agree($0.value, theirs[$0.key]) }
        default: ours == theirs
        }
    }

    @Test func `documents written in any style are read alike`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("JSON agreement: seed \(seed)")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let text = Self.text(depth: 4, &random)
            #expect(agree(try ours(Array(text.utf8)), theirs(Array(text.utf8))), "seed \(seed): \(text)")
        }
    }

    @Test func `what they refuse we refuse, but for what is no value`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("JSON agreement: seed \(seed)")
        var random = SeededGenerator(seed: seed)
        for _ in 0..<3000 {
            var bytes = Array(Self.text(depth: 2, &random).utf8)
            let place = Int.random(in: bytes.indices, using: &random)
            bytes[place] = Array("{}[],:\"\\ue0-+.1tn\u{7F}\u{1F} ".utf8).randomElement(using: &random) ?? 0
            // Only we refuse a name that stands twice, and a comma with nothing behind it.
            do throws(JSONError) {
                #expect(
                    agree(try ours(bytes), theirs(bytes)), "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
            } catch {
                guard error.code != .duplicateName, !endsWithComma(bytes.prefix(error.offset)) else { continue }
                #expect(theirs(bytes) == nil, "seed \(seed), \(error): \(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    private func endsWithComma(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
        bytes.last { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: ",")
    }

    @Test func `a ticket is written as synthesized code writes it`() throws {
        let full = TicketView(
            id: "2026-11-21/A017", number: "A017", service: "household", serviceName: "户\"籍\\\u{1}", priority: "elder",
            stage: "called", window: "1", ahead: 12, estimatedWaitSeconds: -60, printed: "proven", reprints: 1,
            since: "t",
            calledAt: "u", startedAt: "v", takenBy: "kiosk-1", operator: "wang")
        let bare = TicketView(
            id: "", number: "", service: "", priority: "", stage: "", window: nil, ahead: 0, printed: "", reprints: 0,
            since: "", calledAt: nil, startedAt: nil, takenBy: "")
        for ticket in [full, bare] {
            let synthesized = String(decoding: try theirBytes(ticket), as: UTF8.self)
            #expect(
                String(decoding: ShowTicket.message(reply: ticket), as: UTF8.self)
                    == "{\"parameters\":\(synthesized)}\0")
            #expect(
                String(decoding: TakeTicket.message(reply: ticket, continues: true), as: UTF8.self)
                    == "{\"continues\":true,\"parameters\":\(synthesized)}\0")
        }
    }

    @Test func `a ticket's name is read as synthesized code reads it`() throws {
        for (parameters, fault) in [
            (#"{"number":"A017"}"#, nil), (#"{"number":"A017","b":1,"a":2}"#, "a"), ("{}", "number"),
            ("null", "number"),
            (#"{"number":7}"#, "number"), (#"{"number":null}"#, "number"), (#"{"nummer":"A017"}"#, "nummer"),
        ] as [(String, String?)] {
            let call = try CallHeader.read(
                Array(#"{"method":"org.halld.Queue.Show","parameters":\#(parameters)}"#.utf8))
            do throws(APIFault) {
                #expect(try ShowTicket.parameters(of: call) == TicketName(number: "A017"))
                #expect(fault == nil)
            } catch {
                #expect(error == .invalidParameter(fault ?? ""))
            }
        }
    }

    /// Containers that synthesized code does not use, in an order that is not that of the names.
    private struct ByHand: Encodable {
        enum Keys: String, CodingKey { case z, a, m, list }
        func encode(to encoder: any Encoder) throws {
            var object = encoder.container(keyedBy: Keys.self)
            try object.encode(1.5, forKey: .z)
            var nested = object.nestedContainer(keyedBy: Keys.self, forKey: .m)
            try nested.encode(UInt64.max, forKey: .z)
            try nested.encode(Float(0.1), forKey: .a)
            var again = encoder.container(keyedBy: Keys.self)
            try again.encodeNil(forKey: .a)
            var list = again.nestedUnkeyedContainer(forKey: .list)
            try list.encode(true)
            var inner = list.nestedUnkeyedContainer()
            try inner.encode("x")
            try list.encodeNil()
        }
    }

    @Test func `containers opened by hand are written alike`() throws {
        #expect(
            encodedText(ByHand())
                == #"{"a":null,"list":[true,["x"],null],"m":{"a":0.1,"z":18446744073709551615},"z":1.5}"#)
        #expect(encodedBytes(ByHand()) == (try theirBytes(ByHand())))
        #expect(encodedText([Double.infinity]) == "{}", "JSON cannot write it")
    }
}

// MARK: Random JSON

extension JSONAgreementTests {
    private static let characters: [Character] = Array(
        "aZ09 /\\\"\n\t\r\u{8}\u{C}\u{0}\u{1F}\u{7F}\u{80}户籍é𝄞👩‍👩‍👧\u{2028}\u{FFFF}")

    private static func string(_ random: inout SeededGenerator) -> String {
        String((0..<Int.random(in: 0...6, using: &random)).compactMap { _ in characters.randomElement(using: &random) })
    }

    private static func value(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0...63, using: &random))
        case 3: return .number(Double.random(in: -1...1, using: &random) + 2)
        case 4:
            let number = Double(bitPattern: random.next())
            return number.isFinite && number != number.rounded() ? .number(number) : .null
        case 5, 6: return .string(string(&random))
        case 7: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth - 1, &random) })
        default:
            var members: [String: JSONValue] = [:]
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                // ASCII, where order by bytes and their order are one.
                let name = String(UInt16.random(in: 0...999, using: &random), radix: 36)
                members[name] = value(depth: depth - 1, &random)
            }
            return .object(members)
        }
    }

    private static func text(depth: Int, _ random: inout SeededGenerator) -> String {
        func space() -> String { ["", "", " ", "\n", "\t\r"].randomElement(using: &random) ?? "" }
        let body: String
        switch Int.random(in: 0...(depth > 0 ? 6 : 3), using: &random) {
        case 0: body = ["true", "false", "null"].randomElement(using: &random) ?? ""
        case 1:
            let whole = ["0", "-0", "7", "-12", "9223372036854775807", "9223372036854775808", "123456789012345678901"]
            let rest = ["", "", ".0", ".5", "e2", "E-2", ".25e+3", "e30"]
            body = (whole.randomElement(using: &random) ?? "") + (rest.randomElement(using: &random) ?? "")
        case 2, 3:
            let pieces = [
                "a", "户", "𝄞", "\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\u6237", "\\uD834\\uDD1E", "\\u0000", " ",
            ]
            body = "\"" + (0..<4).compactMap { _ in pieces.randomElement(using: &random) }.joined() + "\""
        case 4, 5:
            let names = Array("abcdefgh").shuffled(using: &random).prefix(Int.random(in: 0...5, using: &random))
            body =
                "{" + space()
                + names.map { "\"\($0)\"" + space() + ":" + text(depth: depth - 1, &random) }.joined(separator: ",")
                + "}"
        default:
            body =
                "[" + space()
                + (0..<Int.random(in: 0...4, using: &random)).map { _ in text(depth: depth - 1, &random) }.joined(
                    separator: ",") + "]"
        }
        return space() + body + space()
    }
}
