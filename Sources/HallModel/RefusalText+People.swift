/// Refusals about the people at windows.
extension Refusal {
    static func notSignedOn(_ person: String, at window: String?) -> Bilingual {
        guard let window else {
            return Bilingual(
                zh: "\(person) 没有登录任何窗口：请先用 hallctl operator sign-on 登录",
                en: "\(person) is signed on at no window: hallctl operator sign-on first")
        }
        return Bilingual(
            zh: "\(person) 没有登录窗口 \(window)：请用 hallctl operator list 查看",
            en: "\(person) is not signed on at window \(window): hallctl operator list shows who is where")
    }

    static let messageForm = Bilingual(
        zh: "消息不可用：请写 1 至 \(MessageSent.mostCharacters) 个字符，一行，不含控制字符",
        en:
            "the message cannot be sent: write 1 to \(MessageSent.mostCharacters) characters on one line, without control "
            + "characters")

    static func visitor(_ number: String, with person: String, at window: String) -> Bilingual {
        Bilingual(
            zh: "\(person) 在窗口 \(window) 还有 \(number)：请先办结、暂离或转办，或由顶岗人员在该窗口登录",
            en: "\(person) still has \(number) at window \(window): finish, park or transfer first, or let somebody "
                + "else sign on there")
    }

    static func mayNotCover(_ person: String, at window: String) -> Bilingual {
        Bilingual(
            zh: "\(person) 不是窗口 \(window) 的顶岗人员：请换人，或等该窗口的人员退出登录",
            en: "\(person) may not take somebody's place at window \(window): let another cover, or wait until "
                + "whoever is there signs off")
    }
}
