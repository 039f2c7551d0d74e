extension Refusal {
    /// Its name on the API; never changes.
    public var code: String {
        switch self {
        case .noSuchService: "noSuchService"
        case .noSuchWindow: "noSuchWindow"
        case .noSuchKiosk: "noSuchKiosk"
        case .noSuchTicket: "noSuchTicket"
        case .noSuchAlarm: "noSuchAlarm"
        case .windowNotOpen: "windowNotOpen"
        case .calledTicketPending: "calledTicketPending"
        case .nobodyCalled: "nobodyCalled"
        case .nobodyServed: "nobodyServed"
        case .windowBusy: "windowBusy"
        case .ticketClosed: "ticketClosed"
        case .ticketAtWindow: "ticketAtWindow"
        case .notAtWindow: "notAtWindow"
        case .notServedHere: "notServedHere"
        case .noPrinter: "noPrinter"
        case .printPending: "printPending"
        case .storeUnavailable: "storeUnavailable"
        case .busy: "busy"
        case .alreadyAcknowledged: "alreadyAcknowledged"
        case .noSuchPoint: "noSuchPoint"
        case .notWritable: "notWritable"
        case .badValue: "badValue"
        case .limitForbids: "limitForbids"
        case .seasonUnknown: "seasonUnknown"
        case .hallClosed: "hallClosed"
        case .nothingToRate: "nothingToRate"
        case .alreadyRated: "alreadyRated"
        case .noSuchLevel: "noSuchLevel"
        case .alarmState: "alarmState"
        case .badDuration: "badDuration"
        case .noteRequired: "noteRequired"
        case .recordContradicts: "recordContradicts"
        case .noSuchOperator: "noSuchOperator"
        case .nobodyHasUser: "nobodyHasUser"
        case .nobodySignedOn: "nobodySignedOn"
        case .notSignedOn: "notSignedOn"
        case .mayNotCover: "mayNotCover"
        case .visitorAtWindow: "visitorAtWindow"
        case .noAssist: "noAssist"
        case .badMessage: "badMessage"
        case .tooManyMessages: "tooManyMessages"
        }
    }
}

