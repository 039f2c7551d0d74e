/// The numbers of a service within its prefix, both ends with it; written `[1, 499]`.
public struct NumberRange: Sendable, Equatable, Codable {
    /// The first number of a day; 1 and up.
    public var first: Int
    /// The last one that is ever given; not before `first`.
    public var last: Int

    /// From…to.
    public init(first: Int, last: Int) {
        self.first = first
        self.last = last
    }

    /// The number is one of them.
    public func contains(_ count: Int) -> Bool { first <= count && count <= last }

    /// Some number is in both.
    public func overlaps(_ other: Self) -> Bool { first <= other.last && other.first <= last }
}

extension ServicePlan {
    /// The numbers that it has of its prefix.
    public var numbers: NumberRange { range ?? NumberRange(first: 1, last: .max) }
}
