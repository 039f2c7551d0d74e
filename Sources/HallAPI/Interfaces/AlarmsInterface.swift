extension APIInterface {
    /// What every command about an alarm answers.
    private static let after = """
          id: string,
          state: (normal, unacknowledged, acknowledged, returnedUnacknowledged, latched, shelved, suppressed, outOfService),
          # null: it is normal now
          alarm: ?Alarm
        """

    static let alarmsText = """
        # What is wrong, and what to do about it
        interface org.halld.Alarms

        \(SharedTypes.alarm)

        \(SharedTypes.point)

        \(SharedTypes.limit)

        \(SharedTypes.event)

        # Those whose cause is there and told, then those put aside, then those whose cause is gone; among each the most
        # urgent first, then the newest
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

        # Say that an alarm is known; one that is latched is reset by it
        method Acknowledge(
          # an alarm's id
          id: string,
          # kept with the record; an alarm about a bad rating needs one: what was found and done
          reason: ?string,
          # of the texts: zh or en; null: the hall's
          language: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(after)
        )

        # Put an alarm aside for a time
        method Shelve(
          # an alarm's id
          id: string,
          # for how many seconds, wall clock, 60 to 604800
          seconds: int,
          # kept with the record
          reason: ?string,
          # of the texts: zh or en; null: the hall's
          language: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(after)
        )

        # Take an alarm back that was put aside
        method Unshelve(
          # an alarm's id
          id: string,
          # of the texts: zh or en; null: the hall's
          language: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(after)
        )

        # Take an alarm out of service, or put it back
        method SetService(
          # an alarm's id
          id: string,
          # false takes it out of service
          inService: bool,
          # kept with the record
          reason: ?string,
          # of the texts: zh or en; null: the hall's
          language: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(after)
        )

        # What happened to an alarm, and what it is judged by
        method Why(
          # an alarm's id
          id: string,
          # of the texts: zh or en; null: the hall's
          language: ?string
        ) -> (
          id: string,
          # null: it is normal now
          alarm: ?Alarm,
          # the point it is about, as it is now
          point: ?Point,
          # on that point, of this alarm, as they stand now
          limits: []Limit,
          # of the newest 50000 records, oldest first
          events: []Event
        )

        \(sharedErrors)

        """
}
