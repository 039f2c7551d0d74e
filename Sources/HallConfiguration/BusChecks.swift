import HallModel

/// Settles each wire's line settings and whether its devices can live on it together.
struct BusChecks {
    let file: HallFile
    let profiles: [String: Profile]
    let log: ProblemLog

    private struct Member {
        var device: HallFile.Device
        var profile: Profile
        var address: Int { device.address?.value ?? 0 }
    }

    /// The wires in the file's order; without settings for those that lack them, which is reported.
    func buses() -> [BusPlan] {
        var paths: [String: (bus: String, mark: Mark)] = [:]
        let names = Set(file.buses.entries.map(\.id.value))
        // A device that names no bus of the file, or could not be read, may belong to one that looks empty.
        let isMisnamed =
            !file.devices.isComplete
            || file.devices.entries.contains { $0.bus.map { !names.contains($0.value) } ?? true }
        return file.buses.entries.compactMap { bus in
            if let place = bus.place {
                if let first = paths[place.value] {
                    log.report(.pathTwice(place.value, bus: first.bus, first: first.mark), at: place.mark)
                }
                paths[place.value] = paths[place.value] ?? (bus.id.value, place.mark)
            }
            let named = file.devices.entries.filter { $0.bus?.value == bus.id.value }
            if named.isEmpty && !isMisnamed {
                log.report(.busWithoutDevices(bus.id.value), at: bus.id.mark)
            }
            let members = named.compactMap { device in
                device.profile.flatMap { profiles[$0.value] }.map { Member(device: device, profile: $0) }
            }
            checkNeighbours(members, on: bus.id.value)
            checkKeys(members)
            guard let wire = bus.wire else { return nil }
            checkWire(members, wire)
            switch wire {
            case .serial:
                // A device whose profile is broken may be the one with the settings.
                let isJudgeable = members.count == named.count
                guard let settings = settings(of: bus, members: members, isJudgeable: isJudgeable) else { return nil }
                checkLine(settings, bus: bus, members: members)
                return bus.path.map {
                    BusPlan(
                        id: BusID(bus.id.value), wire: .serial(path: $0.value, settings),
                        silentShare: bus.silentShare?.value)
                }
            case .tcp:
                return bus.peer.map {
                    BusPlan(
                        id: BusID(bus.id.value), wire: .tcp(host: $0.value.host, port: $0.value.port),
                        silentShare: bus.silentShare?.value)
                }
            case .nut:
                checkUnits(members)
                return bus.peer.map {
                    BusPlan(id: BusID(bus.id.value), wire: .nut(host: $0.value.host, port: $0.value.port))
                }
            case .program:
                return bus.path.map {
                    BusPlan(id: BusID(bus.id.value), wire: .program(path: $0.value, arguments: bus.arguments))
                }
            case .gpio:
                checkLines(members)
                return bus.chip.map { BusPlan(id: BusID(bus.id.value), wire: .gpio(label: $0.value)) }
            }
        }
    }

    /// Every device is on a wire that can carry it.
    private func checkWire(_ members: [Member], _ wire: HallFile.Bus.Wire) {
        for member in members where !member.profile.wires.contains(wire) {
            log.report(
                .wrongWire(
                    member.device.id.value, kind: member.profile.kind, wire: wire.rawValue,
                    wanted: member.profile.wires.map(\.rawValue)), at: member.device.bus?.mark ?? member.device.id.mark)
        }
    }

    /// Keys that only some kinds of device have.
    private func checkKeys(_ members: [Member]) {
        for member in members {
            let id = member.device.id.value
            var isUPS = false
            var isBehindServer = false
            switch member.profile.settings {
            case .nutUPS: (isUPS, isBehindServer) = (true, true)
            case .megatecUPS: isUPS = true
            default: break
            }
            if let unit = member.device.unit, !isBehindServer {
                let meaning = Bilingual(zh: "unit 是 NUT 服务端中的 UPS 名称", en: "unit is the name of a UPS on a NUT server")
                log.report(.keyWithoutMeaning("unit", device: id, meaning: meaning), at: unit.mark)
            }
            if let closes = member.device.closesHall, !isUPS {
                let meaning = Bilingual(
                    zh: "closesHall 只用于 UPS", en: "closesHall says whether a UPS's low battery closes the hall")
                log.report(.keyWithoutMeaning("closesHall", device: id, meaning: meaning), at: closes.mark)
            }
        }
    }

    private func checkUnits(_ members: [Member]) {
        var firsts: [String: Member] = [:]
        for member in members {
            // Without a name it is the server's only one.
            let unit = member.device.unit?.value ?? ""
            if let first = firsts[unit] ?? (members.count > 1 ? firsts[""] : nil) {
                log.report(
                    .unitTwice(member.device.id.value, first.device.id.value, first: first.device.id.mark),
                    at: member.device.id.mark)
            }
            firsts[unit] = firsts[unit] ?? member
        }
    }

    private func checkLines(_ members: [Member]) {
        var firsts: [Int: Member] = [:]
        for member in members {
            guard case .contactPanel(let panel) = member.profile.settings else { continue }
            for line in panel.lines {
                if let first = firsts[line.offset], first.device.id.value != member.device.id.value {
                    log.report(
                        .lineTwice(
                            member.device.id.value, offset: line.offset, other: first.device.id.value,
                            first: first.device.id.mark), at: member.device.id.mark)
                }
                firsts[line.offset] = firsts[line.offset] ?? member
            }
        }
    }

