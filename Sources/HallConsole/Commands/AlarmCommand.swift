import ArgumentParser
import HallAPI
import HallConfiguration
import HallModel

/// `hallctl alarm …`
struct AlarmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarm", abstract: HelpText.alarm.here,
        subcommands: [Acknowledge.self, Shelve.self, Unshelve.self, OutOfService.self, InService.self])

    /// `hallctl alarm ack ID [--reason TEXT]`
    struct Acknowledge: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "ack", abstract: HelpText.acknowledge.here)
        @Argument(help: ArgumentHelp(HelpText.alarmID.here)) var id: String
        @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = AcknowledgeAlarm.Parameters(
                id: id, reason: reason, language: console.language.rawValue, idempotencyKey: freshIdempotencyKey())
            try console.call(AcknowledgeAlarm.self, parameters) { console.show($0) }
        }
    }

    /// `hallctl alarm shelve ID [--for 30m] [--reason TEXT]`
    struct Shelve: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "shelve", abstract: HelpText.shelve.here)
        @Argument(help: ArgumentHelp(HelpText.alarmID.here)) var id: String
        @Option(name: .customLong("for"), help: ArgumentHelp(HelpText.shelfTime.here, valueName: "time"))
        var time = ShelfTime.usual
        @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = ShelveAlarm.Parameters(
                id: id, seconds: time.seconds, reason: reason, language: console.language.rawValue,
                idempotencyKey: freshIdempotencyKey())
            try console.call(ShelveAlarm.self, parameters) { console.show($0) }
        }
    }

    /// `hallctl alarm unshelve ID`
    struct Unshelve: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "unshelve", abstract: HelpText.unshelve.here)
        @Argument(help: ArgumentHelp(HelpText.alarmID.here)) var id: String
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = UnshelveAlarm.Parameters(
                id: id, language: console.language.rawValue, idempotencyKey: freshIdempotencyKey())
            try console.call(UnshelveAlarm.self, parameters) { console.show($0) }
        }
    }

    /// `hallctl alarm out-of-service ID [--reason TEXT]`
    struct OutOfService: ConsoleCommand {
        static let configuration = CommandConfiguration(
            commandName: "out-of-service", abstract: HelpText.outOfService.here)
        @Argument(help: ArgumentHelp(HelpText.alarmID.here)) var id: String
        @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.setService(of: id, inService: false, reason)
        }
    }

    /// `hallctl alarm in-service ID [--reason TEXT]`
    struct InService: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "in-service", abstract: HelpText.inService.here)
        @Argument(help: ArgumentHelp(HelpText.alarmID.here)) var id: String
        @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.setService(of: id, inService: true, reason)
        }
    }
}

extension Console {
    fileprivate func setService(of alarm: String, inService: Bool, _ reason: String?) throws(ConsoleFailure) {
        let parameters = SetAlarmService.Parameters(
            id: alarm, inService: inService, reason: reason, language: language.rawValue,
            idempotencyKey: freshIdempotencyKey())
        try call(SetAlarmService.self, parameters) { show($0) }
    }
}

/// `30m`: whole seconds; halld says which it accepts.
struct ShelfTime: ExpressibleByArgument {
    /// Unless told otherwise.
    static let usual = ShelfTime(seconds: 3600)
    var seconds: Int

    private init(seconds: Int) { self.seconds = seconds }

    init?(argument: String) {
        guard let milliseconds = DurationText.milliseconds(argument), milliseconds % 1000 == 0 else { return nil }
        seconds = milliseconds / 1000
    }

    /// As in the texts of help.
    var defaultValueDescription: String { "\(seconds / 3600)h" }
}
