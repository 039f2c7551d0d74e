import HallModel

/// What a technician is told about one thing that is wrong.
struct AilmentText {
    /// What is wrong.
    var problem: Bilingual
    /// The likeliest reasons, the likeliest first.
    var cause: Bilingual
    /// What to do, in order.
    var remedy: Bilingual

    fileprivate init(_ problem: Bilingual, _ cause: Bilingual, _ remedy: Bilingual) {
        self.problem = problem
        self.cause = cause
        self.remedy = remedy
    }
}

extension Ailment {
    var text: AilmentText {
        switch self {
        case .unitNotInstalled, .noConfiguration, .notRunning, .socketForbidden, .noAnswer, .noRole, .groupMissing,
            .safeMode, .loopLate, .notWatched, .diskNearlyFull, .clockUnsynchronised:
            ofService
        case .portMissing, .portForbidden, .portBusy, .portLost, .peerUnreachable, .chipMissing, .lineMute,
            .lineGarbled, .lineNoisy:
            ofWire
        case .noSense, .deviceDead, .wrongDevice, .programMissing, .programFailed, .upsUnreachable, .paperOut,
            .coverOpen, .cutterError, .printerFault,
            .printerOffline:
            ofDevice
        }
    }

    // MARK: The service and the machine

    private var ofService: AilmentText {
        switch self {
        case .unitNotInstalled:
            AilmentText(
                Bilingual(zh: "系统服务 halld 没有安装", en: "the service halld is not installed"),
                Bilingual(
                    zh: "没有安装软件包，或只复制了程序。", en: "The package was not installed, or only the programs were copied."),
                Bilingual(
                    zh: "运行 apt install ./halld_*.deb，或 make install，再运行 systemctl daemon-reload。",
                    en: "Run 'apt install ./halld_*.deb', or 'make install', then 'systemctl daemon-reload'."))
        case .noConfiguration(let path):
            AilmentText(
                Bilingual(zh: "没有配置文件 \(path)", en: "there is no configuration \(path)"),
                Bilingual(zh: "新安装的机器还没有写配置。", en: "The machine is newly installed and was not told its hall yet."),
                Bilingual(
                    zh:
                        "从 /usr/share/halld/Halls 复制一个例子到 \(path)，修改后用 halld check \(path) 检查，再运行 systemctl start halld。",
                    en:
                        "Copy an example of /usr/share/halld/Halls to \(path), change it, try it with 'halld check \(path)', then run "
                        + "'systemctl start halld'."))
        case .notRunning(let socket):
            AilmentText(
                Bilingual(zh: "\(socket) 无人应答", en: "nobody answers at \(socket)"),
                Bilingual(zh: "halld 没有启动，或启动失败。", en: "halld was not started, or could not start."),
                Bilingual(
                    zh: "运行 systemctl status halld 看状态，journalctl -u halld -n 50 看原因，再运行 systemctl start halld。",
                    en: "See 'systemctl status halld' and 'journalctl -u halld -n 50' for the reason, then run "
                        + "'systemctl start halld'."))
        case .socketForbidden(let socket):
            AilmentText(
                Bilingual(zh: "您无权打开 \(socket)", en: "you may not open \(socket)"),
                Bilingual(
                    zh: "套接字文件的权限不是安装时的权限。", en: "The socket's file does not have the mode it was installed with."),
                Bilingual(
                    zh: "运行 systemctl restart halld.socket；单独运行 halld 时请用 root 或同一用户。",
                    en: "Run 'systemctl restart halld.socket'; where halld was started by hand, be root or that user."))
        case .noAnswer(let what, let remedy):
            AilmentText(
                what,
                Bilingual(zh: "halld 很忙、正在停止，或不是同一版本。", en: "halld is busy or stopping, or is of another version."),
                remedy)
        case .noRole(let user):
            AilmentText(
                Bilingual(zh: "用户 \(user) 在本厅没有角色", en: "user \(user) has no role in this hall"),
                Bilingual(
                    zh: "hall.yaml 的 access 没有提到该用户的任何用户组，或加入用户组后没有重新登录。",
                    en:
                        "access in hall.yaml names no group of theirs, or they did not log in again after they were put into "
                        + "one."),
                Bilingual(
                    zh: "由管理员运行 usermod -aG 组名 \(user)，然后重新登录；用 hallctl whoami 查看。",
                    en:
                        "The administrator runs 'usermod -aG GROUP \(user)', then log in again; 'hallctl whoami' shows it."
                ))
        case .groupMissing(let group):
            AilmentText(
                Bilingual(zh: "系统中没有用户组 \(group)", en: "the system has no group \(group)"),
                Bilingual(
                    zh: "hall.yaml 的 access 提到它，但没有建立，或名称写错。",
                    en: "access in hall.yaml names it, and it was never made, or is misspelt."),
                Bilingual(
                    zh: "运行 groupadd --system \(group)，再用 usermod -aG \(group) 用户 加入人员；或改正 hall.yaml。",
                    en:
                        "Run 'groupadd --system \(group)' and 'usermod -aG \(group) USER' for its people, or correct hall.yaml."
                ))
        case .safeMode:
            AilmentText(
                Bilingual(zh: "halld 处于安全模式，没有使用任何设备", en: "halld is in safe mode and touches no device"),
                Bilingual(
                    zh: "本次开机后它多次启动都在一分钟内异常结束。",
                    en:
                        "It was started several times since the machine was switched on, and died within a minute each time."
                ),
                Bilingual(
                    zh: "用 journalctl -u halld 查找原因并排除，再运行 systemctl restart halld。",
                    en: "Find the reason with 'journalctl -u halld', mend it, then run 'systemctl restart halld'."))
        case .loopLate(let name, let seconds):
            AilmentText(
                Bilingual(
                    zh: "halld 的 \(name) 已 \(seconds) 秒没有动作", en: "\(name) of halld has done nothing for \(seconds) s"),
                Bilingual(
                    zh: "磁盘不响应（hall、history），或驱动程序卡住（bus-…）。",
                    en: "The disk hangs (hall, history), or a driver of the system does (bus-…)."),
                Bilingual(
                    zh: "看 journalctl -k -n 50 中磁盘和 USB 的错误；看门狗会重新启动 halld，反复出现时更换磁盘或转换器。",
                    en:
                        "Look for errors of disk and USB in 'journalctl -k -n 50'; the watchdog restarts halld. If it comes back, "
                        + "change the disk or the adapter."))
        case .notWatched:
            AilmentText(
                Bilingual(zh: "没有看门狗", en: "no watchdog looks after halld"),
                Bilingual(zh: "halld 不是由系统服务启动的。", en: "halld was not started by its unit."),
                Bilingual(zh: "正式使用时运行 systemctl start halld。", en: "In service run 'systemctl start halld'."))
        case .diskNearlyFull(let path, let free, let percent):
            AilmentText(
                Bilingual(
                    zh: "\(path) 所在磁盘只剩 \(free) MB（\(percent)%）",
                    en: "the disk of \(path) has \(free) MB left (\(percent) %)"),
                Bilingual(zh: "日志、备份或其他程序占满了磁盘。", en: "Logs, backups or another program fill it."),
                Bilingual(
                    zh: "运行 du -xh / | sort -h | tail -20 查找，journalctl --vacuum-size=200M 清理系统日志；不要删除 \(path) 中的文件。",
                    en: "Find what fills it with 'du -xh / | sort -h | tail -20', free the log with "
                        + "'journalctl --vacuum-size=200M'; delete nothing in \(path)."))
        default:
            AilmentText(
                Bilingual(zh: "系统时钟没有同步", en: "the clock is not synchronised"),
                Bilingual(
                    zh: "没有运行时间同步服务，或连不上时间服务器。",
                    en: "No time service runs, or it does not reach its server."),
                Bilingual(
                    zh:
                        "运行 timedatectl set-ntp true，用 timedatectl timesync-status 查看；内网请在 /etc/systemd/timesyncd.conf 写明时间服务器。",
                    en:
                        "Run 'timedatectl set-ntp true' and see 'timedatectl timesync-status'; in a closed network name its time "
                        + "server in /etc/systemd/timesyncd.conf."))
        }
    }
}

