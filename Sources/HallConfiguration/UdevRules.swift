import HallModel

/// Rules for udev: who may use the wires, and what they are called.
public enum UdevRules {
    /// A hall's own rules: they give its serial ports their names. They stand behind `60-serial.rules`, which asks the
    /// adapter for its interface. Values from outside were checked when they were read (`MappingReader.usbAdapter`).
    ///
    /// - Returns: whole lines; empty when there is nothing to name.
    public static func text(of ports: [NamedPort]) -> String {
        guard !ports.isEmpty else { return "" }
        let rules = ports.map { port in
            var keys = [#"SUBSYSTEM=="tty""#, #"SUBSYSTEMS=="usb""#]
            switch port.adapter.place {
            case .serialNumber(let number): keys.append(#"ATTRS{serial}=="\#(number)""#)
            case .port(let place): keys.append(#"KERNELS=="\#(place)""#)
            }
            if let interface = port.adapter.interface {
                let digits = String(interface, radix: 16)
                keys.append(#"ENV{ID_USB_INTERFACE_NUM}=="\#(digits.count < 2 ? "0" : "")\#(digits)""#)
            }
            // A modem's manager would send its own bytes to whatever it takes for a modem.
            keys += [#"SYMLINK+="hall/\#(port.name)""#, access, #"TAG+="systemd""#, #"ENV{ID_MM_PORT_IGNORE}="1""#]
            return keys.joined(separator: ", ")
        }
        return lines(["# Written by 'halld rules'; write it again when a port of the hall changes."] + rules)
    }

    /// The rules that are installed with halld: GPIO chips, and the models that are serial ports by themselves.
    public static func text(of models: [Profile]) -> String {
        let rules = models.flatMap { model in
            model.usb.map { identity in
                let match = #"ATTRS{idVendor}=="\#(identity.vendor)", ATTRS{idProduct}=="\#(identity.product)""#
                return #"SUBSYSTEM=="tty", SUBSYSTEMS=="usb", \#(match), \#(access), ENV{ID_MM_PORT_IGNORE}="1""#
            }
        }
        return lines(
            [
                "# The wires of a hall belong to its daemon. Written by 'halld rules --models'; a hall's own ports get their",
                "# names from 'halld rules --config'.", #"SUBSYSTEM=="gpio", KERNEL=="gpiochip*", \#(access)"#,
            ] + rules)
    }

    private static let access = #"GROUP="halld", MODE="0660""#

    private static func lines(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
}
