import ArgumentParser
import SimulatedHall

extension Hallsim {
    /// What was printed or shown.
    struct Show: ParsableCommand, SessionCommand {
        static let configuration = CommandConfiguration(abstract: "Show what a device printed or shows.")

        @ParentCommand var parent: Hallsim
        @OptionGroup var common: CommonOptions
        @Argument(help: "The device.") var device: String
        @Flag(help: "One line of JSON.") var json = false

        func run() throws {
            for line in try session.show(device, json: json) { print(line) }
        }
    }

    /// Presses a key.
    struct Press: ParsableCommand, SessionCommand {
        static let configuration = CommandConfiguration(abstract: "Press a key or a contact of a device.")

        @ParentCommand var parent: Hallsim
        @OptionGroup var common: CommonOptions
        @Argument(help: "The device.") var device: String
        @Argument(help: "The key's name in the profile; 'feed' at a printer.") var key: String

        func run() throws { try session.press(device, key: key) }
    }

    /// Sets a point.
    struct SetPoint: ParsableCommand, SessionCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Set a point of a device.",
            discussion: """
                Printers: paper ok|near-end|out, cover open|closed, cutter ok|jammed|freed, power on|off|cycle, \
                mode answering|silent, roll MILLIMETRES, speed LINES-PER-SECOND. Others: power on|off|cycle. \
                Sensors and plant: a point's name and what is measured or chosen at the unit, 'broken' for a broken \
                sensor. Serial UPS: mains on|off, battery VOLTS, load PERCENT, temperature, bypass, failure. UPS behind \
                NUT: status "OB DISCHRG", runtime SECONDS, charge, load, or a variable of NUT. Contacts: open|closed. \
                A value below zero stands behind '--': set DEVICE temperature -- -10.
                """)

        @ParentCommand var parent: Hallsim
        @OptionGroup var common: CommonOptions
        @Argument(help: "The device.") var device: String
        @Argument(help: "The point.") var point: String
        @Argument(help: "Its value.") var value: String

        func run() throws { try session.set(device, point: point, value: value) }
    }

    /// Puts a fault in force.
    struct Fault: ParsableCommand, SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a fault in force.",
            discussion: "Kinds: " + HallsimSession.faults.joined(separator: " ") + """
                . For a Modbus device '--on' chooses the requests: read, write or a function's number, with the address \
                of a register or coil that they must touch: '--on 3:100'. Several faults of one kind may be in force for \
                different requests.
                """)

        @ParentCommand var parent: Hallsim
        @OptionGroup var common: CommonOptions
        @Argument(help: "The device.") var device: String
        @Argument(help: "The fault.") var kind: String
        @Option(name: .customLong("for"), help: "Seconds after which it ends by itself.") var seconds: Double?
        @Option(help: "How often it strikes, 0 to 1.") var probability: Double = 1
        @Option(help: "The Modbus requests that it strikes: read, write or FUNCTION, each with :ADDRESS if wanted.")
        var on: String?
        @Option(help: "Milliseconds by which 'late' is late (else 3000), or between the bytes of 'slow' (else 50).")
        var delay: Double?
        @Option(help: "The Modbus exception of 'exception', 1 to 255 (else 4).")
        var code: Int?

        func run() throws {
            try session.fault(
                device, kind: kind, seconds: seconds, probability: probability, on: on, delay: delay, code: code)
        }
    }

    /// Ends all faults of a device.
    struct Clear: ParsableCommand, SessionCommand {
        static let configuration = CommandConfiguration(abstract: "End all faults of a device.")

        @ParentCommand var parent: Hallsim
        @OptionGroup var common: CommonOptions
        @Argument(help: "The device.") var device: String

        func run() throws { try session.clear(device) }
    }

    /// Pulls a plug.
    struct Unplug: ParsableCommand, SessionCommand {
        static let configuration = CommandConfiguration(abstract: "Pull a bus's plug: its link vanishes.")

        @ParentCommand var parent: Hallsim
        @OptionGroup var common: CommonOptions
        @Argument(help: "The bus.") var bus: String

        func run() throws { try session.unplug(bus) }
    }

    /// Puts a plug back.
    struct Plug: ParsableCommand, SessionCommand {
        static let configuration = CommandConfiguration(abstract: "Put a bus's plug back.")

        @ParentCommand var parent: Hallsim
        @OptionGroup var common: CommonOptions
        @Argument(help: "The bus.") var bus: String

        func run() throws { try session.plug(bus) }
    }

    /// Plays a file of timed actions.
    struct Play: ParsableCommand, SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: "Play a file of timed actions, lines like 'at 2s press kiosk-keys 1'.")

        @ParentCommand var parent: Hallsim
        @OptionGroup var common: CommonOptions
        @Argument(help: "The scenario's file.") var scenario: String

        func run() throws { try session.play(scenario) }
    }
}
