extension APIInterface {
    /// The interface's definition, as `varlinkctl introspect` shows it: inside the part of the language that systemd 257
    /// reads (no lists of nullables, no lists of lists, no `any`, no sets).
    public var text: String {
        switch self {
        case .service: Self.serviceText
        case .hall: Self.hallText
        case .devices: Self.devicesText
        case .alarms: Self.alarmsText
        case .queue: Self.queueText
        case .windows: Self.windowsText
        case .bus: Self.busText
        case .record: Self.recordText
        case .people: Self.peopleText
        }
    }

    private static let serviceText = """
        # What this socket speaks. The common interface of every Varlink service.
        interface org.varlink.service

        # Who answers, and its interfaces
        method GetInfo() -> (
          vendor: string,
          product: string,
          version: string,
          url: string,
          interfaces: []string
        )

        # The definition of one interface
        method GetInterfaceDescription(interface: string) -> (description: string)

        error InterfaceNotFound (interface: string)
        error MethodNotFound (method: string)
        error MethodNotImplemented (method: string)
        error InvalidParameter (parameter: string)
        # The method has any number of replies: call it with "more"
        error ExpectedMore ()

        """

    /// Errors that every interface of the hall declares, and the texts in them.
    static let sharedErrors = """
        # A text in both languages of the hall
        type Text (zh: string, en: string)

        # Nothing was changed. The code is stable, for programs
        error Refused (
          code: string,
          # what happened
          message: Text,
          # what to do
          remedy: Text
        )

        # The journal cannot be written: nothing was changed, repeat later with the same key
        error StoreUnavailable (message: Text, remedy: Text)

        # More is asked than can be taken in, or halld is stopping: repeat with the same key
        error Busy (message: Text, remedy: Text)
        """
}
