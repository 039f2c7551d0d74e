import HallAPI
import HallModel
import Synchronization
import Testing

@testable import HallConsole

/// What a technician reads about points, limits and wires.
@Suite struct FieldViewTests {
    private func shown(_ language: Language, _ show: (Console) -> Void) -> String {
        let lines = Mutex([String]())
        let surroundings = Surroundings(
            environment: [:], isTerminal: false, output: { line in lines.withLock { $0.append(line) } },
            errors: { _ in })
        show(Console(language: language, json: false, socket: "", surroundings: surroundings))
        return lines.withLock { $0.joined(separator: "\n") }
    }

    private let points = [
        PointView(
            id: "waiting-climate.temperature", value: .number(26.5), decimals: 1, unit: "°C", quality: "good",
            missing: nil, at: "2026-11-21T09:05:07+08:00", ageSeconds: 3, label: "TH-01", zone: "waiting",
            meaning: "room-temperature", writable: false),
        PointView(
            id: "waiting-ac.mode", value: .string("cooling"), decimals: nil, unit: "", quality: "stale",
            missing: "timeout", at: "2026-11-21T09:04:00+08:00", ageSeconds: 70, label: "AC-01", zone: nil,
            meaning: "plant-mode", writable: true),
        PointView(
            id: "waiting-climate.co2", value: nil, decimals: 0, unit: "ppm", quality: "bad", missing: "neverRead",
            at: nil, ageSeconds: nil, label: "TH-01", zone: "waiting", meaning: "carbon-dioxide", writable: false),
        PointView(
            id: "x.new", value: .integer(7), decimals: 0, unit: "", quality: "hazy", missing: "eclipse", at: nil,
            ageSeconds: nil, label: "X\u{1B}[31m", zone: nil, meaning: "moon", writable: false),
    ]

