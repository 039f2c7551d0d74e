import ArgumentParser
import Glibc
import HallAPI
import HallModel

extension BusCommand {
    /// `hallctl bus trace ID [--last 5m] [--pcapng FILE]`
    struct Trace: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "trace", abstract: HelpText.busTrace.here)
        @Argument(help: ArgumentHelp(HelpText.oneBus.here)) var bus: String
        @Option(help: ArgumentHelp(HelpText.traceLast.here, valueName: "5m")) var last: TraceSpan?
        @Option(help: ArgumentHelp(HelpText.tracePcapng.here, valueName: "file")) var pcapng: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            // Made before anything is asked: a file that cannot be written is no reason to look at a line.
            let file: CaptureFile? = if let pcapng { try CaptureFile(pcapng, bus: bus) } else { nil }
            var reader = TraceReader(console.language)
            var trouble: ConsoleFailure?
            do throws(APIError) {
                try console.client().stream(TraceBus.self) { _ in
                    TraceBus.Parameters(bus: bus, lastSeconds: last?.seconds)
                } each: { reply in
                    do throws(ConsoleFailure) {
                        try file?.write(reply.value)
                    } catch {
                        trouble = error
                        return false
                    }
                    console.show(reply, &reader, isQuiet: file != nil)
                    return true
                }
            } catch {
                throw ConsoleFailure(error)
            }
            if let trouble { throw trouble }
        }
    }
}

extension Console {
    /// What was seen: a line each. With a capture they go into the file, and of the rest only what was missed is told.
    fileprivate func show(
        _ reply: APIClient.Reply<TraceBus.Reply>, _ reader: inout TraceReader, isQuiet: Bool
    ) {
        if json { return print(reply.json) }
        if reply.value.skipped > 0 { print(Cell(say(.skipped(reply.value.skipped)), .warning)) }
        guard !isQuiet else { return }
        for frame in reply.value.frames {
            let line = reader.line(frame, reply.value.form)
            print(Cell(line.text, line.tone))
        }
    }
}

/// A length of time as people write it: `30s`, `5m`, `1h`.
struct TraceSpan: ExpressibleByArgument, Equatable {
    var seconds: Int

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()),
            (1...86_400).contains(count), count * unit <= 86_400
        else { return nil }
        seconds = count * unit
    }
}

/// A capture on disk; whole after each write.
private final class CaptureFile {
    private let path: String
    private let descriptor: Int32

    init(_ path: String, bus: String) throws(ConsoleFailure) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path) }
        try put(Pcapng.header(bus: bus))
    }

    deinit { close(descriptor) }

    func write(_ reply: TraceBus.Reply) throws(ConsoleFailure) {
        try put(reply.frames.flatMap { Pcapng.packet($0, form: reply.form) ?? [] })
    }

    private func put(_ bytes: [UInt8]) throws(ConsoleFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(path) }
            rest = rest.dropFirst(count)
        }
    }

    private static func failure(_ path: String) -> ConsoleFailure {
        ConsoleFailure(BusText.cannotWrite(path, String(cString: strerror(errno))), BusText.seePath)
    }
}
