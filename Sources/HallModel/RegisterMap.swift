/// A Modbus device as data: its registers and what they mean.
public struct RegisterMap: Sendable, Equatable, Codable {
    /// The four tables of a Modbus device.
    public enum Table: String, Sendable, Codable, CaseIterable {
        /// Function codes 1, 5, 15.
        case coils
        /// Function code 2.
        case discreteInputs = "discrete-inputs"
        /// Function codes 3, 6, 16.
        case holding
        /// Function code 4.
        case input
    }
    /// How a number stands in registers.
    public enum Encoding: String, Sendable, Codable, CaseIterable {
        /// One coil or discrete input.
        case bit
        case u16, s16, u32, s32, float32

        /// Registers (or bits) it takes.
        public var width: Int {
            switch self {
            case .bit, .u16, .s16: 1
            case .u32, .s32, .float32: 2
            }
        }
    }
    /// The order of the four bytes of a 32-bit number; A is the most significant.
    public enum WordOrder: String, Sendable, Codable, CaseIterable { case abcd, cdab, badc, dcba }

    /// A raw number and the word it stands for.
    public struct Word: Sendable, Equatable, Codable {
        /// The raw number.
        public var code: Int
        /// The word.
        public var word: String

        /// A raw number and its word.
        public init(code: Int, word: String) {
            self.code = code
            self.word = word
        }
    }

    /// A register beside a point that switches the device: 0 there makes the point's word `off`; another word is written
    /// as its own code first and 1 there after it.
    public struct PowerSwitch: Sendable, Equatable, Codable {
        /// Its table: `holding` or `coils`.
        public var table: Table
        /// Zero-based.
        public var address: Int

        /// Where it is.
        public init(table: Table, address: Int) {
            self.table = table
            self.address = address
        }
    }

    /// One point and where it stands.
    public struct Register: Sendable, Equatable, Codable {
        /// The point.
        public var point: PointDefinition
        /// Its table.
        public var table: Table
        /// Zero-based address on the wire, 0…65 535.
        public var address: Int
        /// How the number stands there.
        public var encoding: Encoding
        /// For 32 bits.
        public var order: WordOrder
        /// value = raw × multiply ÷ divide + offset. Raw 263 with 1 ÷ 10 is 26.3.
        public var multiply: Int
        /// 1…1 000 000.
        public var divide: Int
        /// Added after the scale.
        public var offset: Quantity
        /// Raw numbers that mean “no sensor” or “not available”.
        public var invalid: [Int]
        /// For points of words: raw numbers and their words. Bits have 0 and 1.
        public var words: [Word]
        /// For a mode: the register that switches the device.
        public var power: PowerSwitch?
        /// Time between two readings in milliseconds where it is no whole number of seconds; nil: as the point says.
        public var periodMilliseconds: Int?

        /// A point and where it stands.
        public init(
            point: PointDefinition, table: Table, address: Int, encoding: Encoding, order: WordOrder = .abcd,
            multiply: Int = 1, divide: Int = 1, offset: Quantity = Quantity(0), invalid: [Int] = [],
            words: [Word] = [], power: PowerSwitch? = nil, periodMilliseconds: Int? = nil
        ) {
            self.point = point
            self.table = table
            self.address = address
            self.encoding = encoding
            self.order = order
            self.multiply = multiply
            self.divide = divide
            self.offset = offset
            self.invalid = invalid
            self.words = words
            self.power = power
            self.periodMilliseconds = periodMilliseconds
        }
    }

    /// Registers (or bits) in a row.
    public struct Place: Sendable, Equatable, Codable {
        /// Their table.
        public var table: Table
        /// The first, zero-based.
        public var address: Int
        /// How many, 1 and up.
        public var count: Int

        /// Where they are.
        public init(table: Table, address: Int, count: Int = 1) {
            self.table = table
            self.address = address
            self.count = count
        }
    }

    /// A register that tells models apart.
    public struct Identity: Sendable, Equatable, Codable {
        /// `holding` or `input`, one register.
        public var place: Place
        /// What this model answers there: one of these.
        public var values: [Int]

        /// A register and its values.
        public init(place: Place, values: [Int]) {
            self.place = place
            self.values = values
        }
    }

    /// How long the slave may think before the first byte of its answer; 20…10 000 ms.
    public var responseTimeoutMilliseconds: Int
    /// Silence that this slave wants before a request, beyond the line's own t3.5; 0…1000 ms.
    public var gapMilliseconds: Int
    /// Registers in one read; 1…125.
    public var blockLimit: Int
    /// Registers between two points may be read along.
    public var readsHoles: Bool
    /// Registers that change by being read (an alarm that is cleared so): read alone, and only for their own points.
    public var latching: [Place]?
    /// What is read to see that the device is of this model; nil where the model has nothing of the kind.
    public var identity: Identity?
    /// The points.
    public var registers: [Register]

    /// A map.
    public init(
        responseTimeoutMilliseconds: Int = 500, gapMilliseconds: Int = 0, blockLimit: Int = 125,
        readsHoles: Bool = false, latching: [Place]? = nil, identity: Identity? = nil, registers: [Register]
    ) {
        self.responseTimeoutMilliseconds = responseTimeoutMilliseconds
        self.gapMilliseconds = gapMilliseconds
        self.blockLimit = blockLimit
        self.readsHoles = readsHoles
        self.latching = latching
        self.identity = identity
        self.registers = registers
    }
}
