import HallModel

/// What a decision looked at, by the names that replies carry.
enum InputWord: String, CaseIterable, LocalizedText {
    // Of a call
    case serves, waiting, oldest, order, taken, skipped
    // Of a number that waits, or a window without one
    case ahead, printed, callable, windows, state, stage

    var bilingual: Bilingual {
        switch self {
        case .serves: Bilingual(zh: "窗口办理", en: "the window serves")
        case .waiting: Bilingual(zh: "等候", en: "waiting")
        case .oldest: Bilingual(zh: "排在最前", en: "first in order")
        case .order: Bilingual(zh: "取号顺序", en: "place in the order of taking")
        case .taken: Bilingual(zh: "取号时间", en: "taken at")
        case .skipped: Bilingual(zh: "跳过（尚未出票）", en: "passed over, not on paper yet")
        case .ahead: Bilingual(zh: "前面等候", en: "waiting before it")
        case .printed: Bilingual(zh: "打印", en: "print")
        case .callable: Bilingual(zh: "可以叫号", en: "may be called")
        case .windows: Bilingual(zh: "办理窗口", en: "windows that serve it")
        case .state: Bilingual(zh: "窗口状态", en: "window")
        case .stage: Bilingual(zh: "进度", en: "stage")
        }
    }
}

/// The kinds of device.
enum DeviceKindWord: String, CaseIterable, LocalizedText {
    case escposPrinter = "escpos-printer"
    case alphaDisplay = "alpha-display"
    case byteMapKeys = "byte-map-keys"

    var bilingual: Bilingual {
        switch self {
        case .escposPrinter: Bilingual(zh: "号票打印机", en: "ticket printer")
        case .alphaDisplay: Bilingual(zh: "窗口显示屏", en: "call display")
        case .byteMapKeys: Bilingual(zh: "按键", en: "keys")
        }
    }
}
