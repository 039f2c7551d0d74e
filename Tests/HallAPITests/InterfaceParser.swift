/// Reads the part of Varlink's interface language that systemd 257 accepts, and refuses the rest of it.
struct InterfaceParser {
    indirect enum Kind: Equatable {
        case bool, int, float, string, object
        case choice([String])
        case record([Field])
        case named(String)
        case list(Kind)
        case map(Kind)
        case nullable(Kind)
    }
    struct Field: Equatable {
        var name: String
        var kind: Kind
        var comment: String
    }
    struct Method {
        var parameters: [Field]
        var reply: [Field]
    }
    struct Interface {
        var name = ""
        var types: [String: Kind] = [:]
        var methods: [String: Method] = [:]
        var errors: [String: [Field]] = [:]
    }
    struct Problem: Error, CustomStringConvertible {
        var description: String
    }

    private var tokens: [(text: String, comment: String)] = []
    private var index = 0

    static func parse(_ text: String) throws -> Interface {
        var parser = try InterfaceParser(text)
        return try parser.interface()
    }

    private init(_ text: String) throws {
        var comment = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let code = line.prefix { $0 != "#" }
            if code.count < line.count { comment += line.dropFirst(code.count + 1) }
            var rest = code[...]
            while let first = rest.first {
                if first == " " {
                    rest = rest.dropFirst()
                    continue
                }
                let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }
                let token: Substring
                if !word.isEmpty {
                    token = word
                } else if let symbol = ["->", "[]", "[string]", "?", "(", ")", ",", ":"].first(where: rest.hasPrefix) {
                    token = rest.prefix(symbol.count)
                } else {
                    throw Problem(description: "unexpected '\(rest)'")
                }
                tokens.append((String(token), comment))
                comment = ""
                rest = rest.dropFirst(token.count)
            }
        }
    }

    private mutating func take() throws -> String {
        guard index < tokens.count else { throw Problem(description: "the text ends too early") }
        index += 1
        return tokens[index - 1].text
    }

    private var peek: String? { index < tokens.count ? tokens[index].text : nil }

    private mutating func expect(_ text: String) throws {
        let found = try take()
        guard found == text else {
            throw Problem(description: "expected '\(text)', found '\(found)' at token \(index)")
        }
    }

    private mutating func interface() throws -> Interface {
        var result = Interface()
        try expect("interface")
        result.name = try take()
        while let keyword = peek {
            index += 1
            let name = try take()
            guard let initial = name.first, initial.isUppercase, name.allSatisfy({ $0.isLetter || $0.isNumber }) else {
                throw Problem(description: "bad name '\(name)'")
            }
            guard result.types[name] == nil, result.methods[name] == nil, result.errors[name] == nil else {
                throw Problem(description: "'\(name)' is declared twice")
            }
            switch keyword {
            case "type": result.types[name] = try group()
            case "method":
                let parameters = try record()
                try expect("->")
                result.methods[name] = Method(parameters: parameters, reply: try record())
            case "error": result.errors[name] = try record()
            default: throw Problem(description: "unexpected '\(keyword)'")
            }
        }
        return result
    }

    private mutating func record() throws -> [Field] {
        guard case .record(let fields) = try group() else { throw Problem(description: "expected fields") }
        return fields
    }

    private mutating func group() throws -> Kind {
        try expect("(")
        if peek == ")" {
            index += 1
            return .record([])
        }
        var fields: [Field] = []
        var choices: [String] = []
        repeat {
            let comment = tokens[index].comment
            let name = try take()
            guard name.first?.isLetter == true, !name.contains("__"), !name.hasSuffix("_"), !name.contains(".") else {
                throw Problem(description: "bad field '\(name)'")
            }
            if peek == ":" {
                index += 1
                fields.append(Field(name: name, kind: try kind(), comment: comment))
            } else {
                choices.append(name)
            }
        } while try take() == ","
        guard tokens[index - 1].text == ")", fields.isEmpty != choices.isEmpty else {
            throw Problem(description: "fields and choices mixed, or no ')'")
        }
        let names = fields.map(\.name) + choices
        guard Set(names).count == names.count else { throw Problem(description: "a name twice in \(names)") }
        return fields.isEmpty ? .choice(choices) : .record(fields)
    }

    private mutating func kind() throws -> Kind {
        let token = try take()
        switch token {
        case "?":
            let inner = try kind()
            if case .nullable = inner { throw Problem(description: "??") }
            return .nullable(inner)
        case "[]", "[string]":
            let inner = try kind()
            switch inner {
            case .nullable, .list, .map: throw Problem(description: "systemd reads no list of nullables or lists")
            default: return token == "[]" ? .list(inner) : .map(inner)
            }
        case "bool": return .bool
        case "int": return .int
        case "float": return .float
        case "string": return .string
        case "object": return .object
        case "(":
            index -= 1
            return try group()
        default:
            guard token.first?.isUppercase == true else { throw Problem(description: "no type '\(token)'") }
            return .named(token)
        }
    }
}
