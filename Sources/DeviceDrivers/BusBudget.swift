import DeviceProtocols
import HallModel

/// What the plan of a Modbus line asks of it, before anything was measured: with the bytes of every request and answer,
/// t3.5, the slaves' own gaps and 5 ms of thought for each.
public struct BusBudget: Sendable, Equatable {
    /// A point that is read.
    public struct Point: Sendable, Equatable {
        /// Which.
        public var id: PointID
        /// Time between two readings, as asked for.
        public var period: Duration
        /// The age that its value has at most while all devices answer.
        public var worstAge: Duration
    }
    /// A device and its part of the line.
    public struct Device: Sendable, Equatable {
        /// Which.
        public var id: DeviceID
        /// Thousandths of the time.
        public var perMille: Int
    }
    /// Thousandths of the line's time that the plan takes; more than 1000 is more than there is.
    public var perMille: Int
    /// Requests in a minute.
    public var requestsPerMinute: Int
    /// Requests in a minute that joining saves.
    public var savedPerMinute: Int
    /// All blocks once.
    public var round: Duration
    /// In the plan's order.
    public var devices: [Device]
    /// The one that will be oldest first.
    public var points: [Point]
    /// Thousandths that silent devices may take.
    public var silentPerMille: Int

    /// There is room for it, also while devices are silent.
    public var holds: Bool { perMille + silentPerMille <= 1000 }

    /// The budget of a bus; nil where no requests are made.
    public init?(bus: BusPlan, devices all: [DevicePlan]) {
        let timing = LineTiming(bus.wire)
        silentPerMille = 10 * (bus.silentShare ?? FailureAllowance.usualPercent)
        var load = 0.0
        var requests = 0.0
        var saved = 0.0
        var round = Duration.zero
        devices = []
        var members: [(device: DevicePlan, map: RegisterMap, plan: RegisterPlan)] = []
        for device in all where device.bus == bus.id {
            guard case .modbusRegisters(let map) = device.profile.settings else { continue }
            members.append((device, map, RegisterPlan(map, timing: timing)))
        }
        guard !members.isEmpty else { return nil }
        for (device, map, plan) in members {
            var own = 0.0
            for block in plan.blocks {
                let cost = block.spans.reduce(Duration.zero) {
                    $0
                        + timing.transaction(
                            ModbusRequest.Operation(reading: $1), gap: .milliseconds(map.gapMilliseconds))
                }
                own += cost / block.period
                requests += Double(block.spans.count) * (.seconds(60) / block.period)
                saved += Double(block.savedRequests) * (.seconds(60) / block.period)
                round += cost
            }
            load += own
            devices.append(Device(id: device.id, perMille: Int((own * 1000).rounded())))
        }
        perMille = Int((load * 1000).rounded())
        requestsPerMinute = Int(requests.rounded())
        savedPerMinute = Int(saved.rounded())
        self.round = round
        // Asked too much, all wait in proportion; the round is what others may take before it is one's turn.
        let stretch = max(1, load)
        var points: [Point] = []
        for (device, map, plan) in members {
            for block in plan.blocks {
                let age = block.period * stretch + round
                points += block.points.map {
                    Point(id: PointID(device.id, map.registers[$0].point.name), period: block.period, worstAge: age)
                }
            }
        }
        let order = points.indices.sorted { (points[$1].worstAge, $0) < (points[$0].worstAge, $1) }
        self.points = order.map { points[$0] }
    }

    /// `plan 23 % of the line, 240 requests a minute (360 saved by reading together), oldest value 10.4 s (air.co2)`
    public var text: Bilingual {
        let percent = "\(perMille / 10).\(perMille % 10)"
        let oldest = points.first.map { "\($0.worstAge.tenths) s (\($0.id))" } ?? "–"
        return Bilingual(
            zh: "计划占线路 \(percent)%，每分钟 \(requestsPerMinute) 次请求（合并读取省去 \(savedPerMinute) 次），最旧的值 \(oldest)",
            en:
                "plan \(percent) % of the line, \(requestsPerMinute) requests a minute (\(savedPerMinute) saved by reading"
                + " together), oldest value \(oldest)")
    }
}

extension Duration {
    /// Seconds with one decimal.
    fileprivate var tenths: String {
        let tenths = wholeNanoseconds / 100_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
