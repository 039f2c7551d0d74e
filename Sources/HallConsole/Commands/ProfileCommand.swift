import ArgumentParser
import DeviceDrivers
import DeviceProtocols
import HallAPI
import HallConfiguration
import HallModel
import HardwareAccess

/// `hallctl profile …`: device models as data; needs no daemon.
struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: HelpText.profile.here,
        subcommands: [List.self, Show.self, Check.self, Test.self])

    /// Where the profiles are.
    struct Folder: ParsableArguments {
        @Option(help: ArgumentHelp(HelpText.hardware.here, valueName: "dir")) var hardware: String?

        func read(_ language: Language) -> (profiles: [Profile], problems: [ConfigurationProblem]) {
            var loader = ConfigurationLoader(hardware: hardware, for: "/etc/halld/hall.yaml")
            loader.language = language
            return loader.profiles()
        }

        /// The profiles; problems are shown on standard error, and none may be an error.
        func profiles(_ console: Console) throws(ConsoleFailure) -> [Profile] {
            let (profiles, problems) = read(console.language)
            for problem in problems { console.surroundings.errors(problem.description.withoutControls) }
            guard !problems.contains(where: { $0.severity == .error }) else { throw .shown }
            return profiles
        }
    }

    /// `hallctl profile list`
    struct List: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: HelpText.profileList.here)
        @OptionGroup var folder: Folder
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let profiles = try folder.profiles(console)
            if console.json {
                return console.print(
                    .object(["profiles": .array(profiles.map(ProfileCommand.summary))]))
            }
            console.print(
                Table(
                    headings: [.id, .kind, .vendor, .model, .trust, .examples].map { console.say($0) },
                    rows: profiles.map { profile in
                        [
                            Cell(profile.id.rawValue), console.deviceKind(profile.kind), Cell(profile.vendor),
                            Cell(profile.model),
                            Cell(CodeText.trust(profile.trust).text(console.language)),
                            Cell(String(profile.examples.count)),
                        ]
                    }))
        }
    }

    /// `hallctl profile show ID`
    struct Show: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: HelpText.profileShow.here)
        @Argument(help: ArgumentHelp(HelpText.profileID.here)) var id: String
        @OptionGroup var folder: Folder
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            guard let profile = try folder.profiles(console).first(where: { $0.id.rawValue == id }) else {
                throw ConsoleFailure(.noProfile(id), .listProfiles)
            }
            if console.json { return console.print(JSONValue(encoding: profile)) }
            console.print(
                Sheet(rows: [
                    (console.say(.id), Cell(profile.id.rawValue)),
                    (console.say(.kind), console.deviceKind(profile.kind)),
                    (console.say(.vendor), Cell(profile.vendor)), (console.say(.model), Cell(profile.model)),
                    (console.say(.trust), Cell(CodeText.trust(profile.trust).text(console.language))),
                    (console.say(.source), Cell(profile.source)),
                ]))
            for example in profile.examples {
                let bytes = example.bytes.map { byte in
                    String(byte >> 4, radix: 16, uppercase: true) + String(byte & 15, radix: 16, uppercase: true)
                }
                console.print(Cell("  \(example.direction.rawValue)  \(example.means)", .plain))
                console.print(Cell("    \(bytes.joined(separator: " "))", .faint))
            }
        }
    }

    /// `hallctl profile check`
    struct Check: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "check", abstract: HelpText.profileCheck.here)
        @OptionGroup var folder: Folder
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let (profiles, problems) = folder.read(console.language)
            if console.json {
                console.print(.object(["problems": .array(problems.map { .string($0.description) })]))
            } else {
                for problem in problems { console.print(Cell(problem.description)) }
            }
            guard !problems.contains(where: { $0.severity == .error }) else { throw .shown }
            if !console.json { console.print(Cell(console.say(.profilesGood(profiles.count)), .good)) }
        }
    }

    /// `hallctl profile test [ID]`
    struct Test: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "test", abstract: HelpText.profileTest.here)
        @Argument(help: ArgumentHelp(HelpText.profileID.here)) var id: String?
        @OptionGroup var folder: Folder
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            guard let encoder = try? ChineseEncoder.iconv() else {
                throw ConsoleFailure(.noEncoder, .installGlibcLocales)
            }
            let all = try folder.profiles(console)
            let chosen = all.filter { id == nil || $0.id.rawValue == id }
            if let id, chosen.isEmpty { throw ConsoleFailure(.noProfile(id), .listProfiles) }
            let results = chosen.flatMap { profile in
                ProfileExampleRunner().run(profile, text: encoder).map { (profile.id.rawValue, $0) }
            }
            if console.json {
                console.print(.object(["results": .array(results.map(ProfileCommand.result))]))
            } else {
                for (profile, result) in results where !result.passed {
                    console.print(
                        Cell("\(console.say(.failed))  \(profile)  \(result.example.means)", .bad))
                    console.print(Cell("    \(console.say(.pair(console.say(.found), result.actual)))"))
                }
            }
            guard results.allSatisfy(\.1.passed) else { throw .shown }
            if !console.json { console.print(Cell(console.say(.examplesPassed(results.count)), .good)) }
        }
    }

    private static func summary(_ profile: Profile) -> JSONValue {
        .object([
            "id": .string(profile.id.rawValue), "kind": .string(profile.kind), "vendor": .string(profile.vendor),
            "model": .string(profile.model), "trust": .string(profile.trust.rawValue),
            "source": .string(profile.source), "examples": .integer(Int64(profile.examples.count)),
        ])
    }

    private static func result(_ profile: String, _ result: ProfileExampleResult) -> JSONValue {
        .object([
            "profile": .string(profile), "direction": .string(result.example.direction.rawValue),
            "means": .string(result.example.means), "passed": .bool(result.passed), "actual": .string(result.actual),
        ])
    }
}
