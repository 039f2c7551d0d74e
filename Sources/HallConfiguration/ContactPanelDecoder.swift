import HallModel

/// Reads the settings of a `contact-panel` profile: lines of a GPIO chip, each a contact or an output.
struct ContactPanelDecoder {
    private let log: ProblemLog

    init(log: ProblemLog) { self.log = log }

    /// The panel; nil when a part is missing or broken, which is reported.
    func panel(_ reader: MappingReader) -> ContactPanel? {
        var keys = reader
        let mark = keys.node("lines")?.mark ?? keys.mark
        let nodes = keys.list("lines", limit: Limit.points, required: true)
        keys.finish()
        guard let nodes else { return nil }
        if nodes.isEmpty { log.report(.emptyText("lines"), at: mark) }
        var names = UniqueNames<String>()
        var offsets = UniqueNames<Int>()
        return ContactPanel(lines: nodes.compactMap { line($0, names: &names, offsets: &offsets) })
    }

    private enum SafeState: String, CaseIterable { case off, on }
    private enum AlarmState: String, CaseIterable { case open, closed }

    private func line(
        _ node: YAMLNode, names: inout UniqueNames<String>, offsets: inout UniqueNames<Int>
    ) -> ContactPanel.Line? {
        guard var keys = MappingReader(node, .line, named: "lines", log: log) else { return nil }
        let name = keys.identifier("name", required: true)
        let offset = keys.integer("offset", in: 0...511, required: true)
        let input = keys.boolean("input")
        let output = keys.boolean("output")
        let isActiveLow = keys.boolean("activeLow")
        let bias = keys.choice("bias", of: ContactPanel.Bias.self)
        let debounce = keys.duration("debounce", milliseconds: 0...1_000)
        let alarmWhen = keys.choice("alarmWhen", of: AlarmState.self)
        let latch = keys.boolean("latch")
        let purpose = keys.choice("alarm", of: ContactPurpose.self)
        let safe = keys.choice("safe", of: SafeState.self)
        let showsMark = keys.node("shows")?.mark
        let shows = keys.list("shows", limit: ContactPurpose.allCases.count)?.compactMap {
            ValueReader(name: "shows", log: log).choice($0, of: ContactPurpose.self)
        }
        keys.finish()
        if let name, let first = names.add(name) { log.report(.pointTwice(name.value, first: first), at: name.mark) }
        if let offset, let first = offsets.add(offset) {
            log.report(.offsetTwice(offset.value, first: first), at: offset.mark)
        }
        guard (input?.value ?? false) != (output?.value ?? false) else {
            log.report(.lineDirection, at: node.mark)
            return nil
        }
        let isOutput = output?.value ?? false
        if isOutput {
            let contactKeys = [
                ("bias", bias?.mark), ("debounce", debounce?.mark), ("alarmWhen", alarmWhen?.mark),
                ("latch", latch?.mark), ("alarm", purpose?.mark),
            ]
            for case (let key, let mark?) in contactKeys { log.report(.onlyOfContacts(key), at: mark) }
        } else {
            for case (let key, let mark?) in [("safe", safe?.mark), ("shows", showsMark)] {
                log.report(.onlyOfOutputs(key), at: mark)
            }
        }
        if !isOutput, keys.node("alarmWhen") == nil {
            if let latch, latch.value { log.report(.latchWithoutAlarm, at: latch.mark) }
            if let purpose { log.report(.purposeWithoutAlarm, at: purpose.mark) }
        }
        if let latch, !latch.value, purpose?.value == .fire || purpose?.value == .panic {
            log.report(.mustLatch, at: latch.mark)
        }
        guard let name, let offset else { return nil }
        return ContactPanel.Line(
            offset: offset.value,
            point: PointDefinition(
                name: name.value, meaning: isOutput ? .output : .contact,
                form: .words(isOutput ? ["off", "on"] : ["open", "closed"]), isWritable: isOutput && shows == nil),
            isActiveLow: isActiveLow?.value ?? false, bias: bias?.value ?? .none,
            debounceMilliseconds: isOutput ? 0 : debounce?.value ?? 50, alarmWhen: alarmWhen?.value.rawValue,
            isLatched: latch?.value ?? purpose?.value.latches ?? false, purpose: purpose?.value,
            isOnWhenSafe: safe.map { $0.value == .on }, shows: shows?.map(\.value))
    }
}
