import HallModel

/// Headings and sentences of hallctl's output.
enum ConsoleText: LocalizedText {
    // Headings
    case id, name, kind, profile, bus, zone, label, presence, lastSeen, errors, closed, detail, paper
    case number, service, priority, since, printed, stage, window, ahead, reprints, calledAt, startedAt, takenBy
    case prefix, waiting, oldest, state, serving, why, estimate, numbersLeft, booked
    case hall, day, uptime, devices, alarms, queue, buses
    case cause, consequence, response, acknowledgedBy
    case time, event, by, rule
    case user, roles, windows, noRole, nothingWrong
    case vendor, model, trust, source, examples, found
    // Sentences
    case seeHelp(command: String)
    case caller(String)
    case windowNamed(String)
    case errorCount(Int)
    case pair(String, String)
    case parts([String])
    case list([String])
    case aside(String, String)
    case never
    case nobody
    case noAlarms
    case noDevices
    case nobodyWaits
    case nobodyWaitsFor(window: String)
    case called(number: String, window: String)
    case taken(number: String, ahead: Int, wait: String?, slip: String)
    case alarmNormal(String)
    case counts(active: Int, unacknowledged: Int)
    case visitors(waiting: Int, serving: Int)
    case busLine(devices: Int, offline: Int)
    case duration(days: Int, hours: Int, minutes: Int, seconds: Int)
    case verdictCalled(number: String, window: String)
    case verdictWaiting(String)
    case verdictNever(String)
    case verdictNobody(window: String)
    case snapshot(hall: String)
    case resumed
    case noProfile(String)
    case listProfiles
    case profilesGood(Int)
    case examplesPassed(Int)
    case noEncoder
    case installGlibcLocales
    case passed, failed
    // People
    case operatorColumn, post, department, phone, badge, sender, recipient, text, desk
    case backAt(String)
    case standsInFor(String)
    case assigned(String)
    case coveredAt(String)
    case noOperators, noAssists, noMessages
    case assistCalled(window: String)
    case assistAnswered(window: String, seconds: Int)
    case messageSent(to: String)

