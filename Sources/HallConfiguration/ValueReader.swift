import HallModel

/// Turns nodes into values, or reports why they cannot be. `name` is what the reports call the value.
struct ValueReader {
    let name: String
    let log: ProblemLog

    /// One line of text; a number or word without quotes is text too, as it is written.
    func text(_ node: YAMLNode, limit: Int, emptyAllowed: Bool = false) -> Placed<String>? {
        guard let scalar = scalar(node, wanted: .text) else { return nil }
        if let control = scalar.text.unicodeScalars.first(where: \.isControl) {
            log.report(.controlInText(name, control), at: node.mark)
            return nil
        }
        guard scalar.text.unicodeScalars.count <= limit else {
            log.report(.tooLong(name, limit: limit), at: node.mark)
            return nil
        }
        guard emptyAllowed || scalar.text.contains(where: { !$0.isWhitespace }) else {
            log.report(.emptyText(name), at: node.mark)
            return nil
        }
        return Placed(value: scalar.text, mark: node.mark)
    }

    /// An id; wrong characters are reported and the id is returned all the same.
    func identifier(_ node: YAMLNode) -> Placed<String>? {
        guard let text = text(node, limit: Limit.text) else { return nil }
        if !Identifiers.isValid(text.value) { log.report(.badIdentifier(text.value), at: node.mark) }
        return text
    }

    /// A whole number, decimal or `0x…`.
    func integer(_ node: YAMLNode, in range: ClosedRange<Int>) -> Placed<Int>? {
        guard let scalar = scalar(node, wanted: .number) else { return nil }
        guard scalar.isPlain, let digits = NumberText(scalar.text) else {
            log.report(.wrongShape(name, wanted: .number, found: .text), at: node.mark)
            return nil
        }
        guard let value = digits.value, range.contains(value) else {
            log.report(
                .outOfRange(name, value: scalar.text, allowed: "\(range.lowerBound)…\(range.upperBound)"), at: node.mark
            )
            return nil
        }
        return Placed(value: value, mark: node.mark)
    }

    /// A decimal number with at most three decimals.
    func quantity(_ node: YAMLNode) -> Placed<Quantity>? {
        guard let scalar = scalar(node, wanted: .number) else { return nil }
        guard scalar.isPlain, let value = Quantity(parsing: scalar.text) else {
            let form = Bilingual(zh: "数字，最多三位小数，例如 26.5", en: "a number with at most three decimals: 26.5")
            log.report(.badForm(name, value: scalar.text, form: form), at: node.mark)
            return nil
        }
        return Placed(value: value, mark: node.mark)
    }

    /// A numeric network address and a port.
    func networkAddress(_ node: YAMLNode) -> Placed<NetworkAddress>? {
        guard let scalar = scalar(node, wanted: .text) else { return nil }
        guard let address = NetworkAddress(scalar.text) else {
            let form = Bilingual(
                zh: "数字 IP 地址和端口，例如 \"192.168.10.20:502\"",
                en: "a numeric address and a port: \"192.168.10.20:502\"")
            log.report(.badForm(name, value: scalar.text, form: form), at: node.mark)
            return nil
        }
        return Placed(value: address, mark: node.mark)
    }

    /// `true` or `false` without quotes.
    func boolean(_ node: YAMLNode) -> Placed<Bool>? {
        guard let scalar = scalar(node, wanted: .boolean) else { return nil }
        guard scalar.isPlain, let value = Bool(scalar.text) else {
            log.report(.wrongShape(name, wanted: .boolean, found: .text), at: node.mark)
            return nil
        }
        return Placed(value: value, mark: node.mark)
    }

    /// One of an enum's words.
    func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ node: YAMLNode, of type: Choice.Type
    ) -> Placed<Choice>? {
        guard let scalar = scalar(node, wanted: .text) else { return nil }
        guard let choice = Choice(rawValue: scalar.text) else {
            log.report(
                .notOneOf(name, value: scalar.text, allowed: Choice.allCases.map(\.rawValue)), at: node.mark)
            return nil
        }
        return Placed(value: choice, mark: node.mark)
    }

    /// A time with its unit, in milliseconds.
    func duration(_ node: YAMLNode, milliseconds range: ClosedRange<Int>) -> Placed<Int>? {
        guard let scalar = scalar(node, wanted: .text) else { return nil }
        guard let value = DurationText.milliseconds(scalar.text) else {
            let form = Bilingual(
                zh: "整数加单位 ms、s、m 或 h，例如 200ms、30m", en: "a number and its unit ms, s, m or h: 200ms, 30m")
            log.report(.badForm(name, value: scalar.text, form: form), at: node.mark)
            return nil
        }
        guard range.contains(value) else {
            let allowed = "\(DurationText.text(range.lowerBound))…\(DurationText.text(range.upperBound))"
            log.report(.outOfRange(name, value: scalar.text, allowed: allowed), at: node.mark)
            return nil
        }
        return Placed(value: value, mark: node.mark)
    }

    /// Bytes in hex, in wire order: `10 00 63 0F`.
    func bytes(_ node: YAMLNode, count: ClosedRange<Int>) -> Placed<[UInt8]>? {
        guard let scalar = scalar(node, wanted: .text) else { return nil }
        switch HexText.bytes(scalar.text) {
        case .failure(let problem):
            var mark = scalar.verbatimFrom ?? node.mark
            if scalar.verbatimFrom != nil { mark.column += problem.offset }
            log.report(.badHex(problem.found), at: mark)
            return nil
        case .success(let bytes):
            guard count.contains(bytes.count) else {
                log.report(.byteCount(name, allowed: count), at: node.mark)
                return nil
            }
            return Placed(value: bytes, mark: node.mark)
        }
    }

    /// The values of a list; a list that is too long is read up to the limit.
    func list(_ node: YAMLNode, limit: Int) -> [YAMLNode]? {
        guard case .sequence(let items) = node.content else {
            wrongShape(node, wanted: .list)
            return nil
        }
        if items.count > limit { log.report(.tooMany(name, limit: limit), at: items[limit].mark) }
        return Array(items.prefix(limit))
    }

    /// The keys and values of a mapping whose keys are names.
    func names(_ node: YAMLNode, limit: Int) -> [YAMLNode.Entry]? {
        guard case .mapping(let entries) = node.content else {
            wrongShape(node, wanted: .mapping)
            return nil
        }
        if entries.count > limit { log.report(.tooMany(name, limit: limit), at: entries[limit].keyMark) }
        return Array(entries.prefix(limit))
    }

    private func scalar(_ node: YAMLNode, wanted: Shape) -> YAMLNode.Scalar? {
        guard case .scalar(let scalar) = node.content, !scalar.isNull else {
            wrongShape(node, wanted: wanted)
            return nil
        }
        return scalar
    }

    private func wrongShape(_ node: YAMLNode, wanted: Shape) {
        switch node.content {
        case .refused: break
        case .scalar(let scalar) where scalar.isNull: log.report(.noValue(name), at: node.mark)
        case .scalar, .sequence, .mapping:
            log.report(.wrongShape(name, wanted: wanted, found: node.shape), at: node.mark)
        }
    }
}

extension YAMLNode {
    /// Its shape, as reports call it.
    var shape: Shape {
        switch content {
        case .scalar(let scalar): scalar.isNull ? .nothing : .text
        case .sequence: .list
        case .mapping: .mapping
        case .refused: .nothing
        }
    }
}
