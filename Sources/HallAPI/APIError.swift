import HallModel

/// Why a call over the socket gave no reply of its method.
public struct APIError: Error, Sendable, Equatable {
    /// What happened, for programs.
    public enum Code: String, Sendable {
        /// Nobody listens on the socket.
        case notRunning
        /// The socket may not be opened by this user.
        case forbidden
        /// The path is too long for a socket, or the system refuses for another reason.
        case cannotConnect
        /// The connection ended before the reply and could not be had again in time.
        case connectionLost
        /// No reply in time.
        case timedOut
        /// What came is no reply of this method.
        case badReply
        /// The hall changed nothing; `fault` says why.
        case refused
        /// The journal cannot be written.
        case storeUnavailable
        /// More is asked than can be taken in.
        case busy
        /// The daemon does not know the method: it is older than this program.
        case unknownMethod
        /// The daemon does not accept a parameter.
        case invalidParameter
    }
    /// What happened, for programs.
    public var code: Code
    /// What happened, for people.
    public var message: Bilingual
    /// What to do.
    public var remedy: Bilingual
    /// The daemon's error, if it is one.
    public var fault: APIFault?

    /// An error of the connection.
    init(_ code: Code, _ message: Bilingual, _ remedy: Bilingual) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// The daemon's error in words.
    init(_ fault: APIFault) {
        self.fault = fault
        let last = fault.name.split(separator: ".").last.map(String.init) ?? fault.name
        let parameters = JSONValue.object(fault.parameters)
        let subject = ["parameter", "method", "interface"].compactMap { parameters[$0]?.text }.first ?? fault.name
        switch last {
        case "Refused": code = .refused
        case "StoreUnavailable": code = .storeUnavailable
        case "Busy": code = .busy
        case "InvalidParameter": code = .invalidParameter
        case "MethodNotFound", "InterfaceNotFound", "MethodNotImplemented": code = .unknownMethod
        default: code = .badReply
        }
        switch code {
        case .invalidParameter:
            message = Bilingual(zh: "参数“\(subject)”不被接受", en: "'\(subject)' is not accepted")
            remedy = Bilingual(zh: "查看命令的 --help", en: "see the command's --help")
        case .unknownMethod:
            message = Bilingual(zh: "halld 没有“\(subject)”", en: "halld does not know '\(subject)'")
            remedy = Bilingual(
                zh: "比较 hallctl version 的两个版本号", en: "compare the two versions of 'hallctl version'")
        default:
            message = parameters["message"]?.bilingual ?? Bilingual(zh: fault.name, en: fault.name)
            remedy = parameters["remedy"]?.bilingual ?? .seeLog
        }
    }

    static func notRunning(_ path: String) -> Self {
        Self(
            .notRunning, Bilingual(zh: "\(path) 无人应答", en: "nobody answers at \(path)"),
            Bilingual(
                zh: "检查 halld 是否在运行（systemctl status halld），或用 --socket 指定路径",
                en: "see whether halld runs ('systemctl status halld'), or name its socket with --socket"))
    }

    static func forbidden(_ path: String) -> Self {
        Self(
            .forbidden, Bilingual(zh: "无权打开 \(path)", en: "\(path) may not be opened"),
            Bilingual(zh: "请管理员将您加入该套接字的用户组", en: "ask the administrator to add you to the socket's group"))
    }

    static func cannotConnect(_ path: String, _ reason: String) -> Self {
        Self(
            .cannotConnect, Bilingual(zh: "无法连接 \(path)：\(reason)", en: "cannot connect to \(path) (\(reason))"),
            Bilingual(zh: "检查路径", en: "see to the path"))
    }

    static let connectionLost = Self(
        .connectionLost, Bilingual(zh: "与 halld 的连接中断", en: "the connection to halld ended"),
        Bilingual(zh: "halld 恢复后重试", en: "try again when halld is back"))

    static let timedOut = Self(
        .timedOut, Bilingual(zh: "halld 未及时答复", en: "halld did not answer in time"), .seeLog)

    static func badReply(_ detail: String) -> Self {
        Self(
            .badReply, Bilingual(zh: "halld 的答复无法理解：\(detail)", en: "halld's reply makes no sense (\(detail))"),
            Bilingual(zh: "比较 hallctl version 的两个版本号", en: "compare the two versions of 'hallctl version'"))
    }
}

extension Bilingual {
    fileprivate static let seeLog = Bilingual(
        zh: "查看日志（journalctl -u halld）", en: "see the log ('journalctl -u halld')")
}
