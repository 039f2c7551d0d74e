import Crypto
import HallModel

/// A plan's one form in bytes, and its name.
public enum PlanCoding {
    /// Canonical JSON: the same plan gives the same bytes in every process of one build.
    public static func canonicalBytes(_ plan: HallPlan) -> [UInt8] { CanonicalJSON.bytes(plan) }

    /// SHA-256 of the canonical bytes, 64 lower-case hexadecimal digits.
    public static func hash(_ plan: HallPlan) -> String { sha256(canonicalBytes(plan)) }
}

/// A command's name, so that an idempotency key used for another command can be refused.
public enum CommandCoding {
    /// SHA-256 of the command's canonical JSON, 64 lower-case hexadecimal digits.
    public static func hash(_ command: HallCommand) -> String { sha256(CanonicalJSON.bytes(command)) }
}

/// A reply as it stands beside its idempotency key: coded like a fact, with a version and canonical JSON.
public enum ReplyCoding {
    /// The version this build writes.
    public static let version = 1

    /// Canonical JSON, UTF-8.
    public static func encode(_ reply: HallReply) -> [UInt8] { CanonicalJSON.bytes(reply) }

    /// The reply that the bytes stand for. `.tooNew` for a version this build does not know, `.damaged` for bytes that
    /// are not of their version.
    public static func decode(version: Int, _ bytes: [UInt8]) throws(StoreError) -> HallReply {
        guard version == 1 else {
            throw StoreError(
                .tooNew,
                Bilingual(
                    zh: "本版本不认识第 \(version) 版的答复记录：请安装写入它的 halld 或更新的版本；答复保留一天",
                    en:
                        "a kept reply of version \(version) is not known to this build: install the halld that wrote it, "
                        + "or a later one; replies are kept for a day"))
        }
        do {
            return try CanonicalJSON.value(HallReply.self, from: bytes)
        } catch {
            throw StoreError(
                .damaged,
                Bilingual(
                    zh: "答复记录无法读取（\(error)）：请恢复状态目录的最新备份",
                    en: "a kept reply cannot be read (\(error)): put back the newest backup of the folder"))
        }
    }
}

private func sha256(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).reduce(into: "") { text, byte in
        text += byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
    }
}
