import DeviceDrivers
import Glibc
import HallModel
import HardwareAccess
import Testing

/// A real program as a wire: scripts that a test writes.
@Suite(.serialized)
struct ProgramWireTests {
    /// A script that can be run, in a folder that is removed afterwards.
    private func withScript(_ text: String, _ body: (_ script: String, _ folder: String) throws -> Void) throws {
        var template = Array("/tmp/hall-program-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { for path in ["\(folder)/script", "\(folder)/said", folder] where unlink(path) != 0 { rmdir(path) } }
        let script = "\(folder)/script"
        let file = try #require(fopen(script, "w"))
        fputs("#!/bin/sh\n\(text)\n", file)
        fclose(file)
        chmod(script, 0o755)
        try body(script, folder)
    }

    private func content(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1000)
        let count = fread(&bytes, 1, 1000, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    private func bus(
        _ path: String, _ arguments: [String] = [], run: ProgramRun? = nil, then: [BusAction] = []
    ) throws -> ProbedBus {
        try ProbedBus(wire: .program(path: path, arguments: arguments), transport: .program) { event in
            if event == .opened, let run { return [.run(run)] + then }
            return []
        }
    }

    @Test func `it gets its arguments as they are and the text on its standard input, and its end is told`() throws {
        try withScript(#"printf '%s|' "$@" >"$1"; cat >>"$1"; exit 3"#) { script, folder in
            let said = "\(folder)/said"
            let run = ProgramRun(arguments: ["$(id); rm -rf '*' \"", "{x}"], input: Array("请A017\n".utf8))
            let bus = try bus(script, [said], run: run)
            #expect(bus.log.waits { $0.contains(.ended(status: 3)) })
            #expect(content(said) == "\(said)|$(id); rm -rf '*' \"|{x}|请A017\n")
        }
    }

    @Test func `one that is not there is refused with a remedy`() throws {
        let bus = try bus("/nowhere/espeak-ng")
        #expect(
            bus.log.waits { events in
                events.contains {
                    guard case .refused(let error) = $0 else { return false }
                    return error.code == .missing && error.message.contains("install it")
                }
            })
    }

    @Test func `one that may not be run is refused`() throws {
        let bus = try bus("/etc/passwd")
        #expect(
            bus.log.waits { events in
                events.contains { if case .refused(let error) = $0 { error.code == .forbidden } else { false } }
            })
    }

    /// The child of the script would hold the sound device for a minute.
    @Test func `one that is ended is gone with all its children, and no end is told`() throws {
        try withScript("sleep 60 & echo $! >\"$1\"; wait") { script, folder in
            let said = "\(folder)/said"
            let bus = try bus(script, [said], run: ProgramRun(arguments: [], input: []))
            #expect(waits { Int32(content(said).prefix { $0.isNumber }) != nil })
            let grandchild = try #require(Int32(content(said).prefix { $0.isNumber }))
            bus.thread.stop()
            // Whoever inherits it may not have looked at it yet.
            #expect(waits { kill(grandchild, 0) != 0 || content("/proc/\(grandchild)/stat").contains(") Z ") })
            #expect(!bus.log.value.contains { if case .ended = $0 { true } else { false } })
        }
    }

    @Test func `a second run ends the first`() throws {
        try withScript("echo \"$1\" >>\"$2\"; [ \"$1\" = fast ] || sleep 60") { script, folder in
            let said = "\(folder)/said"
            let bus = try bus(
                script, run: ProgramRun(arguments: ["slow", said], input: []),
                then: [.run(ProgramRun(arguments: ["fast", said], input: []))])
            #expect(bus.log.waits { $0.contains(.ended(status: 0)) })
            #expect(!bus.log.value.contains(.ended(status: nil)))
        }
    }

    private func waits(_ condition: () -> Bool) -> Bool { Wire.wait(until: condition) }
}

extension Shared where Value == [BusEvent] {
    fileprivate func waits(_ condition: ([BusEvent]) -> Bool) -> Bool { Wire.wait { condition(value) } }
}