    var bilingual: Bilingual {
        switch self {
        case .id: Bilingual(zh: "编号", en: "ID")
        case .name: Bilingual(zh: "名称", en: "NAME")
        case .kind: Bilingual(zh: "类型", en: "KIND")
        case .profile: Bilingual(zh: "型号", en: "PROFILE")
        case .bus: Bilingual(zh: "总线", en: "BUS")
        case .zone: Bilingual(zh: "区域", en: "ZONE")
        case .label: Bilingual(zh: "标签", en: "LABEL")
        case .presence: Bilingual(zh: "状态", en: "PRESENCE")
        case .lastSeen: Bilingual(zh: "最近应答", en: "LAST SEEN")
        case .errors: Bilingual(zh: "错误", en: "ERRORS")
        case .closed: Bilingual(zh: "停止取号", en: "NO NUMBERS")
        case .detail: Bilingual(zh: "说明", en: "DETAIL")
        case .paper: Bilingual(zh: "打印机", en: "PRINTER")
        case .number: Bilingual(zh: "号码", en: "NUMBER")
        case .service: Bilingual(zh: "事项", en: "SERVICE")
        case .priority: Bilingual(zh: "人群", en: "CLASS")
        case .since: Bilingual(zh: "时间", en: "SINCE")
        case .printed: Bilingual(zh: "打印", en: "PRINTED")
        case .stage: Bilingual(zh: "进度", en: "STAGE")
        case .window: Bilingual(zh: "窗口", en: "WINDOW")
        case .ahead: Bilingual(zh: "前面", en: "AHEAD")
        case .reprints: Bilingual(zh: "补打", en: "REPRINTS")
        case .calledAt: Bilingual(zh: "叫号时间", en: "CALLED")
        case .startedAt: Bilingual(zh: "开始办理", en: "STARTED")
        case .takenBy: Bilingual(zh: "取号处", en: "TAKEN BY")
        case .prefix: Bilingual(zh: "前缀", en: "PREFIX")
        case .waiting: Bilingual(zh: "等候", en: "WAITING")
        case .oldest: Bilingual(zh: "最长等候", en: "OLDEST WAIT")
        case .estimate: Bilingual(zh: "预计等候", en: "EXPECTED WAIT")
        case .booked: Bilingual(zh: "预约时段起", en: "BOOKED FOR")
        case .numbersLeft: Bilingual(zh: "余号", en: "LEFT")
        case .state: Bilingual(zh: "状态", en: "STATE")
        case .serving: Bilingual(zh: "当前号码", en: "SERVING")
        case .why: Bilingual(zh: "原因", en: "REASON")
        case .hall: Bilingual(zh: "大厅", en: "HALL")
        case .day: Bilingual(zh: "服务日", en: "DAY")
        case .uptime: Bilingual(zh: "已运行", en: "UP")
        case .devices: Bilingual(zh: "设备", en: "DEVICES")
        case .alarms: Bilingual(zh: "报警", en: "ALARMS")
        case .queue: Bilingual(zh: "排队", en: "QUEUE")
        case .buses: Bilingual(zh: "总线", en: "BUS")
        case .cause: Bilingual(zh: "原因", en: "cause")
        case .consequence: Bilingual(zh: "影响", en: "consequence")
        case .response: Bilingual(zh: "处理", en: "response")
        case .acknowledgedBy: Bilingual(zh: "确认人", en: "acknowledged by")
        case .time: Bilingual(zh: "时间", en: "TIME")
        case .event: Bilingual(zh: "事件", en: "EVENT")
        case .by: Bilingual(zh: "操作者", en: "BY")
        case .rule: Bilingual(zh: "规则", en: "rule")
        case .user: Bilingual(zh: "用户", en: "USER")
        case .roles: Bilingual(zh: "角色", en: "ROLES")
        case .windows: Bilingual(zh: "窗口", en: "WINDOWS")
        case .noRole:
            Bilingual(
                zh: "无：hall.yaml 的 access 中没有您的用户组", en: "none: access in hall.yaml names no group of yours")
        case .nothingWrong: Bilingual(zh: "没有发现问题。", en: "Nothing is wrong that can be seen from here.")
        case .vendor: Bilingual(zh: "厂家", en: "VENDOR")
        case .model: Bilingual(zh: "型号名", en: "MODEL")
        case .trust: Bilingual(zh: "可信度", en: "TRUST")
        case .source: Bilingual(zh: "来源", en: "SOURCE")
        case .examples: Bilingual(zh: "示例", en: "EXAMPLES")
        case .found: Bilingual(zh: "实际", en: "FOUND")
        case .seeHelp(let command): Bilingual(zh: "查看 \(command) --help", en: "see '\(command) --help'")
        case .caller(let device): Bilingual(zh: "呼叫器 \(device)", en: "caller \(device)")
        case .windowNamed(let id): Bilingual(zh: "窗口 \(id)", en: "window \(id)")
        case .errorCount(let count): Bilingual(zh: "\(count) 次错误", en: Self.count(count, "error"))
        case .pair(let name, let value): Bilingual(zh: "\(name)：\(value)", en: "\(name): \(value)")
        case .parts(let parts): Bilingual(zh: parts.joined(separator: "；"), en: parts.joined(separator: "; "))
        case .list(let words): Bilingual(zh: words.joined(separator: "，"), en: words.joined(separator: ", "))
        case .aside(let name, let value): Bilingual(zh: "\(name)（\(value)）", en: "\(name) (\(value))")
        case .never: Bilingual(zh: "从未", en: "never")
        case .nobody: Bilingual(zh: "–", en: "–")
        case .noAlarms: Bilingual(zh: "没有报警。", en: "No alarms.")
        case .noDevices: Bilingual(zh: "没有匹配的设备。", en: "No device matches.")
        case .nobodyWaits: Bilingual(zh: "无人等候。", en: "Nobody waits.")
        case .nobodyWaitsFor(let window):
            Bilingual(zh: "\(window) 号窗口没有等候的号码。", en: "Nobody waits for window \(window).")
        case .called(let number, let window):
            Bilingual(zh: "请 \(number) 到 \(window) 号窗口。", en: "\(number) to window \(window).")
        case .taken(let number, let ahead, let wait, let slip): Self.taken(number, ahead, wait, slip)
        case .alarmNormal(let id): Bilingual(zh: "\(id) 已恢复正常。", en: "\(id) is normal.")
        case .counts(let active, let unacknowledged):
            Bilingual(
                zh: "\(active) 条活动，\(unacknowledged) 条未确认", en: "\(active) active, \(unacknowledged) unacknowledged")
        case .visitors(let waiting, let serving):
            Bilingual(zh: "\(waiting) 人等候，\(serving) 人在窗口", en: "\(waiting) waiting, \(serving) at windows")
        case .busLine(let devices, let offline):
            Bilingual(zh: "\(devices) 台设备，\(offline) 台离线", en: "\(Self.count(devices, "device")), \(offline) offline")
        case .duration(let days, let hours, let minutes, let seconds):
            Self.duration(days, hours, minutes, seconds)
        case .verdictCalled(let number, let window):
            Bilingual(zh: "\(number) 已叫到 \(window) 号窗口。", en: "\(number) was called to window \(window).")
        case .verdictWaiting(let number): Bilingual(zh: "\(number) 仍在等候。", en: "\(number) still waits.")
        case .verdictNever(let number):
            Bilingual(zh: "\(number) 没有被叫过，且已结束。", en: "\(number) was never called and is over.")
        case .verdictNobody(let window):
            Bilingual(zh: "\(window) 号窗口现在没有叫号。", en: "Nobody is called at window \(window) now.")
        case .snapshot(let hall): Bilingual(zh: "\(hall)：现状", en: "\(hall): as it is")
        case .resumed: Bilingual(zh: "（连接恢复，继续）", en: "(connected again)")
        case .noProfile(let id): Bilingual(zh: "没有型号“\(id)”", en: "there is no profile '\(id)'")
        case .listProfiles: Bilingual(zh: "用 hallctl profile list 查看", en: "see 'hallctl profile list'")
        case .profilesGood(let count):
            Bilingual(zh: "\(count) 个型号文件均正确。", en: "\(Self.count(count, "profile")) without errors.")
        case .examplesPassed(let count):
            Bilingual(zh: "\(count) 个示例全部通过。", en: "\(Self.count(count, "example")) without failure.")
        case .noEncoder: Bilingual(zh: "系统缺少 GB18030 转换", en: "the system cannot convert to GB18030")
        case .installGlibcLocales: Bilingual(zh: "安装 libc-bin 的 gconv 模块", en: "install the gconv modules of libc-bin")
        case .passed: Bilingual(zh: "通过", en: "pass")
        case .failed: Bilingual(zh: "不符", en: "FAIL")
        case .operatorColumn: Bilingual(zh: "人员", en: "OPERATOR")
        case .post: Bilingual(zh: "职务", en: "POST")
        case .department: Bilingual(zh: "部门", en: "DEPARTMENT")
        case .phone: Bilingual(zh: "电话", en: "PHONE")
        case .badge: Bilingual(zh: "工号", en: "BADGE")
        case .sender: Bilingual(zh: "发自", en: "FROM")
        case .recipient: Bilingual(zh: "发给", en: "TO")
        case .text: Bilingual(zh: "内容", en: "TEXT")
        case .desk: Bilingual(zh: "服务台", en: "desk")
        case .backAt(let time): Bilingual(zh: "预计 \(time) 回", en: "back at \(time)")
        case .standsInFor(let others): Bilingual(zh: "顶替 \(others)", en: "in the place of \(others)")
        case .assigned(let services): Bilingual(zh: "今天改办 \(services)", en: "serves \(services) today")
        case .coveredAt(let window): Bilingual(zh: "窗口 \(window) 有人顶岗", en: "covered at window \(window)")
        case .noOperators: Bilingual(zh: "配置中没有人员。", en: "The configuration has no operators.")
        case .noAssists: Bilingual(zh: "没有待应答的求助。", en: "Nobody calls for help.")
        case .noMessages: Bilingual(zh: "今天没有消息。", en: "No messages today.")
        case .assistCalled(let window):
            Bilingual(zh: "窗口 \(window) 已求助，等待应答。", en: "Window \(window) calls for help; nobody has answered yet.")
        case .assistAnswered(let window, let seconds):
            Bilingual(
                zh: "窗口 \(window) 的求助已应答，用时 \(seconds) 秒。",
                en: "Window \(window)'s call is answered after \(seconds) s.")
        case .messageSent(let to): Bilingual(zh: "已发给\(to)。", en: "Sent to \(to).")
        }
    }

