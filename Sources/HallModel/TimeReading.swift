extension CivilTime {
    /// Reads an RFC 3339 time, `2026-11-21T09:05:07+08:00` or `…Z`, with any fraction of a second dropped; nil for
    /// anything else, a leap second included.
    public init?(rfc3339 text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, bytes[10] == UInt8(ascii: "T"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let date = CivilDate(String(decoding: bytes[..<10], as: UTF8.self)),
            let hour = Self.twoDigits(bytes[11...12], below: 24),
            let minute = Self.twoDigits(bytes[14...15], below: 60),
            let second = Self.twoDigits(bytes[17...18], below: 60)
        else { return nil }
        var zone = bytes[19...]
        if zone.first == UInt8(ascii: ".") {
            let behind = zone.dropFirst().drop { (0x30...0x39).contains($0) }
            guard behind.count < zone.count - 1 else { return nil }
            zone = behind
        }
        guard let offset = Self.offset(zone) else { return nil }
        self.init(date: date, secondOfDay: hour * 3600 + minute * 60 + second, offsetSeconds: offset)
    }

    /// The moment it names.
    public var wall: WallTime {
        WallTime(seconds: Int64(date.daysSince1970) * 86_400 + Int64(secondOfDay) - Int64(offsetSeconds))
    }

    private static func offset(_ zone: ArraySlice<UInt8>) -> Int32? {
        let zone = Array(zone)
        if zone == [UInt8(ascii: "Z")] { return 0 }
        guard zone.count == 6, zone[3] == UInt8(ascii: ":"),
            zone[0] == UInt8(ascii: "+") || zone[0] == UInt8(ascii: "-"),
            let hours = twoDigits(zone[1...2], below: 24), let minutes = twoDigits(zone[4...5], below: 60)
        else { return nil }
        let seconds = Int32(hours * 3600 + minutes * 60)
        return zone[0] == UInt8(ascii: "-") ? -seconds : seconds
    }

    private static func twoDigits(_ bytes: ArraySlice<UInt8>, below limit: Int) -> Int? {
        guard bytes.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(String(decoding: bytes, as: UTF8.self)), number < limit
        else { return nil }
        return number
    }
}
