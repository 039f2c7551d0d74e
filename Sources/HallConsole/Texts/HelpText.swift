import HallModel

/// What `--help` says.
enum HelpText: LocalizedText {
    case hallctl
    case globalOptions
    case socket
    case json
    case lang
    case status
    case devices
    case device
    case alarms
    case alarm
    case acknowledge
    case shelve
    case unshelve
    case outOfService
    case inService
    case shelfTime
    case points
    case write
    case pointID
    case value
    case writeReason
    case rate
    case level
    case ratedWindow
    case bus
    case busList
    case busStats, busBudget
    case busID
    case oneBus
    case busTrace, traceLast, tracePcapng
    case busRead, table, address, count, readDevice, readUnit, readTimeout
    case busScan, scanFrom, scanTo, scanInterrupt, scanReason
    case followPoints
    case ticket
    case take
    case show
    case cancel
    case park
    case returned
    case transfer
    case toService
    case toWindow
    case transferNeeds
    case reprint
    case queue
    case window
    case why
    case whyTicket
    case whyCall
    case whyAlarm
    case whyPoint
    case watch
    case profile
    case profileList
    case profileShow
    case profileCheck
    case profileTest
    case whoAmI
    case doctor
    case version
    case pattern
    case deviceID
    case alarmID
    case allAlarms
    case follow
    case reason
    case service
    case priority
    case kiosk
    case number
    case windowID
    case verb
    case callNumber
    case numberOrWindow
    case whyWindow
    case storyWindow
    case discharges
    case upsID
    case lastDischarges
    case reload
    case profileID
    case hardware
    case operators, signOn, signOff, operatorList, ownOperator, thatOperator
    case toOperator, transferOnce, toPlace, backMinutes, pauseOnly, reset, assignNeeds
    case assist, assistAnswer, assistList, assistID
    case message, messageSend, messageText, messageTo, messageFrom, messages, messagesOf

