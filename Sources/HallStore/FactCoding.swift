import HallModel

/// A fact as it stands on disk: a kind, a version, and canonical JSON of the payload.
///
/// The bytes written once are never written again: they are read by the decoder of their kind and version, and every
/// pair that was ever written keeps its row in `decoders`.
public enum FactCoding {
    /// A kind and a version name one form on disk for ever.
    public struct Form: Hashable, Sendable, CustomStringConvertible {
        /// The payload's name in the journal: `ticket-taken`.
        public var kind: String
        /// 1 and up.
        public var version: Int

        /// A kind and a version.
        public init(kind: String, version: Int) {
            self.kind = kind
            self.version = version
        }

        /// `ticket-taken version 1`
        public var description: String { "\(kind.withoutControls) version \(version)" }
    }

    /// What a row of the journal holds of a fact.
    public struct Encoded: Hashable, Sendable {
        /// Chooses the decoder.
        public var form: Form
        /// Canonical JSON, UTF-8.
        public var bytes: [UInt8]

        /// A form and its bytes.
        public init(form: Form, bytes: [UInt8]) {
            self.form = form
            self.bytes = bytes
        }
    }

    /// Every form this build can read.
    public static var forms: Set<Form> { Set(decoders.keys) }

    /// The fact in the form that this build writes; the same fact gives the same bytes in every process.
    public static func encode(_ fact: HallFact) -> Encoded { encode(payload: fact.payload) }

    /// The fact that the bytes stand for. `.tooNew` for a form this build does not know, `.damaged` for bytes that are
    /// not of their form.
    public static func decode(_ encoded: Encoded) throws(StoreError) -> HallFact {
        guard let decoder = decoders[encoded.form] else {
            throw StoreError(
                .tooNew,
                Bilingual(
                    zh: "本版本不认识“\(encoded.form)”格式的记录：请安装写入它的 halld 或更新的版本",
                    en: "a fact of the form “\(encoded.form)” is not known to this build: install the halld that wrote "
                        + "it, or a later one"))
        }
        do {
            return try decoder(encoded.bytes)
        } catch {
            throw StoreError(
                .damaged,
                Bilingual(
                    zh: "“\(encoded.form)”格式的记录无法读取（\(error)）：请恢复状态目录的最新备份",
                    en: "a fact of the form “\(encoded.form)” cannot be read (\(error)): restore the newest backup of "
                        + "the folder"))
        }
    }

    private typealias FactDecoder = @Sendable ([UInt8]) throws -> HallFact

    /// Only ever grows. A payload that changes its form gets a second row; its first row then decodes the former
    /// payload, kept under another name, and turns it into the present one. Versions are literals here, so that a new
    /// `version` in the model cannot take an old row along.
    private static let decoders: [Form: FactDecoder] = [
        form("plan-adopted", 1): { .planAdopted(try read($0)) },
        form("plan-adopted", 2): { .planAdopted(try read($0)) },
        form("day-opened", 1): { .dayOpened(try read($0)) },
        form("day-opened", 2): { .dayOpened(try read($0)) },
        form("daemon-started", 1): { .daemonStarted(try read($0)) },
        form("ticket-taken", 1): { .ticketTaken(try read($0)) },
        form("ticket-taken", 2): { .ticketTaken(try read($0)) },
        form("take-refused", 1): { .takeRefused(try read($0)) },
        form("take-refused", 2): { .takeRefused(try read($0)) },
        form("print-ordered", 1): { .printOrdered(try read($0)) },
        form("print-settled", 1): { .printSettled(try read($0)) },
        form("ticket-voided", 1): { .ticketVoided(try read($0)) },
        form("ticket-cancelled", 1): { .ticketCancelled(try read($0)) },
        form("ticket-called", 1): { .ticketCalled(try read($0)) },
        form("ticket-called", 2): { .ticketCalled(try read($0)) },
        form("ticket-recalled", 1): { .ticketRecalled(try read($0)) },
        form("ticket-put-back", 1): { .ticketPutBack(try read($0)) },
        form("service-started", 1): { .serviceStarted(try read($0)) },
        form("service-finished", 1): { .serviceFinished(try read($0)) },
        form("ticket-no-show", 1): { .ticketNoShow(try read($0)) },
        form("ticket-no-show", 2): { .ticketNoShow(try read($0)) },
        form("ticket-parked", 1): { .ticketParked(try read($0)) },
        form("ticket-returned", 1): { .ticketReturned(try read($0)) },
        form("ticket-transferred", 1): { .ticketTransferred(try read($0)) },
        form("ticket-released", 1): { .ticketReleased(try read($0)) },
        form("absence-ended", 1): { .absenceEnded(try read($0)) },
        form("window-mode-changed", 1): { .windowModeChanged(try read($0)) },
        form("alarm-raised", 1): { .alarmRaised(try read($0)) },
        form("alarm-returned", 1): { .alarmReturned(try read($0)) },
        form("alarm-acknowledged", 1): { .alarmAcknowledged(try read($0)) },
        form("point-write-ordered", 1): { .pointWriteOrdered(try read($0)) },
        form("point-write-settled", 1): { .pointWriteSettled(try read($0)) },
        form("discharge-began", 1): { .dischargeBegan(try read($0)) },
        form("discharge-ended", 1): { .dischargeEnded(try read($0)) },
        form("hall-closed", 1): { .hallClosed(try read($0)) },
        form("hall-reopened", 1): { .hallReopened(try read($0)) },
        form("ticket-rated", 1): { .ticketRated(try read($0)) },
        form("rating-lapsed", 1): { .ratingLapsed(try read($0)) },
        form("presses-ignored", 1): { .pressesIgnored(try read($0)) },
        form("alarm-suppressed", 1): { .alarmSuppressed(try read($0)) },
        form("alarm-released", 1): { .alarmReleased(try read($0)) },
        form("alarm-shelved", 1): { .alarmShelved(try read($0)) },
        form("alarm-unshelved", 1): { .alarmUnshelved(try read($0)) },
        form("alarm-service-changed", 1): { .alarmServiceChanged(try read($0)) },
        form("journal-restored", 1): { .journalRestored(try read($0)) },
        form("operator-signed-on", 1): { .operatorSignedOn(try read($0)) },
        form("operator-signed-off", 1): { .operatorSignedOff(try read($0)) },
        form("window-reassigned", 1): { .windowReassigned(try read($0)) },
        form("assist-called", 1): { .assistCalled(try read($0)) },
        form("assist-answered", 1): { .assistAnswered(try read($0)) },
        form("message-sent", 1): { .messageSent(try read($0)) },
        form("appointments-imported", 1): { .appointmentsImported(try read($0)) },
        form("appointment-cancelled", 1): { .appointmentCancelled(try read($0)) },
        form("appointment-checked-in", 1): { .appointmentCheckedIn(try read($0)) },
    ]

    private static func form(_ kind: String, _ version: Int) -> Form { Form(kind: kind, version: version) }

    private static func read<Payload: FactPayload>(_ bytes: [UInt8]) throws -> Payload {
        try CanonicalJSON.value(Payload.self, from: bytes)
    }

    private static func encode<Payload: FactPayload>(payload: Payload) -> Encoded {
        Encoded(form: Form(kind: Payload.kind, version: payload.formVersion), bytes: CanonicalJSON.bytes(payload))
    }
}
