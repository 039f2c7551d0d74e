extension APIInterface {
    static let windowsText = """
        # The counters and what clerks do there
        interface org.halld.Windows

        \(SharedTypes.window)

        \(SharedTypes.ticket)

        \(SharedTypes.event)

        # In the order of the configuration
        method List() -> (windows: []Window)

        # Take part in calling
        method Open(
          # a window's id
          window: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # End the day; refused while somebody is called or served
        method Close(
          # a window's id
          window: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # Call the next number; while one is being served, this ends that service first. A number that is named is called
        # out of its turn, and ends no service.
        method Call(
          # a window's id
          window: string,
          # whom; null: the next
          number: ?string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
          # the ticket called; null: nobody waits for this window
          ticket: ?Ticket,
          # the window after it
          window: Window,
          # the rule that chose it
          rule: ?string
        )

        # Call the called number again
        method Recall(
          # a window's id
          window: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # The wrong number was called: it waits again, in its place, and is not the next one of this window
        method PutBack(
          # a window's id
          window: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # The visitor goes for a while and comes back: the window is free
        method Park(
          # a window's id
          window: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # The visitor at a window waits for something else, or for another window, in the same place of the line
        method Transfer(
          # the id of the window at which the visitor is
          window: string,
          # what they wait for from now on, a service's id; null: as before
          service: ?string,
          # the only window that may call them; null: any that serves them
          to: ?string,
          # the only person who may call them, an operator's id; null: any
          operator: ?string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # The visitor came
        method Start(
          # a window's id
          window: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # The visitor is served
        method Finish(
          # a window's id
          window: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # The visitor did not come
        method NoShow(
          # a window's id
          window: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # Stop being called to; a visitor being served stays. Said anew of a window that is paused, where its clerk goes counts
        # from then on
        method Pause(
          # a window's id
          window: string,
          # where its clerk goes: meeting, errand, meal, training, other; null: not said
          to: ?string,
          # back after so many minutes, 1 to 480: then the alarm window-away is raised, where the hall has one; null: not said
          backMinutes: ?int,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # Go on
        method Resume(
          # a window's id
          window: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # Rate the service that goes on at a window, or just ended there
        method Rate(
          # a window's id
          window: string,
          # 1 (very bad) to 5 (very good)
          level: string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
          # the number whose service was rated
          number: string,
          window: string,
          # 1 (very bad) to 5 (very good)
          level: int
        )

        # What happened at a window: calls, services, ratings, presses that counted for nothing
        method Why(
          # a window's id
          window: string
        ) -> (
          id: string,
          # as it is now; null: no longer configured
          window: ?Window,
          # of the newest 50000 records, oldest first
          events: []Event
        )

        \(sharedErrors)

        """
}