    var bilingual: Bilingual {
        switch self {
        case .hallctl: Bilingual(zh: "查看和操作政务服务大厅。", en: "See and work a service hall.")
        case .globalOptions:
            Bilingual(
                zh: "各命令通用（写在命令前后均可）：--socket 路径  --json  --lang zh|en",
                en: "With every command, before it or behind it: --socket PATH  --json  --lang zh|en")
        case .socket:
            Bilingual(
                zh: "halld 的套接字；缺省为 $HALLD_SOCKET 或 /run/halld/halld.sock。",
                en: "halld's socket; $HALLD_SOCKET or /run/halld/halld.sock by default.")
        case .json: Bilingual(zh: "每个答复输出一行 JSON。", en: "One line of JSON for each reply.")
        case .lang: Bilingual(zh: "输出语言；缺省按 LANG。", en: "Language of the output; from LANG by default.")
        case .status: Bilingual(zh: "大厅概况。", en: "The hall at a glance.")
        case .devices: Bilingual(zh: "设备列表。", en: "The devices.")
        case .device: Bilingual(zh: "一台设备的详情。", en: "One device.")
        case .alarms: Bilingual(zh: "报警及处理办法。", en: "What is wrong, and what to do.")
        case .alarm: Bilingual(zh: "处理一条报警。", en: "Deal with one alarm.")
        case .acknowledge: Bilingual(zh: "确认已知悉一条报警。", en: "Say that an alarm is known.")
        case .shelve: Bilingual(zh: "把一条报警搁置一段时间。", en: "Put an alarm aside for a time.")
        case .unshelve: Bilingual(zh: "取消搁置。", en: "Take an alarm back that was put aside.")
        case .outOfService: Bilingual(zh: "停用一条报警。", en: "Take an alarm out of service.")
        case .inService: Bilingual(zh: "恢复使用一条报警。", en: "Put an alarm back in service.")
        case .shelfTime: Bilingual(zh: "多久：60s 到 168h，例如 30m（缺省 1h）。", en: "How long, 60s to 168h: 30m; 1h by default.")
        case .points: Bilingual(zh: "测点及读数。", en: "The points and what was read.")
        case .write: Bilingual(zh: "写一个测点，并读回核对。", en: "Give a point a value and read it back.")
        case .pointID: Bilingual(zh: "测点编号（设备.测点）。", en: "A point's id (device.point).")
        case .value: Bilingual(zh: "数值（26.5）或词（cooling）。", en: "A number (26.5) or a word (cooling).")
        case .writeReason: Bilingual(zh: "原因，必填，随记录保存。", en: "Why, required; kept with the record.")
        case .rate: Bilingual(zh: "评价窗口正在办理或刚办结的服务。", en: "Rate the service at a window.")
        case .level:
            Bilingual(
                zh: "5 非常满意，4 满意，3 基本满意，2 不满意，1 非常不满意。", en: "5 very good, 4 good, 3 fair, 2 bad, 1 very bad.")
        case .ratedWindow: Bilingual(zh: "窗口编号。", en: "A window's id.")
        case .bus: Bilingual(zh: "总线。", en: "The wires.")
        case .busList: Bilingual(zh: "总线及其设备。", en: "The wires and what is on them.")
        case .busStats: Bilingual(zh: "总线的收发、失败和占用。", en: "What the wires carried, what failed, how busy they are.")
        case .busBudget:
            Bilingual(
                zh: "读取计划占用线路的时间，与实测对照。", en: "What the plan takes of each line's time, beside what was measured.")
        case .busID: Bilingual(zh: "总线编号；不写则为全部。", en: "A wire's id; without it all of them.")
        case .oneBus: Bilingual(zh: "总线编号。", en: "A wire's id.")
        case .busTrace:
            Bilingual(
                zh: "线路上收发的每一帧，Ctrl-C 结束。", en: "Every frame that passes on a wire, as it comes; Ctrl-C ends it.")
        case .traceLast:
            Bilingual(zh: "最近一段时间（30s、5m、1h），显示后结束。", en: "The last 30s, 5m, 1h instead, and then the end.")
        case .tracePcapng:
            Bilingual(
                zh: "写入抓包文件，tshark、Wireshark 可直接解读。", en: "Write a capture that tshark and Wireshark read as it is.")
        case .busRead:
            Bilingual(
                zh: "向一台 Modbus 设备读一次寄存器，不影响正常读取。",
                en: "Read registers of a Modbus device once, between the hall's own reads.")
        case .table:
            Bilingual(zh: "holding、input、coils 或 discrete-inputs。", en: "holding, input, coils or discrete-inputs.")
        case .address: Bilingual(zh: "第一个地址，从 0 起。", en: "The first address, counted from 0.")
        case .count: Bilingual(zh: "个数，缺省 1。", en: "How many; 1 by default.")
        case .readDevice: Bilingual(zh: "配置中的设备编号。", en: "A configured device's id.")
        case .readUnit: Bilingual(zh: "设备地址，也可以不在配置中。", en: "A device's address; it need not be configured.")
        case .readTimeout:
            Bilingual(
                zh: "等待应答的毫秒数；缺省按型号文件，否则 500。", en: "How long the answer may take; as its profile says, else 500.")
        case .busScan:
            Bilingual(
                zh: "搜索线路上的 Modbus 设备，不拖慢正常读取。Ctrl-C 结束。",
                en: "Search a wire for Modbus devices without slowing the hall's own reading. Ctrl-C ends it.")
        case .scanFrom: Bilingual(zh: "第一个地址。", en: "The first address.")
        case .scanTo: Bilingual(zh: "最后一个地址。", en: "The last address.")
        case .scanInterrupt:
            Bilingual(
                zh: "也试其他速率和格式；期间这条线路停止正常读取。",
                en: "Also at other rates and formats; the hall reads nothing on this wire meanwhile.")
        case .scanReason:
            Bilingual(zh: "原因，--interrupt 时必填，写入日志。", en: "Why; required with --interrupt, kept in the log.")
        case .followPoints: Bilingual(zh: "持续显示变化，最多每秒一次。", en: "Then each change, at most once a second.")
        case .whyAlarm: Bilingual(zh: "一条报警的经过、限值和依据。", en: "What happened to an alarm, its limit and its inputs.")
        case .whyPoint:
            Bilingual(zh: "一个测点的读数、限值和写入记录。", en: "A point's reading, what judges it, and attempts to write it.")
        case .ticket: Bilingual(zh: "取号和号票。", en: "Tickets.")
        case .take: Bilingual(zh: "取一个号。", en: "Take a number.")
        case .show: Bilingual(zh: "查看一个号。", en: "Show a number.")
        case .cancel: Bilingual(zh: "取消一个号。", en: "Give a number up.")
        case .park:
            Bilingual(
                zh: "让窗口前的人暂时离开（填表、取材料），回来后在该窗口继续。",
                en: "Let the visitor at a window go for a while (to fill in a form): they come back to it.")
        case .returned:
            Bilingual(
                zh: "暂离或过号的人回来了：重新排队。", en: "A visitor who was parked or did not come is back: in line again.")
        case .transfer:
            Bilingual(
                zh: "转到另一事项或指定窗口，保留原取号时间和位置。",
                en: "On to another service or to one window; place and time of taking stay.")
        case .toService: Bilingual(zh: "转到哪个事项（仅用于 transfer）。", en: "To which service (transfer only).")
        case .toWindow: Bilingual(zh: "转到哪个窗口，只由它叫号（仅用于 transfer）。", en: "To which window alone (transfer only).")
        case .transferNeeds:
            Bilingual(
                zh: "transfer 须写明转到哪里：--service 事项、--operator 人员，或窗口（ticket 用 --window，window 用 --to）；其他动作不用",
                en:
                    "transfer, and only it, says where to: --service ID, --operator ID, or a window (--window for ticket, "
                    + "--to for window)"
            )
        case .reprint: Bilingual(zh: "补打一张号票。", en: "Print a number again.")
        case .queue: Bilingual(zh: "事项、窗口和等候的号码。", en: "Services, windows, and who waits.")
        case .window: Bilingual(zh: "窗口列表，或在窗口执行一个动作。", en: "The windows, or a clerk's verb at one.")
        case .why: Bilingual(zh: "为什么：记录中的决定、规则和依据。", en: "Why: the decision, its rule and its inputs.")
        case .whyTicket: Bilingual(zh: "一个号的全部经过（含往日）。", en: "Everything about a number, also of former days.")
        case .whyCall: Bilingual(zh: "为什么叫了这个号，或为什么还没叫。", en: "Why a number was called, or is not yet.")
        case .watch: Bilingual(zh: "持续显示变化，Ctrl-C 结束。", en: "Changes as they come; Ctrl-C ends it.")
        case .profile: Bilingual(zh: "设备型号文件（无需 halld）。", en: "Device models; needs no halld.")
        case .profileList: Bilingual(zh: "型号列表。", en: "The device models.")
        case .profileShow: Bilingual(zh: "一个型号。", en: "One device model.")
        case .profileCheck: Bilingual(zh: "检查所有型号文件。", en: "Check every profile.")
        case .profileTest: Bilingual(zh: "运行型号文件中的示例。", en: "Run the examples of profiles.")
        case .whoAmI: Bilingual(zh: "您是谁，有哪些角色。", en: "Who you are to halld, and the roles you have.")
        case .doctor:
            Bilingual(
                zh: "查找问题（服务、权限、线路、设备、时钟、磁盘）并给出办法。发现故障时退出码为 1。",
                en: "Find what is wrong (service, permission, wires, devices, clock, disk) and what to do. Exits 1 if "
                    + "something does not work.")
        case .version: Bilingual(zh: "hallctl 和 halld 的版本。", en: "The versions of halld and hallctl.")
        case .pattern:
            Bilingual(zh: "只列匹配的编号；* 为任意文字，? 为一个字符。", en: "Only ids that match; * is any text, ? one character.")
        case .deviceID: Bilingual(zh: "设备编号。", en: "A device's id.")
        case .alarmID: Bilingual(zh: "报警编号。", en: "An alarm's id.")
        case .allAlarms: Bilingual(zh: "包括已搁置、已抑制和停用的报警。", en: "Also the shelved, suppressed and out of service.")
        case .follow: Bilingual(zh: "每次变化后重新显示。", en: "Again after each change.")
        case .reason: Bilingual(zh: "原因，随记录保存。", en: "Why; kept with the record.")
        case .service: Bilingual(zh: "事项编号。", en: "A service's id.")
        case .priority:
            Bilingual(
                zh: "人群：ordinary elder disabled pregnant military。",
                en: "The visitor's class: ordinary elder disabled pregnant military.")
        case .kiosk:
            Bilingual(zh: "在哪台取号机打印；缺省为第一台可用的。", en: "Where to print; the first kiosk that is able to by default.")
        case .number:
            Bilingual(
                zh: "今天的号码（A017）或号票编号（2026-11-21/A017）。",
                en: "A number of today (A017) or a ticket's id (2026-11-21/A017).")
        case .windowID: Bilingual(zh: "窗口编号；不写则列出全部窗口。", en: "A window's id; without it all windows are listed.")
        case .callNumber:
            Bilingual(
                zh: "call：指定要叫的号码；assign：事项编号，以逗号分隔。",
                en: "call: the number to call out of its turn; assign: the ids of services, with commas between them.")
        case .verb: Bilingual(zh: "动作：\(Self.verbs)。", en: "One of \(Self.verbs).")
        case .numberOrWindow: Bilingual(zh: "号码，或窗口编号。", en: "A number, or a window's id.")
        case .whyWindow:
            Bilingual(
                zh: "一个窗口的经过，包括无效的评价按键。", en: "What happened at a window, with presses that counted for nothing.")
        case .storyWindow: Bilingual(zh: "窗口编号。", en: "A window's id.")
        case .discharges:
            Bilingual(zh: "UPS 电池供电的记录：实测续航。", en: "When UPSs ran from their batteries, and how long they carried.")
        case .upsID: Bilingual(zh: "UPS 设备编号；不写则为全部。", en: "A UPS's id; without it all of them.")
        case .lastDischarges: Bilingual(zh: "多长时间以内：24h、90d。", en: "How far back: 24h, 90d.")
        case .reload:
            Bilingual(
                zh: "重新读取配置并生效；有错误或影响正在等候、办理的人员时保持原配置，退出码 1。",
                en:
                    "Read the configuration again. With errors, or where it would affect visitors who wait or are served, "
                    + "the former one stays and the exit status is 1.")
        case .profileID: Bilingual(zh: "型号编号。", en: "A profile's id.")
        case .operators: Bilingual(zh: "窗口人员的登录、退出和去向。", en: "Who works at which window.")
        case .signOn:
            Bilingual(
                zh: "在窗口登录；窗口有人时顶岗，正在办理的号码保留。",
                en: "Sign somebody on at a window; whoever is there is relieved and their visitor stays.")
        case .signOff: Bilingual(zh: "从窗口退出；还有办事人时拒绝。", en: "Sign off; refused while a visitor is there.")
        case .operatorList: Bilingual(zh: "人员及其所在窗口。", en: "The people, and where they are.")
        case .ownOperator:
            Bilingual(zh: "人员编号；不写则为配置了您的用户的人员。", en: "An operator's id; without it the one whose user you are.")
        case .thatOperator:
            Bilingual(zh: "人员编号；不写则为该窗口的人员。", en: "An operator's id; without it whoever is there.")
        case .toOperator: Bilingual(zh: "转给哪个人员，只由其叫号（仅用于 transfer）。", en: "To which person alone (transfer only).")
        case .transferOnce:
            Bilingual(zh: "transfer 只能指定一个窗口或一个人员", en: "transfer goes to one window or to one operator")
        case .toPlace:
            Bilingual(
                zh: "transfer：转到哪个窗口，只由它叫号；pause：去向 \(Self.places)。",
                en: "transfer: to which window alone; pause: where the clerk goes, \(Self.places).")
        case .backMinutes:
            Bilingual(zh: "多少分钟后回（仅用于 pause），1 到 480。", en: "Back in so many minutes, 1 to 480 (pause only).")
        case .pauseOnly:
            Bilingual(
                zh: "--back 只用于 pause，pause 的 --to 为 \(Self.places)",
                en: "--back is for pause only, and its --to is one of \(Self.places)")
        case .reset: Bilingual(zh: "恢复配置的事项（仅用于 assign）。", en: "What the configuration says (assign only).")
        case .assignNeeds:
            Bilingual(
                zh: "assign 须写明办理哪些事项（编号，以逗号分隔），或 --reset；其他动作不用",
                en: "assign, and only it, takes the services (ids with commas between them) or --reset")
        case .assist:
            Bilingual(
                zh: "窗口求助（用 hallctl window 窗口 assist 求助）。", en: "Calls for help (hallctl window ID assist calls).")
        case .assistAnswer: Bilingual(zh: "应答求助：已派人前往。", en: "Say that somebody goes to help.")
        case .assistList: Bilingual(zh: "待应答的求助。", en: "Who calls for help.")
        case .assistID: Bilingual(zh: "窗口编号，或求助报警的编号。", en: "A window's id, or the id of the call's alarm.")
        case .message: Bilingual(zh: "窗口与服务台之间的短消息。", en: "A few words between windows and the desk.")
        case .messageSend: Bilingual(zh: "发一条消息，每人每分钟最多 6 条。", en: "Send one, at most six a minute.")
        case .messageText: Bilingual(zh: "一行，最多 200 个字符。", en: "One line of at most 200 characters.")
        case .messageTo: Bilingual(zh: "发给哪个窗口，或 desk（服务台）。", en: "To which window, or desk.")
        case .messageFrom:
            Bilingual(zh: "从哪里发；缺省为您的窗口，否则为服务台。", en: "From where; your own window by default, else the desk.")
        case .messages: Bilingual(zh: "今天最近的消息。", en: "The newest messages of the day.")
        case .messagesOf: Bilingual(zh: "只列这个窗口（或 desk）收发的。", en: "Only those from and to this window, or desk.")
        case .hardware:
            Bilingual(
                zh: "含 Profiles 的文件夹；缺省为 ./Hardware 或 /usr/share/halld。",
                en: "The folder with Profiles; ./Hardware or /usr/share/halld by default.")
        }
    }

    private static let places = Away.Place.allCases.map(\.rawValue).joined(separator: " ")
    private static let verbs = WindowWord.allValueStrings.joined(separator: " ")
}
