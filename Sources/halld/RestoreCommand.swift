import ArgumentParser
import HallConfiguration
import HallDaemon
import HallModel

/// Puts a backup in the journal's place while no daemon runs.
struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a backup in the journal's place; the daemon must be stopped.",
        discussion: """
            The backup is verified first, and copied. The present journal stays in the state folder under a name with the \
            date. The next start records the restore, raises an alarm, and goes on numbering 50 above the newest number \
            that the backup knows.
            """)

    @ParentCommand var parent: HalldCommand
    @Argument(help: "The backup: an SQLite file, or a copy of a state folder.")
    var backup: String
    @Option(help: "The folder of the journal, made if missing; /var/lib/halld by default.")
    var state: String?
    @Option(help: "The language of what is said; from LC_ALL, LC_MESSAGES or LANG by default.")
    var lang: Language?

    func run() throws {
        let strays = parent.daemonOnly.filter { $0 != "--state" }
        guard strays.isEmpty else {
            let names = strays.joined(separator: " ")
            let text = Bilingual(
                zh: "restore 只恢复日志，不接受 \(names)", en: "'restore' only puts a backup in place and takes no \(names)")
            throw ValidationError(text[.ofProcess])
        }
        let outcome = try RestoreDesk.restore(backup, into: state ?? parent.state ?? HalldCommand.usualState)
        print(outcome[.ofProcess])
    }
}
