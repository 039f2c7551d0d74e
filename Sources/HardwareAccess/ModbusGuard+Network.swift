import CModbus
import DeviceDrivers
import Glibc
import HallModel
import Synchronization

/// Answers over a network: libmodbus receives them, and is asked for nothing that is not there already.
extension ModbusGuard {
    /// Function and data of the unit's answer.
    mutating func awaitAnswer(from unit: UInt8, until deadline: MonotonicInstant) throws(Trouble) -> [UInt8] {
        while true {
            switch shared.wait(for: number, until: deadline) {
            case .timeUp: throw .failed(.timeout)
            case .stopping: throw .stopped
            case .ready: break
            }
            try awaitFrame()
            let frame = try receiveFrame()
            guard frame.count > 7, frame[2] == 0, frame[3] == 0, frame[4] == 0, Int(frame[5]) == frame.count - 6 else {
                throw .failed(.garbled)
            }
            // An answer to a question that was given up.
            if UInt16(frame[0]) << 8 | UInt16(frame[1]) != transaction { continue }
            guard frame[6] == unit else { throw .failed(.garbled) }
            return Array(frame[7...])
        }
    }

    /// Waits until the whole frame is there, or no more of it comes.
    private mutating func awaitFrame() throws(Trouble) {
        var seen = 0
        var grownAt = MonotonicInstant.now
        while true {
            let header = port.peek(6)
            let size = header.count == 6 ? 6 + (Int(header[4]) << 8 | Int(header[5])) : 6
            let there = port.inputQueued()
            let now = MonotonicInstant.now
            if there > seen { (seen, grownAt) = (there, now) }
            if there >= size && there > 6 || now - grownAt >= Self.networkPause { return }
            try rest(until: now + .milliseconds(1))
        }
    }

    /// Takes a frame whose bytes are there.
    private mutating func receiveFrame() throws(Trouble) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: Int(MODBUS_MAX_ADU_LENGTH))
        let before = port.inputQueued()
        let count = modbus_receive_confirmation(context.pointer, &buffer)
        let error = errno
        lastByte = .now
        let taken = Array(buffer.prefix(count > 0 ? Int(count) : max(0, before - port.inputQueued())))
        if !taken.isEmpty {
            shared.statistics.withLock { $0.bytesIn += taken.count }
            shared.recorder.note(.received(taken), at: lastByte)
        }
        guard count > 0 else {
            modbus_flush(context.pointer)
            throw count == 0 ? .failed(.garbled) : trouble(error)
        }
        return taken
    }
}
