import HallModel
import HallStore
import HardwareAccess

/// `halld restore`: what it says of what it did.
public enum RestoreDesk {
    /// Puts `backup` in place of the journal in the folder `state`.
    public static func restore(_ backup: String, into state: String) throws(DaemonError) -> Bilingual {
        do throws(StoreError) {
            return report(try Restoration.perform(backup, into: state, at: .now), state)
        } catch {
            throw DaemonError(bilingual: error.bilingual)
        }
    }

    private static func report(_ restore: JournalRestore, _ state: String) -> Bilingual {
        let backup = restore.backup.withoutControls
        let end = restore.newestAt.map { CivilClock(fixedOffsetSeconds: 0).local($0).rfc3339 } ?? "-"
        var lines = [
            Bilingual(
                zh: "已用 \(backup) 恢复日志：共 \(restore.newest) 条记录，最后一条的时间为 \(end)。",
                en: "The journal is \(backup) now: \(restore.newest) facts, the newest of \(end).")
        ]
        if let aside = restore.setAside {
            lines.append(
                Bilingual(zh: "原来的日志保存为 \(state)/\(aside)。", en: "The former journal is kept as \(state)/\(aside)."))
        }
        lines.append(
            Bilingual(
                zh: "下次启动 halld 时记录此事并报警，号码跳过 50 个继续。",
                en: "The next start of halld records this, raises an alarm and goes on numbering 50 further up."))
        return Bilingual(
            zh: lines.map(\.zh).joined(separator: "\n"), en: lines.map(\.en).joined(separator: "\n"))
    }
}