    @Test func `points stand in columns in Chinese`() {
        #expect(
            shown(.zh) { $0.show(points) } == """
                编号                         读数             质量            多久前    含义      可写  区域     标签
                waiting-climate.temperature  26.5 °C          正常            00:00:03  室温            waiting  TH-01
                waiting-ac.mode              cooling（制冷）  陈旧：无应答    00:01:10  空调模式  是    –        AC-01
                waiting-climate.co2          –                缺失：尚未读取  –         二氧化碳        waiting  TH-01
                x.new                        7                hazy：eclipse   –         moon            –        X [31m
                """)
    }

    @Test func `points stand in columns in English`() {
        #expect(
            shown(.en) { $0.show(Array(points.prefix(2))) } == """
                ID                           READING  QUALITY           AGE       MEANING           WRITABLE  ZONE     LABEL
                waiting-climate.temperature  26.5 °C  good              00:00:03  room temperature            waiting  TH-01
                waiting-ac.mode              cooling  stale: no answer  00:01:10  plant mode        yes       –        AC-01
                """)
        #expect(shown(.en) { $0.show([PointView]()) } == "No point matches.")
        #expect(
            shown(.en) { $0.showChanges(Array(points.prefix(1))) }
                == "11-21 09:05:07  waiting-climate.temperature  26.5 °C  good")
    }

    @Test func `a limit whose season only the hall's dates tell says so`() {
        let limit = LimitView(
            id: "db36/room", relation: "notBelow", limit: "26 °C", season: "cooling", seasonBy: "date",
            meanSeconds: nil, delaySeconds: 600, deadBand: "0.3 °C", clause: "5.2", alarm: "room-overcooled",
            state: "kept", compared: "26.5 °C")
        #expect(shown(.zh) { $0.show([limit]) }.contains("制冷时（按日期）"))
        #expect(shown(.en) { $0.show([limit]) }.contains("while cooling (by date)"))
        var ofPlant = limit
        ofPlant.seasonBy = "plant"
        #expect(!shown(.en) { $0.show([ofPlant]) }.contains("by date"))
    }

    @Test func `why a point is as it is, in Chinese`() {
        let why = WhyPoint.Reply(
            point: points[0],
            device: DeviceView(
                id: "waiting-climate", kind: "modbus-registers", profile: "generic-xy-md02", bus: "rs485-1",
                zone: "waiting", label: "TH-01", presence: "online", lastSeen: nil, errors: 0, detail: "none",
                printer: nil),
            allowed: "-40…80 °C", periodSeconds: 5,
            limits: [
                LimitView(
                    id: "db36/room", relation: "notBelow", limit: "26 °C", season: "cooling", meanSeconds: nil,
                    delaySeconds: 600, deadBand: "0.3 °C", clause: "标准：第 5.2 条", alarm: "room-overcooled",
                    state: "kept", compared: "26.5 °C"),
                LimitView(
                    id: "gb/co2", relation: "notAbove", limit: "1000 ppm", season: "always", meanSeconds: 3600,
                    delaySeconds: 0, deadBand: "0 ppm", clause: "标准：表 1", alarm: "air-stale", state: "broken",
                    compared: "1200 ppm", since: "2026-11-21T09:05:07+08:00"),
            ], wish: .number(26.5), corrections: 1, pending: 0,
            events: [
                EventView(
                    kind: "point-write-ordered", at: "2026-11-21T09:05:07+08:00", by: "root", device: "d",
                    reason: "太热", inputs: [.init(name: "value", value: "26.5 °C")]),
                EventView(
                    kind: "point-write-settled", at: "2026-11-21T09:05:08+08:00", device: "d", outcome: "confirmed",
                    inputs: [.init(name: "readBack", value: "26.5 °C")]),
            ])
        #expect(
            shown(.zh) { $0.show(why) } == """
                编号      waiting-climate.temperature
                读数      26.5 °C
                质量      正常
                读取时间  11-21 09:05:07
                含义      室温
                型号      generic-xy-md02
                总线      rs485-1
                区域      waiting
                标签      TH-01
                状态      在线
                可能的值  -40…80 °C
                读取周期  5 秒
                应保持    26.5 °C（已纠正 1 次）

                限值                       适用    状态  比较值    时间            条款
                ≥ 26 °C                    制冷时  符合  26.5 °C   –               标准：第 5.2 条
                ≤ 1000 ppm（60 分钟均值）  始终    超限  1200 ppm  11-21 09:05:07  标准：表 1

                时间            事件      操作者  说明
                11-21 09:05:07  写入      root    d；数值：26.5 °C；太热
                11-21 09:05:08  写入结束  –       d；已证实；读回：26.5 °C
                """)
    }

    @Test func `wires stand in columns`() {
        var bus = BusStatisticsView(
            id: "rs485-1", isOpen: true, opens: 2, refusals: 0, losses: 1, bytesIn: 1200, bytesOut: 900,
            bytesWaiting: 0, overflows: 0, lastError: "/dev/hall/rs485-1: hung up", errors: 0)
        bus.requests = 100
        bus.timeouts = 3
        bus.garbled = 0
        bus.exceptions = 0
        bus.utilisation = 25
        bus.failingPercent = 4
        bus.lastErrorCode = "hungUp"
        bus.ageP50Milliseconds = 950
        bus.ageP99Milliseconds = 2540
        bus.savedRequests = 12
        bus.savedMilliseconds = 345
        #expect(
            shown(.zh) { $0.show([bus]) } == """
                编号     已打开  打开  打不开  中断  收字节  发字节  请求  超时  损坏  拒绝  占用  故障占时  数据年龄 P50/P99  合并节省       错误  最近故障
                rs485-1  是      2     0       1     1200    900     100   3     0     0     25 %  4 %       950 ms / 2.5 s    12 次，345 ms  0     连接断开：检查插头、网线和供电
                """)
        let list = [BusView(id: "ups", wire: "nut", path: "127.0.0.1:3493", isOpen: nil, devices: [], offline: 0)]
        #expect(
            shown(.en) { $0.show(list) } == """
                ID   WIRE  PATH            OPEN  OFFLINE  DEVICES
                ups  nut   127.0.0.1:3493  –     0
                """)
    }

    @Test func `a suppressed alarm names the one above it`() {
        let alarm = AlarmView(
            id: "c.not-answering", name: "not-answering", state: "suppressed", priority: "high",
            since: "2026-11-21T09:05:07+08:00", device: "c", zone: "waiting", text: "设备无应答 (c)", cause: "a",
            consequence: "b", response: "r", under: "bus.rs485-1.bus-down")
        #expect(
            shown(.zh) { $0.show(alarm) } == """
                高  已归并  11-21 09:05:07  c.not-answering  设备无应答 (c)
                    原因  a
                    影响  b
                    处理  r
                    区域  waiting
                    归于  bus.rs485-1.bus-down
                """)
    }

    @Test func `why the hall closed, and why presses did not count, is said in words`() {
        let events = [
            EventView(kind: "hall-closed", at: "x", reason: ClosureReason.lowBattery.rawValue),
            EventView(kind: "presses-ignored", at: "x", reason: PressesIgnored.Reason.mashed.rawValue),
        ]
        let text = shown(.zh) { $0.show(events) }
        #expect(text.contains("停电") && text.contains("多键同按"))
        for reason in PressesIgnored.Reason.allCases {
            #expect(CodeText.ReasonWord(reason.rawValue, of: "presses-ignored") != nil)
        }
    }

    @Test func `every code that a point can carry has its words`() {
        for language in Language.allCases {
            var words: [String] = []
            for code in MissingReason.allCases { words.append(FieldCode.missing(code).text(language)) }
            for code in PointMeaning.allCases { words.append(FieldCode.meaning(code).text(language)) }
            for code in WriteOutcome.allCases { words.append(FieldCode.writeOutcome(code).text(language)) }
            for code in FieldCode.LimitState.allCases { words.append(FieldCode.limitState(code).text(language)) }
            #expect(words.allSatisfy { !$0.isEmpty })
        }
        let outcomes = WriteOutcome.allCases.map { FieldCode.writeOutcome($0).text(.zh) }
        #expect(Set(outcomes).count == outcomes.count, "no two outcomes read the same")
        #expect(
            Set(WriteOutcome.allCases.map(\.rawValue)).isDisjoint(with: PrintOutcome.allCases.map(\.rawValue)),
            "an outcome is told without saying whether of a print or a write")
    }

    @Test func `discharges stand in columns`() {
        let discharges = [
            DischargeView(
                ups: "ups", began: "2026-11-21T09:05:07+08:00", ended: "2026-11-21T09:17:41+08:00", seconds: 754,
                lowAfterSeconds: 700, mainsReturned: true),
            DischargeView(
                ups: "desk-ups", began: "2026-11-21T09:05:07+08:00", ended: "2026-11-21T09:06:07+08:00", seconds: 55,
                lowAfterSeconds: nil, mainsReturned: false),
            DischargeView(
                ups: "ups", began: "2026-11-21T10:00:00+08:00", ended: nil, seconds: 5, lowAfterSeconds: nil,
                mainsReturned: nil),
        ]
        #expect(
            shown(.zh) { $0.show(discharges) } == """
                UPS       开始            结束            电池供电  多久后电量低  市电恢复
                ups       11-21 09:05:07  11-21 09:17:41  00:12:34  00:11:40      是
                desk-ups  11-21 09:05:07  11-21 09:06:07  00:00:55  –             否：中途失去联系
                ups       11-21 10:00:00  仍在供电        00:00:05  –             –
                """)
        #expect(
            shown(.en) { $0.show(Array(discharges.suffix(1))) } == """
                UPS  BEGAN           ENDED    ON BATTERY  LOW AFTER  MAINS BACK
                ups  11-21 10:00:00  goes on  00:00:05    –          –
                """)
    }

    @Test func `a zone is shown by its name where the plan gives one`() {
        var point = points[0]
        point.zoneName = "休息等候区"
        let text = shown(.zh) { $0.show([point]) }
        #expect(text.contains("休息等候区") && !text.contains(" waiting "))
        var alarm = AlarmView(
            id: "c.not-answering", name: "not-answering", state: "unacknowledged", priority: "high",
            since: "2026-11-21T09:05:07+08:00", device: "c", zone: "waiting", text: "设备无应答 (c)", cause: "a",
            consequence: "b", response: "r")
        alarm.zoneName = "休息等候区"
        #expect(shown(.zh) { $0.show(alarm) }.hasSuffix("    区域  休息等候区"))
        var device = DeviceView(
            id: "c", kind: "modbus-registers", profile: "p", bus: "b", zone: "waiting", label: "", presence: "online",
            lastSeen: nil, errors: 0, detail: "none", printer: nil)
        device.zoneName = "休息等候区"
        #expect(shown(.zh) { $0.show([device]) }.contains("休息等候区"))
        #expect(shown(.zh) { $0.show(device) }.contains("休息等候区"))
    }

    @Test func `presses that did not count are told with how many and which, and a window's story with its numbers`() {
        let why = WhyWindow.Reply(
            id: "1", window: WindowView(id: "1", name: "综合窗口", state: "open", serving: nil),
            events: [
                EventView(
                    kind: "service-started", at: "2026-11-21T09:05:07+08:00", by: "root", window: "1",
                    inputs: [.init(name: "ticket", value: "A001")]),
                EventView(
                    kind: "presses-ignored", at: "2026-11-21T09:06:07+08:00", window: "1", device: "w1-pad",
                    reason: "mashed",
                    inputs: [.init(name: "presses", value: "3"), .init(name: "levels", value: "5,1")]),
            ])
        #expect(
            shown(.zh) { $0.show(why) } == """
                窗口  名称      状态  当前号码  原因
                1     综合窗口  空闲  –

                时间            事件      操作者  说明
                11-21 09:05:07  开始办理  root    号码：A001
                11-21 09:06:07  无效按键  –       w1-pad；按键次数：3；所按等级：5，1；多键同按
                """)
    }
}
