import HallModel

extension Golden {
    /// A plan with every case of every enum that a plan can hold.
    static let plan = HallPlan(
        hall: HallSettings(
            name: "某某县政务服务中心", timezone: "Asia/Shanghai", language: .zh, dayStartSecond: 14_400, hotline: "12345"),
        buses: lines.enumerated().map { index, line in
            BusPlan(id: BusID("bus-\(index + 1)"), wire: .serial(path: "/dev/hall/bus-\(index + 1)", line))
        },
        zones: [
            ZonePlan(id: "waiting", name: "休息等候区", seats: 40), ZonePlan(id: "counters", name: "Counters / 窗口"),
        ],
        devices: printers + displays + keys,
        services: [
            ServicePlan(id: "household", prefix: "A", name: "户籍", waitingZone: "waiting"),
            ServicePlan(id: "tax", prefix: "ZZZ", name: "税务"),
        ],
        windows: [
            WindowPlan(
                id: "1", name: "综合窗口", serves: ["household", "tax"], display: "w1-display", caller: "w1-caller"),
            WindowPlan(id: "2", name: "Window without devices", serves: ["tax"]),
        ],
        kiosks: [
            KioskPlan(
                id: "kiosk-1", printer: "printer-gb2312", keys: "kiosk-keys",
                services: [
                    KioskPlan.Key(key: "1", service: "household"), KioskPlan.Key(key: "2", service: "tax"),
                ]), KioskPlan(id: "desk", printer: nil, keys: nil, services: []),
        ])

    private static let lines = [
        SerialSettings(baud: 115_200, dataBits: 8, parity: .none, stopBits: 1, flow: .rtscts),
        SerialSettings(baud: 9600, dataBits: 7, parity: .even, stopBits: 2, flow: .xonxoff),
        SerialSettings(baud: 1200, dataBits: 8, parity: .odd, stopBits: 1, flow: .none),
    ]

    private static let printers = [
        device(
            "printer-gb2312", trust: .verified, serial: lines[0],
            .escposPrinter(PrinterSettings(dotsAcross: 576, charset: .gb2312, proof: .auto, cut: .full, qr: true))),
        device(
            "printer-gbk", trust: .documented, serial: nil,
            .escposPrinter(PrinterSettings(dotsAcross: 384, charset: .gbk, proof: .processID, cut: .partial, qr: false))
        ),
        device(
            "printer-gb18030", trust: .reported, serial: nil,
            .escposPrinter(PrinterSettings(dotsAcross: 576, charset: .gb18030, proof: .fence, cut: .none, qr: true))),
        device(
            "printer-mute", trust: .unconfirmed, serial: nil,
            .escposPrinter(PrinterSettings(dotsAcross: 576, charset: .gbk, proof: .none, cut: .full, qr: true))),
    ]

    private static let displays = [
        device(
            "w1-display", trust: .documented, serial: lines[1],
            .alphaDisplay(AlphaDisplaySettings(checksum: true, assertEverySeconds: 60)))
    ]

    private static let keys = [
        device(
            "kiosk-keys", trust: .documented, serial: nil,
            .byteMapKeys(
                ByteMap(
                    frame: [
                        .literal([0xAA, 0x00, 0xFF]), .key(bytes: 2), .skip(bytes: 1), .checksum(.crc16Modbus, from: 0),
                    ],
                    keys: [ByteMap.Key(name: "1", code: 1), ByteMap.Key(name: "2", code: 4_294_967_295)],
                    lamps: [
                        ByteMap.Lamp(state: .ready, bytes: [1]), ByteMap.Lamp(state: .noPaper, bytes: [2, 3]),
                        ByteMap.Lamp(state: .paused, bytes: []),
                    ], debounceMilliseconds: 300))),
        device(
            "w1-caller", trust: .documented, serial: lines[2],
            .byteMapKeys(
                ByteMap(
                    frame: [
                        .checksum(.xor, from: 1), .checksum(.sum8, from: 2), .checksum(.sum16, from: 3), .key(bytes: 1),
                    ], keys: verbs.enumerated().map { ByteMap.Key(name: $1.rawValue, code: UInt32($0)) },
                    lamps: [], debounceMilliseconds: 0))),
    ]

    private static func device(
        _ id: DeviceID, trust: Profile.Trust, serial: SerialSettings?, _ settings: Profile.Settings
    ) -> DevicePlan {
        DevicePlan(
            id: id,
            profile: Profile(
                id: ProfileID("generic-\(id)"), vendor: "generic", model: "M/1 “\(id)”", source: "manual, rev. C §4.2",
                trust: trust, serial: serial, settings: settings,
                examples: [
                    ProfileExample(direction: .receives, bytes: [0xAA, 0x01], means: "key 1"),
                    ProfileExample(direction: .sends, bytes: [], means: "nothing", source: "capture"),
                ]), bus: "bus-1", address: id == "w1-display" ? 255 : 0, zone: trust == .verified ? "waiting" : nil,
            label: trust == .verified ? "PR-01" : "")
    }
}
