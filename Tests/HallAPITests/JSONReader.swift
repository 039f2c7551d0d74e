import FoundationEssentials
import HallAPI

enum JSONReader {
    static func value(_ bytes: some Sequence<UInt8>) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }
}
