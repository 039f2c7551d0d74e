import Glibc
import HallModel

extension Language {
    /// Of this process: what `--lang` asks for, else that of the locale. Known before options are understood.
    public static let ofProcess: Language = {
        var environment: [String: String] = [:]
        for name in localeVariables { environment[name] = getenv(name).map { String(cString: $0) } }
        return Language(askedIn: CommandLine.arguments) ?? Language(environment: environment)
    }()
}
