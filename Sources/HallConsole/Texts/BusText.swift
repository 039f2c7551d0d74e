import DeviceDrivers
import HallAPI
import HallModel

/// What is said of wires: their figures, what passes on them, who is found.
enum BusText: LocalizedText {
    // Headings
    case unit, asked, answered, ages, saved, failing, isFailing, longest, register, raw, hex, signed, point
    case planned, worstAge, measuredAge
    // A trace
    case question(RegisterMap.Table, ClosedRange<Int>)
    case contents(RegisterMap.Table, ClosedRange<Int>?, [Int])
    case writes(RegisterMap.Table, ClosedRange<Int>, [Int])
    case written(RegisterMap.Table, ClosedRange<Int>, [Int])
    case exception(Int)
    case function(Int, bytes: Int)
    case ofUnit(Int, String)
    case crc(Bool)
    case noFrame
    case echo
    case event(TraceFrame.Kind, code: String?)
    case skipped(Int)
    case more(Int)
    // A read
    case notRead(ReadBus.Reply, detail: String)
    case see(String)
    // A search
    case progress(done: Int, of: Int, found: Int)
    case found(unit: Int, at: String?)
    case model(ScanBus.Reply.Found)
    case nobodyAnswered
    case searched(found: Int, of: Int)
    case notSearched(ScanEnd, detail: String?)
    case stopped
    // Figures
    case culprit(BusCulpritView, bus: String)
    case port(TransportError.Code, message: String)
    case requests(Int, time: String)
    case budget(BusBudgetView)
    // Usage
    case cannotWrite(String, String)
    case seePath

    var bilingual: Bilingual {
        switch self {
        case .unit: Bilingual(zh: "地址", en: "UNIT")
        case .asked: Bilingual(zh: "询问", en: "ASKED")
        case .answered: Bilingual(zh: "应答", en: "ANSWERED")
        case .ages: Bilingual(zh: "数据年龄 P50/P99", en: "AGE P50/P99")
        case .saved: Bilingual(zh: "合并节省", en: "SAVED")
        case .failing: Bilingual(zh: "故障占时", en: "FAILING")
        case .isFailing: Bilingual(zh: "正在故障", en: "FAILING")
        case .longest: Bilingual(zh: "最长思考", en: "LONGEST")
        case .register: Bilingual(zh: "寄存器", en: "REGISTER")
        case .raw: Bilingual(zh: "无符号", en: "UNSIGNED")
        case .hex: Bilingual(zh: "十六进制", en: "HEX")
        case .signed: Bilingual(zh: "有符号", en: "SIGNED")
        case .point: Bilingual(zh: "测点", en: "POINT")
        case .planned: Bilingual(zh: "计划占用", en: "PLANNED")
        case .worstAge: Bilingual(zh: "计划最大年龄", en: "AGE AT MOST")
        case .measuredAge: Bilingual(zh: "实测年龄 P99", en: "AGE P99")
        case .budget(let budget): Self.text(budget)
        case .question(let table, let range):
            Bilingual(
                zh: "读\(Self.name(table).zh) \(Self.text(range))", en: "read \(Self.name(table).en) \(Self.text(range))"
            )
        case .contents(let table, let range, let values):
            Self.named(table, range, ": ", "：", values)
        case .writes(let table, let range, let values):
            Self.named(table, range, " = ", " = ", values).prefixed(zh: "写", en: "write ")
        case .written(let table, let range, let values):
            Self.named(table, range, values.isEmpty ? "" : " = ", values.isEmpty ? "" : " = ", values)
                .prefixed(zh: "已写", en: "wrote ")
        case .exception(let code):
            Bilingual(
                zh: "拒绝：异常 \(code)（\(Self.meaning(code).zh)）",
                en: "refused: exception \(code) (\(Self.meaning(code).en))")
        case .function(let function, let bytes):
            Bilingual(zh: "功能 \(function)，\(bytes) 字节", en: "function \(function), \(bytes) bytes")
        case .ofUnit(let unit, let text): Bilingual(zh: "地址 \(unit)：\(text)", en: "unit \(unit): \(text)")
        case .crc(true): Bilingual(zh: "CRC 正确", en: "CRC ok")
        case .crc(false): Bilingual(zh: "CRC 错误", en: "CRC bad")
        case .noFrame: Bilingual(zh: "不成帧", en: "no frame")
        case .echo: Bilingual(zh: "自己发出的字节返回（回声）", en: "echo of what was sent")
        case .event(let kind, let code): Self.text(kind, code)
        case .skipped(let count):
            Bilingual(zh: "跳过 \(count) 条记录：读得太慢", en: "\(count) records skipped: this reader is too slow")
        case .more(let count): Bilingual(zh: "…（另 \(count) 字节）", en: "… (\(count) bytes more)")
        case .notRead(let reply, let detail): Self.notRead(reply, detail)
        case .see(let command): Bilingual(zh: "用 \(command) 查看线路", en: "'\(command)' shows what passes on the line")
        case .progress(let done, let count, let found):
            Bilingual(zh: "已问 \(done)/\(count)，找到 \(found)", en: "asked \(done) of \(count), found \(found)")
        case .found(let unit, let place): Self.found(unit, place)
        case .model(let found): Self.verdict(found)
        case .nobodyAnswered: Bilingual(zh: "没有设备应答。", en: "Nobody answered.")
        case .searched(let found, let count):
            Bilingual(zh: "问了 \(count) 次，找到 \(found) 台设备。", en: "Asked \(count) times, found \(found).")
        case .notSearched(let end, let detail): Self.notSearched(end, detail)
        case .stopped:
            Bilingual(
                zh: "重新运行；总线在重新加载配置时停止", en: "run it again; a reload of the configuration ends it")
        case .culprit(let culprit, let bus): Self.culprit(culprit, bus)
        case .port(let code, let message): Self.trouble(code, message)
        case .requests(let count, let time): Bilingual(zh: "\(count) 次，\(time)", en: "\(count), \(time)")
        case .cannotWrite(let path, let reason):
            Bilingual(zh: "\(path) 无法写入：\(reason)", en: "\(path) cannot be written (\(reason))")
        case .seePath: Bilingual(zh: "检查路径和权限", en: "see to the path and its permissions")
        }
    }

