extension APIInterface {
    static let recordText = """
        # What was measured. Of points the newest minute may not be in it yet
        interface org.halld.Record

        # One sample, or the numbers of one minute or one quarter of an hour
        type Row (
          # where it begins: RFC 3339, wall clock, zone of the hall
          at: string,
          # the smallest number in force; null: there is none
          min: ?float,
          # the greatest; null: there is none
          max: ?float,
          # the mean over the time in force; null: there is none
          mean: ?float,
          # raw: the number or word; null: there is none, or the row is no sample
          value: ?object,
          # stale: the last good value, not renewed for three periods; bad: no value
          quality: (good, stale, bad, substituted),
          # for how many seconds it was known to be so
          coverage: int
        )

        # A limit on such values that is switched on
        type Limit (
          id: string,
          value: float,
          # not-below, above, not-above, below: what a value must be to keep it
          relation: string,
          # always, cooling, heating, open-hours: when it holds
          season: string
        )

        # What a point was. Samples are kept for 14 days, minutes for 90 days, quarters for 5 years
        method History(
          point: string,
          # RFC 3339, wall clock; null: a day before "to"
          from: ?string,
          # RFC 3339, wall clock; null: now
          to: ?string,
          # raw, minute, quarter or auto, which takes what fits into the limit; null: auto. Words are always raw
          resolution: ?string,
          # of rows, 1 to 2000; null: 2000
          limit: ?int
        ) -> (
          point: string,
          # of its numbers; empty: words or a bare number
          unit: string,
          # digits behind the point in which its numbers are usually shown; null: words
          decimals: ?int,
          resolution: (raw, minute, quarter),
          # RFC 3339, wall clock, zone of the hall
          from: string,
          # RFC 3339, wall clock, zone of the hall
          to: string,
          # in the order of time; what no row covers is not known
          rows: []Row,
          limits: []Limit,
          # from where to ask for the rest: RFC 3339, wall clock, zone of the hall; null: this is all
          next: ?string
        )

        # A time in which a UPS ran from its battery
        type Discharge (
          # the UPS's id
          ups: string,
          # RFC 3339, wall clock, zone of the hall
          began: string,
          # RFC 3339, wall clock, zone of the hall; null: it goes on
          ended: ?string,
          # on battery, as far as it was observed; monotonic clock
          seconds: int,
          # seconds after which it said that its battery is low, monotonic clock; null: it did not
          lowAfterSeconds: ?int,
          # false: it was lost meanwhile, so that it may have carried longer; null: it goes on
          mainsReturned: ?bool
        )

        # What UPSs carried: the discharges that went on at "from" or began later, oldest first; at most the newest 1000
        method Discharges(
          # a UPS's id; null: all
          ups: ?string,
          # RFC 3339, wall clock; null: 90 days ago
          from: ?string
        ) -> (discharges: []Discharge)

        \(statisticsText)

        \(sharedErrors)

        """
}
