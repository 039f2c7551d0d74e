import HallLogic
import HallModel
import Logging

/// What of a batch is worth a line in the machine's log. Who did what stands in the journal, which a person's name is for;
/// here is only what a technician looks for, with the thing it concerns as a field.
enum BatchLog {
    static func write(_ batch: HallBatch, _ plan: HallPlan?, to logger: Logger) {
        for fact in batch.facts { write(fact, to: logger) }
        for status in batch.devices { write(status, plan, to: logger) }
    }

    private static func write(_ fact: HallFact, to logger: Logger) {
        switch fact {
        case .alarmRaised(let raised):
            let alarm = Alarm(raised)
            logger.warning("alarm \(alarm.id): \(alarm.text(.en))", metadata: fields(alarm.id, alarm.device))
        case .alarmReturned(let returned):
            logger.notice("the cause of alarm \(returned.alarm) is gone", metadata: fields(returned.alarm, nil))
        case .ticketVoided(let voided):
            logger.warning(
                "ticket \(voided.ticket.number) is void: \(voided.reason.rawValue)",
                metadata: ["TICKET": "\(voided.ticket.number)"])
        case .printSettled(let settled) where settled.outcome == .lost || settled.outcome == .failed:
            logger.notice(
                "the print of \(settled.ticket.number) is \(settled.outcome.rawValue)",
                metadata: ["TICKET": "\(settled.ticket.number)"])
        case .journalRestored(let restored):
            let numbers = restored.resumes.map { "\($0.service) above \($0.count)" }.joined(separator: ", ")
            logger.warning(
                "journal: restored from \(restored.restore.backup.withoutControls); numbering goes on: \(numbers)")
        default: break
        }
    }

    private static func write(_ status: DeviceStatus, _ plan: HallPlan?, to logger: Logger) {
        var metadata: Logger.Metadata = ["DEVICE": "\(status.id)"]
        if let bus = plan?.device(status.id)?.bus { metadata["BUS"] = "\(bus)" }
        let detail = status.detail == .none ? "" : " (\(status.detail.rawValue))"
        logger.info("\(status.id) is \(status.presence.rawValue)\(detail)", metadata: metadata)
    }

    private static func fields(_ alarm: AlarmID, _ device: DeviceID?) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["ALARM": "\(alarm)"]
        if let device { metadata["DEVICE"] = "\(device)" }
        return metadata
    }
}