    // MARK: Parts

    private static func name(_ table: RegisterMap.Table) -> Bilingual {
        switch table {
        case .coils: Bilingual(zh: "线圈", en: "coils")
        case .discreteInputs: Bilingual(zh: "离散输入", en: "discrete inputs")
        case .holding: Bilingual(zh: "保持寄存器", en: "holding")
        case .input: Bilingual(zh: "输入寄存器", en: "input")
        }
    }

    private static func text(_ range: ClosedRange<Int>) -> String {
        range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)…\(range.upperBound)"
    }

    private static func named(
        _ table: RegisterMap.Table, _ range: ClosedRange<Int>?, _ en: String, _ zh: String, _ values: [Int]
    ) -> Bilingual {
        let place = range.map { " " + text($0) } ?? ""
        let numbers = values.map(String.init).joined(separator: " ")
        return Bilingual(zh: name(table).zh + place + zh + numbers, en: name(table).en + place + en + numbers)
    }

    /// Source: Modbus application protocol v1.1b3, section 7.
    private static func meaning(_ code: Int) -> Bilingual {
        switch code {
        case 1: Bilingual(zh: "没有此功能", en: "no such function")
        case 2: Bilingual(zh: "没有此地址", en: "no such address")
        case 3: Bilingual(zh: "数值不允许", en: "value not allowed")
        case 4: Bilingual(zh: "设备故障", en: "the device failed")
        case 5: Bilingual(zh: "已接受，需较长时间", en: "accepted, takes long")
        case 6: Bilingual(zh: "设备忙", en: "busy")
        case 8: Bilingual(zh: "内存校验错误", en: "memory parity")
        case 10: Bilingual(zh: "网关无通路", en: "gateway has no path")
        case 11: Bilingual(zh: "网关后的设备无应答", en: "nothing answers behind the gateway")
        default: Bilingual(zh: "未知", en: "unknown")
        }
    }

    private static func text(_ kind: TraceFrame.Kind, _ code: String?) -> Bilingual {
        let word = code.map { code in
            TransportError.Code(rawValue: code).map(Self.word) ?? Bilingual(zh: code, en: code)
        }
        let why = word.map { Bilingual(zh: "（\($0.zh)）", en: " (\($0.en))") } ?? Bilingual(zh: "", en: "")
        switch kind {
        case .received, .sent: return Bilingual(zh: "", en: "")
        case .opened: return Bilingual(zh: "端口打开", en: "port opened")
        case .refused: return Bilingual(zh: "端口打不开\(why.zh)", en: "port cannot be opened\(why.en)")
        case .lost: return Bilingual(zh: "端口中断\(why.zh)", en: "port lost\(why.en)")
        case .discarded: return Bilingual(zh: "未发出的字节丢弃", en: "what was not yet sent is dropped")
        case .released: return Bilingual(zh: "解除暂停（XOFF）", en: "XOFF lifted")
        }
    }

    /// What is wrong with a port, in a word.
    private static func word(_ code: TransportError.Code) -> Bilingual {
        switch code {
        case .missing: Bilingual(zh: "不存在或连不上", en: "not there")
        case .busy: Bilingual(zh: "被占用", en: "in use")
        case .forbidden: Bilingual(zh: "无权限", en: "not permitted")
        case .unsuitable: Bilingual(zh: "不接受设置", en: "refuses its settings")
        case .hungUp: Bilingual(zh: "连接断开", en: "hung up")
        case .system: Bilingual(zh: "系统错误", en: "the system failed")
        }
    }

    /// The same with what to do. What the system or an adapter says of itself is English everywhere, and stands behind it.
    private static func trouble(_ code: TransportError.Code, _ message: String) -> Bilingual {
        let remedy =
            switch code {
            case .missing:
                Bilingual(zh: "检查插头、供电和配置中的路径或地址", en: "see to plug, power, and its path or address")
            case .busy: Bilingual(zh: "用 fuser 找出占用它的程序并结束", en: "find who holds it with fuser, and end it")
            case .forbidden:
                Bilingual(zh: "把服务用户加入端口所属的组（dialout）", en: "put the daemon's user into its group (dialout)")
            case .unsuitable:
                Bilingual(zh: "改总线设置或换转换器（\(message)）", en: "change its settings or the adapter (\(message))")
            case .hungUp: Bilingual(zh: "检查插头、网线和供电", en: "see to plug, cable and power")
            case .system: Bilingual(zh: "看 journalctl -k（\(message)）", en: "look at journalctl -k (\(message))")
            }
        let word = word(code)
        return Bilingual(zh: "\(word.zh)：\(remedy.zh)", en: "\(word.en): \(remedy.en)")
    }

    private static func notRead(_ reply: ReadBus.Reply, _ detail: String) -> Bilingual {
        let who = "\(reply.bus)/\(reply.unit)"
        switch reply.outcome {
        case .answered: return Bilingual(zh: who, en: who)
        case .timeout: return Bilingual(zh: "\(who) 无应答", en: "\(who) does not answer")
        case .garbled:
            return Bilingual(zh: "\(who) 的应答损坏或来自别的设备", en: "what came from \(who) is damaged, or somebody else's")
        case .exception:
            let text = BusText.exception(reply.exception ?? 0).bilingual
            return Bilingual(zh: "\(who) \(text.zh)", en: "\(who) \(text.en)")
        case .portClosed:
            return Bilingual(zh: "\(reply.bus) 未打开（\(detail)）", en: "\(reply.bus) is not open (\(detail))")
        case .expired: return Bilingual(zh: "\(who) 未能及时询问", en: "\(who) could not be asked in time")
        case .refused: return Bilingual(zh: "\(reply.bus) 上的询问太多", en: "too much is asked on \(reply.bus) already")
        }
    }

    private static func found(_ unit: Int, _ place: String?) -> Bilingual {
        let at = place.map { Bilingual(zh: "（\($0)）", en: " at \($0)") } ?? Bilingual(zh: "", en: "")
        return Bilingual(zh: "地址 \(unit)\(at.zh)", en: "unit \(unit)\(at.en)")
    }

    private static func verdict(_ found: ScanBus.Reply.Found) -> Bilingual {
        let device = found.device ?? ""
        let profile = found.profile ?? ""
        switch found.verdict {
        case .notInPlan: return Bilingual(zh: "不在配置中", en: "not in the configuration")
        case .asPlanned: return Bilingual(zh: "即 \(device)（\(profile)）", en: "is \(device) (\(profile))")
        case .otherModel:
            return Bilingual(
                zh: "配置为 \(device)（\(profile)），但应答像别的型号",
                en: "configured as \(device) (\(profile)), but answers like another model")
        case .unknownModel where found.onlyRefuses:
            return Bilingual(
                zh: "配置为 \(device)（\(profile)），有应答，但拒绝所问的寄存器",
                en: "configured as \(device) (\(profile)), it is there and refuses what was asked")
        case .unknownModel:
            return Bilingual(
                zh: "配置为 \(device)（\(profile)），应答不明",
                en: "configured as \(device) (\(profile)), its answers fit no profile")
        case .otherSettings:
            return Bilingual(
                zh: "配置为 \(device)（\(profile)），但速率或格式与线路不同",
                en: "configured as \(device) (\(profile)), but not at the line's rate and format")
        }
    }

    private static func notSearched(_ end: ScanEnd, _ detail: String?) -> Bilingual {
        switch end {
        case .complete: Bilingual(zh: "搜索完成", en: "the search is complete")
        case .stopped: Bilingual(zh: "搜索被终止", en: "the search was ended")
        case .portClosed: Bilingual(zh: "总线未打开（\(detail ?? "")）", en: "the bus is not open (\(detail ?? ""))")
        case .refused: Bilingual(zh: "另一次搜索正在进行", en: "another search is under way")
        case .busy: Bilingual(zh: "这条总线上的询问太多", en: "too much is asked on this bus already")
        }
    }

    private static func culprit(_ culprit: BusCulpritView, _ bus: String) -> Bilingual {
        let devices = culprit.devices.joined(separator: ", ")
        switch culprit.kind {
        case .echo:
            return Bilingual(
                zh: "\(bus)：发出的字节返回：检查适配器是否关闭回声、线路两端是否有终端电阻",
                en:
                    "\(bus): what is sent comes back: see to the adapter's echo and the terminating resistors at both ends"
            )
        case .unit:
            let unit = culprit.unit ?? 0
            let who =
                devices.isEmpty
                ? Bilingual(zh: "（不在配置中）", en: " (not in the configuration)")
                : Bilingual(zh: "（\(devices)）", en: " (\(devices))")
            return Bilingual(
                zh: "\(bus)：地址 \(unit)\(who.zh) 未被询问却有帧：应答太迟、地址重复，或线路上有另一个主站",
                en:
                    "\(bus): frames of unit \(unit)\(who.en) come unasked: it answers too late, has another's address, or a second master asks it"
            )
        case .noise:
            return devices.isEmpty
                ? Bilingual(
                    zh: "\(bus)：有不成帧的字节，来源不是配置中的设备：检查接线、屏蔽和另一个主站",
                    en:
                        "\(bus): bytes come that make no frame, from none of the configured devices: see to wiring, shield, a second master"
                )
                : Bilingual(
                    zh: "\(bus)：有不成帧的字节，可能来自 \(devices)：逐台断开以确认",
                    en: "\(bus): bytes come that make no frame, likely from \(devices): take them off one by one")
        }
    }
}

extension Bilingual {
    fileprivate func prefixed(zh: String, en: String) -> Bilingual { Bilingual(zh: zh + self.zh, en: en + self.en) }
}

extension Console {
    func say(_ text: BusText) -> String { text.text(language) }
}

extension BusText {
    /// `rs485-1: plan 12.3 % of the line, measured 13 %; 240 requests a minute, 360 saved by reading together`
    fileprivate static func text(_ budget: BusBudgetView) -> Bilingual {
        let planned = "\(budget.plannedPerMille / 10).\(budget.plannedPerMille % 10) %"
        let measured = budget.utilisation.map { "\($0) %" } ?? "–"
        let room = Bilingual(
            zh: budget.holds ? "" : "；线路装不下该计划", en: budget.holds ? "" : "; the line cannot hold it")
        return Bilingual(
            zh: "\(budget.id)：计划占线路 \(planned)，实测 \(measured)；每分钟 \(budget.requestsPerMinute) 次请求，合并读取省去 "
                + "\(budget.savedPerMinute) 次\(room.zh)",
            en:
                "\(budget.id): plan \(planned) of the line, measured \(measured); \(budget.requestsPerMinute) requests a minute, "
                + "\(budget.savedPerMinute) saved by reading together\(room.en)")
    }
}
