import HallModel

/// Words for the codes that replies carry. A code this build does not know is shown as it came.
enum CodeText: LocalizedText {
    case presence(Presence)
    case detail(DeviceDetail)
    case printed(Ticket.Printed)
    case priority(Ticket.Priority)
    case window(WindowWord)
    case alarmState(AlarmState)
    case alarmPriority(AlarmPriority)
    case paper(PrinterCondition.Paper)
    case printer(PrinterWord)
    case event(EventWord)
    case outcome(PrintOutcome)
    case reason(ReasonWord)
    case rule(TicketCalled.Rule)
    case input(InputWord)
    case deviceKind(DeviceKindWord)
    case slip(Ticket.Printed)
    case answer(Bool)
    case trust(Profile.Trust)
    case role(Role)
    case away(Away.Place)

    /// Reasons that the hall itself gives; a person's words are shown as they are.
    enum ReasonWord: String, CaseIterable {
        case taken, interrupted, requested
        case proofLost = "proof-lost"
        case notPrinted = "not-printed"
        case noPaper = "no-paper"
        case hallClosed = "hall-closed"
        case lowBattery, noService, alreadyRated, bounced, mashed
        case asked, covered, elsewhere
        case windowClosed = "window-closed"
        case planChanged = "plan-changed"

        /// The reason of an event, if it is one of the hall's.
        init?(_ reason: String, of event: String) {
            let events: [EventWord] = [
                .printOrdered, .ticketVoided, .takeRefused, .hallClosed, .hallReopened, .pressesIgnored,
                .operatorSignedOff,
            ]
            guard events.contains(where: { $0.rawValue == event }) else { return nil }
            self.init(rawValue: reason)
        }
    }

    /// What a window's state can read.
    enum WindowWord: String, CaseIterable { case open, calling, serving, paused, closed }

    /// What keeps a printer from printing.
    enum PrinterWord: CaseIterable { case coverOpen, cutterError, unrecoverableError, offline }

