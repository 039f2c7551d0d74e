/// The words in which a profile's examples say what their bytes mean: one grammar for all profiles.
///
/// A *sends* example is encoded from its meaning and compared with the bytes. A *receives* example is parsed from its
/// bytes and compared with the meaning. Several messages in one example are joined by `; ` in wire order (for keys and
/// printers). Words are lower-case, single spaces, exactly as below; anything else is a failed example with a reason.
/// `TEXT` is taken as it stands up to the end of the part, and so cannot contain `; `.
///
/// ### `byte-map-keys`
/// | direction | meaning | bytes |
/// |---|---|---|
/// | receives | `key NAME` | one frame whose code has that name in the profile; debounce is not applied |
/// | receives | `noise` | bytes that fit no frame, one word for any run of them; also an unknown code or an unfinished end |
/// | sends | `lamp ready` · `lamp noPaper` · `lamp paused` | the profile's bytes for that state |
///
/// ### `escpos-printer`, receives
/// | meaning | bytes |
/// |---|---|
/// | `online, paper present` · `offline, cover open, paper near end` | a four-byte automatic status (ASB) |
/// | `answer N: LIST` | one byte, the answer to `DLE EOT N`, N = 1…4 |
/// | `fence: paper present` · `fence: paper near end` · `fence: paper out` | one byte, the answer to `GS r 1` |
/// | `proof A017` | `37 22 … 00`, the process id of `GS ( H` function 48 |
/// | `buffer cleared` | `37 25 00` |
/// | `block 23: 40 41` | any other block that begins with 37h: its id and content in hex |
/// | `identity TEXT` | `5F … 00`, the answer to `GS I` |
/// | `xon` · `xoff` | 11h · 13h |
/// | `noise` | bytes that fit no message, one word for any run of them; also an unfinished end |
///
/// The LIST names the state in this order, joined by `, `:
/// 1. `online` or `offline` (automatic status; answer 1)
/// 2. `cover open`, if it is (automatic status; answer 2)
/// 3. `cutter error`, if so (automatic status; answer 3)
/// 4. `unrecoverable error`, if so (automatic status; answer 3)
/// 5. `paper present`, `paper near end` or `paper out` (automatic status; answer 4; answer 2 says only `paper out`)
///
/// An answer 2 or 3 with none of these bits is `answer 2: nothing wrong`.
///
/// ### `escpos-printer`, sends
/// | meaning | bytes |
/// |---|---|
/// | `init` | `1B 40` |
/// | `status on` | `1D 61 0F` |
/// | `ask N` | `10 04 N`, N = 1…4 |
/// | `chinese on` | `1C 26` |
/// | `align left` · `align center` · `align right` | `1B 61 n` |
/// | `size N` | `1D 21 n`, width and height times N = 1…8 |
/// | `bold on` · `bold off` | `1B 45 n` |
/// | `text TEXT` | the characters in the profile's charset, then `0A`; no wrapping |
/// | `feed N` | `1B 64 N` lines, N = 0…255 |
/// | `qr TEXT size N` | model 2, module N = 1…16 dots, level M: the five `1D 28 6B` commands |
/// | `cut full` · `cut partial` | feed to the cutter and cut: `1D 56 41 00` · `1D 56 42 00` |
/// | `cut full unfed` · `cut partial unfed` | cut where the paper stands: `1D 56 00` · `1D 56 01` |
/// | `process id A017` | `1D 28 48 06 00 30 30 …`, exactly four characters 20h…7Eh |
/// | `fence` | `1D 72 01` |
/// | `recover and discard` | `10 05 02` |
/// | `clear buffer` | `10 14 08 01 03 14 01 06 02 08` |
///
/// ### `alpha-display`, sends (receives: such a display never answers, so there is nothing to write)
/// The frame goes to all displays (address 00) and carries a checksum if the profile says so. No `; ` here: one frame.
/// | meaning | frame |
/// |---|---|
/// | `idle at 3` · `calling A017 at 3` · `serving A017 at 3` · `paused at 3` · `closed at 3` | what the driver shows for that state of window 3 |
/// | `text A hold TEXT` | write TEXT file A (`0`: the priority file): `1B 20 62` and the text; also `flash` (63h), `rotate` (61h) |
/// | `text A plain TEXT` | the same without position and mode, as the oldest manual writes it |
/// | `string 1 TEXT` | write STRING file 1 |
/// | `clear memory` · `soft reset` · `beep` | `E$` · `E,` · `E(20010` |
///
/// ### `modbus-registers`: one whole RTU frame of unit 1, its CRC included
/// Tables are `coils`, `discrete-inputs`, `holding`, `input`; addresses count from 0.
/// | direction | meaning | frame |
/// |---|---|---|
/// | receives | `input 1: temperature 30.5 °C, humidity 54.6 %RH` | the answer to a read from that address on: the points that stand wholly in it, in the profile's order, with the profile's decimals; `no point` if there is none |
/// | receives | `holding 0: temperature outOfRange` | in place of the value, why it is none: `sensorFault`, `outOfRange` |
/// | receives | `written set-point 22 °C` | the echo of a written coil or register; `written holding 9` where no point stands by itself |
/// | receives | `written holding 4..5` | the answer to function 16 |
/// | receives | `exception 2` | the device's refusal |
/// | receives | `noise` | bytes that are no whole frame of unit 1: a wrong CRC, for instance |
/// | sends | `read input 1..2` | asks for the registers (or bits) from the first to the last |
/// | sends | `write set-point 22` · `write relay-1 on` | function 5, 6 or 16; a mode with a switch is two frames, `off` one |
///
/// ### `nut-ups`
/// | direction | meaning | bytes |
/// |---|---|---|
/// | receives | `status OL CHRG` · `charge 100` | a `VAR` line of a variable of the profile: its point and the value as shown |
/// | receives | `runtime nonsense` | the same with a value that the point cannot hold |
/// | receives | `unused ups.mfr` | a `VAR` line of another variable |
/// | receives | `begin VAR hallups` · `end VAR hallups` · `ups hallups` | the lines around a list, and a line of `LIST UPS` |
/// | receives | `error DATA-STALE` | `ERR` and its word |
/// | receives | `noise` | any other line, or one that is unfinished |
/// | sends | `ask` · `ask hallups` | `LIST UPS` · `LIST VAR hallups` |
///
/// ### `megatec-ups`
/// | direction | meaning | bytes |
/// |---|---|---|
/// | receives | `status OL, input-voltage 229.8, output-voltage 230.1, load 23.0, frequency 50.0, battery-voltage 27.1, temperature 28.4` | an answer to `Q1`, all seven; `missing` for dashes, `nonsense` for one cell's voltage where the profile has no `cells` |
/// | receives | `not understood` | the question as it was sent |
/// | receives | `noise` | a line that is neither, or an unfinished one |
/// | sends | `ask` | `51 31 0D` |
///
/// ### `onbon-display`
/// | direction | meaning | bytes |
/// |---|---|---|
/// | receives | `ack` · `nack 1` · `noise` | A0 00 · A0 01 and its error · anything else |
/// | sends | `area 96x16 to all timeout 5 hold 8 TEXT` | a dynamic area of so many pixels; `to 1` for a card; backslashes are the card's commands |
///
/// ### `contact-panel`: a line has no bytes; three stand for one: offset, high byte first, and level, 0 or 1
/// | direction | meaning | bytes |
/// |---|---|---|
/// | receives | `door open` · `lamp on` | the line's point and what the level means; `noise` for a line that the panel lacks |
/// | sends | `lamp on` | the level that an output is driven to |
///
/// ### `voice-module`
/// | direction | meaning | bytes |
/// |---|---|---|
/// | receives | `ready` · `received` · `not understood` · `busy` · `idle` · `noise` | 4A · 41 · 45 · 4E · 4F · anything else |
/// | sends | `speak zh volume 70 speed 50 TEXT` · `stop` · `status` | the frame of a sentence, and the commands without text |
///
/// ### `voice-program`, sends (such a program answers by its end)
/// | meaning | bytes |
/// |---|---|
/// | `speak zh volume 70 speed 50 TEXT` | its arguments, each ended by 00, then what it reads: TEXT in UTF-8 and 0A |
public enum ProfileExampleGrammar {}