    private func settings(of bus: HallFile.Bus, members: [Member], isJudgeable: Bool) -> SerialSettings? {
        let inherited = members.first { $0.profile.serial != nil }
        if bus.baud == nil, bus.format == nil, let inherited, let settings = inherited.profile.serial {
            for member in members where member.profile.serial.map({ !$0.isLike(settings) }) ?? false {
                let first = inherited.device.id.value
                log.report(.lineSettingsDiffer(member.device.id.value, from: first), at: member.device.id.mark)
            }
        }
        guard let baud = bus.baud?.value ?? inherited?.profile.serial?.baud else {
            if isJudgeable && !members.isEmpty { log.report(.noBaud(bus.id.value), at: bus.id.mark) }
            return nil
        }
        var settings = inherited?.profile.serial ?? SerialSettings(baud: baud)
        settings.baud = baud
        if let format = bus.format?.value {
            settings.dataBits = format.dataBits
            settings.parity = format.parity
            settings.stopBits = format.stopBits
        }
        if let flow = bus.flow?.value { settings.flow = flow }
        return settings
    }

    /// Devices without addresses stay alone; displays share a wire by different addresses.
    private func checkNeighbours(_ members: [Member], on bus: String) {
        for (index, member) in members.enumerated() {
            let id = member.device.id
            if let address = member.device.address, !member.profile.isToldApartByAddress {
                log.report(.addressUnused(id.value, kind: member.profile.kind), at: address.mark)
            }
            let before = members[..<index]
            if member.profile.transport == .modbus, !(1...247).contains(member.address) {
                log.report(
                    .badUnitAddress(id.value, address: member.device.address?.value),
                    at: member.device.address?.mark ?? id.mark)
                continue
            }
            guard member.profile.isToldApartByAddress || !member.profile.hasAddress else { continue }
            if let other = before.first(where: {
                !$0.profile.hasAddress || !member.profile.hasAddress
                    || $0.profile.transport != member.profile.transport
            }) {
                log.report(
                    .busNotShared(id.value, with: other.device.id.value, bus: bus, first: other.device.id.mark),
                    at: id.mark)
            } else if member.profile.isToldApartByAddress, members.count > 1, member.address == 0 {
                log.report(.everybodysAddress(id.value), at: member.device.address?.mark ?? id.mark)
            } else if let other = before.first(where: { $0.address == member.address }) {
                log.report(
                    .addressTwice(
                        id.value, other.device.id.value, address: member.address,
                        first: other.device.address?.mark ?? other.device.id.mark),
                    at: member.device.address?.mark ?? id.mark)
            }
        }
    }

    /// Whether the bytes of the devices survive the line.
    private func checkLine(_ settings: SerialSettings, bus: HallFile.Bus, members: [Member]) {
        for member in members {
            let id = member.device.id
            if settings.dataBits == 7, member.profile.needsEightBits {
                log.report(.needsEightBits(id.value, kind: member.profile.kind), at: bus.format?.mark ?? id.mark)
            }
            if settings.flow == .xonxoff, case .byteMapKeys = member.profile.settings {
                log.report(.flowEatsBytes(id.value), at: bus.flow?.mark ?? id.mark)
            }
        }
    }
}

extension SerialSettings {
    /// The same rate and format.
    fileprivate func isLike(_ other: SerialSettings) -> Bool { baud == other.baud && format == other.format }
}

extension HallFile.Bus {
    /// Where the wire is: what two buses cannot share.
    fileprivate var place: Placed<String>? {
        path ?? chip ?? peer.map { Placed(value: "\($0.value.host):\($0.value.port)", mark: $0.mark) }
    }
}

extension Profile {
    /// The wires that can carry it.
    fileprivate var wires: [HallFile.Bus.Wire] {
        switch settings {
        case .escposPrinter, .alphaDisplay, .byteMapKeys, .megatecUPS, .voiceModule: [.serial]
        case .voiceProgram: [.program]
        case .modbusRegisters: [.serial, .tcp]
        case .onbonDisplay: [.tcp]
        case .nutUPS: [.nut]
        case .contactPanel: [.gpio]
        }
    }

    /// Devices of its kind on one wire differ by `address`.
    fileprivate var isToldApartByAddress: Bool {
        switch settings {
        case .alphaDisplay, .modbusRegisters: true
        case .escposPrinter, .byteMapKeys, .onbonDisplay, .megatecUPS, .nutUPS, .contactPanel, .voiceModule,
            .voiceProgram:
            false
        }
    }

    /// Several of its kind can share a wire.
    fileprivate var hasAddress: Bool {
        switch settings {
        case .alphaDisplay, .modbusRegisters, .nutUPS, .contactPanel: true
        case .escposPrinter, .byteMapKeys, .onbonDisplay, .megatecUPS, .voiceModule, .voiceProgram: false
        }
    }

    /// Its bytes do not all fit into seven bits: Chinese text and raster, or a byte map that says so.
    fileprivate var needsEightBits: Bool {
        switch settings {
        case .escposPrinter, .modbusRegisters, .onbonDisplay, .voiceModule: true
        case .alphaDisplay, .nutUPS, .megatecUPS, .contactPanel, .voiceProgram: false
        case .byteMapKeys(let map): map.needsEightBits
        }
    }
}

extension ByteMap {
    fileprivate var needsEightBits: Bool {
        let codes = keys.contains { key in (0..<4).contains { key.code >> (8 * UInt32($0)) & 0x80 != 0 } }
        let lamp = lamps.contains { $0.bytes.contains { $0 > 0x7F } }
        return codes || lamp
            || frame.contains { piece in
                switch piece {
                case .literal(let bytes): bytes.contains { $0 > 0x7F }
                case .key, .skip: false
                // An exclusive or of seven-bit bytes has seven bits; sums and CRCs have more.
                case .checksum(let checksum, _): checksum != .xor
                }
            }
    }
}
