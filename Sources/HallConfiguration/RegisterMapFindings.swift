import HallModel

/// Findings about the points of Modbus profiles.
extension Finding {
    static var noPoints: Finding {
        .error(
            Bilingual(zh: "型号没有测点", en: "a Modbus profile needs at least one point"),
            Bilingual(zh: "请在 points 中写入寄存器", en: "add the device's registers under points"))
    }

    static func pointTwice(_ name: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "测点 \(quoted(name)) 重复，\(first.zh)已有",
                en: "point \(quoted(name)) stands twice, first \(first.en)"),
            Bilingual(zh: "每个测点的名称必须不同", en: "each point has a name of its own"))
    }

    static func encodingOfTable(_ encoding: String, table: String, isBits: Bool) -> Finding {
        .error(
            Bilingual(
                zh: "表 \(quoted(table)) 不能存放 \(quoted(encoding))",
                en: "table \(quoted(table)) cannot hold \(quoted(encoding))"),
            isBits
                ? Bilingual(zh: "线圈和离散输入用 bit", en: "coils and discrete-inputs hold encoding: bit")
                : Bilingual(
                    zh: "寄存器用 u16、s16、u32、s32 或 float32；bit 用于 coils 和 discrete-inputs",
                    en: "registers hold u16, s16, u32, s32 or float32; a bit stands in coils or discrete-inputs"))
    }

    static func widerThanBlock(_ encoding: String, limit: Int) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(encoding)) 占两个寄存器，而 blockLimit 为 \(limit)",
                en: "\(quoted(encoding)) takes two registers, but blockLimit is \(limit)"),
            Bilingual(zh: "请把 blockLimit 设为 2 或更大", en: "set blockLimit to 2 or more"))
    }

    static func beyondTheTable(_ address: Int, width: Int) -> Finding {
        .error(
            Bilingual(
                zh: "从地址 \(address) 起的 \(width) 个寄存器超出了表的末尾",
                en: "\(width) registers from address \(address) on do not fit into the table"),
            Bilingual(zh: "地址从 0 开始，最后一个是 65535", en: "addresses count from 0, the last is 65535"))
    }

    static func tableNotWritable(_ table: String) -> Finding {
        .error(
            Bilingual(zh: "表 \(quoted(table)) 不能写入", en: "table \(quoted(table)) cannot be written"),
            Bilingual(zh: "只有 coils 和 holding 可写", en: "only coils and holding can"))
    }

    static func identityOfBits(_ table: String) -> Finding {
        .error(
            Bilingual(zh: "表 \(quoted(table)) 不能识别型号", en: "table \(quoted(table)) cannot tell a model"),
            Bilingual(zh: "请使用 holding 或 input 的一个寄存器", en: "use one register of holding or input"))
    }

    static func orderOfOneRegister(_ encoding: String) -> Finding {
        .error(
            Bilingual(
                zh: "\(quoted(encoding)) 只占一个寄存器，没有字序",
                en: "\(quoted(encoding)) takes one register and has no 'order'"),
            Bilingual(zh: "请删除 order，或使用 u32、s32、float32", en: "remove it, or use u32, s32 or float32"))
    }

    static var wordsMissing: Finding {
        .error(
            Bilingual(zh: "测点缺少 'words'", en: "point lacks 'words'"),
            Bilingual(
                zh: "bit 的两个值都要有名称：words: {0: \"off\", 1: \"on\"}",
                en: "a bit's values have words: {0: \"off\", 1: \"on\"}"))
    }

    static var wordsOfFloat: Finding {
        .error(
            Bilingual(zh: "float32 不能有 'words'", en: "a float32 cannot have 'words'"),
            Bilingual(zh: "请使用整数编码，或删除 words", en: "use an encoding of whole numbers, or remove the words"))
    }

    static func wordCodeTwice(_ code: Int, first: String) -> Finding {
        .error(
            Bilingual(zh: "\(code) 已表示 \(quoted(first))", en: "\(code) already stands for \(quoted(first))"),
            Bilingual(zh: "每个数只对应一个词", en: "each number stands for one word"))
    }

    static func wordTwice(_ word: String, first: Int) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(word)) 已由 \(first) 表示", en: "\(quoted(word)) is already what \(first) stands for"),
            Bilingual(zh: "每个词只对应一个数", en: "each word is one number's, so that it can be written"))
    }

    static func numberAndWords(_ key: String) -> Finding {
        .error(
            Bilingual(zh: "有 words 的测点不能有 \(quoted(key))", en: "a point of words has no \(quoted(key))"),
            Bilingual(zh: "请删除其中之一", en: "remove it, or the words"))
    }

    static var powerOfNumber: Finding {
        .error(
            Bilingual(zh: "数值测点不能有 'power'", en: "a point of numbers has no 'power'"),
            Bilingual(zh: "power 属于有 words 的运行模式", en: "the switch belongs to a mode, a point with words"))
    }

    static var offTwice: Finding {
        .error(
            Bilingual(zh: "'off' 既是词又由 'power' 表示", en: "'off' is a word and what 'power' stands for"),
            Bilingual(zh: "请删除其中之一", en: "remove one of them"))
    }

    static func badRange(_ key: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(key)) 必须是由小到大的两个数", en: "\(quoted(key)) must be two numbers, the smaller first"),
            Bilingual(zh: "例如 [-40, 80]", en: "[-40, 80], for instance"))
    }

    static func formOfMeaning(_ meaning: PointMeaning) -> Finding {
        let wanted =
            switch meaning.form {
            case .unit(let unit): Bilingual(zh: "请写 unit: \(unit.rawValue)", en: "write unit: \(unit.rawValue)")
            case .words, .any: Bilingual(zh: "请写 words: {0: …, 1: …}", en: "write words: {0: …, 1: …}")
            }
        return .error(
            Bilingual(
                zh: "\(quoted(meaning.rawValue)) 的测点形式不对",
                en: "a point that measures \(quoted(meaning.rawValue)) has another form"), wanted)
    }
}
