import HallModel

/// How long a reply is kept for its key.
private let replyLifetime: Duration = .seconds(24 * 3600)
/// How many replies are kept of one user; the oldest go first.
private let repliesPerUser: Int64 = 10_000
/// Replies too old that one commit removes at most, and never fewer than twice what it adds: the first commit after a
/// holiday stays quick, and the table still shrinks.
private let oldestRemovedAtOnce = 64

extension Journal {
    /// The reply once given for a key, if it is still kept (24 h, the newest 10 000 of a user). Old replies are removed
    /// by commits, so in a quiet hall one can be found a little longer.
    public func reply(user: String, key: String) throws(StoreError) -> KeyedReply? {
        let connection = try opened()
        var found: KeyedReply?
        try connection.query(ReplySQL.find, [.text(user), .text(key)]) { row throws(StoreError) in
            let reply: HallReply
            do throws(StoreError) {
                reply = try ReplyCoding.decode(version: Int(row.integer(1) ?? 0), row.blob(2))
            } catch {
                throw StoreError(error.code, error.bilingual.behind(folder.journal))
            }
            found = KeyedReply(
                user: user, key: key, commandHash: row.text(0) ?? "", reply: reply,
                at: WallTime(microseconds: row.integer(3) ?? 0))
        }
        return found
    }

    /// Writes replies and removes what is too old or too much, inside the batch's transaction. A key that is kept
    /// already gets the newer reply.
    func keep(_ replies: [KeyedReply], _ connection: Connection) throws(StoreError) {
        guard let newest = replies.map(\.at).max() else { return }
        for reply in replies {
            let ordinal = try connection.integer(ReplySQL.lastOrdinal, .text(reply.user)) ?? 0
            try connection.run(
                ReplySQL.insert, .text(reply.user), .text(reply.key), .integer(ordinal + 1), .text(reply.commandHash),
                .integer(Int64(ReplyCoding.version)), .blob(ReplyCoding.encode(reply.reply)),
                .integer(reply.at.microseconds))
            try connection.run(ReplySQL.removeBeyond, .text(reply.user), .integer(ordinal + 1 - repliesPerUser))
        }
        let tooOld = newest + (.zero - replyLifetime)
        let atOnce = max(oldestRemovedAtOnce, 2 * replies.count)
        try connection.run(ReplySQL.removeOld, .integer(tooOld.microseconds), .integer(Int64(atOnce)))
    }
}

/// The statements over `replies`. Each finds its rows by an index.
enum ReplySQL {
    static let find = "SELECT command_hash, version, reply, at FROM replies WHERE user = ?1 AND key = ?2"
    static let lastOrdinal = "SELECT max(ordinal) FROM replies WHERE user = ?1"
    static let insert = """
        INSERT INTO replies(user, key, ordinal, command_hash, version, reply, at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT(user, key) DO UPDATE SET ordinal = excluded.ordinal, command_hash = excluded.command_hash,
        version = excluded.version, reply = excluded.reply, at = excluded.at
        """
    static let removeBeyond = "DELETE FROM replies WHERE user = ?1 AND ordinal <= ?2"
    static let removeOld = """
        DELETE FROM replies WHERE rowid IN (SELECT rowid FROM replies WHERE at < ?1 ORDER BY at LIMIT ?2)
        """

    /// Those that look rows up.
    static let searches = [find, lastOrdinal, removeBeyond, removeOld]
}
