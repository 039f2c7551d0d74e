import HallModel

/// What every file must be before its YAML is looked at: UTF-8 without characters that steer a terminal.
enum TextCheck {
    /// Places listed of one file before the rest is left out.
    static let mostPlaces = 20

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The file without its byte order mark; nil when a character is refused, which is reported then.
    static func body(of bytes: [UInt8], log: ProblemLog) -> [UInt8]? {
        let body = bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(byteOrderMark.count)) : bytes
        var mark = Mark(line: 1, column: 1)
        var input = body.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var refused = 0
        var afterReturn = false
        while refused < mostPlaces {
            switch parser.parseScalar(from: &input) {
            case .emptyInput:
                return refused == 0 ? body : nil
            case .error:
                // What follows may be in another encoding altogether: one place is enough.
                log.report(.notUTF8, at: mark)
                return nil
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                if scalar == "\n" && afterReturn {
                    afterReturn = false
                    continue
                }
                afterReturn = scalar == "\r"
                if scalar == "\n" || scalar == "\r" {
                    mark = Mark(line: mark.line + 1, column: 1)
                    continue
                }
                if scalar != "\t" && scalar.isControl {
                    log.report(.controlCharacter(scalar), at: mark)
                    refused += 1
                }
                mark.column += 1
            }
        }
        return nil
    }
}
