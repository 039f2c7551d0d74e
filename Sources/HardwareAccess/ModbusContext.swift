import CModbus
import DeviceDrivers
import Glibc
import HallModel

/// A context of libmodbus, freed once.
struct ModbusContext: ~Copyable {
    let pointer: OpaquePointer

    /// The settings are named only: the port is open and set up already.
    init(place: String, settings: SerialSettings?) throws(TransportError) {
        let made: OpaquePointer?
        if let settings {
            let parity: UnicodeScalar =
                switch settings.parity {
                case .none: "N"
                case .even: "E"
                case .odd: "O"
                }
            made = modbus_new_rtu(
                place, Int32(settings.baud), CChar(parity.value), Int32(settings.dataBits), Int32(settings.stopBits))
        } else {
            made = modbus_new_tcp("127.0.0.1", 502)
        }
        guard let made else {
            throw TransportError(
                .system, disposition: .portLost, errno: errno,
                message: "open \(place) for Modbus: \(SystemFailure.text(of: errno)): see the kernel's log")
        }
        pointer = made
    }

    deinit {
        // Not modbus_close: the port closes its descriptor itself.
        modbus_free(pointer)
    }
}
