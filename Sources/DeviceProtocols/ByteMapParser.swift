import HallModel

/// Finds the frames of a `ByteMap` in a stream of bytes, however they are cut into pieces.
///
/// ```
/// pieces   literal AA   key 1 byte   skip 1   checksum xor from 0
/// wire     AA           01           7F       D4
/// ```
///
/// Where the bytes fit no frame, one is dropped and the next is tried as a beginning; what is dropped is counted.
/// The layout is data: profiles say where it comes from.
public struct ByteMapParser: Sendable, Equatable {
    /// Bytes a frame may have; a longer or an empty one never fits.
    public static let frameLimit = 64

    /// One message of a panel.
    public enum Message: Sendable, Equatable {
        /// A frame with this key code.
        case key(UInt32)
        /// That many bytes fit no frame.
        case noise(Int)
    }

    private enum Match { case no, soFar, key(UInt32) }

    private let pieces: [ByteMap.Piece]
    private let length: Int
    private var pending: [UInt8] = []

    /// A parser for one frame layout.
    public init(frame pieces: [ByteMap.Piece]) {
        self.pieces = pieces
        self.length = pieces.reduce(0) { min($0 + min(max($1.size, 0), Self.frameLimit + 1), Self.frameLimit + 1) }
    }

    /// A frame has begun and is not complete.
    public var isInsideMessage: Bool { !pending.isEmpty }

    /// Takes bytes in wire order; gives the messages that became complete. Noise in a row is one message.
    public mutating func parse(_ bytes: some Sequence<UInt8>) -> [Message] {
        var messages: [Message] = []
        for byte in bytes {
            pending.append(byte)
            search: while !pending.isEmpty {
                switch match() {
                case .soFar: break search
                case .key(let code):
                    pending.removeAll(keepingCapacity: true)
                    messages.append(.key(code))
                case .no:
                    pending.removeFirst()
                    appendNoise(&messages)
                }
            }
        }
        return messages
    }

    /// Gives up an incomplete frame; gives the number of its bytes.
    public mutating func abandon() -> Int {
        defer { pending.removeAll(keepingCapacity: true) }
        return pending.count
    }

    /// Compares what is there with the frame, piece by piece.
    private func match() -> Match {
        guard (1...Self.frameLimit).contains(length) else { return .no }
        var position = 0
        var code: UInt32 = 0
        for piece in pieces {
            let size = max(piece.size, 0)
            let available = pending[position..<min(position + size, pending.count)]
            switch piece {
            case .literal(let expected):
                guard expected.starts(with: available) else { return .no }
            case .key:
                for byte in available { code = code << 8 | UInt32(byte) }
            case .skip:
                break
            case .checksum(let kind, let from):
                let expected = kind.wireBytes(over: pending[min(max(from, 0), position)..<position])
                guard expected.starts(with: available) else { return .no }
            }
            if available.count < size { return .soFar }
            position += size
        }
        return .key(code)
    }

    private func appendNoise(_ messages: inout [Message]) {
        if case .noise(let before) = messages.last {
            messages[messages.count - 1] = .noise(before + 1)
        } else {
            messages.append(.noise(1))
        }
    }
}

extension ByteMap.Piece {
    /// Bytes it takes on the wire.
    public var size: Int {
        switch self {
        case .literal(let bytes): bytes.count
        case .key(let count), .skip(let count): count
        case .checksum(let kind, _): kind.size
        }
    }
}
