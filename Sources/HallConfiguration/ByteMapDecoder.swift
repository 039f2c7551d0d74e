import HallModel

/// Reads the settings of a `byte-map-keys` profile.
///
/// ```
/// frame:  literal AA 55 │ key: 1 │ checksum: xor, from: 2      (pieces in wire order)
/// bytes:  AA 55           03       …
/// index:   0  1            2       3
/// ```
struct ByteMapDecoder {
    private let log: ProblemLog

    init(log: ProblemLog) { self.log = log }

    /// The map; nil when a part is missing or broken, which is reported.
    func map(_ reader: MappingReader) -> ByteMap? {
        var keys = reader
        let frameMark = keys.node("frame")?.mark ?? keys.mark
        let frame = keys.list("frame", limit: Limit.frameBytes, required: true).map { pieces($0, at: frameMark) }
        let keySize = frame.flatMap { $0.keyBytes }
        let keysMark = keys.node("keys")?.mark ?? keys.mark
        let entries = keys.names("keys", limit: Limit.profileKeys, required: true)
        let codes = entries.map { self.codes($0, bytes: keySize ?? 4, at: keysMark) }
        let lamps = self.lamps(keys.mapping("lamps", .settings))
        let debounce = keys.duration("debounce", milliseconds: 0...2_000, required: true)
        keys.finish()
        guard let frame, let codes, let debounce else { return nil }
        return ByteMap(frame: frame, keys: codes, lamps: lamps, debounceMilliseconds: debounce.value)
    }

    private enum PieceKind: String, CaseIterable { case literal, key, skip, checksum }

    private func pieces(_ nodes: [YAMLNode], at mark: Mark) -> [ByteMap.Piece] {
        var pieces: [ByteMap.Piece] = []
        var length = 0
        for node in nodes {
            guard let piece = piece(node, bytesBefore: length) else { continue }
            if case .key = piece, pieces.keyBytes != nil { log.report(.secondKeyPiece, at: node.mark) }
            length += piece.size
            pieces.append(piece)
        }
        // A piece that could not be read is reported already and may have been the key.
        if pieces.count == nodes.count {
            if pieces.keyBytes == nil { log.report(.noKeyPiece, at: mark) }
            if length > Limit.frameBytes { log.report(.byteCount("frame", allowed: 1...Limit.frameBytes), at: mark) }
        }
        return pieces
    }

    private func piece(_ node: YAMLNode, bytesBefore: Int) -> ByteMap.Piece? {
        guard var keys = MappingReader(node, .frame, named: "frame", log: log) else { return nil }
        let given = PieceKind.allCases.filter { keys.node($0.rawValue) != nil }
        guard given.count == 1, let kind = given.first else {
            log.report(.pieceKind(PieceKind.allCases.map(\.rawValue)), at: node.mark)
            return nil
        }
        defer { keys.finish() }
        switch kind {
        case .literal:
            return keys.bytes("literal", count: 1...Limit.frameBytes).map { .literal($0.value) }
        case .key:
            return keys.integer("key", in: 1...4).map { .key(bytes: $0.value) }
        case .skip:
            return keys.integer("skip", in: 1...16).map { .skip(bytes: $0.value) }
        case .checksum:
            let checksum = keys.choice("checksum", of: ByteMap.Checksum.self)
            let from = keys.integer("from", in: 0...(Limit.frameBytes - 1))
            guard let checksum else { return nil }
            let start = from?.value ?? 0
            guard start < bytesBefore else {
                log.report(.checksumOverNothing(from: start, bytesBefore: bytesBefore), at: from?.mark ?? node.mark)
                return nil
            }
            return .checksum(checksum.value, from: start)
        }
    }

    private func codes(_ entries: [YAMLNode.Entry], bytes: Int, at mark: Mark) -> [ByteMap.Key] {
        if entries.isEmpty { log.report(.emptyText("keys"), at: mark) }
        let largest = bytes >= 4 ? Int(UInt32.max) : 1 << (8 * bytes) - 1
        var firsts: [Int: String] = [:]
        return entries.compactMap { entry in
            if !Identifiers.isValid(entry.key) { log.report(.badIdentifier(entry.key), at: entry.keyMark) }
            let reader = ValueReader(name: entry.key, log: log)
            guard let code = reader.integer(entry.value, in: 0...largest) else { return nil }
            if let first = firsts[code.value] { log.report(.codeTwice(code.value, first: first), at: code.mark) }
            firsts[code.value] = firsts[code.value] ?? entry.key
            return ByteMap.Key(name: entry.key, code: UInt32(code.value))
        }
    }

    private func lamps(_ reader: MappingReader?) -> [ByteMap.Lamp] {
        guard var keys = reader else { return [] }
        let lamps = LampState.allCases.compactMap { state in
            keys.bytes(state.rawValue, count: 1...Limit.frameBytes).map { ByteMap.Lamp(state: state, bytes: $0.value) }
        }
        // A kiosk's lamp and a pad's have each their states; a map for both has all.
        let missing = [LampState.ofKiosks, LampState.ofPads].flatMap { states in
            let absent = states.filter { keys.node($0.rawValue) == nil }
            return absent.count == states.count ? [] : absent
        }
        if !missing.isEmpty { log.report(.lampStatesMissing(missing.map(\.rawValue)), at: keys.mark) }
        keys.finish()
        return lamps
    }
}

extension ByteMap.Piece {
    /// Bytes it takes on the wire.
    var size: Int {
        switch self {
        case .literal(let bytes): bytes.count
        case .key(let bytes), .skip(let bytes): bytes
        case .checksum(let checksum, _): checksum.size
        }
    }
}

extension [ByteMap.Piece] {
    /// Bytes of the first key piece.
    fileprivate var keyBytes: Int? {
        for case .key(let bytes) in self { return bytes }
        return nil
    }
}
