import DeviceProtocols
import HallModel

/// The words of `byte-map-keys`.
struct KeysWords {
    var map: ByteMap

    func bytes(of meaning: String) throws(ProfileExampleProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in try parts(of: meaning) {
            guard let state = part.after("lamp ").flatMap({ LampState(rawValue: String($0)) }) else {
                let known = LampState.allCases.map { "lamp \($0.rawValue)" }.joined(separator: ", ")
                throw ProfileExampleProblem.unknown(part, known: known)
            }
            guard let lamp = map.lamps.first(where: { $0.state == state }) else {
                throw ProfileExampleProblem.noLamp(state)
            }
            bytes += lamp.bytes
        }
        return bytes
    }

    func meaning(of bytes: [UInt8]) -> String {
        var parser = ByteMapParser(frame: map.frame)
        var words = parser.parse(bytes).map { message in
            switch message {
            case .noise: "noise"
            case .key(let code): map.keys.first { $0.code == code }.map { "key \($0.name)" } ?? "noise"
            }
        }
        if parser.abandon() > 0 { words.append("noise") }
        return joinedParts(words)
    }
}
