extension APIInterface {
    static let busText = """
        # The wires of the hall
        interface org.halld.Bus

        # A wire
        type Bus (
          id: string,
          wire: (serial, tcp, nut, gpio),
          # a path, an address and port, or a chip's label
          path: string,
          # null: nobody uses it
          isOpen: ?bool,
          # ids, in the order of the configuration
          devices: []string,
          # devices that should answer and do not
          offline: int
        )

        # What a wire did since its thread started; all numbers count from then
        type Statistics (
          id: string,
          isOpen: bool,
          # times it was opened
          opens: int,
          # times it could not be opened
          refusals: int,
          # times it failed while open
          losses: int,
          # bytes read
          bytesIn: int,
          # bytes sent
          bytesOut: int,
          # bytes that wait to be sent
          bytesWaiting: int,
          # events that found no room in its mailbox
          overflows: int,
          # requests sent; null: a wire without requests
          requests: ?int,
          # requests without an answer in time
          timeouts: ?int,
          # answers that were damaged, or of somebody else
          garbled: ?int,
          # requests that a device refused
          exceptions: ?int,
          # per cent of the time that the wire was taken, since this was last asked for; null: nobody measures it
          utilisation: ?int,
          # the newest refusal or loss, for a technician
          lastError: ?string,
          # messages that made no sense, of all its devices
          errors: int
        )

        # In the order of the configuration
        method List() -> (buses: []Bus)

        # In the order of the configuration; wires without devices have no numbers and are left out
        method Stats(
          # a wire's id; null: all
          bus: ?string
        ) -> (buses: []Statistics)

        \(sharedErrors)

        """
}
