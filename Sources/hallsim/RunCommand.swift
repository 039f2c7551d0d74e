import ArgumentParser
import Glibc
import SimulatedHall

extension Hallsim {
    /// Starts every device of a configuration at its wire.
    struct Run: ParsableCommand, SessionCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start every device of a configuration at its wire.",
            discussion: "Prints 'ready' when every wire stands, and ends on SIGINT or SIGTERM.")

        @ParentCommand var parent: Hallsim
        @OptionGroup var common: CommonOptions
        @OptionGroup var plan: PlanOptions
        @Flag(help: "Lines have endless speed instead of their baud.")
        var unpaced = false
        @Option(help: "The seed of everything that is left to chance.")
        var seed: UInt64 = 1

        func run() throws {
            try session.run(config: plan.config, hardware: plan.hardware, paced: !unpaced, seed: seed) {
                print("ready")
                fflush(nil)
            }
        }
    }
}

/// The configuration and where its profiles are.
struct PlanOptions: ParsableArguments {
    @Option(help: "The hall's configuration.")
    var config: String
    @Option(help: "The folder with Profiles; without it: beside the configuration, ./Hardware, /usr/share/halld.")
    var hardware: String?
}
