import HallModel

extension Golden02 {
    /// A plan with everything that a plan of 0.1 could not hold.
    static let plan = HallPlan(
        hall: HallSettings(
            name: "Hall", openHours: OpenHours(opens: 32_400, closes: 61_200),
            seasons: SeasonDates(
                cooling: SeasonDates.DateRange(from: day(5, 15), to: day(9, 30)),
                heating: SeasonDates.DateRange(from: day(11, 15), to: day(3, 15)))),
        buses: [
            BusPlan(id: "rs485", wire: .tcp(host: "192.168.10.20", port: 502)),
            BusPlan(id: "nut", wire: .nut(host: "fd00::7", port: 3493)),
            BusPlan(id: "gpio", wire: .gpio(label: "pinctrl-bcm2835")),
            BusPlan(
                id: "serial", wire: .serial(path: "/dev/hall/serial", SerialSettings(baud: 2400, dataBits: 8))),
            BusPlan(id: "program", wire: .program(path: "/usr/bin/espeak-ng", arguments: ["-d", "plughw:1"])),
        ],
        zones: [
            ZonePlan(id: "machines", name: "机房", isJudged: false),
            ZonePlan(id: "waiting", name: "Waiting", isJudged: true),
        ],
        devices: [
            device("hall-plant", on: "rs485", address: 17, .modbusRegisters(registers)),
            device(
                "hall-board", on: "rs485", .onbonDisplay(onbon(.bx5k, .gb2312))),
            device("door-board", on: "rs485", .onbonDisplay(onbon(.bx6k, .gb18030))),
            device("hall-ups", on: "nut", unit: "ups", closesHall: false, .nutUPS(nut)),
            device("desk-ups", on: "serial", closesHall: true, .megatecUPS(MegatecSettings(pollSeconds: 5, cells: 12))),
            device("spare-ups", on: "serial", .megatecUPS(MegatecSettings(pollSeconds: 10))),
            device("door-panel", on: "gpio", .contactPanel(contacts)),
            device("w1-pad", on: "serial", .byteMapKeys(pad)),
            device("voice", on: "program", .voiceProgram(espeak)),
        ]
            + VoiceModuleSettings.Dialect.allCases.enumerated().map { index, dialect in
                device(
                    DeviceID("voice-\(index)"), on: "serial",
                    .voiceModule(
                        VoiceModuleSettings(dialect: dialect, charset: VoiceModuleSettings.Charset.allCases[index])))
            },
        services: [
            ServicePlan(
                id: "household", prefix: "A", name: "户籍", waitLimitSeconds: 1800,
                range: NumberRange(first: 1, last: 499), contingent: 120)
        ],
        windows: [
            WindowPlan(
                id: "1", name: "综合窗口", serves: [], pad: "w1-pad", lamp: PointID("door-panel", "line-0"),
                plate: PlatePlan(device: "door-board", fields: PlateField.allCases))
        ]
            + WindowKind.allCases.map { kind in
                WindowPlan(
                    id: WindowID(kind.rawValue), name: "窗口", serves: [], kind: kind,
                    area: kind == .professional ? "不动产" : nil)
            }, boards: ["hall-board", "door-board"],
        limits: limits, ratings: RatingSettings(seconds: 90, followUpDays: 15),
        queue: QueueSettings(again: 2, behind: 4, graceSeconds: 900, preferred: 2, awaySeconds: 1200),
        voice: VoicePlan(
            device: "voice", languages: [.zh, .en], ordinary: VoicePlan.Manner(repeats: 1, volume: 60, speed: 50),
            elder: VoicePlan.Manner(repeats: 3, volume: 90, speed: 20), maxAgeSeconds: 45),
        operators: operators,
        appointments: AppointmentSettings(earlySeconds: 600, lateSeconds: 1200, noticeSeconds: 36_000))

    // MARK: - Limits

    /// Every relation, season, verb, confidence; on and off; with a mean and without.
    static let limits = [
        LimitSet(
            id: "golden", nameZh: "样例限值", nameEn: "Golden limits", source: "clause 1 \u{2014} a source",
            limits: zip(Limit.Relation.allCases, zip(Limit.Season.allCases, Limit.Confidence.allCases)).enumerated().map
            {
                index, kinds in
                Limit(
                    id: "limit-\(index)", meaning: PointMeaning.allCases[index], relation: kinds.0,
                    value: Quantity(thousandths: 26_000 + Int64(index)), unit: MeasureUnit.allCases[index],
                    season: kinds.1.0, meanSeconds: index == 0 ? nil : 3600 * index,
                    verb: Limit.Verb.allCases[index % Limit.Verb.allCases.count], clauseZh: "第 \(index) 条",
                    clauseEn: "clause \(index)", confidence: kinds.1.1, alarm: .airStale, onDelaySeconds: 300 * index,
                    deadBand: Quantity(thousandths: 500), isOn: index != 1)
            }),
        LimitSet(id: "empty", nameZh: "", nameEn: "", source: "", limits: []),
    ]

