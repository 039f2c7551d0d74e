extension APIInterface {
    static let alarmsText = """
        # What is wrong, and what to do about it
        interface org.halld.Alarms

        \(SharedTypes.alarm)

        # The most urgent first
        method List(
          # also those that ask for nobody now: shelved, suppressed, out of service
          all: ?bool,
          # of the texts: zh or en; null: the hall's
          language: ?string
        ) -> (alarms: []Alarm)

        # The list now, and the whole list again after each change; only with "more"
        method Watch(
          # also those that ask for nobody now
          all: ?bool,
          # of the texts: zh or en; null: the hall's
          language: ?string
        ) -> (alarms: []Alarm)

        # Say that an alarm is known
        method Acknowledge(
          id: string,
          # kept with the record
          reason: ?string,
          # of the texts: zh or en; null: the hall's
          language: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
          id: string,
          state: (normal, unacknowledged, acknowledged, returnedUnacknowledged, latched, shelved, suppressed, outOfService),
          # null: it is normal now
          alarm: ?Alarm
        )

        \(sharedErrors)

        """
}
