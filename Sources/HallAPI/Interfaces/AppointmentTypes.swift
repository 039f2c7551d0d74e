extension SharedTypes {
    static let appointmentFields = """
          code: string,
          # of the slot: RFC 3339, wall clock, zone of the hall
          start: string,
          # length of the slot
          minutes: int,
          # a service's id
          service: string,
          # its name; null: no longer configured
          serviceName: ?string,
          source: (onsite, phone, net),
          # missed: its time to take a number is over
          state: (open, used, missed),
          # the number that was taken with it; null: none
          number: ?string
        """

    static let appointments = """
        # A time at which a visitor is expected: nothing that tells who
        type Appointment (
        \(appointmentFields)
        )

        # An appointment as a booking system has it
        type AppointmentEntry (
          # 1 to 32 letters, digits and hyphens
          code: string,
          # of the slot: 2026-11-28 09:30, the hall's time, or RFC 3339
          start: string,
          # length of the slot, 1 to 480
          minutes: int,
          # a service's id
          service: string,
          # onsite, phone, net
          source: string
        )

        # An entry that cannot be taken in
        type AppointmentProblem (
          # which entry, from 0
          index: int,
          # what is wrong and what to do, for people
          text: string
        )
        """
}
