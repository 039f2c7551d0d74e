import DeviceDrivers
import Glibc
import HallModel

/// What carries a bus's words, as its thread uses it: opened, asked to do what the machine says, listened to. It executes
/// and decides nothing. An error thrown while it is open means that it is lost; it is closed then.
protocol BusWire: ~Copyable {
    /// The path whose appearing makes an attempt to open worth while.
    var watchedPath: String? { get }
    /// It is open.
    var isOpen: Bool { get }
    /// It has room for more to do: with none, mail waits.
    var takesMail: Bool { get }
    /// What to wait for; readable ones lead to `receive`.
    var polled: [pollfd] { get }
    /// The longest wait until the next `work`; nil when only the descriptors matter.
    var patience: Duration? { get }

    /// Opens it, closed before.
    mutating func open() throws(TransportError)
    /// Closes it; what was not sent is dropped.
    mutating func close()
    /// Does an action of the machine; nothing while it is closed.
    mutating func perform(_ action: BusAction) throws(TransportError) -> BusEvent?
    /// Goes on with what was begun; once in a turn.
    mutating func work() throws(TransportError) -> BusEvent?
    /// Takes one thing that came; nil when there is nothing more.
    mutating func receive(hangUp: Bool) throws(TransportError) -> BusEvent?
    /// After a stop: brings to an end what was begun, if that is soon.
    mutating func finish()
}

extension BusWire where Self: ~Copyable {
    var takesMail: Bool { true }
    var patience: Duration? { nil }
    mutating func work() throws(TransportError) -> BusEvent? { nil }
    mutating func finish() {}
}
