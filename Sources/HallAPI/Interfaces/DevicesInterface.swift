extension APIInterface {
    static let devicesText = """
        # The hardware of the hall
        interface org.halld.Devices

        \(SharedTypes.device)

        # In the order of the configuration
        method List(
          # only ids that match: * is any text, ? one character; null: all
          pattern: ?string
        ) -> (devices: []Device)

        # One device, as a list of one
        method Show(id: string) -> (devices: []Device)

        \(sharedErrors)

        """
}
