import HallModel

/// What systemd must know of a hall: settings of its own beside `halld.service`, which allows no network address.
public enum ServiceSettings {
    /// A drop-in that allows the addresses of the plan's buses, and the sound devices where a program speaks.
    ///
    /// - Returns: whole lines; empty when the hall has no bus with an address.
    public static func text(of plan: HallPlan) -> String {
        let addresses = addresses(of: plan)
        let speaks = plan.buses.contains { if case .program = $0.wire { true } else { false } }
        let sound = speaks ? ["SupplementaryGroups=audio", "DeviceAllow=char-alsa rw"] : []
        guard !addresses.isEmpty || speaks else { return "" }
        let head = ["# Written by 'halld units'; write it again when an address of the hall changes.", "[Service]"]
        return (head + addresses.map { "IPAddressAllow=\($0)" } + sound).joined(separator: "\n") + "\n"
    }

    /// The addresses of the plan's buses, each once, in the plan's order.
    static func addresses(of plan: HallPlan) -> [String] {
        var addresses: [String] = []
        for bus in plan.buses {
            switch bus.wire {
            case .tcp(let host, _), .nut(let host, _): if !addresses.contains(host) { addresses.append(host) }
            case .serial, .gpio, .program: break
            }
        }
        return addresses
    }
}