    var bilingual: Bilingual {
        switch self {
        case .presence(let presence): Self.text(presence)
        case .detail(let detail): Self.text(detail)
        case .printed(.pending): Bilingual(zh: "打印中", en: "pending")
        case .printed(.proven): Bilingual(zh: "已打印", en: "proven")
        case .printed(.unproven): Bilingual(zh: "已发送", en: "unproven")
        case .printed(.failed): Bilingual(zh: "未打印", en: "failed")
        case .printed(.paperless): Bilingual(zh: "无纸", en: "paperless")
        case .priority(.ordinary): Bilingual(zh: "普通", en: "ordinary")
        case .priority(.elder): Bilingual(zh: "老年人", en: "elder")
        case .priority(.disabled): Bilingual(zh: "残疾人", en: "disabled")
        case .priority(.pregnant): Bilingual(zh: "孕妇", en: "pregnant")
        case .priority(.military): Bilingual(zh: "军人", en: "military")
        case .window(.open): Bilingual(zh: "空闲", en: "open")
        case .window(.calling): Bilingual(zh: "叫号中", en: "calling")
        case .window(.serving): Bilingual(zh: "办理中", en: "serving")
        case .window(.paused): Bilingual(zh: "暂停服务", en: "paused")
        case .window(.closed): Bilingual(zh: "已关闭", en: "closed")
        case .alarmState(.normal): Bilingual(zh: "正常", en: "normal")
        case .alarmState(.unacknowledged): Bilingual(zh: "未确认", en: "unacknowledged")
        case .alarmState(.acknowledged): Bilingual(zh: "已确认", en: "acknowledged")
        case .alarmState(.returnedUnacknowledged): Bilingual(zh: "已恢复未确认", en: "returned, unacknowledged")
        case .alarmState(.latched): Bilingual(zh: "待复位", en: "latched, to be reset")
        case .alarmState(.shelved): Bilingual(zh: "已搁置", en: "shelved")
        case .alarmState(.suppressed): Bilingual(zh: "已归并", en: "suppressed")
        case .alarmState(.outOfService): Bilingual(zh: "已停用", en: "out of service")
        case .alarmPriority(.high): Bilingual(zh: "高", en: "high")
        case .alarmPriority(.medium): Bilingual(zh: "中", en: "medium")
        case .alarmPriority(.low): Bilingual(zh: "低", en: "low")
        case .paper(.unknown): Bilingual(zh: "纸张未知", en: "paper unknown")
        case .paper(.present): Bilingual(zh: "有纸", en: "paper present")
        case .paper(.nearEnd): Bilingual(zh: "纸将用完", en: "paper near its end")
        case .paper(.out): Bilingual(zh: "缺纸", en: "out of paper")
        case .printer(.coverOpen): Bilingual(zh: "上盖打开", en: "cover open")
        case .printer(.cutterError): Bilingual(zh: "切刀卡住", en: "cutter jammed")
        case .printer(.unrecoverableError): Bilingual(zh: "需断电恢复", en: "needs power off and on")
        case .printer(.offline): Bilingual(zh: "脱机", en: "off line")
        case .event(let event): event.bilingual
        case .outcome(.proven): Bilingual(zh: "打印机证实已打印", en: "proven by the printer")
        case .outcome(.unproven): Bilingual(zh: "已发送，打印机无法证实", en: "sent; the printer cannot prove it")
        case .outcome(.lost): Bilingual(zh: "未得到证实，可能未出票", en: "lost: no proof came, it may not be on paper")
        case .outcome(.failed): Bilingual(zh: "打印机拒绝", en: "failed: the printer refused it")
        case .reason(.taken): Bilingual(zh: "取号", en: "number taken")
        case .reason(.interrupted): Bilingual(zh: "补打：上次打印中断", en: "reprint: the former print was cut off")
        case .reason(.proofLost): Bilingual(zh: "补打：上次打印未得到证实", en: "reprint: the former print was never proven")
        case .reason(.requested): Bilingual(zh: "补打：应要求", en: "reprint: asked for")
        case .reason(.notPrinted): Bilingual(zh: "未能打印", en: "it could not be printed")
        case .reason(.noPaper): Bilingual(zh: "打印机不能打印", en: "the printer cannot print")
        case .reason(.hallClosed): Bilingual(zh: "全厅停止取号", en: "the hall is closed")
        case .reason(.lowBattery): ClosureReason.lowBattery.bilingual
        case .reason(.noService): Bilingual(zh: "没有可评价的服务", en: "there was nothing to rate")
        case .reason(.alreadyRated): Bilingual(zh: "已评价过", en: "it was rated already")
        case .reason(.bounced): Bilingual(zh: "同一键连跳", en: "one key that bounced")
        case .reason(.mashed): Bilingual(zh: "多键同按", en: "several keys at once")
        case .reason(.asked): Bilingual(zh: "自行或由服务台退出", en: "asked for")
        case .reason(.covered): Bilingual(zh: "由他人顶岗", en: "somebody took over")
        case .reason(.elsewhere): Bilingual(zh: "到其他窗口登录", en: "signed on at another window")
        case .reason(.windowClosed): Bilingual(zh: "窗口关闭", en: "the window closed")
        case .reason(.planChanged): Bilingual(zh: "配置变更", en: "the configuration changed")
        case .away(let place): place.bilingual
        case .outcome(.withdrawn): Bilingual(zh: "发送前撤回", en: "withdrawn before it was sent")
        case .rule(.firstTaken): Bilingual(zh: "先取号者先叫", en: "first taken, first called")
        case .rule(.preferred): Bilingual(zh: "优先人群先叫", en: "preferred visitors first")
        case .rule(.ordinaryTurn): Bilingual(zh: "优先与普通交替，轮到普通", en: "an ordinary visitor's turn")
        case .rule(.boundHere):
            Bilingual(zh: "转到本窗口或其人员者先叫", en: "first in line for this window, or who is there, alone")
        case .rule(.byNumber): Bilingual(zh: "指定号码", en: "called by its number")
        case .input(let input): input.bilingual
        case .deviceKind(let kind): kind.bilingual
        case .slip(.pending): Bilingual(zh: "号票正在打印", en: "its ticket is being printed")
        case .slip(.proven): Bilingual(zh: "号票已打印", en: "its ticket is printed")
        case .slip(.unproven): Bilingual(zh: "号票已发送打印", en: "its ticket was sent to the printer")
        case .slip(.failed): Bilingual(zh: "号票未能打印", en: "its ticket was not printed")
        case .slip(.paperless): Bilingual(zh: "无纸质号票", en: "no paper (paperless)")
        case .trust(.verified): Bilingual(zh: "已实测", en: "verified")
        case .trust(.documented): Bilingual(zh: "据厂家文档", en: "documented")
        case .trust(.reported): Bilingual(zh: "据他人报告", en: "reported")
        case .trust(.unconfirmed): Bilingual(zh: "未证实", en: "unconfirmed")
        case .role(.viewer): Bilingual(zh: "查看", en: "viewer")
        case .role(.counter): Bilingual(zh: "窗口", en: "counter")
        case .role(.operator): Bilingual(zh: "值守", en: "operator")
        case .role(.supervisor): Bilingual(zh: "监督", en: "supervisor")
        case .role(.technician): Bilingual(zh: "维护", en: "technician")
        case .role(.administrator): Bilingual(zh: "管理员", en: "administrator")
        case .answer(true): Bilingual(zh: "是", en: "yes")
        case .answer(false): Bilingual(zh: "否", en: "no")
        }
    }