// MARK: - Wires

extension Ailment {
    private var ofWire: AilmentText {
        switch self {
        case .portMissing(let bus, let path):
            AilmentText(
                Bilingual(zh: "总线 \(bus)：没有 \(path)", en: "bus \(bus): there is no \(path)"),
                Bilingual(
                    zh: "转换器没有插好，或 udev 规则没有给它这个名称。",
                    en: "The adapter is not plugged in, or no udev rule gives it this name."),
                Bilingual(
                    zh: "插好转换器；看 ls -l /dev/hall 和 journalctl -k -n 20；换过转换器或插口时更新 hall.yaml，再运行 halld rules 重新生成规则。",
                    en:
                        "Plug it in; look at 'ls -l /dev/hall' and 'journalctl -k -n 20'; after another adapter or socket change "
                        + "hall.yaml and make the rules anew with 'halld rules'."))
        case .portForbidden(let bus, let path, let user):
            AilmentText(
                Bilingual(zh: "总线 \(bus)：无权打开 \(path)", en: "bus \(bus): \(path) may not be opened"),
                Bilingual(
                    zh: "用户 \(user) 不在设备文件的用户组中，或服务的设备许可表中没有它。",
                    en:
                        "User \(user) is not in the group of the device's file, or the unit's list of devices leaves it out."
                ),
                Bilingual(
                    zh: "用 ls -lL \(path) 查看；安装 udev 规则后运行 udevadm trigger；单独运行时 usermod -aG dialout \(user)。",
                    en:
                        "Look at 'ls -lL \(path)'; install the udev rules and run 'udevadm trigger'; where halld runs by hand, "
                        + "'usermod -aG dialout \(user)'."))
        case .portBusy(let bus, let path):
            AilmentText(
                Bilingual(zh: "总线 \(bus)：\(path) 被其他程序占用", en: "bus \(bus): another program holds \(path)"),
                Bilingual(
                    zh: "调试工具、另一个 halld 或 ModemManager 正在使用它。",
                    en: "A terminal program, another halld or ModemManager uses it."),
                Bilingual(
                    zh: "用 fuser -v \(path)（GPIO 用 gpioinfo）找到并结束该程序。",
                    en: "Find it with 'fuser -v \(path)' ('gpioinfo' for GPIO) and end it."))
        case .portLost(let bus, let path, let error):
            AilmentText(
                Bilingual(zh: "总线 \(bus)：\(path) 中断", en: "bus \(bus): \(path) failed").with(error),
                Bilingual(zh: "转换器被拔出、断电或损坏。", en: "The adapter was unplugged, lost power, or is broken."),
                Bilingual(
                    zh: "检查插头和供电，看 journalctl -k -n 20；恢复后自动继续，反复出现时更换转换器或 USB 线。",
                    en:
                        "See to plug and power, look at 'journalctl -k -n 20'; it goes on by itself. If it comes back, change the "
                        + "adapter or its cable."))
        case .peerUnreachable(let bus, let address, let error):
            AilmentText(
                Bilingual(zh: "总线 \(bus)：\(address) 连不上", en: "bus \(bus): \(address) cannot be reached").with(error),
                Bilingual(
                    zh: "设备断电、网线松脱、地址写错，或服务的网络许可没有该地址。",
                    en:
                        "The device has no power, a cable is loose, the address is wrong, or the unit does not allow it."
                ),
                Bilingual(
                    zh: "运行 ping 检查；核对 hall.yaml 的地址；更换地址后运行 halld units 重新生成网络许可。",
                    en:
                        "Try 'ping'; compare the address in hall.yaml; after a change of address make the unit's list anew with "
                        + "'halld units'."))
        case .chipMissing(let bus, let label):
            AilmentText(
                Bilingual(
                    zh: "总线 \(bus)：没有标签为 \(label) 的 GPIO 芯片", en: "bus \(bus): no GPIO chip has the label \(label)"),
                Bilingual(
                    zh: "扩展板没有插好，驱动没有加载，或标签写错。",
                    en: "The board is not plugged in, its driver is not loaded, or the label is wrong."),
                Bilingual(
                    zh: "用 gpiodetect 列出芯片及标签，改正 hall.yaml；重新插上后 5 秒内自动恢复。",
                    en:
                        "List chips and labels with 'gpiodetect' and correct hall.yaml; one that is plugged in is found within 5 s."
                ))
        case .lineMute(let bus, let devices):
            AilmentText(
                Bilingual(
                    zh: "总线 \(bus)：\(devices) 台设备全部没有应答，一个字节也没有收到",
                    en: "bus \(bus): none of \(devices) devices answers, not one byte came"),
                Bilingual(
                    zh: "总线断线，A/B 接反，设备没有供电，或转换器不是 RS-485。",
                    en:
                        "The line is cut, A and B are swapped, the devices have no power, or the adapter is not for RS-485."
                ),
                Bilingual(
                    zh: "量 A、B 间电压（空闲约 0.2 V 以上）；对调 A、B 试一次；检查设备电源；只接一台设备再试。",
                    en:
                        "Measure between A and B (idle: above about 0.2 V); swap A and B once; see to the devices' supply; try with "
                        + "one device alone."))
        case .lineGarbled(let bus, let percent):
            AilmentText(
                Bilingual(
                    zh: "总线 \(bus)：收到字节，但 \(percent)% 的应答无法辨认",
                    en: "bus \(bus): bytes come, and \(percent) % of the answers cannot be read"),
                Bilingual(
                    zh: "波特率或校验位与设备不同；两台设备同地址；A/B 接反。",
                    en:
                        "Baud rate or parity differs from the devices'; two devices have one address; A and B are swapped."
                ),
                Bilingual(
                    zh: "核对设备拨码和 hall.yaml 的 baud、format（常见 9600 8N1）；逐台接上，找出同地址的设备。",
                    en:
                        "Compare the devices' switches with baud and format in hall.yaml (9600 8N1 is common); connect one device "
                        + "after the other to find two with one address."))
        default:
            AilmentText(
                Bilingual(
                    zh: "总线 \(subject ?? "")：\(percentOfNoise)% 的应答损坏",
                    en: "bus \(subject ?? ""): \(percentOfNoise) % of the answers are damaged"),
                Bilingual(
                    zh: "干扰、接触不良、缺终端电阻，或屏蔽层两端接地。",
                    en: "Interference, a bad contact, no terminating resistor, or a shield earthed at both ends."),
                Bilingual(
                    zh: "线路两端各接 120 Ω 电阻；屏蔽层单端接地；远离变频器和动力线；用 hallctl bus stats 复查。",
                    en:
                        "Put 120 Ω at both ends; earth the shield at one end; keep away from inverters and mains; look again with "
                        + "'hallctl bus stats'."))
        }
    }

