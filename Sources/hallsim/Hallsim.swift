import ArgumentParser
import Glibc
import HallConfiguration
import HallModel
import SimulatedHall

/// `hallsim`: a whole hall of simulated devices on real pseudo-terminals.
@main
struct Hallsim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hallsim", abstract: "A whole hall of simulated devices. 模拟大厅的全部设备。",
        subcommands: [
            Run.self, Show.self, Press.self, SetPoint.self, Fault.self, Clear.self, Unplug.self, Plug.self, Play.self,
            Day.self,
        ])

    @OptionGroup var common: CommonOptions

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as HallsimSession.Complaint {
            complain(error.text)
            exit(withError: ExitCode.failure)
        } catch {
            let code = exitCode(for: error)
            if code.isSuccess {
                print(Language.ofProcess.help(fullMessage(for: error)))
            } else {
                let text = UsageText(parser: message(for: error)).bilingual
                let line = Bilingual(
                    zh: "\(text.zh)：请看 'hallsim --help'", en: "\(text.en): see 'hallsim --help'")
                complain(line[.ofProcess].withoutControls)
            }
            exit(withError: code)
        }
    }

    private static func complain(_ text: String) {
        let line = Array("hallsim: \(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}

/// Options that stand before or behind the command's name.
struct CommonOptions: ParsableArguments {
    @Option(
        help: "The folder of the hall's links and socket; else $HALLSIM_RUNTIME, \(HallsimSession.usualRuntime).")
    var runtime: String?

    @Option(help: "The language of what people read, zh or en; else that of $LANG.")
    var lang: String?

    func validate() throws {
        if let lang, !HallsimSession.languages.contains(lang) {
            throw ValidationError("there is no language \(lang): use zh or en")
        }
    }
}

/// A command that takes the common options before and behind its name.
protocol SessionCommand {
    var parent: Hallsim { get }
    var common: CommonOptions { get }
}

extension SessionCommand {
    var session: HallsimSession {
        HallsimSession(
            runtime: common.runtime ?? parent.common.runtime, language: common.lang ?? parent.common.lang)
    }
}
