import HallModel

/// What hallctl says about appointments, and their help.
enum AppointmentText: LocalizedText {
    // Help
    case command, imports, list, cancel, file, dryRun, day, code, checkIn, takeNeeds
    // The file
    case cannotRead(String, String), checkPath
    case notUTF8(String), saveUTF8
    case tooLong(String), importInParts
    case noList(String), noEntries(String), columnsAre([String])
    case foreignColumn(String), missingColumn(String), columnTwice(String)
    case cellCount(Int, wanted: Int), openQuote, badMinutes(String)
    // Outcomes
    case line(Int, String), entry(Int, String)
    case nothingImported(Int), mendAndRepeat
    case imported(added: Int, changed: Int, unchanged: Int)
    case trial(added: Int, changed: Int, unchanged: Int)
    case cancelled(String)
    case none
    // Headings and words
    case start, minutes, source, state, number
    case word(String)

    var bilingual: Bilingual {
        switch self {
        case .command: Bilingual(zh: "预约：导入、查看、取消。", en: "Appointments: import, list, cancel.")
        case .imports:
            Bilingual(
                zh: "导入预约（CSV 或 JSON）：全部导入，或有错时一条也不导入。列：code、start、minutes、service、source；"
                    + "姓名、电话、证件号不予接收。",
                en:
                    "Import appointments (CSV or JSON): all, or none where any is wrong. Columns: code, start, minutes, "
                    + "service, source; names and numbers of people are not taken in.")
        case .list: Bilingual(zh: "未到和当天的预约。", en: "Appointments to come and those of the day.")
        case .cancel: Bilingual(zh: "取消一个预约。", en: "Give an appointment up.")
        case .file: Bilingual(zh: "CSV 或 JSON 文件。", en: "A CSV or JSON file.")
        case .dryRun: Bilingual(zh: "只检查，不导入。", en: "Only say what would become of it.")
        case .day: Bilingual(zh: "只列这一天，如 2026-11-28。", en: "Of this date only, 2026-11-28.")
        case .code: Bilingual(zh: "预约码。", en: "An appointment's code.")
        case .checkIn: Bilingual(zh: "凭此预约码取号。", en: "The code of the appointment that the visitor comes with.")
        case .takeNeeds:
            Bilingual(zh: "须写事项，或 --appointment 预约码", en: "a service, or --appointment CODE, must be given")
        case .cannotRead(let path, let why):
            Bilingual(zh: "无法读取 \(path)（\(why)）", en: "\(path) cannot be read (\(why))")
        case .checkPath: Bilingual(zh: "请核对路径和权限", en: "check the path and the permission")
        case .notUTF8(let path): Bilingual(zh: "\(path) 不是 UTF-8", en: "\(path) is not UTF-8")
        case .saveUTF8: Bilingual(zh: "请另存为 UTF-8 编码", en: "save it with UTF-8 encoding")
        case .tooLong(let path): Bilingual(zh: "\(path) 超过 1 MiB", en: "\(path) is longer than 1 MiB")
        case .importInParts: Bilingual(zh: "请分几个文件导入", en: "import it in parts")
        case .noList(let path): Bilingual(zh: "\(path) 不是 JSON 对象的列表", en: "\(path) is no JSON list of objects")
        case .noEntries(let path): Bilingual(zh: "\(path) 中没有预约", en: "there is no appointment in \(path)")
        case .columnsAre(let names):
            Bilingual(
                zh: "每条须有：\(names.joined(separator: "、"))", en: "each has: \(names.joined(separator: ", "))")
        case .foreignColumn(let name):
            Bilingual(
                zh: "不接收列“\(name)”：预约只有 code、start、minutes、service、source，姓名、电话、证件号等一律不予接收，请删除该列",
                en:
                    "column '\(name)' is not taken in: an appointment is code, start, minutes, service and source only; "
                    + "names, telephone and identity numbers never are: remove it")
        case .missingColumn(let name): Bilingual(zh: "缺少列“\(name)”", en: "column '\(name)' is missing")
        case .columnTwice(let name): Bilingual(zh: "列“\(name)”重复", en: "column '\(name)' stands twice")
        case .cellCount(let count, let wanted):
            Bilingual(zh: "有 \(count) 格，表头有 \(wanted) 格", en: "\(count) cells where the header has \(wanted)")
        case .openQuote: Bilingual(zh: "引号没有结束", en: "a quote is not closed")
        case .badMinutes(let text): Bilingual(zh: "分钟数“\(text)”不是整数", en: "minutes '\(text)' are no whole number")
        case .line(let line, let text): Bilingual(zh: "第 \(line) 行：\(text)", en: "line \(line): \(text)")
        case .entry(let place, let text): Bilingual(zh: "第 \(place) 条：\(text)", en: "entry \(place): \(text)")
        case .nothingImported(let count):
            Bilingual(
                zh: "有 \(count) 处错误，一条也没有导入",
                en: count == 1 ? "1 mistake, nothing was imported" : "\(count) mistakes, nothing was imported")
        case .mendAndRepeat: Bilingual(zh: "请改正后重新导入整个文件", en: "mend them and import the whole file again")
        case .imported(let added, let changed, let unchanged):
            Bilingual(
                zh: "已导入：新增 \(added)，更改 \(changed)，未变 \(unchanged)。",
                en: "Imported: \(added) new, \(changed) changed, \(unchanged) as before.")
        case .trial(let added, let changed, let unchanged):
            Bilingual(
                zh: "检查通过，未导入：新增 \(added)，更改 \(changed)，未变 \(unchanged)。",
                en: "Nothing is wrong, nothing was imported: \(added) new, \(changed) changed, \(unchanged) as before.")
        case .cancelled(let code): Bilingual(zh: "预约 \(code) 已取消。", en: "Appointment \(code) is cancelled.")
        case .none: Bilingual(zh: "没有预约。", en: "No appointments.")
        case .start: Bilingual(zh: "时段起", en: "START")
        case .minutes: Bilingual(zh: "分钟", en: "MINUTES")
        case .source: Bilingual(zh: "来源", en: "SOURCE")
        case .state: Bilingual(zh: "状态", en: "STATE")
        case .number: Bilingual(zh: "号码", en: "NUMBER")
        case .word("open"): Bilingual(zh: "未到", en: "to come")
        case .word("used"): Bilingual(zh: "已取号", en: "used")
        case .word("missed"): Bilingual(zh: "未来取号", en: "missed")
        case .word(let other): Bilingual(zh: other, en: other)
        }
    }

    /// In the language of this process, like all help.
    var here: String { text(HelpText.processLanguage) }
}
