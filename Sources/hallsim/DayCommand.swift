import ArgumentParser
import SimulatedHall

extension Hallsim {
    /// A day of a hall in virtual time.
    struct Day: ParsableCommand, SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run a day of a hall in virtual time, and tell what it came to.",
            discussion: """
                Visitors come, clerks call, serve and eat, things fail and are mended, in the hall's own time. The same \
                configuration and options print the same bytes in every process; with one seed the same people come \
                whatever the hall is like, so that two configurations can be compared. Ends with status 1 and a name \
                where something happens that must not happen in any hall.
                """)

        @ParentCommand var parent: Hallsim
        @OptionGroup var common: CommonOptions
        @OptionGroup var plan: PlanOptions
        @Option(help: "1 to 24, from the hall's opening hour, else from nine.") var hours = 9
        @Option(help: "How many come, 0 to 5000.") var visitors = 300
        @Option(help: "The seed of everything that is left to chance.") var seed: UInt64 = 1
        @Option(help: "A scenario's file in place of the usual mishaps.") var play: String?
        @Option(help: "The weather around the hall's sensors: summer or winter.") var season: Season?
        @Option(help: "A file of assumptions about visitors and clerks; see the manual.") var assumptions: String?
        @Option(help: "A line of them, such as 'service-time tax 8m'; goes before the file's. Any number of times.")
        var assume: [String] = []
        @Flag(help: "One line of JSON.") var json = false
        @Flag(help: "Every fact with its exact bytes, and all that stands on paper and displays.") var facts = false

        func validate() throws {
            if json && facts { throw ValidationError("--json and --facts exclude each other") }
        }

        func run() throws {
            var request = HallsimSession.DayRequest()
            request.hours = hours
            request.visitors = visitors
            request.seed = seed
            request.scenario = play
            request.season = season
            request.assumptions = assumptions
            request.assume = assume
            request.form = facts ? .facts : json ? .json : .table
            for line in try session.day(config: plan.config, hardware: plan.hardware, request) { print(line) }
        }
    }
}

extension Season: ExpressibleByArgument {}
