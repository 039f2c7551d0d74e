import HallModel

/// Reads bytes and little-endian numbers; nil behind the end.
struct OnbonReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func number(bytes size: Int = 2) -> Int? {
        bytes(size)?.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

/// A dynamic area as it stands in command A3 06.
///
/// ```
///  00  x y w h (u16 each)  id  line-spacing  run-mode  timeout u16 s  sound …  ext 00
///  align  single-line  new-line  display  exit  speed  hold ×0.5 s  length u32  text
/// ```
enum OnbonArea {
    static func read(
        _ bytes: [UInt8], series: OnbonSettings.Series, at now: MonotonicInstant
    ) -> OnbonCardSimulator.Area? {
        var reader = OnbonReader(bytes)
        guard reader.byte() == 0x00, let x = reader.number(), let y = reader.number(), let width = reader.number(),
            let height = reader.number(), let id = reader.byte(), reader.byte() != nil, let runMode = reader.byte(),
            runMode <= 5, let timeout = reader.number(), skipSound(&reader), let extra = reader.byte(),
            reader.bytes(Int(extra)) != nil, reader.byte() != nil, let single = reader.byte(),
            let newLine = reader.byte(), [1, 2].contains(single), [1, 2].contains(newLine),
            let display = reader.byte(), reader.bytes(3) != nil, let length = reader.number(bytes: 4),
            let text = reader.bytes(length), reader.isAtEnd
        else { return nil }
        let area = OnbonCardSimulator.Area(
            id: id, x: pixels(x, series), y: y, width: pixels(width, series), height: height, runMode: runMode,
            goneAt: runMode == 2 && timeout > 0 ? now + .seconds(timeout) : nil, display: display, text: text)
        return area.width > 0 && area.height > 0 ? area : nil
    }

    /// BX-5K counts columns in eights, unless bit 15 says pixels.
    private static func pixels(_ number: Int, _ series: OnbonSettings.Series) -> Int {
        guard series == .bx5k else { return number }
        return number & 0x8000 == 0 ? number * 8 : number & 0x7FFF
    }

    /// 0 none; 1 and 2: voice, volume, speed; 2 also its own text.
    private static func skipSound(_ reader: inout OnbonReader) -> Bool {
        switch reader.byte() {
        case 0: return true
        case 1: return reader.bytes(3) != nil
        case 2:
            guard reader.bytes(3) != nil, let length = reader.number(bytes: 4) else { return false }
            return reader.bytes(length) != nil
        default: return false
        }
    }
}
