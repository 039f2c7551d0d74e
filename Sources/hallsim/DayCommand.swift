import ArgumentParser
import SimulatedHall

extension Hallsim {
    /// Hours of a hall in virtual time.
    struct Day: ParsableCommand, SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run hours of a hall in virtual time, with visitors and mishaps.",
            discussion: """
                Prints every fact with its exact bytes, then what stands on paper and displays. The same configuration \
                and the same options print the same bytes in every process.
                """)

        @ParentCommand var parent: Hallsim
        @OptionGroup var common: CommonOptions
        @OptionGroup var plan: PlanOptions
        @Option(help: "1 to 24, from nine o'clock.") var hours = 1
        @Option(help: "How many come, 0 to 5000.") var visitors = 60
        @Option(help: "The seed of everything that is left to chance.") var seed: UInt64 = 1
        @Option(help: "A scenario's file in place of the usual mishaps.") var play: String?
        @Option(help: "The weather around the hall's sensors: summer or winter.") var season: Season?

        func run() throws {
            let lines = try session.day(
                config: plan.config, hardware: plan.hardware, hours: hours, visitors: visitors, seed: seed,
                scenario: play, season: season)
            for line in lines { print(line) }
        }
    }
}

extension Season: ExpressibleByArgument {}
