import Glibc
import HardwareAccess
import Testing

struct PlainThreadTests {
    @Test func `join returns after the body has`() throws {
        let done = Shared(false)
        let thread = try PlainThread(name: "worker") { done.value = true }
        thread.join()
        #expect(done.value)
        thread.join()
    }

    @Test func `the kernel knows the thread by its name, cut at 15 bytes and not inside a character`() throws {
        #expect(try nameSeen(of: "bus-kiosk") == "bus-kiosk")
        #expect(try nameSeen(of: "bus-a-very-long-name") == "bus-a-very-long")
        #expect(try nameSeen(of: "x窗口窗口窗口") == "x窗口窗口")
    }

    @Test func `a thread that joins itself goes on`() throws {
        let own = Shared<PlainThread?>(nil)
        let thread = try PlainThread(name: "self") {
            while own.value == nil { sched_yield() }
            own.value?.join()
        }
        own.value = thread
        thread.join()
        own.value = nil
    }

    @Test func `an impossible stack is an error, not a trap`() {
        #expect(throws: SystemFailure.self) { try PlainThread(name: "tiny", stackSize: 1) {} }
    }

    private func nameSeen(of name: String) throws -> String {
        let seen = Shared("")
        let thread = try PlainThread(name: name) {
            let file = OwnedDescriptor(owning: open("/proc/thread-self/comm", O_RDONLY))
            var bytes = [UInt8](repeating: 0, count: 64)
            let count = read(file.number, &bytes, bytes.count)
            seen.value = String(decoding: bytes.prefix(max(0, count - 1)), as: UTF8.self)
        }
        thread.join()
        return seen.value
    }
}