extension Refusal: LocalizedText {
    /// What happened, and what to do.
    public var bilingual: Bilingual {
        switch self {
        case .noSuchService(let name, let known):
            Self.unknown(zh: "事项", en: "service", name, known)
        case .noSuchWindow(let name, let known):
            Self.unknown(zh: "窗口", en: "window", name, known)
        case .noSuchKiosk(let name, let known):
            Self.unknown(zh: "取号机", en: "kiosk", name, known)
        case .noSuchTicket(let number):
            Bilingual(
                zh: "今天没有号码 \(number.withoutControls)：请核对票面号码",
                en: "no number \(number.withoutControls) today: check the number on the ticket")
        case .noSuchAlarm(let alarm):
            Bilingual(
                zh: "没有报警 \(alarm.withoutControls)：请用 hallctl alarms 查看现有报警",
                en: "no alarm \(alarm.withoutControls): hallctl alarms lists those there are")
        case .windowNotOpen(let window, let mode):
            Self.notOpen(window.rawValue.withoutControls, mode)
        case .calledTicketPending(let window, let number):
            Bilingual(
                zh: "窗口 \(Self.clean(window)) 已叫 \(Self.clean(number))，尚未处理：请先开始办理、重呼或按过号处理",
                en: "window \(Self.clean(window)) has called \(Self.clean(number)) and that is still open: "
                    + "start, recall or no-show first")
        case .nobodyCalled(let window):
            Bilingual(
                zh: "窗口 \(Self.clean(window)) 没有已叫的号码：请先叫号",
                en: "nobody is called at window \(Self.clean(window)): call first")
        case .nobodyServed(let window):
            Bilingual(
                zh: "窗口 \(Self.clean(window)) 没有正在办理的号码：请先开始办理",
                en: "nobody is being served at window \(Self.clean(window)): start first")
        case .windowBusy(let window, let number):
            Bilingual(
                zh: "窗口 \(Self.clean(window)) 还有 \(Self.clean(number))：请先办结或按过号处理",
                en: "\(Self.clean(number)) is still at window \(Self.clean(window)): finish or no-show first")
        case .ticketClosed(let number, let word):
            Self.closed(Self.clean(number), word)
        case .ticketAtWindow(let number, let window):
            Bilingual(
                zh: "\(Self.clean(number)) 已在窗口 \(Self.clean(window))：请在该窗口办结或按过号处理",
                en: "\(Self.clean(number)) is at window \(Self.clean(window)): finish or no-show there")
        case .notAtWindow(let number):
            Bilingual(
                zh: "\(Self.clean(number)) 不在任何窗口：请先叫号",
                en: "\(Self.clean(number)) is at no window: call it first")
        case .notServedHere(let number, let window):
            Bilingual(
                zh: "窗口 \(Self.clean(window)) 不办理 \(Self.clean(number)) 的事项：请在办理该事项的窗口叫号",
                en:
                    "window \(Self.clean(window)) does not serve what \(Self.clean(number)) waits for: call it where that "
                    + "is served")
        case .noPrinter:
            Bilingual(
                zh: "现在没有能打印的取号机：请检查纸张、上盖和电源后再试",
                en: "no kiosk can print now: check paper, cover and power, then try again")
        case .printPending(let number):
            Bilingual(
                zh: "\(Self.clean(number)) 正在打印：请稍候，未出票时再补打",
                en: "\(Self.clean(number)) is being printed: wait, and reprint only if no paper comes")
        case .storeUnavailable:
            Bilingual(
                zh: "日志无法写入，未作任何更改：请检查磁盘空间和存储，恢复后再试",
                en: "the journal cannot be written and nothing was changed: "
                    + "check disk space and storage, then try again")
        case .busy:
            Bilingual(
                zh: "系统繁忙，未作任何更改：请稍后再试", en: "too much is asked at once and nothing was changed: try again in a moment")
        case .alreadyAcknowledged(let alarm):
            Bilingual(
                zh: "报警 \(alarm.withoutControls) 已确认：排除原因后会自动消除",
                en: "alarm \(alarm.withoutControls) is acknowledged already: it ends when its cause is gone")
        case .noSuchPoint(let name, let known):
            Self.unknown(zh: "测点", en: "point", name, known)
        case .notWritable(let point):
            Bilingual(
                zh: "测点 \(Self.clean(point)) 只能读取：hallctl points 列出可写的测点",
                en: "point \(Self.clean(point)) can only be read: hallctl points lists those that can be written")
        case .badValue(let value, let point, let allowed):
            Bilingual(
                zh: "\(Self.clean(point)) 不能设为 \(value.withoutControls)：可用的值为 \(allowed.withoutControls)",
                en: "\(Self.clean(point)) cannot be \(value.withoutControls): it can be \(allowed.withoutControls)")
        case .limitForbids(let point, let citation):
            Bilingual(
                zh: "\(Self.clean(point)) 超出限值 \(citation.value.withoutControls)（\(citation.clauseZh.withoutControls)）："
                    + "请设在限值以内",
                en: "\(Self.clean(point)) would break the limit of \(citation.value.withoutControls) "
                    + "(\(citation.clauseEn.withoutControls)): choose a value that keeps it")
        case .seasonUnknown(let point, let mode): Self.seasonUnknown(Self.clean(point), mode.map(Self.clean))
        case .hallClosed(.lowBattery):
            Bilingual(
                zh: "\(ClosureReason.lowBattery.bilingual.zh)，暂停取号：供电恢复后自动继续",
                en:
                    "no numbers are given (\(ClosureReason.lowBattery.bilingual.en)): it goes on by itself when the mains are back"
            )
        case .hallClosed(.fire):
            Bilingual(
                zh: "\(ClosureReason.fire.bilingual.zh)，停止取号和叫号：确认没有火情后，用 hallctl alarm ack 复位火灾报警",
                en:
                    "no numbers are given or called (\(ClosureReason.fire.bilingual.en)): when there is no fire, reset its alarm "
                    + "with hallctl alarm ack")
        case .nothingToRate(let window):
            Bilingual(
                zh: "窗口 \(Self.clean(window)) 没有可评价的服务：服务开始后才能评价",
                en: "there is no service to rate at window \(Self.clean(window)): rate once a service has begun")
        case .alreadyRated(let number):
            Bilingual(
                zh: "\(Self.clean(number)) 已评价：一次服务只评价一次",
                en: "\(Self.clean(number)) is rated already: one rating for one service")
        case .noSuchLevel(let level):
            Bilingual(
                zh: "没有评价等级 \(level.withoutControls)：5 非常满意，4 满意，3 基本满意，2 不满意，1 非常不满意",
                en: "no level \(level.withoutControls): 5 very good, 4 good, 3 fair, 2 bad, 1 very bad")
        case .alarmState(let alarm, let state):
            Bilingual(
                zh: "报警 \(alarm.withoutControls) 的状态（\(state.rawValue)）不允许此操作：请用 hallctl alarms --all 查看",
                en: "alarm \(alarm.withoutControls) is \(state.rawValue), which does not allow that: "
                    + "hallctl alarms --all shows it")
        case .noteRequired(let alarm):
            Bilingual(
                zh: "差评报警 \(alarm.withoutControls) 须写明处理结果才能关闭：请加 --reason \"核实和处理的结果\"",
                en: "alarm \(alarm.withoutControls) of a bad rating is closed with a note only: "
                    + "add --reason \"what was found and done\"")
        case .recordContradicts(let number, let window): Self.contradiction(Self.clean(number), window.map(Self.clean))
        case .badDuration(let seconds, let allowed):
            Bilingual(
                zh: "时长 \(seconds) 秒不可用：允许 \(allowed.withoutControls)",
                en: "\(seconds) s cannot be used: allowed is \(allowed.withoutControls)")
        case .noSuchOperator(let name, let known):
            Self.unknown(zh: "人员", en: "operator", name, known)
        case .nobodyHasUser(let user):
            Bilingual(
                zh: "配置中没有人员使用用户 \(user.withoutControls)：请写明人员编号",
                en: "no operator of the configuration has the user \(user.withoutControls): name the operator")
        case .nobodySignedOn(let window):
            Bilingual(
                zh: "窗口 \(Self.clean(window)) 没有人员登录：请先用 hallctl operator sign-on 登录",
                en: "nobody has signed on at window \(Self.clean(window)): hallctl operator sign-on first")
        case .notSignedOn(let person, let window):
            Self.notSignedOn(Self.clean(person), at: window.map(Self.clean))
        case .mayNotCover(let person, let window): Self.mayNotCover(Self.clean(person), at: Self.clean(window))
        case .visitorAtWindow(let person, let window, let number):
            Self.visitor(Self.clean(number), with: Self.clean(person), at: Self.clean(window))
        case .noAssist(let window):
            Bilingual(
                zh: "窗口 \(Self.clean(window)) 没有待应答的求助：请用 hallctl assist list 查看",
                en: "nobody at window \(Self.clean(window)) calls for help: hallctl assist list shows who does")
        case .badMessage: Self.messageForm
        case .tooManyMessages(let count):
            Bilingual(
                zh: "消息过多，每人每分钟最多 \(count) 条：请稍后再发，急事用 hallctl window 窗口 assist 求助",
                en:
                    "too many messages, one user sends at most \(count) a minute: wait a moment, and where it is urgent "
                    + "call for help with hallctl window ID assist")
        }
    }

