import Foundation
import HallModel
import Testing

@testable import HallDaemon

struct StartCounterTests {
    private func folder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("starts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path
    }

    @Test func `starts that end in a crash add up within one boot`() throws {
        let folder = try folder()
        for count in 0..<5 {
            let counter = StartCounter(directory: folder, boot: "boot-1")
            #expect(counter.failures == count)
            counter.begin()
        }
        #expect(StartCounter(directory: folder, boot: "boot-1").failures == 5)
    }

    @Test func `a power cut is no crash`() throws {
        let folder = try folder()
        for _ in 0..<5 { StartCounter(directory: folder, boot: "boot-1").begin() }
        #expect(StartCounter(directory: folder, boot: "boot-2").failures == 0)
    }

    @Test func `a minute of running, or an orderly stop, forgets them`() throws {
        let folder = try folder()
        for _ in 0..<4 { StartCounter(directory: folder, boot: "boot-1").begin() }
        StartCounter(directory: folder, boot: "boot-1").settle()
        #expect(StartCounter(directory: folder, boot: "boot-1").failures == 0)
    }

    @Test(arguments: ["", "boot-1", "boot-1 many\n", "boot-1 3 4\n", "\u{0}\u{1}", "boot-1 99999999999999999999\n"])
    func `a file that nobody can read counts for nothing`(_ content: String) throws {
        let folder = try folder()
        try content.write(toFile: folder + "/starts", atomically: true, encoding: .utf8)
        let counter = StartCounter(directory: folder, boot: "boot-1")
        #expect(counter.failures == 0)
        counter.begin()
        #expect(counter.failures == 1)
    }

    @Test func `a boot has an id here`() { #expect(StartCounter.bootID.count == 36) }
}
