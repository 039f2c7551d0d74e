import DeviceDrivers
import HallModel

/// Turns a hall's file into a plan and judges it as a whole. The plan means something only if nothing was reported.
struct PlanBuilder {
    private let file: HallFile
    private let log: ProblemLog
    private let zones: NameIndex
    private let buses: NameIndex
    private let devices: NameIndex
    private let services: NameIndex
    private let windows: NameIndex
    /// Nil for a profile that is missing or broken.
    private let profiles: [String: Profile]
    private var users: [String: (owner: Bilingual, mark: Mark)] = [:]
    /// Points that are a window's lamp.
    private var lamps: [String: (owner: Bilingual, mark: Mark)] = [:]
    /// A window or kiosk names a device that is not there, or could not be read: it may mean one that looks unused.
    private var missesDevice = false

    init(_ file: HallFile, profiles: [String: Profile], log: ProblemLog) {
        self.file = file
        self.profiles = profiles
        self.log = log
        func index<Entry>(
            _ subject: Subject, _ section: HallFile.Section<Entry>, _ id: (Entry) -> Placed<String>
        ) -> NameIndex {
            NameIndex(subject, section.entries.map(id), isComplete: section.isComplete, log: log)
        }
        zones = index(.zone, file.zones) { $0.id }
        buses = index(.bus, file.buses) { $0.id }
        devices = index(.device, file.devices) { $0.id }
        services = index(.service, file.services) { $0.id }
        windows = index(.window, file.windows) { $0.id }
        _ = index(.kiosk, file.kiosks) { $0.id }
        missesDevice = !file.windows.isComplete || !file.kiosks.isComplete
    }

    /// The plan; everything that keeps it from being one is in the log.
    mutating func build() -> HallPlan {
        var plan = HallPlan(hall: settings())
        plan.zones = file.zones.entries.map {
            ZonePlan(
                id: ZoneID($0.id.value), name: $0.name?.value ?? "", seats: $0.seats?.value,
                isJudged: $0.isJudged?.value)
        }
        plan.devices = file.devices.entries.compactMap(device)
        plan.buses = BusChecks(file: file, profiles: profiles, log: log).buses()
        plan.services = servicePlans()
        plan.windows = file.windows.entries.map { window($0) }
        giveLamps(to: plan.windows, &plan.devices)
        plan.kiosks = file.kiosks.entries.map { kiosk($0) }
        plan.boards = file.boards.compactMap { board in
            use(board, as: .board, by: Bilingual(zh: "大厅显示屏", en: "the hall's boards")).map { DeviceID($0.value) }
        }
        plan.voice = voice()
        plan.ratings = file.ratings
        plan.queue = file.queue
        plan.appointments = file.appointments
        plan.access = file.access
        for service in file.services.entries where !isServed(service.id.value) {
            log.report(.serviceUnserved(service.id.value), at: service.id.mark)
        }
        if !missesDevice {
            // What has points is read by whoever looks at them.
            for device in file.devices.entries
            where users[device.id.value] == nil && profile(of: device)?.points.isEmpty != false {
                log.report(.deviceUnused(device.id.value), at: device.id.mark)
            }
        }
        plan.operators = operatorPlans(file.operators, services: services, windows: windows, log: log)
        checkAreas()
        for window in file.counters { _ = windows.contains(window, log: log) }
        checkBudgets(plan)
        return plan
    }

    private mutating func voice() -> VoicePlan? {
        guard let voice = file.voice else { return nil }
        let owner = Bilingual(zh: "语音", en: "the hall's voice")
        guard let device = use(voice.device, as: .voice, by: owner) else { return nil }
        return VoicePlan(
            device: DeviceID(device.value),
            languages: voice.languages.isEmpty ? [file.language?.value ?? .zh] : voice.languages,
            ordinary: voice.ordinary, elder: voice.elder, maxAgeSeconds: voice.maxAgeSeconds)
    }

    private func settings() -> HallSettings {
        var settings = HallSettings(name: file.name?.value ?? "")
        if let timezone = file.timezone { settings.timezone = timezone.value }
        if let language = file.language { settings.language = language.value }
        if let hotline = file.hotline { settings.hotline = hotline.value }
        if let dayStart = file.dayStartSecond { settings.dayStartSecond = dayStart }
        settings.openHours = file.openHours
        settings.seasons = file.seasons
        return settings
    }