    private var percentOfNoise: Int { if case .lineNoisy(_, let percent) = self { percent } else { 0 } }
}

extension Bilingual {
    /// The system's own words behind it, in brackets.
    fileprivate func with(_ detail: String?) -> Bilingual {
        detail.map { Bilingual(zh: "\(zh)（\($0)）", en: "\(en) (\($0))") } ?? self
    }
}

// MARK: - Devices

extension Ailment {
    private var ofDevice: AilmentText {
        switch self {
        case .noSense(let device, let bus, let errors):
            AilmentText(
                Bilingual(
                    zh: "设备 \(device)：\(errors) 条无法理解的数据，没有一次有效应答",
                    en: "device \(device): \(errors) pieces of data that make no sense, and no answer"),
                Bilingual(
                    zh: "波特率或校验位不对，或总线 \(bus) 上接的是另一种设备。",
                    en: "Baud rate or parity is wrong, or another kind of device is on bus \(bus)."),
                Bilingual(
                    zh: "核对设备的串口参数（多数打印机开机自检页会印出）与 hall.yaml；核对 profile。",
                    en:
                        "Compare the device's line settings (most printers print them at power-on with FEED held) with hall.yaml; "
                        + "compare its profile."))
        case .deviceDead(let device, let bus, true):
            AilmentText(
                Bilingual(zh: "设备 \(device) 没有应答", en: "device \(device) does not answer"),
                Bilingual(
                    zh: "没有供电，接线松脱，或地址、串口参数与 hall.yaml 不同（总线 \(bus) 上其他设备正常）。",
                    en:
                        "It has no power, its wires are loose, or its address or line settings differ from hall.yaml (others "
                        + "on bus \(bus) answer)."),
                Bilingual(
                    zh: "检查电源灯和接线；核对拨码地址、波特率和校验；换一台同型号设备试。",
                    en:
                        "See to its power light and wires; compare address, baud rate and parity on its switches; try another "
                        + "of its kind."))
        case .deviceDead(let device, let bus, false):
            AilmentText(
                Bilingual(zh: "设备 \(device) 没有应答", en: "device \(device) does not answer"),
                Bilingual(
                    zh: "没有供电，线路 \(bus) 断开，或地址、串口参数与 hall.yaml 不同。",
                    en:
                        "It has no power, its line \(bus) is cut, or its address or line settings differ from hall.yaml."
                ),
                Bilingual(
                    zh: "检查电源灯和接线；核对地址、波特率和校验；换一台同型号设备试。",
                    en:
                        "See to its power light and wires; compare address, baud rate and parity; try another of its kind."
                ))
        case .wrongDevice(let device, let profile):
            AilmentText(
                Bilingual(
                    zh: "设备 \(device) 有应答，但不是 \(profile)", en: "device \(device) answers, but not as a \(profile)"),
                Bilingual(
                    zh: "接的是另一种型号，或两台设备的地址互换。", en: "It is another model, or two devices have each other's address."),
                Bilingual(
                    zh: "核对铭牌与 hall.yaml 的 profile；用 hallctl profile list 查找正确的型号。",
                    en: "Compare its plate with profile in hall.yaml; find the right one with 'hallctl profile list'."))
        case .programMissing(let device):
            AilmentText(
                Bilingual(zh: "\(device) 的程序没有安装", en: "the program of \(device) is not installed"),
                Bilingual(
                    zh: "hall.yaml 中这条总线的 program 指向的文件不存在。",
                    en: "The file that 'program' of its bus names does not exist."),
                Bilingual(
                    zh: "安装它（apt install espeak-ng），或改正 program；装好后自动恢复。",
                    en: "Install it ('apt install espeak-ng') or correct 'program'; it is found by itself then."))
        case .programFailed(let device):
            AilmentText(
                Bilingual(zh: "\(device) 的程序出错", en: "the program of \(device) fails"),
                Bilingual(
                    zh: "程序以错误结束或超时：通常是声卡不可用，或没有声音设备的权限。",
                    en: "It ended with an error or not in time: mostly there is no sound device, or it may not be used."
                ),
                Bilingual(
                    zh: "用 aplay -l 查看声卡，检查 arguments 中的设备名；服务需要 halld units 写出的设置。",
                    en: "See 'aplay -l' and the device in 'arguments'; the service needs what 'halld units' writes."))
        case .upsUnreachable(let device):
            AilmentText(
                Bilingual(zh: "UPS \(device) 联系不上", en: "UPS \(device) cannot be reached"),
                Bilingual(
                    zh: "NUT 服务在运行，但它与 UPS 之间的数据线断开，或驱动没有运行。",
                    en:
                        "The NUT server answers, but has lost the UPS: its data cable is off, or its driver does not run."
                ),
                Bilingual(
                    zh: "检查 UPS 的 USB 或串口线；运行 upsdrvctl start 和 upsc -l；看 journalctl -u nut-server。",
                    en:
                        "See to the UPS's USB or serial cable; run 'upsdrvctl start' and 'upsc -l'; look at 'journalctl -u nut-server'."
                ))
        case .paperOut(let device):
            AilmentText(
                Bilingual(zh: "打印机 \(device) 缺纸", en: "printer \(device) has no paper"),
                Bilingual(zh: "纸卷用完，或没有装到位。", en: "The roll is used up, or does not sit right."),
                Bilingual(
                    zh: "换上纸卷（热敏面朝打印头），合上盖。", en: "Put in a roll (heat-sensitive side to the head) and close the cover."
                ))
        case .coverOpen(let device):
            AilmentText(
                Bilingual(zh: "打印机 \(device) 上盖打开", en: "the cover of printer \(device) is open"),
                Bilingual(zh: "换纸后没有合上。", en: "It was not closed after the paper was changed."),
                Bilingual(zh: "合上盖，听到咔嗒声。", en: "Close it until it clicks."))
        case .cutterError(let device):
            AilmentText(
                Bilingual(zh: "打印机 \(device) 切刀卡住", en: "the cutter of printer \(device) is jammed"),
                Bilingual(zh: "纸屑或卡纸。", en: "Scraps or jammed paper."),
                Bilingual(zh: "断电，打开盖取出纸屑，再上电。", en: "Switch it off, take the scraps out, switch it on."))
        case .printerFault(let device):
            AilmentText(
                Bilingual(zh: "打印机 \(device) 报告故障", en: "printer \(device) reports a fault"),
                Bilingual(zh: "打印头过热、供电不足或电路故障。", en: "The head is too hot, the supply too weak, or it is broken."),
                Bilingual(
                    zh: "断电一分钟再上电；仍然故障时更换。",
                    en: "Switch it off for a minute and on again; if that does not help, change it."))
        default:
            AilmentText(
                Bilingual(zh: "打印机 \(subject ?? "") 脱机", en: "printer \(subject ?? "") is off line"),
                Bilingual(zh: "按了脱机键，或正在走纸。", en: "Its key was pressed, or it feeds paper."),
                Bilingual(
                    zh: "按打印机上的联机（FEED）键；不行时断电再上电。",
                    en: "Press its key (FEED, ON LINE); if that does not help, switch it off and on."))
        }
    }
}
