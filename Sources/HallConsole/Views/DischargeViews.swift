import HallAPI
import HallModel

extension Console {
    func show(_ discharges: [DischargeView]) {
        guard !discharges.isEmpty else { return print(Cell(say(.noDischarges))) }
        print(
            Table(
                headings: [.ups, .began, .ended, .lasted, .lowAfter, .mains].map { (text: FieldText) in say(text) },
                rows: discharges.map { discharge in
                    let isBack = discharge.mainsReturned
                    return [
                        Cell(discharge.ups), Cell(time(discharge.began)),
                        discharge.ended.map { Cell(time($0)) } ?? Cell(say(FieldText.goesOn), .bad),
                        Cell(duration(discharge.seconds)), Cell(discharge.lowAfterSeconds.map(duration) ?? "–"),
                        isBack.map { Cell(say(.mainsReturned($0)), $0 ? .plain : .warning) } ?? Cell("–"),
                    ]
                }))
    }
}
