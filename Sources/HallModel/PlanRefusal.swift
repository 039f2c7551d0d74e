/// Why a changed configuration is not taken into force while the service day runs.
public enum PlanRefusal: Sendable, Equatable {
    /// Visitors wait for this service and it is missing.
    case serviceInUse(ServiceID)
    /// Visitors wait for this service and no window serves it any more.
    case serviceUnserved(ServiceID)
    /// Numbers of this day would no longer belong to one service: a prefix was changed or given to another.
    case prefixInUse(ServiceID)
    /// Somebody is at this window and it is missing.
    case windowOccupied(WindowID)

    /// The file has errors.
    case unreadable(String)
    /// This person has a visitor at a window and is missing.
    case operatorOccupied(OperatorID)

    /// `service-in-use household`: the form in facts, which outlives wording.
    public var code: String {
        switch self {
        case .serviceInUse(let service): "service-in-use \(service)"
        case .serviceUnserved(let service): "service-unserved \(service)"
        case .prefixInUse(let service): "prefix-in-use \(service)"
        case .windowOccupied(let window): "window-occupied \(window)"
        case .unreadable(let file): "unreadable \(file)"
        case .operatorOccupied(let person): "operator-occupied \(person)"
        }
    }

    /// Reads a code; nil for anything else.
    public init?(code: String) {
        let parts = code.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let name = String(parts[1])
        switch parts[0] {
        case "service-in-use": self = .serviceInUse(ServiceID(name))
        case "service-unserved": self = .serviceUnserved(ServiceID(name))
        case "prefix-in-use": self = .prefixInUse(ServiceID(name))
        case "window-occupied": self = .windowOccupied(WindowID(name))
        case "unreadable": self = .unreadable(name)
        case "operator-occupied": self = .operatorOccupied(OperatorID(name))
        default: return nil
        }
    }
}

extension PlanRefusal: LocalizedText {
    /// What stands in the way and what to do.
    public var bilingual: Bilingual {
        switch self {
        case .unreadable(let file):
            let name = file.withoutControls
            return Bilingual(
                zh: "\(name) 有错误；请运行 halld check \(name) 查看并改正，再运行 hallctl reload",
                en: "\(name) has errors; run halld check \(name), mend them, then run hallctl reload")
        case .serviceInUse(let service):
            let name = service.rawValue.withoutControls
            return Bilingual(
                zh: "事项 \(name) 还有人等候，不能删除；下一个服务日自动生效，或等候人员办完后运行 hallctl reload",
                en: "service \(name) is removed while visitors wait for it; it comes into force with the next service "
                    + "day, or run hallctl reload when nobody waits for it")
        case .serviceUnserved(let service):
            let name = service.rawValue.withoutControls
            return Bilingual(
                zh: "事项 \(name) 还有人等候，但没有窗口办理；请为它保留窗口，或等候人员办完，再运行 hallctl reload；否则下一个服务日自动生效",
                en: "no window serves \(name) while visitors wait for it; "
                    + "keep a window for it or wait until nobody waits for it, then run hallctl reload; "
                    + "else it comes into force with the next service day")
        case .prefixInUse(let service):
            let name = service.rawValue.withoutControls
            return Bilingual(
                zh: "事项 \(name) 的号码前缀今天已使用，不能更改或改作他用；请恢复前缀后运行 hallctl reload，或等到下一个服务日自动生效",
                en: "the number prefix of service \(name) is in use today; "
                    + "put the prefix back and run hallctl reload, or wait: it comes into force with the next "
                    + "service day")
        case .windowOccupied(let window):
            let name = window.rawValue.withoutControls
            return Bilingual(
                zh: "窗口 \(name) 正在办理，不能删除；请办结后运行 hallctl reload",
                en: "window \(name) is removed while somebody is at it; finish there, then run hallctl reload")
        case .operatorOccupied(let person):
            let name = person.rawValue.withoutControls
            return Bilingual(
                zh: "人员 \(name) 正在办理，不能删除；请办结或由他人顶岗后运行 hallctl reload",
                en: "operator \(name) is removed while serving a visitor; finish or let somebody cover, then run "
                    + "hallctl reload")
        }
    }
}
