import CLinux
import DeviceSimulators
import Glibc
import HallModel
import HardwareAccess
import Synchronization

/// A hall of simulated devices on real pseudo-terminals, with a control socket. One thread does everything: it polls the
/// masters, the socket and its clients, and wakes when a device has something to do.
public final class RunningHall: Sendable {
    private let stopDescriptor: Int32
    private let thread: PlainThread

    /// The clock of the running hall.
    static var now: MonotonicInstant { .now }

    /// Makes all wires of the plan under `directory` and starts.
    ///
    /// When it returns every link stands and the control socket answers. Equal seeds give equal faults. NUT buses have
    /// NUT's own server, or a simulated one where that is not installed or not wanted.
    public init(
        plan: HallPlan, directory: String, paced: Bool, seed: UInt64, usesNut: Bool = true
    ) throws(HallsimError) {
        let folder = try RuntimeFolder(directory)
        let socketPath = UnixSocket.path(in: directory)
        if let answering = try? UnixSocket.connect(socketPath) {
            close(answering)
            throw HallsimError(.alreadyRunning(socketPath))
        }
        unlink(socketPath)
        var wires: [SimulatedWire] = []
        let decoder = CharacterDecoder.iconv()
        for (place, bus) in plan.buses.enumerated() {
            var wire = SimulatedWire(
                bus: SimulatedBus(bus, of: plan, decoder: decoder, seed: seed &+ UInt64(place) << 32, paced: paced),
                usesNut: usesNut)
            do throws(HallsimError) {
                try wire.plug(in: folder)
            } catch {
                for var made in wires { made.unplug(in: folder) }
                throw error
            }
            wires.append(wire)
        }
        let listener: Int32
        do throws(HallsimError) {
            listener = try UnixSocket.listen(socketPath)
        } catch {
            for var made in wires { made.unplug(in: folder) }
            throw error
        }
        stopDescriptor = clinux_eventfd()
        let loop = SimulationLoop(
            wires: wires, folder: folder, listener: listener, stop: stopDescriptor, socketPath: socketPath)
        do throws(SystemFailure) {
            thread = try PlainThread(name: "hallsim") { loop.run() }
        } catch {
            loop.tidy()
            throw HallsimError(.systemFailed(error.description))
        }
    }

    /// Ends the hall; its links and its socket are gone when this returns.
    public func stop() {
        var one: UInt64 = 1
        _ = write(stopDescriptor, &one, 8)
        thread.join()
    }

    deinit { close(stopDescriptor) }
}
