import HallModel

/// What is wrong with the arguments of `hallctl bus …` that the parser itself cannot know.
enum BusUsage: LocalizedText {
    case deviceOrUnit
    case address
    case count(most: Int)
    case timeout
    case units
    case reason

    var bilingual: Bilingual {
        switch self {
        case .deviceOrUnit:
            Bilingual(
                zh: "不知道问哪台设备：给出 --device（配置中的编号）或 --unit（地址），二者取一",
                en: "whom to ask is not clear: give either --device (a configured id) or --unit (an address)")
        case .address:
            Bilingual(zh: "寄存器地址须为 0…65535，与线路上相同", en: "the address of a register is 0…65535, as on the wire")
        case .count(let most):
            Bilingual(zh: "一次可读 1…\(most) 个", en: "1…\(most) of them can be read at once")
        case .timeout: Bilingual(zh: "--timeout 须为 10…10000 毫秒", en: "--timeout takes 10…10000 ms")
        case .units:
            Bilingual(
                zh: "--from 和 --to 须为地址 1…247，且 --from 不大于 --to",
                en: "--from and --to take addresses 1…247, --from not above --to")
        case .reason:
            Bilingual(
                zh: "--interrupt 会停止正常读取：用 --reason 说明理由，它会写入日志",
                en: "--interrupt stops all reading: say why with --reason, for the log")
        }
    }

    /// In the language of this process, like all help.
    var here: String { text(HelpText.processLanguage) }
}
