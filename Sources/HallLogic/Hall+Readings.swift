import HallModel
import OrderedCollections

extension Hall {
    /// What is known of a point; one that was not read since the start is missing for that reason.
    public func reading(_ point: PointID) -> Reading { live.readings[point] ?? .missing(.neverRead) }
}
