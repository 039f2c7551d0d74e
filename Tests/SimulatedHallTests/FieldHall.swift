import Glibc
import HallModel
import Testing

/// A hall with one bus of each kind of wire, made here: no profile file of these kinds is needed.
enum FieldHall {
    static func profile(_ id: ProfileID, _ settings: Profile.Settings) -> Profile {
        Profile(
            id: id, vendor: "bench", model: "bench", source: "bench", trust: .verified, serial: nil,
            settings: settings, examples: [])
    }

    static func register(
        _ name: String, _ meaning: PointMeaning, _ table: RegisterMap.Table, _ address: Int, divide: Int,
        period: Int? = 2
    ) -> RegisterMap.Register {
        RegisterMap.Register(
            point: PointDefinition(
                name: name, meaning: meaning, form: .number(.celsius, decimals: 1), isWritable: meaning == .setPoint,
                periodSeconds: period), table: table, address: address, encoding: .s16, divide: divide)
    }

    static let air = profile(
        "renke-rs-ws-n01",
        .modbusRegisters(
            RegisterMap(registers: [
                register("humidity", .relativeHumidity, .holding, 0, divide: 10),
                register("temperature", .roomTemperature, .holding, 1, divide: 10),
            ])))
    static let panel = profile(
        "generic-panel",
        .contactPanel(
            ContactPanel(lines: [
                ContactPanel.Line(
                    offset: 0,
                    point: PointDefinition(name: "door", meaning: .contact, form: .words(["open", "closed"])),
                    isActiveLow: true, bias: .pullUp),
                ContactPanel.Line(
                    offset: 3,
                    point: PointDefinition(
                        name: "siren", meaning: .output, form: .words(["off", "on"]), isWritable: true)),
            ])))
    static let nut = profile(
        "generic-nut-ups",
        .nutUPS(
            NutSettings(
                pollSeconds: 1,
                variables: [
                    NutSettings.Variable(
                        name: "ups.status",
                        point: PointDefinition(name: "status", meaning: .upsStatus, form: .text, periodSeconds: 1))
                ])))
    static let card = profile(
        "onbon-bx-6k",
        .onbonDisplay(
            OnbonSettings(series: .bx6k, width: 96, height: 16, charset: .gbk, assertEverySeconds: 60)))
    static let megatec = profile("generic-megatec", .megatecUPS(MegatecSettings(pollSeconds: 2)))

    static let serial = SerialSettings(baud: 9600)

    static let plan = HallPlan(
        hall: HallSettings(name: "bench"),
        buses: [
            BusPlan(id: "rs485", wire: .serial(path: "/dev/hall/rs485", serial)),
            BusPlan(id: "modbus", wire: .tcp(host: "127.0.0.1", port: 502)),
            BusPlan(id: "board", wire: .tcp(host: "127.0.0.1", port: 5005)),
            BusPlan(id: "ups-line", wire: .serial(path: "/dev/hall/ups-line", SerialSettings(baud: 2400))),
            BusPlan(id: "panel", wire: .gpio(label: "panel")),
        ],
        devices: [
            DevicePlan(id: "air-1", profile: air, bus: "rs485", address: 1),
            DevicePlan(id: "air-2", profile: air, bus: "rs485", address: 2),
            DevicePlan(id: "air-3", profile: air, bus: "modbus", address: 1),
            DevicePlan(id: "board", profile: card, bus: "board", address: 1),
            DevicePlan(id: "ups", profile: megatec, bus: "ups-line"),
            DevicePlan(id: "panel", profile: panel, bus: "panel"),
        ])

    static let nutPlan = HallPlan(
        hall: HallSettings(name: "bench"), buses: [BusPlan(id: "nut", wire: .nut(host: "127.0.0.1", port: 3493))],
        devices: [DevicePlan(id: "main-ups", profile: nut, bus: "nut", unit: "hallups")])
}

/// A raw client of a socket.
final class SocketClient {
    let descriptor: Int32
    private var received: [UInt8] = []

    /// To 127.0.0.1.
    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0, "connect to port \(port)")
    }

    /// To the port in a bus's file.
    convenience init(file: String) throws {
        let text = String(decoding: try content(of: file), as: UTF8.self)
        try #require(text.hasPrefix("127.0.0.1:") && text.hasSuffix("\n"))
        try self.init(port: #require(UInt16(text.dropFirst(10).dropLast())))
    }

    init(unix path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0, "connect to \(path)")
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) { _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
    func send(_ text: String) { send(Array(text.utf8)) }

    private func fill() -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        var buffer = [UInt8](repeating: 0, count: 4096)
        guard poll(&watched, 1, 10_000) > 0 else { return false }
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        received += buffer.prefix(count)
        return true
    }

    /// So many bytes, or fewer when nothing came for ten seconds or the other end closed.
    func receive(_ count: Int) -> [UInt8] {
        while received.count < count, fill() {}
        defer { received.removeFirst(min(count, received.count)) }
        return Array(received.prefix(count))
    }

    /// A line without its end; nil at the end of the connection or after ten seconds.
    func line() -> String? {
        while !received.contains(0x0A) { guard fill() else { return nil } }
        guard let end = received.firstIndex(of: 0x0A) else { return nil }
        defer { received.removeFirst(end + 1) }
        return String(decoding: received[..<end], as: UTF8.self)
    }

    /// The other end closed, within ten seconds.
    var isClosed: Bool {
        while fill() {}
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, 0) > 0
    }
}

func bytes(_ text: String) -> [UInt8] { text.split(separator: " ").compactMap { UInt8($0, radix: 16) } }
