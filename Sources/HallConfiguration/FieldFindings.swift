import HallModel

/// Findings about the points of UPSs and contact panels, and about text displays.
extension Finding {
    static func variableTwice(_ name: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "变量 \(quoted(name)) 重复，\(first.zh)已有",
                en: "variable \(quoted(name)) stands twice, first \(first.en)"),
            Bilingual(zh: "请删除其中一个", en: "remove one of them"))
    }

    static func offsetTwice(_ offset: Int, first: Mark) -> Finding {
        .error(
            Bilingual(zh: "线号 \(offset) 重复，\(first.zh)已有", en: "line \(offset) stands twice, first \(first.en)"),
            Bilingual(zh: "每条线只能用一次", en: "each line of the chip is used once"))
    }

    static var noStatus: Finding {
        .error(
            Bilingual(zh: "没有 UPS 状态", en: "no variable tells the state of the UPS"),
            Bilingual(
                zh: "请加上 {variable: ups.status, name: status, measures: ups-status}",
                en: "add {variable: ups.status, name: status, measures: ups-status}"))
    }

    static func wrongUnit(_ meaning: PointMeaning, wanted: MeasureUnit) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(meaning.rawValue)) 的单位必须是 \(wanted.rawValue)",
                en: "\(quoted(meaning.rawValue)) is measured in \(wanted.rawValue)"),
            Bilingual(zh: "请写：unit: \"\(wanted.rawValue)\"", en: "write unit: \"\(wanted.rawValue)\""))
    }

    static func onlyOfNumbers(_ key: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(key)) 只用于数值", en: "\(quoted(key)) is only of numbers"),
            Bilingual(zh: "请删除，或为数值加上 unit（状态没有单位）", en: "remove it, or give a number its unit; a status has none"))
    }

    static var lineDirection: Finding {
        .error(
            Bilingual(zh: "每条线必须且只能是输入或输出之一", en: "a line is either an input or an output"),
            Bilingual(zh: "请写 input: true 或 output: true", en: "write input: true or output: true"))
    }

    static func onlyOfContacts(_ key: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(key)) 只用于输入", en: "\(quoted(key)) is only of inputs"),
            Bilingual(zh: "请删除", en: "remove it"))
    }

    static func onlyOfOutputs(_ key: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(key)) 只用于输出", en: "\(quoted(key)) is only of outputs"),
            Bilingual(zh: "请删除", en: "remove it"))
    }

    static var mustLatch: Finding {
        .error(
            Bilingual(
                zh: "火灾和紧急报警必须保持，直到有人复位", en: "an alarm for fire or panic stays until a person has reset it"),
            Bilingual(zh: "请删除 latch: false", en: "remove latch: false"))
    }

    static var latchWithoutAlarm: Finding {
        .error(
            Bilingual(zh: "'latch' 需要 'alarmWhen'", en: "'latch' holds an alarm, and there is none"),
            Bilingual(
                zh: "请加上 alarmWhen: open 或 closed，或删除 latch", en: "add alarmWhen: open or closed, or remove latch"))
    }

    static var purposeWithoutAlarm: Finding {
        .error(
            Bilingual(zh: "'alarm' 需要 'alarmWhen'", en: "'alarm' says what an alarm is about, and there is none"),
            Bilingual(
                zh: "请加上 alarmWhen: open 或 closed，或删除 alarm", en: "add alarmWhen: open or closed, or remove alarm"))
    }

    static func pixelsNotInBytes(_ name: String, _ pixels: Int) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(name)) 的值 \(pixels) 不是 8 的倍数", en: "\(quoted(name)) is \(pixels), not a multiple of 8"),
            Bilingual(zh: "请写显示屏的像素数，例如 96", en: "write the display's pixels: 96"))
    }
}