    // MARK: - Devices

    private static let espeak = VoiceProgramSettings(
        arguments: ["-v", "{voice}", "--stdin"],
        voices: [
            VoiceProgramSettings.Voice(language: .zh, name: "cmn"),
            VoiceProgramSettings.Voice(language: .en, name: "en"),
        ],
        volume: VoiceProgramSettings.Span(low: 0, high: 200), speed: VoiceProgramSettings.Span(low: 80, high: 240))

    /// Every table, encoding and order of words, every meaning and unit of a point, and every form of its values.
    private static let registers: RegisterMap = {
        let definitions =
            PointMeaning.allCases.map { definition("m-\($0.rawValue)", $0, .words(["off", "cooling"])) }
            + MeasureUnit.allCases.enumerated().map {
                definition("u-\($0)", .other, .number($1, decimals: $0 % 4))
            } + [definition("text", .other, .text)]
        return RegisterMap(
            responseTimeoutMilliseconds: 800, gapMilliseconds: 20, blockLimit: 60, readsHoles: true,
            registers: definitions.enumerated().map { index, point in
                var register = RegisterMap.Register(
                    point: point, table: RegisterMap.Table.allCases[index % 4], address: index * 1000,
                    encoding: RegisterMap.Encoding.allCases[index % RegisterMap.Encoding.allCases.count],
                    order: RegisterMap.WordOrder.allCases[index % 4], multiply: index + 1, divide: 10,
                    offset: Quantity(thousandths: -40_000), invalid: index == 0 ? [] : [32_767, -1])
                guard index.isMultiple(of: 5) else { return register }
                register.words = [RegisterMap.Word(code: 0, word: "off"), RegisterMap.Word(code: 1, word: "cooling")]
                register.power = RegisterMap.PowerSwitch(table: .coils, address: index)
                return register
            })
    }()

    private static func definition(
        _ name: String, _ meaning: PointMeaning, _ form: PointDefinition.Form
    ) -> PointDefinition {
        PointDefinition(
            name: name, meaning: meaning, form: form,
            range: meaning == .other
                ? PointDefinition.Range(low: Quantity(-40), high: Quantity(thousandths: 80_500)) : nil,
            isWritable: meaning == .setPoint, periodSeconds: meaning == .contact ? nil : 15)
    }

    private static func onbon(_ series: OnbonSettings.Series, _ charset: PrinterSettings.Charset) -> OnbonSettings {
        OnbonSettings(series: series, width: 128, height: 32, charset: charset, assertEverySeconds: 60)
    }

    private static let nut = NutSettings(
        pollSeconds: 5,
        variables: [
            NutSettings.Variable(name: "ups.status", point: definition("status", .upsStatus, .text)),
            NutSettings.Variable(
                name: "battery.runtime", point: definition("runtime", .upsRunTime, .number(.second, decimals: 0))),
        ])

    private static let contacts = ContactPanel(
        lines: ContactPanel.Bias.allCases.enumerated().map { index, bias in
            ContactPanel.Line(
                offset: index, point: definition("line-\(index)", .contact, .words(["open", "closed"])),
                isActiveLow: index == 1, bias: bias, debounceMilliseconds: 50 * index,
                alarmWhen: index == 0 ? nil : "open", isLatched: index == 2)
        }
            + ContactPurpose.allCases.enumerated().map { index, purpose in
                ContactPanel.Line(
                    offset: 10 + index, point: definition("for-\(purpose)", .contact, .words(["open", "closed"])),
                    alarmWhen: "closed", isLatched: purpose.latches, purpose: purpose)
            })

    private static func day(_ month: Int, _ day: Int) -> MonthDay {
        MonthDay(CivilDate(year: 2026, month: month, day: day))
    }

    private static let pad = ByteMap(
        frame: [.key(bytes: 1)],
        keys: (1...5).map { ByteMap.Key(name: "\($0)", code: UInt32($0)) } + [
            ByteMap.Key(name: "put-back", code: 9), ByteMap.Key(name: "park", code: 10),
        ],
        lamps: LampState.ofPads.enumerated().map { ByteMap.Lamp(state: $1, bytes: [UInt8($0)]) },
        debounceMilliseconds: 300)

    private static func device(
        _ id: DeviceID, on bus: BusID, address: Int = 0, unit: String? = nil, closesHall: Bool? = nil,
        _ settings: Profile.Settings
    ) -> DevicePlan {
        DevicePlan(
            id: id,
            profile: Profile(
                id: ProfileID("generic-\(id)"), vendor: "generic", model: "M", source: "manual", trust: .documented,
                serial: nil, settings: settings, examples: []), bus: bus, address: address,
            zone: bus == "nut" ? "machines" : nil, unit: unit, closesHall: closesHall)
    }
}
