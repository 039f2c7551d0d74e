import HallModel

/// A line that Modbus slaves share. Everything has its exact time, however late somebody looks: a request ends with its
/// last byte, and its answer begins t3.5 and the slave's time after that.
extension SimulatedBus {
    mutating func sendOnTwoWires(_ bytes: [UInt8], at now: MonotonicInstant) {
        var isEchoed = false
        for place in devices.indices where devices[place].echoes(bytes) { isEchoed = true }
        wires?.speak(bytes, by: .host, at: now, isEchoed: isEchoed)
    }

    /// When something happens on it next.
    func nextWakeOfTwoWires(_ look: Duration) -> MonotonicInstant? {
        var wake = wires?.nextLook(look)
        if let other = questions?.nextWake { wake = wake.map { min($0, other) } ?? other }
        if let deviceWake { wake = wake.map { min($0, deviceWake) } ?? deviceWake }
        return wake
    }

    /// When the first device does something by itself.
    mutating func lookAtDevices() {
        guard wires != nil else { return }
        deviceWake = nil
        for place in devices.indices {
            guard let wake = devices[place].nextWake else { continue }
            deviceWake = deviceWake.map { min($0, wake) } ?? wake
        }
    }

    /// Goes from event to event, so that whoever begins to speak is on the wires before anything later is heard.
    mutating func advanceTwoWires(to now: MonotonicInstant) -> [UInt8] {
        var arrived: [UInt8] = []
        while true {
            var moment = now
            for event in [wires?.nextEnd, questions?.nextWake, deviceWake] { moment = min(moment, event ?? now) }
            for heard in wires?.hear(until: moment) ?? [] {
                if heard.reachesHost { arrived += heard.bytes }
                if heard.reachesSlaves { _ = questions?.receive(heard.bytes, at: heard.endedAt) }
            }
            var isAsked = false
            if let question = questions?.timeReached(at: moment) {
                for place in devices.indices where devices[place].hear(question, at: moment) { isAsked = true }
            }
            if isAsked || deviceWake.map({ $0 <= moment }) ?? false { speak(at: moment) }
            if moment == now { return arrived }
        }
    }

    /// What the devices say at this moment goes on the wires.
    private mutating func speak(at moment: MonotonicInstant) {
        for place in devices.indices where devices[place].nextWake.map({ $0 <= moment }) ?? false {
            wires?.speak(devices[place].strangerAsks(at: moment), by: .stranger, at: moment)
            wires?.speak(devices[place].advance(to: moment), by: .device(place), at: moment)
        }
        lookAtDevices()
    }
}
