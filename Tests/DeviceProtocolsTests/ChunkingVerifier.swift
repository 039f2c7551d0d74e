import DeviceProtocols
import Testing

/// A parser as the verifier sees it: bytes in, messages out, noise counted.
protocol StreamParser {
    associatedtype Message: Equatable
    init()
    /// The messages that became complete, and the bytes that fit none.
    mutating func take(_ bytes: [UInt8]) -> (messages: [Message], noise: Int)
    /// Bytes of the message that has begun.
    mutating func abandon() -> Int
}

/// Runs a parser over a stream in every way a wire can cut it.
struct ChunkingVerifier<Parser: StreamParser> {
    struct Result: Equatable {
        var messages: [Parser.Message] = []
        var noise = 0
    }

    private func run(_ chunks: [[UInt8]]) -> Result {
        var parser = Parser()
        var result = Result()
        for chunk in chunks {
            let (messages, noise) = parser.take(chunk)
            result.messages += messages
            result.noise += noise
        }
        result.noise += parser.abandon()
        return result
    }

    /// Whole, drip-fed and cut at every place, the stream means the same.
    func verifyCuts(_ stream: [UInt8], _ comment: Comment? = nil) {
        let whole = run([stream])
        #expect(run(stream.map { [$0] }) == whole, comment)
        for cut in stream.indices {
            #expect(run([Array(stream[..<cut]), Array(stream[cut...])]) == whole, comment)
        }
    }

    /// Every frame alone and all of them glued give exactly their messages; garbage before them is counted as noise and
    /// swallows none of them; a frame broken off gives nothing wrong.
    func verify(_ frames: [(bytes: [UInt8], messages: [Parser.Message])], garbage: [UInt8]) {
        let stream = frames.flatMap(\.bytes)
        let expected = frames.flatMap(\.messages)
        for frame in frames {
            #expect(run([frame.bytes]) == Result(messages: frame.messages), "\(frame.bytes)")
            #expect(
                run([garbage + frame.bytes]) == Result(messages: frame.messages, noise: garbage.count),
                "garbage before \(frame.bytes)")
            for length in 1..<max(frame.bytes.count, 1) {
                let broken = run([Array(frame.bytes[..<length])])
                #expect(broken.messages.isEmpty && broken.noise == length, "\(length) bytes of \(frame.bytes)")
            }
        }
        #expect(run([stream]) == Result(messages: expected))
        verifyCuts(stream)
        verifyCuts(garbage + stream)
    }

    /// Random bytes, cut at random: no trap, and the cuts change nothing.
    func verifyRandom(seed: UInt64, alphabet: [UInt8]) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let stream = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? alphabet.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
            }
            var chunks: [[UInt8]] = [[]]
            for byte in stream {
                if Bool.random(using: &random) { chunks.append([]) }
                chunks[chunks.count - 1].append(byte)
            }
            #expect(run(chunks) == run([stream]), "seed \(seed), stream \(stream)")
        }
    }
}
