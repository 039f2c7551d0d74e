import HallModel
import OrderedCollections

/// Points whose next good reading says nothing new if it says the same: the rooms looked at one that repeated what was known,
/// left nothing, and nothing has happened since that any of them judges such a reading by. A UPS tells a dozen values each
/// two seconds, and hardly ever another.
///
/// A point whose mean is judged is not among them, since time decides about it too, nor one that makes the season of others
/// or that is to be corrected to a limit; nor is an output that is not as it is wished,
/// which is corrected again and again; nor a UPS while a battery is in use, which is timed by what it tells.
struct HeardReadings: Sendable, Equatable {
    private var points: [DeviceID: Set<PointID>] = [:]

    /// A reading of such a point that says what is known.
    func repeats(_ told: ToldReading, _ live: LiveHall) -> Bool {
        told.reading.quality == .good && points[told.device]?.contains(told.point) ?? false
            && live.readings[told.point]?.says(told.reading) ?? false
    }

    /// The rooms were visited; `before` is what was known of the point before, if the input is its reading.
    mutating func follow(_ input: HallInput, _ before: Reading?, _ step: HallStep) {
        if !step.decision.facts.allSatisfy(\.isOfVisits) || input.isNews { points = [:] }
        guard case .report(let report) = input else { return }
        if case .presence = report.content { points[report.device] = nil }
        guard case .reading(let name, let reading) = report.content else { return }
        let point = PointID(report.device, name)
        guard before?.says(reading) ?? false else {
            if step.live.climate.book?.judgedBy[point] != nil { points = [:] }
            points[report.device] = nil
            return
        }
        if step.decision.isEmpty, reading.quality == .good, step.isJudgedByValue(point, reading) {
            points[report.device, default: []].insert(point)
        }
    }
}

/// A reading and whose it is.
struct ToldReading {
    var device: DeviceID
    var point: PointID
    var reading: Reading
}

extension HallInput {
    /// The reading that it is, if it is one.
    var told: ToldReading? {
        guard case .report(let report) = self, case .reading(let name, let reading) = report.content else { return nil }
        return ToldReading(device: report.device, point: PointID(report.device, name), reading: reading)
    }
}

extension Reading {
    /// It says the same as another, which may have been read at another time.
    fileprivate func says(_ other: Reading) -> Bool {
        value == other.value && quality == other.quality && missing == other.missing
    }
}

extension HallStep {
    /// Whatever the rooms think of a reading of this point follows from its value, while nothing else changes.
    fileprivate func isJudgedByValue(_ point: PointID, _ reading: Reading) -> Bool {
        guard let book = live.climate.book, let entry = book.entries[point], entry.windows.isEmpty,
            entry.judged.isEmpty || !entry.definition.meaning.isWrittenBack, book.judgedBy[point] == nil,
            live.climate.troubles[point] == nil,
            !recorded.hasAlarm(about: .point(point))
        else { return false }
        if let wish = recorded.controls.wish(for: point), wish.value != reading.value { return false }
        switch entry.definition.meaning {
        case .contact: return false
        case .upsStatus, .upsRunTime, .upsCharge, .upsLoad: return !recorded.usesBattery
        // A UPS has points that mean nothing to anybody.
        case .setPoint, .plantMode, .output, .roomTemperature, .relativeHumidity, .carbonDioxide, .illuminance,
            .fanSpeed,
            .other:
            return book.isPlain(point.device) || !recorded.usesBattery
        }
    }
}

extension RecordedHall {
    fileprivate var usesBattery: Bool { !power.discharges.isEmpty || power.closure != nil }
}

extension HallInput {
    /// It can change by what readings are judged, even where it leaves no fact.
    fileprivate var isNews: Bool {
        switch self {
        case .report(let report):
            switch report.content {
            case .written: true
            // What a device's presence means to others is a fact.
            case .presence, .reading, .key, .print, .printer, .noise, .exchanges, .spoken: false
            }
        case .command(let command, _, _): command.isOfPoints
        case .timeReached, .historyFailed, .historyRecovered, .recordCompared: false
        case .started, .planOffered, .journalFailed, .journalRecovered, .inputDropped: true
        }
    }
}

extension HallCommand {
    fileprivate var isOfPoints: Bool {
        switch self {
        case .writePoint, .acknowledgeAlarm, .shelveAlarm, .unshelveAlarm, .setAlarmService: true
        default: false
        }
    }
}

extension HallFact {
    /// It is about numbers, windows and ratings: no reading is judged by it.
    fileprivate var isOfVisits: Bool {
        switch self {
        case .ticketTaken, .takeRefused, .printOrdered, .printSettled, .ticketVoided, .ticketCancelled, .ticketCalled,
            .ticketRecalled, .ticketPutBack, .serviceStarted, .serviceFinished, .ticketNoShow, .windowModeChanged,
            .ticketParked, .ticketReturned, .ticketTransferred, .ticketReleased, .absenceEnded, .ticketRated,
            .ratingLapsed, .pressesIgnored, .operatorSignedOn, .operatorSignedOff, .windowReassigned,
            .assistCalled, .assistAnswered, .messageSent, .appointmentsImported, .appointmentCancelled,
            .appointmentCheckedIn:
            true
        default: false
        }
    }
}
