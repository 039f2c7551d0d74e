extension APIInterface {
    static let queueText = """
        # Tickets and the queue
        interface org.halld.Queue

        \(SharedTypes.ticket)

        \(SharedTypes.window)

        \(SharedTypes.queue)

        \(SharedTypes.event)

        \(SharedTypes.appointments)

        # Take a number. Answered when it is recorded; the paper follows
        method Take(
          # a service's id; null with an appointment: that of the appointment
          service: ?string,
          # where to print; null: the first kiosk that is able to
          kiosk: ?string,
          # ordinary, elder, disabled, pregnant, military; null: ordinary
          class: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string,
          # the code of the appointment that the visitor comes with; null: without
          appointment: ?string
        ) -> (
        \(SharedTypes.ticketFields)
        )

        # One ticket of today
        method Show(
          # a number of today or a ticket's id
          number: string
        ) -> (
        \(SharedTypes.ticketFields)
        )

        # Give a number up
        method Cancel(
          # a number of today
          number: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.ticketFields)
        )

        # Let the visitor at a window go for a while: the window is free, they come back to it
        method Park(
          # a number of today
          number: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.ticketFields)
        )

        # Take a visitor back into the line who was parked, or did not come when called
        method Return(
          # a number of today
          number: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.ticketFields)
        )

        # Let a visitor wait for something else, or for one window, in the same place of the line
        method Transfer(
          # a number of today
          number: string,
          # what it waits for from now on, a service's id; null: as before
          service: ?string,
          # the only window that may call it; null: any that serves it
          window: ?string,
          # the only person who may call it, an operator's id; null: any
          operator: ?string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.ticketFields)
        )

        # Print a number again, marked as a reprint
        method Reprint(
          # a number of today
          number: string,
          # where to print; null: the first kiosk that is able to
          kiosk: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.ticketFields)
        )

        # Services and windows in the order of the configuration, visitors in the order of taking
        method State() -> (services: []Service, windows: []Window, waiting: []Waiting)

        # Everything recorded about a ticket, oldest first, also of former days; with it the presses at the pad of its window
        # that counted for nothing, from the start of its service to the next start there
        method WhyTicket(
          # a number of today or a ticket's id
          number: string
        ) -> (
          id: string,
          # as it is now; null: of a former day
          ticket: ?Ticket,
          events: []Event
        )

        # Why a number was called, or is not yet; give a number or a window
        method WhyCall(
          # a number of today or a ticket's id
          number: ?string,
          # a window's id: the number that is there now
          window: ?string
        ) -> (
          verdict: (called, waiting, neverCalled, nobodyCalled),
          ticket: ?string,
          window: ?string,
          # of the call: RFC 3339, wall clock, zone of the hall
          at: ?string,
          # who asked for the call
          by: ?string,
          rule: ?string,
          # what the rule looked at, or what keeps the number waiting
          inputs: []Input
        )

        # Take in appointments, all or, where there is a problem with any, none. A known code that nobody came with takes the
        # new slot, service and source
        method ImportAppointments(
          # at most 5000
          appointments: []AppointmentEntry,
          # true: say what would become of it and take in nothing
          dryRun: ?bool,
          # of the problems' texts: zh, en; null: of the hall
          language: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
          # new ones
          added: int,
          # known ones that say something else now
          changed: int,
          # known ones that say the same
          unchanged: int,
          problems: []AppointmentProblem
        )

        # Appointments to come and those of the service day, in the order of their slots
        method Appointments(
          # of this date only, 2026-11-21; null: all
          day: ?string
        ) -> (appointments: []Appointment)

        # Give an appointment up
        method CancelAppointment(
          code: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.appointmentFields)
        )

        \(sharedErrors)

        """
}