    private func device(_ device: HallFile.Device) -> DevicePlan? {
        let zone = device.zone.flatMap { zones.contains($0, log: log) ? ZoneID($0.value) : nil }
        guard let bus = device.bus, buses.contains(bus, log: log), var profile = profile(of: device) else { return nil }
        // The proof stays with the profile's file, and udev's matters too: no decision needs them, and the journal keeps
        // every plan.
        profile.examples = []
        profile.usb = []
        setPeriods(of: device, in: &profile)
        return DevicePlan(
            id: DeviceID(device.id.value), profile: profile, bus: BusID(bus.value), address: device.address?.value ?? 0,
            zone: zone, label: device.label?.value ?? "", unit: device.unit?.value, closesHall: device.closesHall?.value
        )
    }

    /// The file's periods take the place of the profile's.
    private func setPeriods(of device: HallFile.Device, in profile: inout Profile) {
        guard device.period != nil || !device.periods.isEmpty else { return }
        guard case .modbusRegisters(var map) = profile.settings else {
            let mark = device.period?.mark ?? device.periods.first?.point.mark ?? device.id.mark
            let meaning = Bilingual(
                zh: "只有 modbus-registers 型号的读取周期可以改", en: "only points of modbus-registers have a period of their own")
            return log.report(.keyWithoutMeaning("period", device: device.id.value, meaning: meaning), at: mark)
        }
        if let period = device.period {
            for index in map.registers.indices { map.registers[index].setPeriod(milliseconds: period.value) }
        }
        for (point, milliseconds) in device.periods {
            guard let index = map.registers.firstIndex(where: { $0.point.name == point.value }) else {
                let known = map.registers.map(\.point.name)
                log.report(.unknownKey(point.value, known: known), at: point.mark)
                continue
            }
            map.registers[index].setPeriod(milliseconds: milliseconds)
        }
        profile.settings = .modbusRegisters(map)
    }

    /// Lines that are asked for more than they can carry.
    private func checkBudgets(_ plan: HallPlan) {
        for bus in file.buses.entries {
            guard
                let plan = plan.buses.first(where: { $0.id.rawValue == bus.id.value }).flatMap({
                    BusBudget(bus: $0, devices: plan.devices)
                }), !plan.holds, let oldest = plan.points.first
            else { continue }
            log.report(
                .busOverloaded(
                    bus.id.value, percent: plan.perMille / 10, oldest: oldest.id.rawValue,
                    age: oldest.worstAge.wholeSeconds), at: bus.id.mark)
        }
    }

    private func profile(of device: HallFile.Device) -> Profile? { device.profile.flatMap { profiles[$0.value] } }

    private func servicePlans() -> [ServicePlan] {
        var prefixes: [String: [HallFile.Service]] = [:]
        return file.services.entries.map { service in
            if let prefix = service.prefix {
                if !(1...3).contains(prefix.value.utf8.count) || !prefix.value.utf8.allSatisfy(Self.isCapital) {
                    log.report(.badPrefix(prefix.value), at: prefix.mark)
                } else {
                    for other in prefixes[prefix.value] ?? [] { checkNumbers(service, other, prefix) }
                    prefixes[prefix.value, default: []].append(service)
                }
            }
            let zone = service.zone.flatMap { zones.contains($0, log: log) ? ZoneID($0.value) : nil }
            return ServicePlan(
                id: ServiceID(service.id.value), prefix: service.prefix?.value ?? "", name: service.name?.value ?? "",
                waitingZone: zone, waitLimitSeconds: service.waitLimitSeconds, range: service.range?.value,
                contingent: service.contingent?.value)
        }
    }

    /// Two services with one prefix share no number: both must have a range.
    private func checkNumbers(_ service: HallFile.Service, _ other: HallFile.Service, _ prefix: Placed<String>) {
        let first = other.prefix?.mark ?? other.id.mark
        guard let range = service.range, let otherRange = other.range else {
            return log.report(.prefixTwice(prefix.value, service: other.id.value, first: first), at: prefix.mark)
        }
        guard range.value.overlaps(otherRange.value) else { return }
        log.report(
            .rangesOverlap(range.value, otherRange.value, service: other.id.value, first: otherRange.mark),
            at: range.mark)
    }