    /// At most this many names are listed.
    private static let listedNames = 20

    private static func unknown(zh: String, en: String, _ name: String, _ known: [String]) -> Bilingual {
        let asked = name.withoutControls
        guard !known.isEmpty else {
            return Bilingual(
                zh: "没有\(zh) \(asked)：配置中没有任何\(zh)", en: "no \(en) \(asked): the configuration has no \(en)s")
        }
        var names = known.prefix(listedNames).map(\.withoutControls)
        if known.count > names.count { names.append("…") }
        return Bilingual(
            zh: "没有\(zh) \(asked)：可用的有 \(names.joined(separator: "、"))",
            en: "no \(en) \(asked): there are \(names.joined(separator: ", "))")
    }

    /// No limit is cited: none is known to be in force.
    private static func seasonUnknown(_ point: String, _ mode: String?) -> Bilingual {
        guard let mode else {
            return Bilingual(
                zh: "无法判断 \(point) 适用哪个季节的限值，该设备不提供运行模式：请选各季节都允许的值，或在 hall.yaml 的 hall 中写明 seasons",
                en: "which season's limit holds for \(point) cannot be judged, its device tells no mode: "
                    + "choose a value that keeps the limits of all seasons, or give the hall 'seasons' in hall.yaml")
        }
        return Bilingual(
            zh: "无法判断 \(point) 适用哪个季节的限值，设备的运行模式 \(mode) 未知：请检查设备是否应答，先设定其模式，"
                + "或在 hall.yaml 的 hall 中写明 seasons",
            en: "which season's limit holds for \(point) cannot be judged, the plant's mode \(mode) is not known: "
                + "look whether the device answers, set its mode first, or give the hall 'seasons' in hall.yaml")
    }

    private static func contradiction(_ number: String, _ window: String?) -> Bilingual {
        Bilingual(
            zh: "数据库的记录不允许 \(number)\(window.map { " 在窗口 \($0)" } ?? "")，未作任何更改："
                + "请在其他窗口叫号，并查看报警 hall.record-contradicts",
            en: "the database's record forbids \(number)\(window.map { " at window \($0)" } ?? "") and nothing was "
                + "changed: call at another window, and see the alarm hall.record-contradicts")
    }

    private static func notOpen(_ window: String, _ mode: WindowState.Mode) -> Bilingual {
        switch mode {
        case .paused:
            Bilingual(zh: "窗口 \(window) 暂停服务：请先恢复", en: "window \(window) is paused: resume it first")
        case .closed:
            Bilingual(zh: "窗口 \(window) 已关闭：请先开放", en: "window \(window) is closed: open it first")
        case .open:
            Bilingual(zh: "窗口 \(window) 状态已变：请再试", en: "window \(window) has changed: try again")
        }
    }

    private static func closed(_ number: String, _ word: String) -> Bilingual {
        let stage = Ticket.Stage(word: word)?.bilingual
        let over = stage ?? Bilingual(zh: word.withoutControls, en: word.withoutControls)
        return Bilingual(zh: "\(number) \(over.zh)：请重新取号", en: "\(number) is over (\(over.en)): take a new number")
    }

    private static func clean(_ name: some CustomStringConvertible) -> String { name.description.withoutControls }
}

extension ClosureReason: LocalizedText {
    /// In a few words, as displays and refusals say it.
    public var bilingual: Bilingual {
        switch self {
        case .lowBattery: Bilingual(zh: "停电，备用电源即将用尽", en: "power failure, battery nearly empty")
        case .fire: Bilingual(zh: "火灾报警，请立即疏散", en: "fire alarm, leave the building")
        }
    }
}
