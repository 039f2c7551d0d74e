import HallModel

/// Words for the codes that replies about points carry.
enum FieldCode: LocalizedText {
    case quality(Quality)
    case missing(MissingReason)
    case meaning(PointMeaning)
    case writeOutcome(WriteOutcome)
    case limitState(LimitState)
    case season(Season)

    /// How a limit stands.
    enum LimitState: String, CaseIterable {
        case off, notInSeason, seasonUnknown, noReading, tooFewReadings, kept, returning, waiting, broken
    }

    /// When a limit is in force.
    enum Season: String, CaseIterable { case always, cooling, heating, openHours }

    /// Words that points of known meanings have.
    enum ValueWord: String, CaseIterable, LocalizedText {
        case cooling, heating, fan, off, on, open, closed

        var bilingual: Bilingual {
            switch self {
            case .cooling: Bilingual(zh: "制冷", en: "cooling")
            case .heating: Bilingual(zh: "制热", en: "heating")
            case .fan: Bilingual(zh: "送风", en: "fan")
            case .off: Bilingual(zh: "关", en: "off")
            case .on: Bilingual(zh: "开", en: "on")
            case .open: Bilingual(zh: "断开", en: "open")
            case .closed: Bilingual(zh: "闭合", en: "closed")
            }
        }
    }

    var bilingual: Bilingual {
        switch self {
        case .quality(.good): Bilingual(zh: "正常", en: "good")
        case .quality(.stale): Bilingual(zh: "陈旧", en: "stale")
        case .quality(.bad): Bilingual(zh: "缺失", en: "missing")
        case .quality(.substituted): Bilingual(zh: "人工替代", en: "substituted")
        case .missing(let reason): Self.text(reason)
        case .meaning(let meaning): Self.text(meaning)
        case .writeOutcome(.confirmed): Bilingual(zh: "已证实", en: "confirmed")
        case .writeOutcome(.differs): Bilingual(zh: "读回不符", en: "it has another value")
        case .writeOutcome(.rejected): Bilingual(zh: "设备拒绝", en: "the device refused it")
        case .writeOutcome(.unanswered): Bilingual(zh: "设备无应答，是否写入不明", en: "no answer, it may or may not have it")
        case .writeOutcome(.expired): Bilingual(zh: "超时，未能发送", en: "it could not be sent in time")
        case .writeOutcome(.superseded):
            Bilingual(zh: "未发送，已被更新的值取代", en: "not sent: a newer value was ordered")
        case .writeOutcome(.interrupted): Bilingual(zh: "halld 停止，结果不明", en: "halld stopped before it was known")
        case .limitState(let state): Self.text(state)
        case .season(.always): Bilingual(zh: "始终", en: "always")
        case .season(.cooling): Bilingual(zh: "制冷时", en: "while cooling")
        case .season(.heating): Bilingual(zh: "制热时", en: "while heating")
        case .season(.openHours): Bilingual(zh: "开放时间", en: "in open hours")
        }
    }

    private static func text(_ reason: MissingReason) -> Bilingual {
        switch reason {
        case .neverRead: Bilingual(zh: "尚未读取", en: "not read yet")
        case .timeout: Bilingual(zh: "无应答", en: "no answer")
        case .crc: Bilingual(zh: "应答损坏", en: "damaged answer")
        case .exception: Bilingual(zh: "设备拒绝读取", en: "the device refuses")
        case .portLost: Bilingual(zh: "端口中断", en: "port lost")
        case .disabled: Bilingual(zh: "已停用", en: "out of service")
        case .outOfRange: Bilingual(zh: "超出可能范围", en: "beyond what can be")
        case .sensorFault: Bilingual(zh: "传感器故障", en: "sensor fault")
        case .scan: Bilingual(zh: "正在扫描总线", en: "bus is being searched")
        }
    }

    private static func text(_ meaning: PointMeaning) -> Bilingual {
        switch meaning {
        case .roomTemperature: Bilingual(zh: "室温", en: "room temperature")
        case .relativeHumidity: Bilingual(zh: "相对湿度", en: "relative humidity")
        case .carbonDioxide: Bilingual(zh: "二氧化碳", en: "carbon dioxide")
        case .illuminance: Bilingual(zh: "照度", en: "illuminance")
        case .setPoint: Bilingual(zh: "设定温度", en: "set-point")
        case .plantMode: Bilingual(zh: "空调模式", en: "plant mode")
        case .fanSpeed: Bilingual(zh: "风速", en: "fan speed")
        case .upsStatus: Bilingual(zh: "UPS 状态", en: "UPS status")
        case .upsRunTime: Bilingual(zh: "UPS 续航", en: "UPS run time")
        case .upsCharge: Bilingual(zh: "UPS 电量", en: "UPS charge")
        case .upsLoad: Bilingual(zh: "UPS 负载", en: "UPS load")
        case .contact: Bilingual(zh: "接点", en: "contact")
        case .output: Bilingual(zh: "输出", en: "output")
        case .other: Bilingual(zh: "其他", en: "other")
        }
    }

    private static func text(_ state: LimitState) -> Bilingual {
        switch state {
        case .off: Bilingual(zh: "未启用", en: "off")
        case .notInSeason: Bilingual(zh: "现不适用", en: "not now")
        case .seasonUnknown: Bilingual(zh: "不知是否适用", en: "unknown whether now")
        case .noReading: Bilingual(zh: "没有读数", en: "no reading")
        case .tooFewReadings: Bilingual(zh: "读数太少", en: "too few readings")
        case .kept: Bilingual(zh: "符合", en: "kept")
        case .returning: Bilingual(zh: "正在恢复", en: "returning")
        case .waiting: Bilingual(zh: "超限，计时中", en: "broken, waiting")
        case .broken: Bilingual(zh: "超限", en: "broken")
        }
    }
}
