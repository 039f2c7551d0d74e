import HallModel
import Testing

@testable import HallConfiguration

/// Limits are data: what a standard says, and nothing that it does not.
@Suite struct LimitTests {
    private static func set(_ limit: String) -> String {
        "name: {zh: 标准, en: standard}\nsource: here\nlimits:\n  - \(limit)\n"
    }
    private static let whole =
        "{id: a, measures: set-point, relation: not-below, value: 26, unit: °C, verb: shall, "
        + "clause: {zh: 条, en: clause}, confidence: high, alarm: set-point-too-low"

    private func read(_ text: String) -> (set: LimitSet?, problems: [ConfigurationProblem]) {
        let log = ProblemLog(file: "limits.yaml", language: .en)
        let set = YAMLReader.read(Array(text.utf8), log: log).flatMap { LimitDecoder.set($0, id: "limits", log: log) }
        return (set, log.sorted)
    }

    @Test func `a limit comes back as it is written`() throws {
        let text = Self.set(Self.whole + ", when: cooling, mean: 1h, delay: 10m, deadBand: 0.3}")
        let limit = try #require(read(text).set?.limits.first)
        #expect(limit.value == Quantity(26))
        #expect(limit.season == .cooling)
        #expect(limit.meanSeconds == 3600)
        #expect(limit.onDelaySeconds == 600)
        #expect(limit.deadBand == Quantity(thousandths: 300))
        #expect(limit.alarm == .setPointTooLow)
        #expect(limit.isOn)
    }

    @Test("an unconfirmed number and a 'may' judge nobody", arguments: ["confidence: unconfirmed", "verb: may"])
    func off(change: String) throws {
        let key = change.prefix { $0 != ":" }
        let original = key == "verb" ? "verb: shall" : "confidence: high"
        let text = Self.set((Self.whole + "}").replacing(original, with: change))
        #expect(try #require(read(text).set?.limits.first).isOn == false)
    }

    private static let files = [
        BrokenFile(
            "a relation that is none", set(whole.replacing("not-below", with: "▶under") + "}"),
            "error: 'relation' cannot be 'under'"),
        BrokenFile(
            "a value with four decimals", set(whole.replacing("value: 26", with: "value: ▶26.0001") + "}"),
            "error: 'value' cannot be read: '26.0001' (a number with at most three decimals"),
        BrokenFile(
            "a clause in one language", set(whole.replacing("{zh: 条, en: clause}", with: "▶{zh: 条}") + "}"),
            "error: text in both languages lacks 'en'"),
        BrokenFile(
            "an alarm that no limit raises", set(whole.replacing("set-point-too-low", with: "▶paper-out") + "}"),
            "error: 'alarm' cannot be 'paper-out'"),
        BrokenFile(
            "a dead-band that widens the limit", set(whole + ", deadBand: ▶-1}"),
            "error: 'deadBand' is out of range: '-1'"),
        BrokenFile(
            "a delay of half a second", set(whole + ", delay: ▶1500ms}"), "error: 'delay'"),
        BrokenFile(
            "a limit without a number", set("▶" + whole.replacing("value: 26, ", with: "") + "}"),
            "error: limit lacks 'value'"),
        BrokenFile(
            "the same limit twice", set(whole + "}\n  - ▶" + whole + "}"), "error: limit id 'a' is taken"),
    ]

    @Test("is refused at its place", arguments: files)
    func refused(file: BrokenFile) { file.verify(read(file.text).problems, file: "limits.yaml") }

    @Test func `the shipped limits load, cite both languages and keep 26 a floor and 20 a ceiling`() throws {
        let folder = LimitFolder(path: TestFiles.hardware + "/Limits", language: .en)
        #expect(folder.ids == ["gb50034", "gbt18883-2022", "jiangxi-db36"])
        for id in folder.ids {
            let read = folder.set(id)
            #expect(read.problems.map(\.description) == [])
            #expect(read.set?.limits.isEmpty == false)
        }
        let jiangxi = try #require(folder.set("jiangxi-db36").set)
        let cooling = try #require(jiangxi.limits.first { $0.id == "cooling-set-point" })
        #expect(cooling.season == .cooling)
        #expect(cooling.relation.keeps(Quantity(26), cooling.value))
        #expect(!cooling.relation.keeps(Quantity(thousandths: 25_900), cooling.value))
        let heating = try #require(jiangxi.limits.first { $0.id == "heating-set-point" })
        #expect(heating.season == .heating)
        #expect(heating.relation.keeps(Quantity(20), heating.value))
        #expect(!heating.relation.keeps(Quantity(thousandths: 20_100), heating.value))
        // 宜 is an advisory, and what could not be confirmed is off.
        #expect(jiangxi.limits.filter { $0.verb == .should }.map(\.id) == ["summer-humidity", "winter-humidity"])
        let light = try #require(folder.set("gb50034").set)
        #expect(light.limits.filter { !$0.isOn }.map(\.id) == ["service-hall-2013"])
    }
}
