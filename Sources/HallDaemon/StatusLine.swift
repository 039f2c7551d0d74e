import HallAPI
import HallLogic
import HallModel

/// How the hall does, in a line for the service manager (`systemctl status`).
enum StatusLine {
    static func text(_ state: PublishedHall, safeMode: Bool) -> String {
        let view = Viewing(state, at: state.at.monotonic).status()
        let name = view.hall.withoutControls
        let (devices, alarms, queue) = (view.devices, view.alarms, view.queue)
        let heard = devices.online
        let lost = devices.offline
        let text = Bilingual(
            zh: "\(name)：等候 \(queue.waiting) 人，办理 \(queue.serving) 人；设备在线 \(heard)，离线 \(lost)；报警 \(alarms.active)",
            en:
                "\(name): \(queue.waiting) waiting, \(queue.serving) at windows; devices online \(heard), offline \(lost); "
                + "alarms \(alarms.active)")
        let closed = view.closed.map { "\($0.text) — " } ?? ""
        let prefix = safeMode ? Bilingual(zh: "安全模式：", en: "SAFE MODE: ") : Bilingual(zh: "", en: "")
        let language = state.hall.recorded.plan?.hall.language ?? .en
        return prefix[language] + closed + text[language]
    }
}