    /// More professional areas than a hall is to have. A professional window without an area is one by itself, by its name.
    private func checkAreas() {
        var areas: [String] = []
        for window in file.windows.entries {
            if let area = window.area, let kind = window.kind, kind.value != .professional {
                log.report(.areaWithoutProfession(kind.value), at: area.mark)
            } else if let area = window.area, window.kind == nil {
                log.report(.areaWithoutProfession(nil), at: area.mark)
            }
            guard let kind = window.kind, kind.value == .professional else { continue }
            let area = window.area?.value ?? window.name?.value ?? window.id.value
            guard !areas.contains(area) else { continue }
            areas.append(area)
            if areas.count == Self.mostAreas + 1 {
                log.report(.tooManyAreas(limit: Self.mostAreas), at: window.area?.mark ?? kind.mark)
            }
        }
    }

    /// 专业区域要求小于或等于6个 (the Jiangxi standard's draft).
    private static let mostAreas = 6

    private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

    private func isServed(_ service: String) -> Bool {
        // A window that could not be read may serve it.
        !file.windows.isComplete
            || file.windows.entries.contains { window in
                window.serves.map { $0.contains { $0.value == service } } ?? true
            }
    }

    private mutating func window(_ window: HallFile.Window) -> WindowPlan {
        var firsts: [String: Mark] = [:]
        for service in window.serves ?? [] where services.contains(service, log: log) {
            if let first = firsts[service.value] {
                log.report(.repeated(.service, service.value, first: first), at: service.mark)
            }
            firsts[service.value] = firsts[service.value] ?? service.mark
        }
        let owner = owner(.window, window.id.value)
        let display = use(window.display, as: .display, by: owner)
        let caller = use(window.caller, as: .caller, by: owner)
        if let caller, let map = byteMap(of: caller.value) { checkVerbs(map, of: caller) }
        let plate = use(window.plate, as: .plate, by: owner)
        let pad = use(window.pad, as: .pad, by: owner)
        if let pad, let map = byteMap(of: pad.value) { checkLevels(map, of: pad) }
        return WindowPlan(
            id: WindowID(window.id.value), name: window.name?.value ?? "",
            serves: (window.serves ?? []).map { ServiceID($0.value) }, display: display.map { DeviceID($0.value) },
            caller: caller.map { DeviceID($0.value) }, pad: pad.map { DeviceID($0.value) }, lamp: lamp(of: window),
            plate: plate.map { PlatePlan(device: DeviceID($0.value), fields: window.plateFields) },
            kind: window.kind?.value, area: window.area?.value)
    }

    /// `panel.lamp-1`: an output of a contact panel that means nothing else.
    private mutating func lamp(of window: HallFile.Window) -> PointID? {
        guard let lamp = window.lamp else { return nil }
        let parts = lamp.value.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else {
            let form = Bilingual(zh: "请写 <设备>.<测点>，例如 panel.lamp-1", en: "write <device>.<point>: panel.lamp-1")
            log.report(.badForm("lamp", value: lamp.value, form: form), at: lamp.mark)
            return nil
        }
        let (id, name) = (String(parts[0]), String(parts[1]))
        guard devices.contains(Placed(value: id, mark: lamp.mark), log: log) else { return nil }
        let profile = file.devices.entries.first { $0.id.value == id }.flatMap(profile)
        guard let profile else { return nil }
        guard case .contactPanel(let panel) = profile.settings,
            panel.lines.contains(where: { $0.point.name == name && $0.point.meaning == .output && $0.shows == nil })
        else {
            log.report(.noLamp(lamp.value), at: lamp.mark)
            return nil
        }
        if let first = lamps[lamp.value] {
            log.report(.deviceUsedTwice(lamp.value, by: first.owner, first: first.mark), at: lamp.mark)
        }
        lamps[lamp.value] = (owner(.window, window.id.value), lamp.mark)
        return PointID(DeviceID(id), name)
    }

    /// A window's lamp is the hall's: nobody else writes it.
    private func giveLamps(to windows: [WindowPlan], _ devices: inout [DevicePlan]) {
        for lamp in windows.compactMap(\.lamp) {
            guard let place = devices.firstIndex(where: { $0.id == lamp.device }),
                case .contactPanel(var panel) = devices[place].profile.settings,
                let line = panel.lines.firstIndex(where: { $0.point.name == lamp.name })
            else { continue }
            panel.lines[line].shows = []
            panel.lines[line].point.isWritable = false
            devices[place].profile.settings = .contactPanel(panel)
        }
    }