    private static func text(_ presence: Presence) -> Bilingual {
        switch presence {
        case .online: Bilingual(zh: "在线", en: "online")
        case .offline: Bilingual(zh: "离线", en: "offline")
        case .absent: Bilingual(zh: "未安装", en: "absent")
        case .disabled: Bilingual(zh: "停用", en: "disabled")
        case .unknown: Bilingual(zh: "未知", en: "unknown")
        }
    }

    private static func text(_ detail: DeviceDetail) -> Bilingual {
        switch detail {
        case .none: Bilingual(zh: "", en: "")
        case .portMissing: Bilingual(zh: "端口不存在", en: "its port does not exist")
        case .portBusy: Bilingual(zh: "端口被占用", en: "its port is in use")
        case .portForbidden: Bilingual(zh: "端口无权限", en: "its port may not be opened")
        case .portLost: Bilingual(zh: "端口中断", en: "its port failed")
        case .noAnswer: Bilingual(zh: "无应答", en: "nothing answers")
        case .oneWay: Bilingual(zh: "设备不会应答", en: "it never answers")
        case .probing: Bilingual(zh: "正在探测", en: "still asking")
        case .serverCannotReach: Bilingual(zh: "服务端连不上设备", en: "its server cannot reach it")
        case .wrongModel: Bilingual(zh: "型号或地址不符", en: "another model or address than configured")
        }
    }
}

/// The facts, and a device's change, in a few words.
enum EventWord: String, CaseIterable, LocalizedText {
    case planAdopted = "plan-adopted"
    case dayOpened = "day-opened"
    case daemonStarted = "daemon-started"
    case ticketTaken = "ticket-taken"
    case takeRefused = "take-refused"
    case printOrdered = "print-ordered"
    case printSettled = "print-settled"
    case ticketVoided = "ticket-voided"
    case ticketCancelled = "ticket-cancelled"
    case ticketCalled = "ticket-called"
    case ticketRecalled = "ticket-recalled"
    case ticketPutBack = "ticket-put-back"
    case ticketParked = "ticket-parked"
    case ticketReturned = "ticket-returned"
    case ticketTransferred = "ticket-transferred"
    case ticketReleased = "ticket-released"
    case absenceEnded = "absence-ended"
    case serviceStarted = "service-started"
    case serviceFinished = "service-finished"
    case ticketNoShow = "ticket-no-show"
    case windowModeChanged = "window-mode-changed"
    case alarmRaised = "alarm-raised"
    case alarmReturned = "alarm-returned"
    case alarmAcknowledged = "alarm-acknowledged"
    case pointWriteOrdered = "point-write-ordered"
    case pointWriteSettled = "point-write-settled"
    case dischargeBegan = "discharge-began"
    case dischargeEnded = "discharge-ended"
    case hallClosed = "hall-closed"
    case hallReopened = "hall-reopened"
    case ticketRated = "ticket-rated"
    case ratingLapsed = "rating-lapsed"
    case pressesIgnored = "presses-ignored"
    case alarmSuppressed = "alarm-suppressed"
    case alarmReleased = "alarm-released"
    case alarmShelved = "alarm-shelved"
    case alarmUnshelved = "alarm-unshelved"
    case alarmServiceChanged = "alarm-service-changed"
    case journalRestored = "journal-restored"
    case deviceChanged = "device-changed"
    case operatorSignedOn = "operator-signed-on"
    case operatorSignedOff = "operator-signed-off"
    case windowReassigned = "window-reassigned"
    case assistCalled = "assist-called"
    case assistAnswered = "assist-answered"
    case messageSent = "message-sent"

