import Glibc
import Testing

@testable import HardwareAccess

struct PathWatchTests {
    @Test func `a link is watched where it stands and where it leads`() throws {
        let directory = try BusDirectory()
        directory.makeDirectory()
        try directory.plug()
        let places = PathWatch.places(of: directory.path)
        #expect(places.map(\.directory) == [directory.root + "/bus", "/dev/pts"])
        #expect(places.first?.name == "line")
    }

    @Test func `a relative link counts from its own directory`() throws {
        let directory = try BusDirectory()
        directory.makeDirectory()
        symlink("../ttyHall0", directory.path)
        #expect(PathWatch.places(of: directory.path).map(\.name) == ["line", "ttyHall0"])
        #expect(PathWatch.places(of: directory.path).last?.directory == directory.root + "/bus/..")
    }

    @Test func `in place of a missing directory its nearest ancestor is watched for the next name`() {
        let places = PathWatch.places(of: "/tmp/halld-not-there/bus/line")
        #expect(places.map(\.directory) == ["/tmp"])
        #expect(places.map(\.name) == ["halld-not-there"])
    }

    @Test func `links that lead in a circle end the search`() throws {
        let directory = try BusDirectory()
        directory.makeDirectory()
        symlink("line", directory.path)
        #expect(PathWatch.places(of: directory.path).count == PathWatch.hopLimit)
    }

    @Test func `a name without a slash stands in the working directory`() {
        #expect(PathWatch.places(of: "line").map(\.directory) == ["."])
    }
}
