import CLinux

/// Whether somebody keeps this machine's clock.
public enum ClockCare {
    /// A time service keeps the kernel's clock (adjtimex(2), without STA_UNSYNC); nil when the kernel does not say.
    public static var isSynchronised: Bool? {
        let state = clinux_clock_synchronised()
        return state < 0 ? nil : state == 1
    }
}
