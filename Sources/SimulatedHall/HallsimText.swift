import DeviceSimulators
import HallModel
import HardwareAccess

/// The words of `hallsim`.
enum HallsimText: LocalizedText {
    /// A point of a device, or something else of its state.
    case point(String)
    /// The faults in force.
    case faults([String])
    /// The piece was torn.
    case torn
    /// The piece is still in the printer.
    case inPrinter
    /// A call of the system failed.
    case systemFailed(String)
    /// Another process runs this hall.
    case alreadyRunning(String)
    /// No hall runs there.
    case notRunning(String)
    /// The hall's answer cannot be read.
    case unreadableAnswer(String)
    /// The path of a socket is too long for the system.
    case pathTooLong(String)
    /// A file cannot be read.
    case unreadableFile(String, String)
    /// The configuration has errors.
    case badConfiguration(String)
    /// NUT's server is not installed.
    case noNutServer
    /// The request is not one of the control protocol.
    case badRequest(String)
    /// A setting of `day` is out of range.
    case badDay(String)
    /// A line of a day's assumptions cannot be read.
    case badAssumption(place: String, line: String)
    /// The plan has no such service.
    case noSuchService(String, known: [String])
    /// The curve of arrivals is empty while the doors are open.
    case nobodyComes
    /// A simulated day broke what must hold in any hall.
    case violated(DayViolation, at: String)

    var bilingual: Bilingual {
        switch self {
        case .point(let point): HallsimText.pointName(point)
        case .faults(let kinds):
            Bilingual(zh: "故障 " + kinds.joined(separator: ", "), en: "faults " + kinds.joined(separator: ", "))
        case .torn: Bilingual(zh: "撕断", en: "torn")
        case .inPrinter: Bilingual(zh: "仍在打印机内", en: "still in the printer")
        case .systemFailed(let what):
            Bilingual(zh: "系统调用失败：\(what)：请检查权限、磁盘空间和描述符上限", en: "\(what): check permissions, space and limits")
        case .alreadyRunning(let socket):
            Bilingual(
                zh: "已有 hallsim 在 \(socket) 运行：请先结束它，或换一个 --runtime",
                en: "another hallsim answers at \(socket): end it first, or use another --runtime")
        case .notRunning(let socket):
            Bilingual(
                zh: "\(socket) 没有应答：请先运行 hallsim run，或用 --runtime 指明目录",
                en: "nothing answers at \(socket): start 'hallsim run' first, or name its folder with --runtime")
        case .unreadableAnswer(let why):
            Bilingual(
                zh: "hallsim 的应答无法读取（\(why)）：请用同一版本的程序",
                en: "the answer of the running hallsim cannot be read (\(why)): use programs of one version")
        case .pathTooLong(let path):
            Bilingual(
                zh: "套接字路径过长（\(path)）：请用较短的 --runtime（最多 107 字节）",
                en: "the socket's path is too long (\(path)): use a shorter --runtime (at most 107 bytes)")
        case .unreadableFile(let path, let why):
            Bilingual(zh: "无法读取 \(path)：\(why)：请检查路径和权限", en: "cannot read \(path): \(why): check path and permissions")
        case .badConfiguration(let file):
            Bilingual(
                zh: "\(file) 有错误（见上）：请改正后再运行", en: "\(file) has errors (see above): mend them and start again")
        case .noNutServer:
            Bilingual(
                zh: "未安装 NUT 服务器，改用内置的模拟服务器：要用真正的 upsd，请执行 apt install nut-server",
                en: "NUT's server is not installed, a simulated one takes its place: "
                    + "for the real upsd use apt install nut-server")
        case .badRequest(let why):
            Bilingual(
                zh: "请求无法理解（\(why)）：请用 hallsim 发送", en: "the request is not understood (\(why)): send it with hallsim")
        case .badDay(let what):
            Bilingual(
                zh: "\(what) 超出范围：小时 1…24，访客 0…5000", en: "\(what) is out of range: hours 1…24, visitors 0…5000")
        case .badAssumption(let place, let line):
            Bilingual(
                zh: "\(place)：无法理解“\(line)”：可用的行见 man hallsim",
                en: "\(place): “\(line)” is not understood: the lines there are stand in man hallsim")
        case .noSuchService(let name, let known):
            Bilingual(
                zh: "没有名为 \(name) 的事项：可用的有 \(known.joined(separator: ", "))",
                en: "there is no service \(name): choose one of \(known.joined(separator: ", "))")
        case .nobodyComes:
            Bilingual(
                zh: "开放时间内没有人到达：请用 arrivals 行给出这些小时的权重",
                en: "nobody comes while the hall is open: give those hours a weight with 'arrivals' lines")
        case .violated(let violation, let clock):
            Bilingual(
                zh: "\(clock) \(violation.text(.zh))：这是程序的错误，请连同配置、选项和种子一起报告",
                en: "\(clock) \(violation.text(.en)): this is an error of the program, report it with configuration, "
                    + "options and seed")
        }
    }

    private static func pointName(_ point: String) -> Bilingual {
        switch point {
        case "paper": Bilingual(zh: "纸", en: "paper")
        case "cover": Bilingual(zh: "盖", en: "cover")
        case "cutter": Bilingual(zh: "切刀", en: "cutter")
        case "power": Bilingual(zh: "电源", en: "power")
        case "online": Bilingual(zh: "联机", en: "online")
        case "mode": Bilingual(zh: "模式", en: "mode")
        case "roll": Bilingual(zh: "余纸(mm)", en: "roll(mm)")
        case "speed": Bilingual(zh: "速度(行/秒)", en: "speed(lines/s)")
        case "buffered": Bilingual(zh: "缓冲(字节)", en: "buffered(bytes)")
        case "pieces": Bilingual(zh: "张数", en: "pieces")
        case "lamp": Bilingual(zh: "指示灯", en: "lamp")
        case "mains": Bilingual(zh: "市电", en: "mains")
        case "battery": Bilingual(zh: "电池(V)", en: "battery(V)")
        case "load": Bilingual(zh: "负载(%)", en: "load(%)")
        case "temperature": Bilingual(zh: "温度(°C)", en: "temperature(°C)")
        case "humidity": Bilingual(zh: "湿度(%RH)", en: "humidity(%RH)")
        case "status": Bilingual(zh: "状态", en: "status")
        case "runtime": Bilingual(zh: "续航(秒)", en: "runtime(s)")
        case "charge": Bilingual(zh: "电量(%)", en: "charge(%)")
        case "set-point": Bilingual(zh: "设定温度(°C)", en: "set-point(°C)")
        case "output": Bilingual(zh: "输出", en: "output")
        case "last-key": Bilingual(zh: "上次按键", en: "last key")
        default: Bilingual(zh: point, en: point)
        }
    }
}

/// Why `hallsim` could not do what was asked: what happened, and what to do.
public struct HallsimError: Error, Sendable, Equatable, LocalizedText {
    /// In both languages.
    public let bilingual: Bilingual

    init(_ text: HallsimText) { bilingual = text.bilingual }
    init(zone error: TimeZoneError) { bilingual = error.bilingual }
    init(refused error: SimulatorError) { bilingual = error.bilingual }
    /// Words that a running hall has already chosen.
    init(said text: String) { bilingual = Bilingual(zh: text, en: text) }
}
