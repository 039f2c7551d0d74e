extension APIInterface {
    /// The part of `org.halld.Record` about visitors.
    static let statisticsText = """
        # A service day, and what is not in its record
        type Day (
          # 2026-11-21
          day: string,
          # later than its hour where halld was started later: RFC 3339, wall clock, zone of the hall
          began: string,
          # RFC 3339, wall clock, zone of the hall; null: it goes on
          ended: ?string,
          # facts that were removed
          missingFacts: int,
          # facts that cannot be read
          unreadableFacts: int,
          # how often halld was started after it had begun: what happened while it was down nobody wrote
          restarts: int
        )

        # Lengths of time in whole seconds, each rounded down; percentiles by the nearest rank: of n in order, the one
        # numbered p times n by 100, rounded up
        type Times (
          # how many were measured
          count: int,
          # whole seconds, a half rounded up; null: of nothing, as all that follow
          meanSeconds: ?int,
          # in seconds
          p50Seconds: ?int,
          # in seconds
          p90Seconds: ?int,
          # in seconds
          p95Seconds: ?int,
          # the longest, in seconds
          maxSeconds: ?int,
          # how many more there were over which the clock was set back, so that nobody knows how long they were
          clockSteps: int
        )

        # By how much waits were longer than the estimate at the taking said; negative: shorter. Percentiles as above
        type Errors (
          # how many were estimated and measured
          count: int,
          # in seconds; null: of nothing
          p50Seconds: ?int,
          # in seconds; null: of nothing
          p90Seconds: ?int
        )

        # How services were rated
        type Ratings (
          # how many at each level, 1 (very bad) to 5 (very good)
          levels: [string]int,
          # levels 1 and 2
          bad: int,
          # of all that were rated, to a tenth; null: none was
          badPercent: ?float,
          # services that nobody rated in time
          unrated: int
        )

        # A map has no member for what is not told of windows, operators or hours; 0: it never happened
        type Figures (
          # taken, called, recalled, putBack, started, served, parked, returned, transferred, missed, noShow, cancelled,
          # voided, lapsed, reprinted
          events: [string]int,
          # numbers by where they were taken: kiosk, api
          sources: [string]int,
          # numbers by the visitor's class: ordinary, elder, disabled, pregnant, military
          classes: [string]int,
          # keys pressed at kiosks that gave no number: no-paper, hall-closed, numbers-used-up, contingent-used-up
          refused: [string]int,
          # from taking to the first call: at that window, in the hour of taking; null: not told of operators
          wait: ?Times,
          # like wait; null: not told of operators
          waitError: ?Errors,
          # from start to finish or transfer, without the time parked: of who ended it, in the hour of the start
          service: Times,
          # of who served, in the hour of rating
          ratings: Ratings
        )

        # A service, a window, an operator or an hour that the record mentions
        type Group (
          # a service's or window's id, a user or device:<caller>, 00 to 23
          id: string,
          # null: it has none, or is no longer configured
          name: ?string,
          figures: Figures
        )

        # What visitors met. A visit belongs to the service day on which its number was taken
        method Statistics(
          # 2026-11-21; null: the same as "to"
          from: ?string,
          # the last day, at most 92 in all; null: the day that goes on
          to: ?string
        ) -> (
          hall: string,
          from: string,
          to: string,
          # of which there is a record
          days: []Day,
          # of which there is none
          missingDays: []string,
          # of which no end is known; of a day that goes on: who waits or is at a window
          openVisits: int,
          all: Figures,
          services: []Group,
          windows: []Group,
          operators: []Group,
          # hours of the hall's day
          hours: []Group
        )
        """
}