    var bilingual: Bilingual {
        switch self {
        case .planAdopted: Bilingual(zh: "配置生效", en: "configuration in force")
        case .dayOpened: Bilingual(zh: "服务日开始", en: "service day begins")
        case .daemonStarted: Bilingual(zh: "halld 启动", en: "halld started")
        case .ticketTaken: Bilingual(zh: "取号", en: "taken")
        case .takeRefused: Bilingual(zh: "取号未成", en: "no number given")
        case .printOrdered: Bilingual(zh: "送打印", en: "sent to print")
        case .printSettled: Bilingual(zh: "打印结束", en: "print ended")
        case .ticketVoided: Bilingual(zh: "作废", en: "void")
        case .ticketCancelled: Bilingual(zh: "取消", en: "cancelled")
        case .ticketCalled: Bilingual(zh: "叫号", en: "called")
        case .ticketRecalled: Bilingual(zh: "重呼", en: "called again")
        case .ticketParked: Bilingual(zh: "暂离窗口", en: "parked, comes back to the window")
        case .ticketReturned: Bilingual(zh: "回来排队", en: "back in line")
        case .ticketTransferred: Bilingual(zh: "转办", en: "transferred")
        case .ticketReleased: Bilingual(zh: "不再限定窗口", en: "bound to that window no more")
        case .absenceEnded: Bilingual(zh: "过号保留时间已过", en: "the time to come back is over")
        case .ticketPutBack: Bilingual(zh: "误叫，退回队列", en: "put back, called by mistake")
        case .serviceStarted: Bilingual(zh: "开始办理", en: "service starts")
        case .serviceFinished: Bilingual(zh: "办结", en: "service ends")
        case .ticketNoShow: Bilingual(zh: "过号", en: "did not come")
        case .windowModeChanged: Bilingual(zh: "窗口变更", en: "window changed")
        case .alarmRaised: Bilingual(zh: "报警", en: "alarm")
        case .alarmReturned: Bilingual(zh: "报警恢复", en: "alarm returned")
        case .alarmAcknowledged: Bilingual(zh: "报警确认", en: "alarm acknowledged")
        case .pointWriteOrdered: Bilingual(zh: "写入", en: "write sent")
        case .pointWriteSettled: Bilingual(zh: "写入结束", en: "write ended")
        case .dischargeBegan: Bilingual(zh: "电池供电", en: "on battery")
        case .dischargeEnded: Bilingual(zh: "电池供电结束", en: "off battery")
        case .hallClosed: Bilingual(zh: "全厅停止取号", en: "hall closed")
        case .hallReopened: Bilingual(zh: "恢复取号", en: "hall open again")
        case .ticketRated: Bilingual(zh: "评价", en: "rated")
        case .ratingLapsed: Bilingual(zh: "未评价", en: "not rated")
        case .pressesIgnored: Bilingual(zh: "无效按键", en: "presses ignored")
        case .alarmSuppressed: Bilingual(zh: "报警归并", en: "alarm folded")
        case .alarmReleased: Bilingual(zh: "报警解除归并", en: "alarm stands alone")
        case .alarmShelved: Bilingual(zh: "报警搁置", en: "alarm shelved")
        case .alarmUnshelved: Bilingual(zh: "报警取消搁置", en: "alarm unshelved")
        case .alarmServiceChanged: Bilingual(zh: "报警停用变更", en: "alarm service changed")
        case .journalRestored: Bilingual(zh: "日志由备份恢复", en: "journal restored from a backup")
        case .deviceChanged: Bilingual(zh: "设备变化", en: "device changed")
        case .operatorSignedOn: Bilingual(zh: "人员登录", en: "signed on")
        case .operatorSignedOff: Bilingual(zh: "人员退出", en: "signed off")
        case .windowReassigned: Bilingual(zh: "窗口改办事项", en: "window reassigned")
        case .assistCalled: Bilingual(zh: "求助", en: "called for help")
        case .assistAnswered: Bilingual(zh: "求助已应答", en: "help is on its way")
        case .messageSent: Bilingual(zh: "消息", en: "message")
        }
    }
}
