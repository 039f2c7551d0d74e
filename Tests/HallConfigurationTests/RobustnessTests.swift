import HallModel
import Testing

@testable import HallConfiguration

/// Whatever is in a file: an answer, never a trap, and every problem with a place in the file.
struct RobustnessTests {
    /// A generator of the same numbers for the same seed (SplitMix64).
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let hall = (try? FileSystem.read("\(TestFiles.hardware)/Halls/district.yaml", limit: 1 << 20)) ?? []
    private static let profile =
        (try? FileSystem.read("\(TestFiles.hardware)/Profiles/generic-keys-8.yaml", limit: 1 << 20)) ?? []

    /// Reads bytes as a hall and as a profile.
    private func read(_ bytes: [UInt8], _ what: String) {
        let lines = String(decoding: bytes, as: UTF8.self).unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 1
        let result = ConfigurationLoader(hardware: TestFiles.hardware, for: "").load(bytes, named: "hall.yaml")
        let log = ProblemLog(file: "profile.yaml", language: .zh)
        let profile = YAMLReader.read(bytes, log: log).flatMap { ProfileDecoder.profile($0, id: "profile", log: log) }
        #expect(profile != nil || log.hasErrors, "\(what): no profile and no error")
        #expect((result.plan == nil) == result.problems.contains { $0.severity == .error }, "\(what)")
        for problem in result.problems + log.sorted where problem.file == "hall.yaml" || problem.file == "profile.yaml"
        {
            let isWholeFile = problem.line == 0 && problem.column == 0
            // The end of a file is one line and one column behind its last character.
            let isPlace = (1...(lines + 1)).contains(problem.line) && problem.column >= 1
            #expect(isWholeFile || isPlace, "\(what): \(problem)")
            #expect(!problem.text.isEmpty && !problem.remedy.isEmpty, "\(what): \(problem)")
            let controls = problem.description.unicodeScalars.filter { $0.isControl }
            #expect(controls.isEmpty, "\(what): \(problem)")
        }
    }

    @Test func `a file cut off at any byte`() {
        #expect(!Self.hall.isEmpty && !Self.profile.isEmpty)
        for end in stride(from: 0, to: Self.hall.count, by: 17) { read(Array(Self.hall[..<end]), "hall cut at \(end)") }
        for end in stride(from: 0, to: Self.profile.count, by: 13) {
            read(Array(Self.profile[..<end]), "profile cut at \(end)")
        }
    }

    @Test("bytes of any kind", arguments: [1, 2, 3] as [UInt64])
    func garbage(seed: UInt64) {
        var random = Seeded(state: seed)
        for round in 0..<60 {
            let count = Int.random(in: 0...400, using: &random)
            read((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }, "seed \(seed), round \(round)")
        }
    }

    @Test("YAML's own characters in any order", arguments: [4, 5, 6] as [UInt64])
    func yamlSoup(seed: UInt64) {
        let pieces = [
            "hall", "name", "devices", "buses", ":", ": ", "- ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ",", "\"",
            "'", "|", ">", "&a ", "*a", "!!str ", "<<", "?", "#", "~", "大厅", "1", "0x", "\t", "%", "@", "---\n",
            "...\n",
        ]
        var random = Seeded(state: seed)
        for round in 0..<150 {
            let count = Int.random(in: 1...60, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            read(Array(text.utf8), "seed \(seed), round \(round)")
        }
    }

    @Test("a good file with a few bytes changed", arguments: [7, 8, 9] as [UInt64])
    func mutations(seed: UInt64) {
        var random = Seeded(state: seed)
        for round in 0..<60 {
            var bytes = Bool.random(using: &random) ? Self.hall : Self.profile
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8.random(in: 0x20...0x7E, using: &random), at: index)
                }
            }
            read(bytes, "seed \(seed), round \(round)")
        }
    }

    @Test func `very long values, keys and lists`() {
        let long = String(repeating: "x", count: 200_000)
        read(Array("hall: {name: \(long)}\n".utf8), "long name")
        read(Array("hall: {\(long.prefix(1_000)): 1}\n".utf8), "long key")
        read(Array("\(long): 1\n".utf8), "key beyond YAML's limit")
        let devices = (0..<2_000).map { "  - {id: d\($0), profile: p\($0), bus: b\($0)}\n" }.joined()
        read(Array("hall: {name: 大厅}\ndevices:\n\(devices)".utf8), "too many devices")
        let keys = (0..<24_000).map { "k\($0): 1\n" }.joined()
        read(Array(keys.utf8), "too many keys")
        let brackets = String(repeating: "{a: ", count: 10_000)
        read(Array(brackets.utf8), "brackets")
    }
}