    private static func count(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }

    private static func taken(_ number: String, _ ahead: Int, _ wait: String?, _ slip: String) -> Bilingual {
        if let wait, ahead > 0 {
            return Bilingual(
                zh: "\(number)：前面等候 \(ahead) 人，预计等候 \(wait)，\(slip)",
                en: "\(number): \(ahead) \(ahead == 1 ? "waits" : "wait") before it, expected wait \(wait), \(slip)")
        }
        return switch ahead {
        case 0: Bilingual(zh: "\(number)：前面无人等候，\(slip)", en: "\(number): nobody waits before it, \(slip)")
        case 1: Bilingual(zh: "\(number)：前面等候 1 人，\(slip)", en: "\(number): 1 waits before it, \(slip)")
        default:
            Bilingual(zh: "\(number)：前面等候 \(ahead) 人，\(slip)", en: "\(number): \(ahead) wait before it, \(slip)")
        }
    }

    private static func duration(_ days: Int, _ hours: Int, _ minutes: Int, _ seconds: Int) -> Bilingual {
        let clock = "\(HallModel.padded(hours, 2)):\(HallModel.padded(minutes, 2)):\(HallModel.padded(seconds, 2))"
        guard days > 0 else { return Bilingual(zh: clock, en: clock) }
        return Bilingual(zh: "\(days) 天 \(clock)", en: "\(days) d \(clock)")
    }
}
