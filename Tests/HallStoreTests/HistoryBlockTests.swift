import HallModel
import Testing

@testable import HallStore

/// What a block of the history holds comes out as it went in, and bytes that are no block are refused.
@Suite struct HistoryBlockTests {
    @Test func `the CRC is that of IEEE 802.3`() {
        // The check value of the CRC catalogue (CRC-32/ISO-HDLC).
        #expect(CRC32.of(Array("123456789".utf8)[...]) == 0xCBF4_3926)
        #expect(CRC32.of([]) == 0)
    }

    @Test func `a block stands in the bytes that its drawing says`() {
        let samples = [
            HistorySample(
                milliseconds: 1000, value: .number(Quantity(thousandths: 26_500)), quality: .good, missing: nil),
            HistorySample(
                milliseconds: 16_000, value: .number(Quantity(thousandths: 26_499)), quality: .stale, missing: .timeout),
            HistorySample(milliseconds: 31_000, value: nil, quality: .bad, missing: .sensorFault),
            HistorySample(milliseconds: 30_999, value: .word("on"), quality: .good, missing: nil),
        ]
        let bytes: [UInt8] = [
            0x53, 1, 4, 1, 2, 0x6F, 0x6E,
            0x04, 0xD0, 0x0F, 0x88, 0x9E, 0x03,  // good number: zigzag 1000 = 2000, zigzag 26500 = 53000
            0x25, 0xB0, 0xEA, 0x01, 0x01,  // stale number, timeout: zigzag 15000 = 30000, zigzag -1 = 1
            0x82, 0x00,  // bad, sensorFault: the same distance
            0x08, 0xB1, 0xEA, 0x01, 0x00,  // good word: zigzag (-1 - 15000) = 30001, word 0
        ]
        #expect(SampleBlock.encode(samples).dropLast(4) == bytes[...])
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `any series of samples comes back as it was`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let samples = Series.any(count: Int.random(in: 0...400, using: &generator), &generator)
        #expect(try SampleBlock.decode(SampleBlock.encode(samples)) == samples, "seed \(seed)")
    }

    @Test func `the farthest numbers and times come back as they were`() throws {
        let samples = [Int64.min, .max, 0, .max, .min, -1].map {
            HistorySample(
                milliseconds: $0, value: .number(Quantity(thousandths: $0)), quality: .substituted, missing: nil)
        }
        #expect(try SampleBlock.decode(SampleBlock.encode(samples)) == samples)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `rollups come back as they were`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let samples = Series.ofAnHour(&generator)
        let minutes = HistoryRollup.minutes(of: samples, in: .min..<Int64.max)
        #expect(try RollupBlock.decode(RollupBlock.encode(minutes, length: 60_000), length: 60_000) == minutes)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `bytes that are no block are refused without a trap`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var block = SampleBlock.encode(Series.any(count: 20, &generator))
        var rollups = RollupBlock.encode(
            HistoryRollup.minutes(of: Series.ofAnHour(&generator), in: .min..<Int64.max), length: 60_000)
        for _ in 0..<50 {
            // A flipped bit is found by the CRC.
            var damaged = block
            damaged[Int.random(in: damaged.indices, using: &generator)] ^=
                1 << UInt8.random(in: 0...7, using: &generator)
            #expect(throws: BlockDamage.self, "seed \(seed)") { try SampleBlock.decode(damaged) }
            #expect(throws: BlockDamage.self, "seed \(seed)") {
                try SampleBlock.decode(Array(block.prefix(Int.random(in: 0..<block.count, using: &generator))))
            }
            // With a true CRC anything may stand in it; what is accepted can be judged and written again.
            scramble(&block, &generator)
            scramble(&rollups, &generator)
            if let samples = try? SampleBlock.decode(block, slot: 0) {
                _ = HistoryRollup.minutes(of: samples, in: 0..<600_000)
            }
            if let decoded = try? SampleBlock.decode(block) {
                #expect(try SampleBlock.decode(SampleBlock.encode(decoded)) == decoded, "seed \(seed)")
            }
            if let decoded = try? RollupBlock.decode(rollups, .minutes, slot: 0) {
                _ = HistoryRollup.quarters(of: decoded).map(\.mean)
            }
        }
    }

    private func scramble(_ block: inout [UInt8], _ generator: inout SeededGenerator) {
        var content = Array(block.dropLast(4))
        switch Int.random(in: 0...2, using: &generator) {
        case 0:
            content[Int.random(in: 2..<content.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        case 1: content.append(UInt8.random(in: 0...255, using: &generator))
        default: if content.count > 8 { content.removeLast() }
        }
        let sum = CRC32.of(content[...])
        block = content + (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    }
}

/// Series of samples made up from a seed.
enum Series {
    /// Everything that can be: numbers and words, silence, gaps, the clock set back and forth.
    static func any(count: Int, _ generator: inout SeededGenerator) -> [HistorySample] {
        var time: Int64 = 1_795_221_000_000
        var number: Int64 = 26_000
        return (0..<count).map { _ in
            switch Int.random(in: 0..<20, using: &generator) {
            case 0: time += Int64.random(in: -7_200_000...7_200_000, using: &generator)
            default: time += 15_000 + Int64.random(in: -50...50, using: &generator)
            }
            number += Int64.random(in: -300...300, using: &generator)
            let reason = MissingReason.allCases.randomElement(using: &generator)
            return switch Int.random(in: 0..<10, using: &generator) {
            case 0: HistorySample(milliseconds: time, value: nil, quality: .bad, missing: reason)
            case 1:
                HistorySample(
                    milliseconds: time, value: .number(Quantity(thousandths: number)), quality: .stale, missing: reason)
            case 2:
                HistorySample(
                    milliseconds: time,
                    value: .word(["off", "cooling", "OB DISCHRG", "供冷"][Int.random(in: 0...3, using: &generator)]),
                    quality: .good, missing: nil)
            default:
                HistorySample(
                    milliseconds: time, value: .number(Quantity(thousandths: number)), quality: .good, missing: nil)
            }
        }
    }

    /// Numbers of some hours, in the order of time, with silences and distances of any kind.
    static func ofAnHour(_ generator: inout SeededGenerator) -> [HistorySample] {
        any(count: 150, &generator).sorted { $0.milliseconds < $1.milliseconds }
    }
}
