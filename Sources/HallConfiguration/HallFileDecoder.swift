import HallModel

/// Reads the tree of a `hall.yaml`, key by key.
struct HallFileDecoder {
    private let log: ProblemLog

    private init(log: ProblemLog) { self.log = log }

    /// Everything in the tree that could be read; the rest is reported.
    static func file(_ node: YAMLNode, log: ProblemLog) -> HallFile? {
        HallFileDecoder(log: log).decode(node)
    }

    private func decode(_ node: YAMLNode) -> HallFile? {
        guard var keys = MappingReader(node, .file, named: log.file, log: log) else { return nil }
        var file = HallFile()
        if let hall = keys.mapping("hall", .hall, required: true) { readHall(hall, into: &file) }
        if let calendar = keys.mapping("calendar", .calendar) { readCalendar(calendar, into: &file) }
        if let access = keys.mapping("access", .access) { readAccess(access, into: &file) }
        if let ratings = keys.mapping("ratings", .ratings) { readRatings(ratings, into: &file) }
        if let queue = keys.mapping("queue", .queue) { readQueue(queue, into: &file) }
        if let voice = keys.mapping("voice", .voice) { file.voice = VoiceDecoder(log: log).voice(voice) }
        if let appointments = keys.mapping("appointments", .appointments) {
            readAppointments(appointments, into: &file)
        }
        if let boards = keys.list("boards", limit: Limit.boards) { readBoards(boards, into: &file) }
        file.buses = buses(&keys)
        file.zones = section(&keys, "zones", .zone, limit: Limit.zones, read: zone)
        file.devices = section(&keys, "devices", .device, limit: Limit.devices, read: device)
        file.services = section(&keys, "services", .service, limit: Limit.services, read: service)
        file.windows = section(&keys, "windows", .window, limit: Limit.windows, read: window)
        file.kiosks = section(&keys, "kiosks", .kiosk, limit: Limit.kiosks, read: kiosk)
        file.operators = section(&keys, "operators", .operator, limit: Limit.operators) { keys, id in
            OperatorDecoder(log: log).person(&keys, id)
        }
        keys.finish()
        return file
    }

    private func readHall(_ reader: MappingReader, into file: inout HallFile) {
        var keys = reader
        file.mark = keys.mark
        file.name = keys.text("name", limit: Limit.hallName, required: true)
        file.timezone = keys.text("timezone", limit: Limit.hallName)
        file.language = keys.choice("language", of: Language.self)
        file.hotline = keys.text("hotline", limit: Limit.hotline, emptyAllowed: true)
        file.limits = limitSets(&keys)
        if let seasons = keys.mapping("seasons", .seasons) { file.seasons = SeasonsDecoder(log: log).dates(seasons) }
        keys.finish()
    }

    /// One name or a list of them.
    private func limitSets(_ keys: inout MappingReader) -> [Placed<String>] {
        guard let node = keys.node("limits") else { return [] }
        let reader = ValueReader(name: "limits", log: log)
        guard case .sequence = node.content else { return reader.identifier(node).map { [$0] } ?? [] }
        return (reader.list(node, limit: Limit.limitSets) ?? []).compactMap { reader.identifier($0) }
    }

    private func readCalendar(_ reader: MappingReader, into file: inout HallFile) {
        var keys = reader
        if let start = keys.text("dayStart", limit: Limit.name) {
            file.dayStartSecond = TimeOfDayText.seconds(start.value)
            if file.dayStartSecond == nil {
                let form = Bilingual(zh: "请写 \"HH:MM\"，从 00:00 到 23:59", en: "write \"HH:MM\", 00:00 to 23:59")
                log.report(.badForm("dayStart", value: start.value, form: form), at: start.mark)
            }
        }
        if let open = keys.text("open", limit: Limit.name) {
            file.openHours = OpenHoursText.hours(open.value)
            if file.openHours == nil {
                let form = Bilingual(
                    zh: "请写 \"HH:MM-HH:MM\"，关门晚于开门", en: "write \"HH:MM-HH:MM\", closing after opening")
                log.report(.badForm("open", value: open.value, form: form), at: open.mark)
            }
        }
        keys.finish()
    }

    private func readRatings(_ reader: MappingReader, into file: inout HallFile) {
        var keys = reader
        var ratings = RatingSettings()
        if let time = wholeSeconds("time", in: 10_000...3_600_000, &keys) { ratings.seconds = time }
        if let days = keys.integer("followUpDays", in: 1...90) { ratings.followUpDays = days.value }
        keys.finish()
        file.ratings = ratings
    }

