import Foundation
import HallModel
import Testing

@testable import HallStore

/// The bytes on disk are those that Foundation's encoder gave when the first journals were written: hashes of plans and
/// commands are made from them.
@Suite struct CanonicalEncoderTests {
    private func foundation(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func ours(_ value: some Encodable) throws -> String {
        String(decoding: try CanonicalEncoder.bytes(value), as: UTF8.self)
    }

    @Test func `every fact of the golden journals has the bytes of Foundation's encoder`() throws {
        for fact in Golden.facts + Golden02.facts {
            func compare(_ payload: some FactPayload) throws {
                #expect(try ours(payload) == foundation(payload), "\(type(of: payload).kind)")
            }
            try compare(fact.payload)
        }
    }

    /// Every kind of container and value, one in the other.
    private struct Everything: Encodable {
        enum Case: Encodable {
            case bare
            case one(Int)
            case named(number: UInt64, text: String?)
        }
        var zebra: [Case] = [.bare, .one(-3), .named(number: .max, text: nil), .named(number: 0, text: "/a\\\"b")]
        var apple: [String: [Int8?]] = ["b": [1, nil], "a": [], "中": [-128]]
        var Capital = Int64.min
        var empty: [String: Int] = [:]
        var `nil`: Int?
        var nested: [[Bool]] = [[true], [], [false, true]]
        var bytes: [UInt8] = [0, 255]
    }

    @Test func `containers in containers are written alike`() throws {
        #expect(try ours(Everything()) == foundation(Everything()))
        #expect(try ours(["x": Everything()]) == foundation(["x": Everything()]))
        #expect(try ours([1, 2]) == "[1,2]")
        #expect(try ours("bare") == "\"bare\"")
    }

    @Test func `every character below 256, and some beyond, is written alike`() throws {
        let beyond = ["\u{2028}", "\u{7F}", "号", "😀", "e\u{301}", "\u{FFFD}", "\r\n"]
        for text in (UInt8.min...UInt8.max).map({ String(UnicodeScalar($0)) }) + beyond {
            #expect(
                try ours([text: "a\(text)b"]) == foundation([text: "a\(text)b"]), "\(text.unicodeScalars.map(\.value))")
        }
    }

    @Test func `a floating-point number is refused`() {
        #expect(throws: EncodingError.self) { try CanonicalEncoder.bytes([1.5]) }
        #expect(throws: EncodingError.self) { try CanonicalEncoder.bytes(["x": Float(1)]) }
    }
}
