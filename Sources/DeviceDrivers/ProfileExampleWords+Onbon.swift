import DeviceProtocols
import HallModel

/// The words of `onbon-display`.
struct OnbonWords {
    private static let known = "area WxH to N|all timeout N hold N TEXT"

    var settings: OnbonSettings
    var text: ChineseEncoder

    func bytes(of meaning: String) throws(ProfileExampleProblem) -> [UInt8] {
        let fields = meaning.split(separator: " ", maxSplits: 8, omittingEmptySubsequences: false)
        guard fields.count == 9, fields[0] == "area", fields[2] == "to", fields[4] == "timeout", fields[6] == "hold",
            let size = Self.size(fields[1]), let card = fields[3] == "all" ? OnbonBX.everybody : UInt16(fields[3]),
            let timeout = UInt16(fields[5]), let hold = UInt8(fields[7])
        else { throw ProfileExampleProblem.unknown(meaning, known: Self.known) }
        // As a technician would type it: with the card's own commands behind backslashes.
        let bytes = ESCPOSText(charset: settings.charset, encoder: text).bytes(String(fields[8]), limit: 256)
        let area = OnbonBX.Area(width: size.width, height: size.height, timeout: timeout, hold: hold, text: bytes)
        return OnbonBX.frame(area, to: card, series: settings.series)
    }

    func meaning(of bytes: [UInt8]) -> String {
        var parser = OnbonParser()
        var words = parser.parse(bytes).map { message in
            switch message {
            case .acknowledged: "ack"
            case .refused(let error): "nack \(error)"
            case .noise: "noise"
            }
        }
        if parser.abandon() > 0 { words.append("noise") }
        return joinedParts(words)
    }

    private static func size(_ words: Substring) -> (width: Int, height: Int)? {
        let numbers = words.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let width = numbers[0], let height = numbers[1], (8...4096).contains(width),
            (8...1024).contains(height)
        else { return nil }
        return (width, height)
    }
}
