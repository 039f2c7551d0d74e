import HallModel

/// Findings about profiles.
extension Finding {
    static var noExamples: Finding {
        .error(
            Bilingual(zh: "型号没有示例", en: "a profile needs at least one example"),
            Bilingual(
                zh: "请从厂家文档或抓包中写入字节和含义", en: "take bytes and their meaning from the vendor's document or a capture"))
    }

    static var exampleDirection: Finding {
        .error(
            Bilingual(zh: "示例必须且只能有 'receives' 或 'sends' 之一", en: "an example has either 'receives' or 'sends'"),
            Bilingual(zh: "receives 是设备发来的字节，sends 是发给设备的字节", en: "receives: bytes from the device; sends: bytes to it")
        )
    }

    static func dotsNotInBytes(_ dots: Int) -> Finding {
        .error(
            Bilingual(zh: "'dotsAcross' 的值 \(dots) 不是 8 的倍数", en: "'dotsAcross' is \(dots), not a multiple of 8"),
            Bilingual(zh: "58 毫米纸为 384，80 毫米纸为 576", en: "384 for 58 mm paper, 576 for 80 mm"))
    }

    static func notWholeSeconds(_ name: String) -> Finding {
        .error(
            Bilingual(zh: "\(quoted(name)) 必须是整秒", en: "\(quoted(name)) must be whole seconds"),
            Bilingual(zh: "例如 60s", en: "60s, for instance"))
    }

    static func pieceKind(_ kinds: [String]) -> Finding {
        .error(
            Bilingual(zh: "帧的每一段只能是一种", en: "a piece of the frame is exactly one thing"),
            Bilingual(
                zh: "允许：\(kinds.joined(separator: "、"))", en: "one of: \(kinds.joined(separator: ", "))"))
    }

    static var noKeyPiece: Finding {
        .error(
            Bilingual(zh: "帧中没有键码", en: "the frame has no key code"),
            Bilingual(zh: "请加上 - key: 1（键码的字节数）", en: "add - key: 1 (the bytes of the code)"))
    }

    static var secondKeyPiece: Finding {
        .error(
            Bilingual(zh: "帧中有第二个键码", en: "the frame has a second key code"),
            Bilingual(zh: "只保留一个，其余用 skip", en: "keep one and skip the other"))
    }

    static func checksumOverNothing(from: Int, bytesBefore: Int) -> Finding {
        .error(
            Bilingual(
                zh: "校验从第 \(from) 字节起，但之前只有 \(bytesBefore) 个字节",
                en: "the checksum begins at byte \(from), but only \(bytesBefore) stand before it"),
            Bilingual(zh: "第一个字节是 0", en: "the first byte is 0"))
    }

    static func codeTwice(_ code: Int, first: String) -> Finding {
        .error(
            Bilingual(
                zh: "键码 \(code) 已用于 \(quoted(first))", en: "code \(code) is already that of key \(quoted(first))"),
            Bilingual(zh: "每个键的键码必须不同", en: "each key has a code of its own"))
    }

    static func lampStatesMissing(_ states: [String]) -> Finding {
        let names = list(states)
        return .warning(
            Bilingual(zh: "指示灯缺少状态 \(names.zh)", en: "the lamp cannot show \(names.en)"),
            Bilingual(zh: "在这些状态下灯保持原样", en: "it keeps its light in that state; add the bytes if there are any"))
    }

    static func badProfileFileName(_ name: String) -> Finding {
        .error(
            Bilingual(
                zh: "文件名 \(quoted(name)) 不能用作型号名", en: "the file's name \(quoted(name)) cannot be a profile's id"),
            Bilingual(
                zh: "<厂家>-<型号>.yaml，小写字母、数字、连字符", en: "<vendor>-<model>.yaml in lower-case letters, digits and hyphens")
        )
    }

    static func noProfilesFolder(_ reason: String) -> Finding {
        .error(
            Bilingual(zh: "无法读取型号文件夹：\(reason)", en: "the folder of profiles cannot be read: \(reason)"),
            Bilingual(
                zh: "请用 --hardware DIR 指出含有 Profiles 的文件夹",
                en: "name the folder that holds Profiles with --hardware DIR"))
    }

    static func unknownProfile(_ id: String, folder: String, known: [String]) -> Finding {
        .error(
            Bilingual(zh: "\(folder) 中没有型号 \(quoted(id))", en: "no profile \(quoted(id)) in \(folder)"),
            suggestion(for: id, among: known, count: 3))
    }
}
