import HallModel

/// What a decision looked at, by the names that replies carry.
enum InputWord: String, CaseIterable, LocalizedText {
    // Of a call
    case serves, waiting, oldest, order, taken, place, turn, skipped, passed
    // Of a visitor who goes elsewhere, or did not come
    case from, to, boundTo, grace
    // Of a number that waits, or a window without one
    case ahead, printed, callable, windows, state, stage
    // Of an alarm, or an attempt to write
    case value, limit, clause, under, until, inService, readBack
    // Of presses at a pad, and of what happened at a window
    case presses, levels, ticket
    // Of the people at windows
    case person, relieves, boundToPerson, unmanned, away, backAt, asConfigured, answeredAfter, sender, recipient
    // Of appointments and estimates
    case booked, appointment, appointments, source, estimate

    var bilingual: Bilingual {
        switch self {
        case .serves: Bilingual(zh: "窗口办理", en: "the window serves")
        case .waiting: Bilingual(zh: "等候", en: "waiting")
        case .oldest: Bilingual(zh: "排在最前", en: "first in order")
        case .order: Bilingual(zh: "取号顺序", en: "place in the order of taking")
        case .taken: Bilingual(zh: "取号时间", en: "taken at")
        case .turn: Bilingual(zh: "已连叫优先 / 最多", en: "preferred in a row / at most")
        case .place: Bilingual(zh: "队中位置", en: "place in the line")
        case .from: Bilingual(zh: "原事项", en: "from")
        case .to: Bilingual(zh: "现事项", en: "to")
        case .boundTo: Bilingual(zh: "指定窗口", en: "for window")
        case .grace: Bilingual(zh: "保留时间", en: "may come back within")
        case .skipped: Bilingual(zh: "跳过（尚未出票）", en: "passed over, not on paper yet")
        case .passed: Bilingual(zh: "越过（先取号）", en: "passed over, taken before it")
        case .ahead: Bilingual(zh: "前面等候", en: "waiting before it")
        case .printed: Bilingual(zh: "打印", en: "print")
        case .callable: Bilingual(zh: "可以叫号", en: "may be called")
        case .windows: Bilingual(zh: "办理窗口", en: "windows that serve it")
        case .state: Bilingual(zh: "窗口状态", en: "window")
        case .stage: Bilingual(zh: "进度", en: "stage")
        case .value: Bilingual(zh: "数值", en: "value")
        case .limit: Bilingual(zh: "限值", en: "limit")
        case .clause: Bilingual(zh: "条款", en: "clause")
        case .under: Bilingual(zh: "归于", en: "under")
        case .until: Bilingual(zh: "直到", en: "until")
        case .inService: Bilingual(zh: "在用", en: "in service")
        case .presses: Bilingual(zh: "按键次数", en: "presses")
        case .levels: Bilingual(zh: "所按等级", en: "levels pressed")
        case .ticket: Bilingual(zh: "号码", en: "number")
        case .person: Bilingual(zh: "人员", en: "operator")
        case .relieves: Bilingual(zh: "顶替", en: "in the place of")
        case .boundToPerson: Bilingual(zh: "指定人员", en: "for operator")
        case .unmanned: Bilingual(zh: "无人登录的窗口", en: "nobody signed on at")
        case .away: Bilingual(zh: "去向", en: "whereabouts")
        case .backAt: Bilingual(zh: "预计返回", en: "back at")
        case .asConfigured: Bilingual(zh: "恢复配置的事项", en: "as configured")
        case .answeredAfter: Bilingual(zh: "应答用时", en: "answered after")
        case .sender: Bilingual(zh: "发自", en: "from")
        case .recipient: Bilingual(zh: "发给", en: "to")
        case .booked: Bilingual(zh: "预约时段起", en: "booked for")
        case .appointment: Bilingual(zh: "预约码", en: "appointment")
        case .appointments: Bilingual(zh: "预约数", en: "appointments")
        case .source: Bilingual(zh: "预约来源", en: "booked")
        case .estimate: Bilingual(zh: "预计等候", en: "expected wait")
        case .readBack: Bilingual(zh: "读回", en: "read back")
        }
    }
}

/// The kinds of device.
enum DeviceKindWord: String, CaseIterable, LocalizedText {
    case escposPrinter = "escpos-printer"
    case alphaDisplay = "alpha-display"
    case byteMapKeys = "byte-map-keys"
    case modbusRegisters = "modbus-registers"
    case onbonDisplay = "onbon-display"
    case nutUPS = "nut-ups"
    case megatecUPS = "megatec-ups"
    case contactPanel = "contact-panel"
    case voiceModule = "voice-module"
    case voiceProgram = "voice-program"

    var bilingual: Bilingual {
        switch self {
        case .escposPrinter: Bilingual(zh: "号票打印机", en: "ticket printer")
        case .alphaDisplay: Bilingual(zh: "窗口显示屏", en: "call display")
        case .byteMapKeys: Bilingual(zh: "按键", en: "keys")
        case .modbusRegisters: Bilingual(zh: "Modbus 设备", en: "Modbus device")
        case .onbonDisplay: Bilingual(zh: "大厅显示屏", en: "hall display")
        case .nutUPS: Bilingual(zh: "UPS（NUT）", en: "UPS (NUT)")
        case .megatecUPS: Bilingual(zh: "UPS（串口）", en: "UPS (serial)")
        case .contactPanel: Bilingual(zh: "干接点", en: "contacts")
        case .voiceModule: Bilingual(zh: "语音模块", en: "voice module")
        case .voiceProgram: Bilingual(zh: "语音程序", en: "voice program")
        }
    }
}
