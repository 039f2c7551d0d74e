extension APIInterface {
    static let peopleText = """
        # The people who work at windows, what windows serve, and how both are helped
        interface org.halld.People

        \(SharedTypes.window)

        \(assistType)

        \(messageType)

        # A person works at a window. Whoever is there is relieved: their visitor stays. A person works at one window: from
        # another they are signed off, refused while they have a visitor there
        method SignOn(
          # a window's id
          window: string,
          # an operator's id; null: the one whose user asks
          operator: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # A person works at a window no more; refused while a visitor is there
        method SignOff(
          # a window's id
          window: string,
          # an operator's id: refused if somebody else is there; null: whoever is there
          operator: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # A person who works at windows
        type Operator (
          id: string,
          # as on the plate
          name: string,
          post: ?string,
          department: ?string,
          # at the counter
          phone: ?string,
          # as on the badge
          number: ?string,
          # where they have signed on; null: at none
          window: ?string,
          # where somebody takes their place; null: at none
          coveredAt: ?string,
          # the ids of all services that they may serve; empty: whatever the window serves
          skills: []string,
          # the ids of the windows at which they may take somebody's place; empty: every window
          covers: []string
        )

        # In the order of the configuration
        method List() -> (operators: []Operator)

        # Let a window serve something else until the day turns. Who waits for this window alone and would not be served
        # there any more waits for all that serve them
        method Assign(
          # a window's id
          window: string,
          # the ids of services, at least one; null: as configured
          services: ?[]string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(SharedTypes.windowFields)
        )

        # A clerk calls for help: the alarm assist-called is raised. An open call is not repeated
        method CallAssist(
          # a window's id
          window: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(assistFields)
        )

        # Somebody goes to help: the call and its alarm end
        method AnswerAssist(
          # a window's id, or the id of the call's alarm
          window: string,
          # kept with the record
          reason: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(assistFields)
        )

        # The open calls, the oldest first
        method ListAssists() -> (assists: []Assist)

        # Write a few words to a window or to the desk; at most six a minute of one user. Whoever watches the hall is told
        method Send(
          # desk, or a window's id
          to: string,
          # one line of at most 200 characters
          text: string,
          # desk, or a window's id; null: the one window of a clerk, else the desk
          from: ?string,
          # at most 128 bytes: the same key within 24 h gets the first reply again
          idempotencyKey: ?string
        ) -> (
        \(messageFields)
        )

        # The newest 100 of the day, the oldest first
        method ListMessages(
          # desk, or a window's id: those from there and to there; null: all of them
          place: ?string
        ) -> (messages: []Message)

        \(sharedErrors)

        """

    private static let assistFields = """
          # the id of its alarm
          id: string,
          window: string,
          # when it was called: RFC 3339, wall clock, zone of the hall
          since: string,
          by: string,
          reason: ?string,
          # whole seconds until it was answered; null: it is open
          answeredSeconds: ?int
        """

    private static let assistType = """
        # A call for help
        type Assist (
        \(assistFields)
        )
        """

    private static let messageFields = """
          # RFC 3339, wall clock, zone of the hall
          at: string,
          # desk, or a window's id
          from: string,
          # desk, or a window's id
          to: string,
          # who wrote it
          by: string,
          text: string
        """

    private static let messageType = """
        # A few words between the people of the hall
        type Message (
        \(messageFields)
        )
        """
}
