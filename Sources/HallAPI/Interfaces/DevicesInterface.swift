extension APIInterface {
    static let devicesText = """
        # The hardware of the hall
        interface org.halld.Devices

        \(SharedTypes.device)

        \(SharedTypes.point)

        \(SharedTypes.limit)

        \(SharedTypes.event)

        # In the order of the configuration
        method List(
          # only ids that match: * is any text, ? one character; null: all
          pattern: ?string
        ) -> (devices: []Device)

        # One device, as a list of one
        method Show(id: string) -> (devices: []Device)

        # Every configured point in the order of the configuration, also those never read
        method ListPoints(
          # only ids that match: * is any text, ? one character; null: all
          pattern: ?string
        ) -> (points: []Point)

        # All of them, then those whose value, quality or reason changed, at most once a second; only with "more"
        method WatchPoints(
          # only ids that match: * is any text, ? one character; null: all
          pattern: ?string
        ) -> (points: []Point)

        # Give a point a value; answered after the device was asked what it has now, at most some 15 seconds later
        method Write(
          # a point's id
          point: string,
          # as a person writes it: 26.5, cooling
          value: string,
          # kept with the record; not empty
          reason: string,
          # at most 128 bytes: the same key within 24 h gets the first reply again; while that is not there yet, it is
          # waited for; after a restart of halld before it was there the key writes anew
          idempotencyKey: ?string
        ) -> (
          point: string,
          # what it was to have: a number in its unit, or a word
          value: ?object,
          # of its numbers; empty: words and bare numbers
          unit: string,
          outcome: (confirmed, differs, rejected, unanswered, expired, superseded, interrupted),
          # what it has: a number in its unit, or a word; null: nothing was read back
          readBack: ?object
        )

        # Why a point is as it is
        method WhyPoint(
          # a point's id
          point: string,
          # of the clauses: zh or en; null: the hall's
          language: ?string
        ) -> (
          point: Point,
          device: Device,
          # what its device can truly have; null: its maker does not say
          allowed: ?string,
          # seconds between two reads; null: the device speaks by itself
          periodSeconds: ?int,
          # in the order of the configuration
          limits: []Limit,
          # what it shall keep: a number in its unit, or a word; null: nobody chose
          wish: ?object,
          # how often the hall wrote that again
          corrections: int,
          # attempts to write that have not ended
          pending: int,
          # of the newest 50000 records, oldest first: attempts to write it, and its alarms
          events: []Event
        )

        \(sharedErrors)

        """
}
