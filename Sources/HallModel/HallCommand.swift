/// What people and programs ask of the hall.
public enum HallCommand: Sendable, Equatable, Codable {
    /// Take a number. Without a kiosk it prints at the first kiosk in the plan that is able to; where none is, the
    /// number is paperless.
    case takeTicket(service: ServiceID, kiosk: KioskID?, priority: Ticket.Priority)
    /// Give a number up.
    case cancelTicket(TicketNumber, reason: String)
    /// Print a number again, marked 补打.
    case reprintTicket(TicketNumber, kiosk: KioskID?)
    /// Let the visitor at a window go for a while: they come back to it.
    case parkTicket(TicketNumber, reason: String)
    /// Take a visitor back into the line who was parked or did not come.
    case returnTicket(TicketNumber, reason: String)
    /// Let a visitor wait for something else, or for one window or one person; nil: as before, any.
    case transferTicket(
        TicketNumber, service: ServiceID?, window: WindowID?, person: OperatorID? = nil, reason: String)
    /// The same for whoever is at a window.
    case transferFrom(WindowID, service: ServiceID?, window: WindowID?, person: OperatorID? = nil, reason: String)
    /// A clerk's verb at a window.
    case window(WindowID, WindowVerb, reason: String)
    /// Call this number to a window that serves it; never ends a service that goes on there.
    case callNumber(WindowID, TicketNumber, reason: String)
    /// Say that an alarm is known.
    case acknowledgeAlarm(AlarmID, reason: String)
    /// Give a point a value, as the person wrote it; answered after the read-back.
    case writePoint(PointID, value: String, reason: String)
    /// Rate the service at a window; the level as the person wrote it, 1…5.
    case rate(WindowID, level: String)
    /// Put an alarm aside for so many seconds (60…604 800).
    case shelveAlarm(AlarmID, seconds: Int, reason: String)
    /// Take an alarm back that was put aside.
    case unshelveAlarm(AlarmID)
    /// Take an alarm out of service, or put it back.
    case setAlarmService(AlarmID, inService: Bool, reason: String)

    /// Pause a window and say where its clerk goes.
    case pause(WindowID, to: Away.Place?, backMinutes: Int?, reason: String)
    /// A person works at a window; without a name it is the one whose user asks. Takes over whoever is there.
    case signOn(WindowID, OperatorID?)
    /// The person at a window works there no more; with a name only if it is that one.
    case signOff(WindowID, OperatorID?)
    /// Let a window serve these until the day turns; nil: as the configuration says.
    case assign(WindowID, [ServiceID]?, reason: String)
    /// Call for help at a window.
    case callAssist(WindowID, reason: String)
    /// Say that somebody goes to help at a window.
    case answerAssist(WindowID, reason: String)
    /// Tell somebody a few words.
    case sendMessage(from: MessageSent.Place, to: MessageSent.Place, text: String)
    /// Take a number with an appointment; a service that is named must be the appointment's.
    case checkIn(code: String, service: ServiceID?, kiosk: KioskID?, priority: Ticket.Priority)
    /// Take in appointments, all or none; a trial takes in none.
    case importAppointments([AppointmentEntry], isTrial: Bool)
    /// Give an appointment up.
    case cancelAppointment(code: String, reason: String)
}

/// What a clerk does at a window. Raw values are the words of `hallctl window` and of the keys in profiles.
public enum WindowVerb: String, Sendable, Codable, CaseIterable {
    /// Take part in calling.
    case open
    /// End the day; refused while somebody is called or served.
    case close
    /// Call the next number. While one is being served, this ends that service first.
    case call
    /// Call the called number again.
    case recall
    /// The wrong number was called: it waits again, in its place, and is not the next one of this window.
    case putBack = "put-back"
    /// The visitor came.
    case start
    /// The visitor is served.
    case finish
    /// The visitor did not come.
    case noShow = "no-show"
    /// The visitor goes for a while and comes back to this window: it is free.
    case park
    /// Stop being called to (暂停服务); a visitor being served stays.
    case pause
    /// Go on.
    case resume

    /// The key by which a clerk calls for help.
    public static let assistKey = "assist"
    /// What the keys of a caller can be named.
    public static let callerKeys = allCases.map(\.rawValue) + [assistKey]
}

/// What the hall answers. Kept with its idempotency key, so it is coded like a fact.
public enum HallReply: Sendable, Equatable, Codable {
    /// The ticket as it is after the command.
    case ticket(Ticket)
    /// The window as it is after the command.
    case window(WindowState)
    /// The number called, where, and the rule that chose it.
    case called(Ticket, WindowState, rule: TicketCalled.Rule)
    /// Nobody waits for this window.
    case nobodyWaiting(WindowState)
    /// The alarm as it is after the command; nil when it is normal now.
    case alarm(AlarmID, Alarm?)
    /// How an attempt to write ended, and what was read back.
    case written(PointID, value: PointValue, outcome: WriteOutcome, readBack: PointValue?)
    /// The rating that was taken.
    case rated(TicketNumber, WindowID, RatingLevel)
    /// Nothing was changed.
    case refused(Refusal)
    /// The call for help, and after how many seconds it was answered; nil: it is open.
    case assist(AssistCalled, answeredAfter: Int?)
    /// The message.
    case message(MessageSent)
    /// What became of an import.
    case appointmentsImported(AppointmentImport)
    /// The appointment that was given up.
    case appointment(Appointment)
}