    private func checkLevels(_ map: ByteMap, of pad: Placed<String>) {
        let missing = RatingLevel.allCases.map { String($0.rawValue) }.filter { level in
            !map.keys.contains { $0.name == level }
        }
        if !missing.isEmpty { log.report(.padWithoutLevels(pad.value, missing: missing), at: pad.mark) }
    }

    private func checkVerbs(_ map: ByteMap, of caller: Placed<String>) {
        let verbs = WindowVerb.callerKeys
        let ignored = map.keys.map(\.name).filter { !verbs.contains($0) }
        if ignored.count == map.keys.count {
            log.report(.callerWithoutVerbs(caller.value, verbs: verbs), at: caller.mark)
        } else if !ignored.isEmpty {
            log.report(.callerKeysIgnored(ignored, verbs: verbs), at: caller.mark)
        }
    }

    private mutating func kiosk(_ kiosk: HallFile.Kiosk) -> KioskPlan {
        let owner = owner(.kiosk, kiosk.id.value)
        let printer = use(kiosk.printer, as: .printer, by: owner)
        let keys = use(kiosk.keys, as: .keys, by: owner)
        let map = keys.flatMap { byteMap(of: $0.value) }
        for entry in kiosk.services {
            _ = services.contains(entry.service, log: log)
            if let map, let keys, !map.keys.contains(where: { $0.name == entry.key.value }) {
                let profile = file.devices.entries.first { $0.id.value == keys.value }?.profile?.value ?? ""
                let known = map.keys.map(\.name)
                log.report(.noSuchKey(entry.key.value, profile: profile, known: known), at: entry.key.mark)
            }
        }
        if kiosk.keys == nil, !kiosk.services.isEmpty {
            log.report(.servicesWithoutKeys(kiosk.id.value), at: kiosk.servicesMark ?? kiosk.id.mark)
        } else if kiosk.keys != nil, kiosk.servicesMark == nil {
            log.report(.keysWithoutServices(kiosk.id.value), at: kiosk.id.mark)
        } else if kiosk.keys == nil, kiosk.printer == nil {
            log.report(.idleKiosk(kiosk.id.value), at: kiosk.id.mark)
        }
        return KioskPlan(
            id: KioskID(kiosk.id.value), printer: printer.map { DeviceID($0.value) },
            keys: keys.map { DeviceID($0.value) },
            services: kiosk.services.map {
                KioskPlan.Key(key: $0.key.value, service: ServiceID($0.service.value), priority: $0.priority)
            })
    }

    private func owner(_ subject: Subject, _ id: String) -> Bilingual {
        Bilingual(
            zh: "\(subject.text(.zh)) \(Finding.quoted(id))", en: "\(subject.text(.en)) \(Finding.quoted(id))")
    }

    /// Gives a device to a window or kiosk; nil when it does not exist or does not fit, which is reported.
    private mutating func use(_ device: Placed<String>?, as duty: DeviceDuty, by owner: Bilingual) -> Placed<String>? {
        guard let device else { return nil }
        guard devices.contains(device, log: log) else {
            missesDevice = true
            return nil
        }
        if let first = users[device.value] {
            log.report(.deviceUsedTwice(device.value, by: first.owner, first: first.mark), at: device.mark)
        } else {
            users[device.value] = (owner, device.mark)
        }
        let entry = file.devices.entries.first { $0.id.value == device.value }
        guard let profile = entry.flatMap(profile) else { return device }
        guard duty.kinds.contains(profile.kind) else {
            log.report(.wrongKind(device.value, kind: profile.kind, duty: duty), at: device.mark)
            return nil
        }
        return device
    }

    private func byteMap(of device: String) -> ByteMap? {
        let entry = file.devices.entries.first { $0.id.value == device }
        guard case .byteMapKeys(let map) = entry.flatMap(profile)?.settings else { return nil }
        return map
    }
}

extension RegisterMap.Register {
    /// Gives the point another period.
    fileprivate mutating func setPeriod(milliseconds: Int) {
        point.periodSeconds = (milliseconds + 999) / 1_000
        periodMilliseconds = milliseconds % 1_000 == 0 ? nil : milliseconds
    }
}
