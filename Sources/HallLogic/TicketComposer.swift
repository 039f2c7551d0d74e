import HallModel

/// Writes a ticket's paper: what the visitor needs to know, in the hall's language, for any printer.
struct TicketComposer {
    let plan: HallPlan
    let civil: CivilClock

    /// An estimate is no promise: it is told in steps of so many minutes.
    private static let minutes = 5

    /// The sheet of a ticket with so many waiting before it, who will take so many seconds as far as is known.
    func sheet(_ ticket: Ticket, ahead: Int, wait: Int? = nil, isReprint: Bool) -> PrintSheet {
        let service = plan.service(ticket.service)
        let taken = civil.local(ticket.takenAt)
        var elements: [PrintSheet.Element] = [
            .text(plan.hall.name.withoutControls, size: 1, bold: true, alignment: .center),
            .rule,
            .text((service?.name ?? ticket.service.rawValue).withoutControls, size: 2, bold: false, alignment: .center),
            .text(ticket.id.number.text.withoutControls, size: 4, bold: true, alignment: .center),
        ]
        if isReprint { elements.append(.text(say(.reprint), size: 2, bold: true, alignment: .center)) }
        if let zone = service?.waitingZone, let name = plan.zones.first(where: { $0.id == zone })?.name {
            elements.append(line(.waitingArea(name.withoutControls)))
        }
        if let booking = ticket.booking {
            let (from, to) = (civil.local(booking.start), civil.local(booking.start + .seconds(booking.minutes * 60)))
            elements.append(line(.booked(from: from.clock, to: to.clock)))
        }
        elements.append(line(.ahead(ahead)))
        // Where nobody waits before it the line above says enough.
        if let wait, wait > 0, ahead > 0 {
            let step = Self.minutes * 60
            elements.append(line(.wait(minutes: (wait + step - 1) / step * Self.minutes)))
        }
        elements += [
            line(.taken(date: taken.date.description, time: taken.clock)),
            line(.advice),
            .qr("HALLD1:\(ticket.id.day)/\(ticket.id.number.text.withoutControls)"),
        ]
        if !plan.hall.hotline.isEmpty {
            elements += [
                .rule,
                .text(say(.hotline(plan.hall.hotline.withoutControls)), size: 1, bold: false, alignment: .center),
            ]
        }
        return PrintSheet(elements)
    }

    private func line(_ text: TicketText) -> PrintSheet.Element {
        .text(say(text), size: 1, bold: false, alignment: .left)
    }

    private func say(_ text: TicketText) -> String { text.text(plan.hall.language) }
}