/// Why a command changed nothing. Each has a stable code on the API and a text with a remedy in both languages.
public enum Refusal: Error, Sendable, Equatable, Codable {
    /// No service of that name; the names there are.
    case noSuchService(String, known: [String])
    /// No window of that name; the names there are.
    case noSuchWindow(String, known: [String])
    /// No kiosk of that name; the names there are.
    case noSuchKiosk(String, known: [String])
    /// No such number today.
    case noSuchTicket(String)
    /// No such alarm.
    case noSuchAlarm(String)
    /// The window is closed or paused: open or resume it first.
    case windowNotOpen(WindowID, WindowState.Mode)
    /// A called visitor has neither come nor been given up: start, recall or no-show first.
    case calledTicketPending(WindowID, TicketNumber)
    /// Nobody is called at the window.
    case nobodyCalled(WindowID)
    /// Nobody is served at the window.
    case nobodyServed(WindowID)
    /// Somebody is at the window: finish first.
    case windowBusy(WindowID, TicketNumber)
    /// The ticket is over (served, cancelled, void …).
    case ticketClosed(TicketNumber, String)
    /// The ticket is at a window: finish or no-show there.
    case ticketAtWindow(TicketNumber, WindowID)
    /// Only somebody who is at a window can be parked.
    case notAtWindow(TicketNumber)
    /// The number waits for a service that the window does not serve.
    case notServedHere(TicketNumber, WindowID)
    /// No kiosk can print now.
    case noPrinter
    /// A print of this number is still on its way.
    case printPending(TicketNumber)
    /// The journal cannot be written: nothing is changed until it can.
    case storeUnavailable
    /// More is asked than the daemon can take in: try again.
    case busy
    /// The alarm's cause is acknowledged already.
    case alreadyAcknowledged(String)
    /// No point of that name; some that there are.
    case noSuchPoint(String, known: [String])
    /// The point can only be read.
    case notWritable(PointID)
    /// The point cannot have that value; what it can have.
    case badValue(String, point: PointID, allowed: String)
    /// A limit forbids it.
    case limitForbids(PointID, LimitCitation)
    /// A limit of some season would forbid it, and nobody knows whether that season is now; the point that would tell
    /// the plant's mode, nil where the device has none.
    case seasonUnknown(PointID, mode: PointID?)
    /// The hall gives no numbers.
    case hallClosed(ClosureReason)
    /// Nobody is or was just served at the window.
    case nothingToRate(WindowID)
    /// The service was rated already.
    case alreadyRated(TicketNumber)
    /// A level is 1 (very bad) to 5 (very good).
    case noSuchLevel(String)
    /// The alarm is not in a state in which that can be done.
    case alarmState(String, AlarmState)
    /// The alarm is closed by a note only: what was found and done.
    case noteRequired(String)
    /// The journal's table of who is at which window forbids it; the number, and the window that was named.
    case recordContradicts(TicketNumber, WindowID?)
    /// A time out of range; what is allowed.
    case badDuration(seconds: Int, allowed: String)

    /// No person of that name; the names there are.
    case noSuchOperator(String, known: [String])
    /// No person of the configuration has this user.
    case nobodyHasUser(String)
    /// Nobody has signed on at the window: it calls nobody.
    case nobodySignedOn(WindowID)
    /// The person is not signed on at the window.
    case notSignedOn(OperatorID, WindowID?)
    /// The person may not take another's place at the window.
    case mayNotCover(OperatorID, WindowID)
    /// The person has a visitor at the window.
    case visitorAtWindow(OperatorID, WindowID, TicketNumber)
    /// Nobody at the window calls for help.
    case noAssist(WindowID)
    /// Nothing, too much, or control characters.
    case badMessage
    /// One user sends at most so many messages a minute.
    case tooManyMessages(perMinute: Int)
    /// The service has no number left today; the last one of its range.
    case numbersUsedUp(ServiceID, last: Int)
    /// As many numbers were given for the service today as it gives on a day.
    case contingentUsedUp(ServiceID, Int)
    /// No appointment of that code, or not any more.
    case noSuchAppointment(String)
    /// A number was taken with it already.
    case appointmentUsed(String, TicketNumber)
    /// It is for another service.
    case appointmentForOther(String, ServiceID)
    /// Its visitor is too early; from when a number is given, the hall's time.
    case appointmentTooEarly(String, from: String)
    /// Its visitor is too late; until when a number was given.
    case appointmentTooLate(String, until: String)
}
