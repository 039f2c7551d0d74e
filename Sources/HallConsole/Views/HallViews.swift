import HallAPI
import HallModel

extension Console {
    func show(_ status: StatusView) {
        let devices: [(Int, Presence)] = [
            (status.devices.online, .online), (status.devices.offline, .offline),
            (status.devices.unknown, .unknown), (status.devices.disabled, .disabled), (status.devices.absent, .absent),
        ]
        let counts = devices.filter { $0.0 > 0 }.map { "\($0.0) \(CodeText.presence($0.1).text(language))" }
        var rows: [(name: String, value: Cell)] = [
            (say(.hall), Cell(status.hall)),
            (say(.day), Cell(status.day ?? say(.nobody))),
            (say(.uptime), Cell(duration(status.uptimeSeconds))),
            (say(.devices), Cell(say(.list(counts)), status.devices.offline > 0 ? .bad : .plain)),
            (
                say(.alarms),
                Cell(
                    say(.counts(active: status.alarms.active, unacknowledged: status.alarms.unacknowledged)),
                    status.alarms.unacknowledged > 0 ? .bad : .plain)
            ),
            (say(.queue), Cell(say(.visitors(waiting: status.queue.waiting, serving: status.queue.serving)))),
        ]
        if let closed = status.closed {
            let reason = ClosureReason(rawValue: closed.reason)?.text(language) ?? closed.text
            let device = closed.device.map { " (\($0))" } ?? ""
            rows.append((say(.closed), Cell("\(reason)\(device)  \(self.time(closed.since))", .bad)))
        }
        rows += status.buses.map { bus in
            (
                "\(say(.buses)) \(bus.id)",
                Cell(
                    "\(bus.path)  \(say(.busLine(devices: bus.devices, offline: bus.offline)))",
                    bus.offline > 0 ? .bad : .plain)
            )
        }
        print(Sheet(rows: rows))
    }

    func show(_ devices: [DeviceView]) {
        guard !devices.isEmpty else { return print(Cell(say(.noDevices))) }
        print(
            Table(
                headings: [.id, .presence, .kind, .bus, .zone, .label, .lastSeen, .errors, .detail].map { say($0) },
                rows: devices.map { device in
                    [
                        Cell(device.id), presence(device.presence), deviceKind(device.kind), Cell(device.bus),
                        Cell(device.zoneName ?? device.zone ?? "–"), Cell(device.label), Cell(time(device.lastSeen)),
                        Cell(String(device.errors), device.errors > 0 ? .warning : .plain), detail(device),
                    ]
                }))
    }

    func show(_ device: DeviceView) {
        var rows: [(name: String, value: Cell)] = [
            (say(.id), Cell(device.id)), (say(.label), Cell(device.label)), (say(.kind), deviceKind(device.kind)),
            (say(.profile), Cell(device.profile)), (say(.bus), Cell(device.bus)),
            (say(.zone), Cell(device.zoneName ?? device.zone ?? "–")), (say(.presence), presence(device.presence)),
            (say(.lastSeen), Cell(time(device.lastSeen))), (say(.errors), Cell(String(device.errors))),
        ]
        if let printer = device.printer { rows.append((say(.paper), self.printer(printer))) }
        if !detail(device).text.isEmpty { rows.append((say(.detail), detail(device))) }
        print(Sheet(rows: rows))
    }

    func detail(_ device: DeviceView) -> Cell {
        Cell(code(DeviceDetail(rawValue: device.detail).map(CodeText.detail), device.detail))
    }
}