    /// A time that must be whole seconds.
    private func wholeSeconds(_ key: String, in range: ClosedRange<Int>, _ keys: inout MappingReader) -> Int? {
        guard let time = keys.duration(key, milliseconds: range) else { return nil }
        if time.value % 1_000 != 0 { log.report(.notWholeSeconds(key), at: time.mark) }
        return time.value / 1_000
    }

    private func readQueue(_ reader: MappingReader, into file: inout HallFile) {
        var keys = reader
        var queue = QueueSettings()
        if let again = keys.integer("again", in: 0...5) { queue.again = again.value }
        if let behind = keys.integer("behind", in: 1...50) { queue.behind = behind.value }
        if let grace = wholeSeconds("grace", in: 0...7_200_000, &keys) { queue.graceSeconds = grace }
        queue.awaySeconds = wholeSeconds("awayLimit", in: 60_000...14_400_000, &keys)
        if let preferred = keys.integer("preferred", in: 1...10) { queue.preferred = preferred.value }
        keys.finish()
        file.queue = queue
    }

    private func readAppointments(_ reader: MappingReader, into file: inout HallFile) {
        var keys = reader
        var settings = AppointmentSettings()
        if let early = wholeSeconds("early", in: 0...14_400_000, &keys) { settings.earlySeconds = early }
        if let late = wholeSeconds("late", in: 0...14_400_000, &keys) { settings.lateSeconds = late }
        if let notice = wholeSeconds("notice", in: 3_600_000...172_800_000, &keys) { settings.noticeSeconds = notice }
        keys.finish()
        file.appointments = settings
    }

    private func readBoards(_ nodes: [YAMLNode], into file: inout HallFile) {
        let reader = ValueReader(name: "boards", log: log)
        file.boards = nodes.compactMap { reader.text($0, limit: Limit.text) }
    }

    /// Roles and the groups that have them.
    private func readAccess(_ reader: MappingReader, into file: inout HallFile) {
        var keys = reader
        var access = AccessPlan()
        for role in Role.allCases where role != .counter {
            guard let nodes = keys.list(role.rawValue, limit: Limit.groups) else { continue }
            access.grants.append(AccessPlan.Grant(role, groups: groups(nodes, named: role.rawValue)))
        }
        for entry in keys.names(Role.counter.rawValue, limit: Limit.windows) ?? [] {
            file.counters.append(Placed(value: entry.key, mark: entry.keyMark))
            let reader = ValueReader(name: Role.counter.rawValue, log: log)
            guard let nodes = reader.list(entry.value, limit: Limit.groups) else { continue }
            access.grants.append(
                AccessPlan.Grant(
                    .counter, window: WindowID(entry.key), groups: groups(nodes, named: Role.counter.rawValue)))
        }
        if let others = keys.text("others", limit: Limit.name) {
            access.othersAreViewers = others.value == Role.viewer.rawValue
            if !access.othersAreViewers { log.report(.othersAreNoViewers(others.value), at: others.mark) }
        }
        keys.finish()
        file.access = access
    }

    /// Names of groups; one with characters that no group has can only be a slip.
    private func groups(_ nodes: [YAMLNode], named name: String) -> [String] {
        nodes.compactMap { node in
            guard let group = ValueReader(name: name, log: log).text(node, limit: Limit.name) else { return nil }
            guard Self.isGroup(group.value) else {
                log.report(.badGroup(group.value), at: group.mark)
                return nil
            }
            return group.value
        }
    }

