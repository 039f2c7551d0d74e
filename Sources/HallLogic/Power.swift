import HallModel
import OrderedCollections

/// Fifth room: batteries in use, what they carried, and the hall closed in order before they are empty.
///
/// ```
///                 OB                            OL: the mains are back
///  on mains ─────────────▶ discharge began ───────────────────────────▶ discharge ended, measured
///
///                 OB LB, or FSD                 OL without LB for 10 s, or the UPS no longer counts
///  open ─────────────────▶ closed ────────────────────────────────────▶ open
/// ```
/// Silence changes nothing: a discharge goes on, and a closed hall stays closed. The alarms of a UPS are raised by the
/// last room, also while the journal cannot be written.
struct Power {
    /// How long the mains must be back before the hall gives numbers again.
    static let calmDuration = Duration.seconds(10)

    func visit(_ step: inout HallStep) {
        guard let plan = step.recorded.plan else { return }
        switch step.input {
        case .report(let report):
            if step.isMeasuredOnly(report) { break }
            if let device = plan.device(report.device) { follow(device, &step) }
        case .started, .planOffered, .journalRecovered:
            // This room was not visited while the journal could not be written.
            if case .journalRecovered = step.input { step.live.power.interruptAll() }
            for device in plan.devices { follow(device, &step) }
            for discharge in step.recorded.power.discharges where plan.device(discharge.ups)?.upsStatusPoint == nil {
                end(discharge, mainsReturned: false, &step)
            }
        case .command, .journalFailed, .historyFailed, .historyRecovered, .recordCompared, .inputDropped, .timeReached:
            break
        }
        reopen(plan, &step)
    }

    private func follow(_ device: DevicePlan, _ step: inout HallStep) {
        guard device.upsStatusPoint != nil else { return }
        let running = step.recorded.power.discharges.first { $0.ups == device.id }
        guard step.live.presences[device.id]?.isOutOfUse != true else {
            if let running { end(running, mainsReturned: false, &step) }
            return
        }
        guard let status = step.live.upsStatus(device) else {
            step.live.power.batteries[device.id]?.isInterrupted = true
            return
        }
        if status.isOnBattery {
            discharge(device.id, running, isLow: status.isLow, &step)
        } else if status.isOnMains, let running {
            let isSeen = step.live.power.batteries[device.id].map { !$0.isInterrupted } ?? false
            end(running, mainsReturned: isSeen, &step)
        }
        if status.isRunningOut, device.closesHall != false, step.recorded.power.closure == nil {
            close(because: device.id, &step)
        }
    }

    private func close(because ups: DeviceID, _ step: inout HallStep) {
        step.record(.hallClosed(HallClosed(reason: .lowBattery, device: ups, at: step.now.wall)))
    }
}

// MARK: - Discharges

extension Power {
    private func discharge(
        _ ups: DeviceID, _ running: PowerState.Discharge?, isLow: Bool, _ step: inout HallStep
    ) {
        let now = step.now.monotonic
        if running == nil {
            step.record(.dischargeBegan(DischargeBegan(ups: ups, at: step.now.wall)))
            step.live.power.batteries[ups] = nil
        }
        let before = running.map { max(0, (step.now.wall - $0.since).wholeSeconds) } ?? 0
        var battery = step.live.power.batteries[ups] ?? LivePower.Battery(secondsBefore: before, since: now, seen: now)
        battery.seen = now
        battery.isInterrupted = false
        if isLow, battery.lowAfterSeconds == nil { battery.lowAfterSeconds = battery.seconds(at: now) }
        step.live.power.batteries[ups] = battery
    }

    /// What was not seen is not counted: a discharge that ended unseen counts up to the last moment at which it went on.
    private func end(_ running: PowerState.Discharge, mainsReturned: Bool, _ step: inout HallStep) {
        let battery = step.live.power.batteries.removeValue(forKey: running.ups)
        let unseen = max(0, ((step.live.power.knownUntil ?? running.since) - running.since).wholeSeconds)
        let seconds = battery.map { $0.seconds(at: mainsReturned ? step.now.monotonic : $0.seen) } ?? unseen
        step.record(
            .dischargeEnded(
                DischargeEnded(
                    ups: running.ups, seconds: seconds,
                    lowAfterSeconds: Self.lowAfter(running, battery, step.recorded).map { min($0, seconds) },
                    mainsReturned: mainsReturned, at: step.now.wall)))
    }

    /// Its alarm remembers a low battery of the run before.
    static func lowAfter(
        _ running: PowerState.Discharge, _ battery: LivePower.Battery?, _ recorded: RecordedHall
    ) -> Int? {
        let alarm = recorded.alarm(Alarm.id(.batteryLow, running.ups))
        let remembered = alarm.map { ($0.since - running.since).wholeSeconds }.flatMap { $0 < 0 ? nil : $0 }
        guard let seen = battery?.lowAfterSeconds else { return remembered }
        return min(seen, remembered ?? seen)
    }
}

// MARK: - Reopening

extension Power {
    /// The hall reopens when the UPS that closed it is well, or no longer counts; unless another is running out too.
    private func reopen(_ plan: HallPlan, _ step: inout HallStep) {
        guard let closure = step.recorded.power.closure else {
            step.live.power.calmDue = nil
            return
        }
        if let ups = closure.device.flatMap({ closing($0, plan, step) }) {
            guard let status = step.live.upsStatus(ups), status.isOnMains, !status.isLow, !status.isForced else {
                step.live.power.calmDue = nil
                return
            }
            let due = step.live.power.calmDue ?? step.now.monotonic + Self.calmDuration
            step.live.power.calmDue = due
            guard due <= step.now.monotonic else { return }
        }
        step.live.power.calmDue = nil
        let other = plan.devices.first {
            closing($0.id, plan, step) != nil && step.live.upsStatus($0)?.isRunningOut == true
        }
        if let other { return close(because: other.id, &step) }
        step.record(.hallReopened(HallReopened(reason: closure.reason, at: step.now.wall)))
    }

    /// A UPS that closes the hall: in the plan, in use, and not told otherwise.
    private func closing(_ id: DeviceID, _ plan: HallPlan, _ step: HallStep) -> DevicePlan? {
        guard let device = plan.device(id), device.upsStatusPoint != nil, device.closesHall != false,
            step.live.presences[id]?.isOutOfUse != true
        else { return nil }
        return device
    }
}
