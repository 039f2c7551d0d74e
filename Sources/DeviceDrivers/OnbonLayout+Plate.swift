import HallModel

/// What a plate shows in lines of text: the only table of it.
extension OnbonLayout {
    /// Where its clerk is goes before who it is, and stays.
    static func isFixed(_ plate: Plate) -> Bool {
        switch plate.status {
        case .paused, .hallClosed: true
        case .onDuty, .closed, .unstaffed: false
        }
    }

    func lines(of plate: Plate) -> [[String]] {
        switch plate.status {
        case .hallClosed(.lowBattery): return notice("停电，暂停服务", "停电", "暂停服务")
        case .hallClosed(.fire): return notice("火灾报警，请立即撤离", "火灾报警", "请立即撤离")
        case .paused(let place):
            let name = plate.lines.filter { $0.field == .name }
            return [["暂停服务"]] + (place.map { [[$0.bilingual.zh]] } ?? []) + name.map { forms($0, plate.status) }
        case .onDuty, .closed, .unstaffed: return plate.lines.map { forms($0, plate.status) }
        }
    }

    private func forms(_ line: Plate.Line, _ status: Plate.Status) -> [String] {
        guard line.field != .status else {
            return switch status {
            case .onDuty: ["状态 在岗", "在岗"]
            case .unstaffed: ["无人在岗"]
            case .closed: ["停止服务"]
            case .paused, .hallClosed: ["暂停服务"]
            }
        }
        let label =
            switch line.field {
            case .department: "部门"
            case .name: "姓名"
            case .post: "职务"
            case .phone: "电话"
            case .number: "工号"
            case .window: "窗口"
            case .hotline: "投诉"
            case .status: "状态"
            }
        return ["\(label) \(line.text)", line.text]
    }
}