    /// useradd(8): lower-case letters, digits, `_`, `-` and `.`; a directory's groups can have capitals and `@` too.
    private static func isGroup(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard (1...Limit.groupName).contains(bytes.count), bytes[0] != UInt8(ascii: "-") else { return false }
        return bytes.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
                || [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "@")].contains(byte)
        }
    }

    private func buses(_ keys: inout MappingReader) -> HallFile.Section<HallFile.Bus> {
        guard let node = keys.node("buses") else { return HallFile.Section() }
        guard let entries = ValueReader(name: "buses", log: log).names(node, limit: Limit.buses) else {
            return HallFile.Section(isComplete: false)
        }
        return HallFile.Section(entries: entries.map(bus), isComplete: entries.count < Limit.buses)
    }

    private func bus(_ entry: YAMLNode.Entry) -> HallFile.Bus {
        let id = Placed(value: entry.key, mark: entry.keyMark)
        if !Identifiers.isValid(entry.key) { log.report(.badIdentifier(entry.key), at: entry.keyMark) }
        guard var keys = MappingReader(entry.value, .bus, named: entry.key, log: log) else {
            return HallFile.Bus(id: id)
        }
        var bus = HallFile.Bus(id: id)
        let given = HallFile.Bus.Wire.allCases.filter { keys.node($0.rawValue) != nil }
        guard let wire = given.first, given.count == 1 else {
            log.report(.wireNotClear(entry.key, given: given.map(\.rawValue)), at: keys.mark)
            return bus
        }
        bus.wire = wire
        switch wire {
        case .serial:
            bus.path = keys.text("serial", limit: Limit.path)
            if let path = bus.path, !path.value.hasPrefix("/") || path.value.hasSuffix("/") {
                log.report(.notAnAbsolutePath(path.value), at: path.mark)
            }
            bus.baud = keys.baud()
            bus.format = keys.lineFormat()
            bus.flow = keys.choice("flow", of: SerialSettings.FlowControl.self)
            bus.adapter = keys.mapping("usb", .usb).flatMap { $0.usbAdapter() }
            bus.silentShare = keys.integer("silentShare", in: 1...50)
        case .tcp:
            bus.peer = keys.networkAddress("tcp")
            bus.silentShare = keys.integer("silentShare", in: 1...50)
        case .nut: bus.peer = keys.networkAddress("nut")
        case .program:
            bus.path = keys.text("program", limit: Limit.path)
            if let path = bus.path, !path.value.hasPrefix("/") || path.value.hasSuffix("/") {
                log.report(.notAProgram(path.value), at: path.mark)
            }
            bus.arguments = (keys.list("arguments", limit: Limit.arguments) ?? []).compactMap {
                ValueReader(name: "arguments", log: log).text($0, limit: Limit.path)?.value
            }
        case .gpio:
            if var chip = keys.mapping("gpio", .gpio) {
                bus.chip = chip.text("label", limit: Limit.name, required: true)
                chip.finish()
            }
        }
        keys.finish()
        return bus
    }

    /// Reads a list of mappings, each with an id.
    private func section<Entry>(
        _ keys: inout MappingReader, _ key: String, _ subject: Subject, limit: Int,
        read: (inout MappingReader, Placed<String>) -> Entry
    ) -> HallFile.Section<Entry> {
        guard let node = keys.node(key) else { return HallFile.Section() }
        guard let items = ValueReader(name: key, log: log).list(node, limit: limit) else {
            return HallFile.Section(isComplete: false)
        }
        // A list that fills its limit may have been cut off there.
        var section = HallFile.Section<Entry>(isComplete: items.count < limit)
        for item in items {
            guard var reader = MappingReader(item, subject, named: key, log: log) else {
                section.isComplete = false
                continue
            }
            if let id = reader.identifier("id", required: true) {
                section.entries.append(read(&reader, id))
            } else {
                section.isComplete = false
                // Its other keys are looked at all the same.
                _ = read(&reader, Placed(value: "", mark: item.mark))
            }
            reader.finish()
        }
        return section
    }

    private func zone(_ keys: inout MappingReader, _ id: Placed<String>) -> HallFile.Zone {
        HallFile.Zone(
            id: id, name: keys.text("name", limit: Limit.name, required: true),
            seats: keys.integer("seats", in: 0...Limit.seats), isJudged: keys.boolean("limits"))
    }

    private func device(_ keys: inout MappingReader, _ id: Placed<String>) -> HallFile.Device {
        var device = HallFile.Device(
            id: id, profile: keys.text("profile", limit: Limit.text, required: true),
            bus: keys.text("bus", limit: Limit.text, required: true), address: keys.integer("address", in: 0...255),
            zone: keys.text("zone", limit: Limit.text), label: keys.text("label", limit: Limit.name),
            unit: keys.text("unit", limit: Limit.name), closesHall: keys.boolean("closesHall"))
        device.period = keys.duration("period", milliseconds: RegisterMapDecoder.periods)
        device.periods = (keys.names("periods", limit: Limit.profilePoints) ?? []).compactMap { entry in
            ValueReader(name: entry.key, log: log).duration(entry.value, milliseconds: RegisterMapDecoder.periods).map {
                (Placed(value: entry.key, mark: entry.keyMark), $0.value)
            }
        }
        return device
    }

    private func service(_ keys: inout MappingReader, _ id: Placed<String>) -> HallFile.Service {
        var service = HallFile.Service(
            id: id, prefix: keys.text("prefix", limit: Limit.text, required: true),
            name: keys.text("name", limit: Limit.name, required: true), zone: keys.text("zone", limit: Limit.text))
        service.waitLimitSeconds = wholeSeconds("waitLimit", in: 60_000...86_400_000, &keys)
        service.range = keys.node("range").flatMap(numberRange)
        service.contingent = keys.integer("contingent", in: 1...Limit.numbers)
        return service
    }

    /// `[1, 499]`
    private func numberRange(_ node: YAMLNode) -> Placed<NumberRange>? {
        let reader = ValueReader(name: "range", log: log)
        guard let items = reader.list(node, limit: 2) else { return nil }
        let ends = items.compactMap { reader.integer($0, in: 1...Limit.numbers)?.value }
        guard ends.count == items.count else { return nil }
        guard ends.count == 2, ends[0] <= ends[1] else {
            log.report(.badRange, at: node.mark)
            return nil
        }
        return Placed(value: NumberRange(first: ends[0], last: ends[1]), mark: node.mark)
    }

    private func window(_ keys: inout MappingReader, _ id: Placed<String>) -> HallFile.Window {
        let name = keys.text("name", limit: Limit.name, required: true)
        let serves = keys.list("serves", limit: Limit.services, required: true)
        let names = serves?.compactMap { ValueReader(name: "serves", log: log).text($0, limit: Limit.text) }
        if serves?.isEmpty == true { log.report(.servesNothing(id.value), at: keys.node("serves")?.mark ?? id.mark) }
        var window = HallFile.Window(
            id: id, name: name, serves: names, display: keys.text("display", limit: Limit.text),
            caller: keys.text("caller", limit: Limit.text), pad: keys.text("pad", limit: Limit.text),
            lamp: keys.text("lamp", limit: Limit.text))
        window.kind = keys.choice("type", of: WindowKind.self)
        window.area = keys.text("area", limit: Limit.name)
        if let node = keys.node("plate") { readPlate(node, into: &window) }
        return window
    }

    /// `plate: w1-plate`, or `plate: {device: w1-plate, fields: [name, status]}`
    private func readPlate(_ node: YAMLNode, into window: inout HallFile.Window) {
        guard case .mapping = node.content else {
            window.plate = ValueReader(name: "plate", log: log).text(node, limit: Limit.text)
            return
        }
        guard var keys = MappingReader(node, .plate, named: "plate", log: log) else { return }
        window.plate = keys.text("device", limit: Limit.text, required: true)
        if let fields = keys.list("fields", limit: PlateField.allCases.count) {
            window.plateFields = fields.compactMap {
                ValueReader(name: "fields", log: log).choice($0, of: PlateField.self)?.value
            }
        }
        keys.finish()
    }

    /// `"1": household`, or `"5": {service: household, class: elder}`
    private func kioskKey(_ entry: YAMLNode.Entry) -> HallFile.Kiosk.Key? {
        let key = Placed(value: entry.key, mark: entry.keyMark)
        guard case .mapping = entry.value.content else {
            return ValueReader(name: entry.key, log: log).text(entry.value, limit: Limit.text).map {
                HallFile.Kiosk.Key(key: key, service: $0)
            }
        }
        guard var keys = MappingReader(entry.value, .kioskKey, named: entry.key, log: log) else { return nil }
        let service = keys.text("service", limit: Limit.text, required: true)
        let priority = keys.choice("class", of: Ticket.Priority.self)
        keys.finish()
        return service.map { HallFile.Kiosk.Key(key: key, service: $0, priority: priority?.value) }
    }

    private func kiosk(_ keys: inout MappingReader, _ id: Placed<String>) -> HallFile.Kiosk {
        let entries = keys.names("services", limit: Limit.kioskKeys) ?? []
        let services = entries.compactMap { entry in
            kioskKey(entry)
        }
        return HallFile.Kiosk(
            id: id, printer: keys.text("printer", limit: Limit.text), keys: keys.text("keys", limit: Limit.text),
            services: services, servicesMark: keys.node("services")?.mark)
    }
}
