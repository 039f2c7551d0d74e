import DeviceSimulators
import Testing

@Suite("The seeded generator")
struct GeneratorTests {
    @Test func `gives the numbers of the SplitMix64 reference for seed 1234567`() {
        var generator = SeededGenerator(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
    }

    @Test func `reaches every number of a range, and no other`() {
        var generator = SeededGenerator(seed: 1)
        var seen = [Int](repeating: 0, count: 10)
        for _ in 0..<1000 { seen[generator.number(in: -3...6) + 3] += 1 }
        #expect(seen.allSatisfy { (50...150).contains($0) })
        #expect(generator.number(in: 5...5) == 5)
    }

    @Test func `0 never happens and 1 always`() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<1000 {
            let (never, always) = (generator.happens(withProbability: 0), generator.happens(withProbability: 1))
            #expect(!never && always)
        }
    }
}
