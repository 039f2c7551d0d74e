import HallModel

extension HallFact {
    /// When it happened.
    var at: WallTime {
        switch self {
        case .planAdopted(let fact): fact.at
        case .dayOpened(let fact): fact.at
        case .daemonStarted(let fact): fact.at
        case .ticketTaken(let fact): fact.at
        case .takeRefused(let fact): fact.at
        case .printOrdered(let fact): fact.at
        case .printSettled(let fact): fact.at
        case .ticketVoided(let fact): fact.at
        case .ticketCancelled(let fact): fact.at
        case .ticketCalled(let fact): fact.at
        case .ticketRecalled(let fact): fact.at
        case .ticketPutBack(let fact): fact.at
        case .serviceStarted(let fact): fact.at
        case .serviceFinished(let fact): fact.at
        case .ticketNoShow(let fact): fact.at
        case .ticketParked(let fact): fact.at
        case .ticketReturned(let fact): fact.at
        case .ticketTransferred(let fact): fact.at
        case .ticketReleased(let fact): fact.at
        case .absenceEnded(let fact): fact.at
        case .windowModeChanged(let fact): fact.at
        case .alarmRaised(let fact): fact.at
        case .alarmReturned(let fact): fact.at
        case .alarmAcknowledged(let fact): fact.at
        case .pointWriteOrdered(let fact): fact.at
        case .pointWriteSettled(let fact): fact.at
        case .dischargeBegan(let fact): fact.at
        case .dischargeEnded(let fact): fact.at
        case .hallClosed(let fact): fact.at
        case .hallReopened(let fact): fact.at
        case .ticketRated(let fact): fact.at
        case .ratingLapsed(let fact): fact.at
        case .pressesIgnored(let fact): fact.at
        case .alarmSuppressed(let fact): fact.at
        case .alarmReleased(let fact): fact.at
        case .alarmShelved(let fact): fact.at
        case .alarmUnshelved(let fact): fact.at
        case .alarmServiceChanged(let fact): fact.at
        case .journalRestored(let fact): fact.at
        case .operatorSignedOn(let fact): fact.at
        case .operatorSignedOff(let fact): fact.at
        case .windowReassigned(let fact): fact.at
        case .assistCalled(let fact): fact.at
        case .assistAnswered(let fact): fact.at
        case .messageSent(let fact): fact.at
        case .appointmentsImported(let fact): fact.at
        case .appointmentCancelled(let fact): fact.at
        case .appointmentCheckedIn(let fact): fact.at
        }
    }
}
