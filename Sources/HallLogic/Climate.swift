import HallModel
import OrderedCollections

/// Sixth room: readings against limits. Knows no number: all of them are in the plan.
///
/// Visited for every input, also while the journal cannot be written: alarms leave at once.
struct Climate {
    func visit(_ step: inout HallStep) {
        guard let plan = step.recorded.plan, let hash = step.recorded.planHash else { return }
        if step.live.climate.book?.planHash != hash { follow(LimitBook(plan, hash: hash), &step) }
        let clock = step.limitClock
        switch step.input {
        case .report(let report): hear(report, clock, &step)
        // What was decided in a lost batch is decided again.
        case .journalRecovered: judgeAll(clock, &step)
        case .started, .planOffered, .command, .journalFailed, .historyFailed, .historyRecovered, .recordCompared,
            .inputDropped,
            .timeReached:
            break
        }
        watchTime(clock, &step)
    }

    private func hear(_ report: DeviceReport, _ clock: LimitClock, _ step: inout HallStep) {
        switch report.content {
        case .reading(let name, _):
            let point = PointID(report.device, name)
            average(point, &step)
            judge(point, clock, &step)
            for dependent in step.live.climate.book?.judgedBy[point] ?? [] { judge(dependent, clock, &step) }
            PointTroubles().judge(point, &step)
        case .presence:
            if step.live.isOutOfUse(report.device) { forget(report.device, &step) }
            PointTroubles().judgePoints(of: report.device, &step)
        case .printer, .key, .print, .written, .noise, .exchanges, .spoken: break
        }
    }

    private func average(_ point: PointID, _ step: inout HallStep) {
        guard let windows = step.live.climate.book?.entries[point]?.windows, !windows.isEmpty else { return }
        let reading = step.live.readings[point]
        let value = reading?.quality == .good ? reading?.value?.number : nil
        for seconds in windows {
            step.live.climate.means[point, default: [:]][seconds, default: MeanWindow(seconds: seconds)]
                .take(value, at: step.now.monotonic)
        }
    }

    private func watchTime(_ clock: LimitClock, _ step: inout HallStep) {
        if clock != step.live.climate.clock {
            step.live.climate.clock = clock
            judgeAll(clock, &step)
        }
        for (point, due) in step.live.climate.limitsDue where due <= step.now.monotonic { judge(point, clock, &step) }
        PointTroubles().watchTime(&step)
    }

    private func judgeAll(_ clock: LimitClock, _ step: inout HallStep) {
        for point in step.live.climate.book?.entries.keys ?? [] { judge(point, clock, &step) }
    }
}

// MARK: - Limits and alarms

extension Climate {
    /// Limits with one kind of alarm share it: it cites the one that was broken first, and ends with the last.
    private func judge(_ point: PointID, _ clock: LimitClock, _ step: inout HallStep) {
        guard let entry = step.live.climate.book?.entries[point], !step.live.isOutOfUse(point.device) else { return }
        let limits = entry.judged
        guard !limits.isEmpty else { return }
        var first: OrderedDictionary<AlarmKind, Breach> = [:]
        var lasting = OrderedSet<AlarmKind>()
        for cited in limits {
            let evaluation = step.live.climate.evaluate(
                cited, point, entry, clock: clock, readings: step.live.readings, at: step.now.monotonic)
            var watch = watch(cited, point, step)
            watch.follow(evaluation, cited.limit, delay: cited.delay, at: step.now.monotonic)
            step.live.climate.watches[cited.key(point)] = watch
            if watch.isTripped || watch.brokenSince != nil { lasting.append(cited.limit.alarm) }
            guard watch.isTripped, let since = watch.brokenSince, case .broken(let value) = evaluation else { continue }
            if let former = first[cited.limit.alarm], former.since <= since { continue }
            first[cited.limit.alarm] = Breach(cited: cited, since: since, value: value)
        }
        for kind in OrderedSet(limits.map(\.limit.alarm)) {
            if let breach = first[kind] {
                step.raise(
                    kind, about: .point(point), priority: breach.cited.priority, limit: breach.cited.citation,
                    value: entry.definition.text(of: breach.value, breaking: breach.cited.limit))
            } else if !lasting.contains(kind) {
                step.clear(kind, about: .point(point))
            }
        }
    }

    private struct Breach {
        var cited: LimitBook.CitedLimit
        var since: MonotonicInstant
        var value: Quantity
    }

    /// After a start the alarm tells which limit had tripped.
    private func watch(_ cited: LimitBook.CitedLimit, _ point: PointID, _ step: HallStep) -> LimitWatch {
        if let watch = step.live.climate.watches[cited.key(point)] { return watch }
        let alarm = step.recorded.alarm(Alarm.id(cited.limit.alarm, about: .point(point)))
        let cites = alarm?.limit.map { $0.set == cited.citation.set && $0.limit == cited.citation.limit } ?? false
        return LimitWatch(isTripped: cites && alarm?.isActive == true)
    }

    /// Another plan: alarms of points and limits that it does not have will never return by themselves.
    private func follow(_ book: LimitBook, _ step: inout HallStep) {
        step.live.climate.take(book)
        for alarm in step.recorded.alarms where alarm.isActive {
            guard case .point(let point) = alarm.source, isOfPoints(alarm) else { continue }
            guard let entry = book.entries[point] else {
                step.clear(alarm.kind, about: alarm.source)
                continue
            }
            guard let limit = alarm.limit else { continue }
            let isThere = entry.judged.contains { $0.citation == limit }
            if !isThere { step.clear(alarm.kind, about: alarm.source) }
        }
        judgeAll(step.limitClock, &step)
    }

    /// What a person took out of service has no causes, whatever it said last.
    private func forget(_ device: DeviceID, _ step: inout HallStep) {
        step.live.climate.watches.removeAll { $0.key.point.device == device }
        for alarm in step.recorded.alarms where alarm.isActive && alarm.device == device {
            guard case .point = alarm.source, isOfPoints(alarm) else { continue }
            step.clear(alarm.kind, about: alarm.source)
        }
    }

    private func isOfPoints(_ alarm: Alarm) -> Bool {
        switch alarm.kind {
        case .sensorFault, .pointMissing, .changedAtUnit: true
        default: alarm.limit != nil
        }
    }
}

extension LiveHall {
    /// A person says that the device is not to be listened to.
    func isOutOfUse(_ device: DeviceID) -> Bool {
        switch presences[device]?.presence {
        case .absent, .disabled: true
        case .online, .offline, .unknown, nil: false
        }
    }
}
