// DS18B20 thermometer, command by command, as one part on a one-wire bus.
// Datasheet: Maxim DS18B20, 19-7487 (memory map, function commands, table 2).
// Not modelled: parasite power, alarms. Writing the configuration changes how long a conversion takes.
import { bytesInWords, createMisuses, hexadecimal } from "./misuses.ts";
import { type OneWirePart, oneWireCrc } from "./one-wire-bus.ts";

/** No presence pulse; a wrong checksum; conversions that never end. */
type Ds18b20Fault = "none" | "absent" | "bad-crc" | "stuck";

export interface Ds18b20Options {
  /** Six bytes that no other part has. */
  serial?: string;
  now: () => number;
  /** °C at the moment a conversion begins. */
  celsius: () => number;
}

export interface Ds18b20 extends OneWirePart {
  fault: Ds18b20Fault;
  /** The supply was gone for a moment: the scratchpad says 85 °C until the next conversion. */
  powerCycle: () => void;
}

const FAMILY = "\x28";
const CONVERT = 0x44;
const WRITE_SCRATCHPAD = 0x4e;
const COPY_SCRATCHPAD = 0x48;
const READ_SCRATCHPAD = 0xbe;
const RECALL = 0xb8;
const READ_POWER_SUPPLY = 0xb4;
const COMMANDS = [CONVERT, WRITE_SCRATCHPAD, COPY_SCRATCHPAD, READ_SCRATCHPAD, RECALL, READ_POWER_SUPPLY];
const POWER_ON_COUNTS = 0x0550;
/** Conversion of 12 bits; each bit less takes half of it (table 2). */
const CONVERT_MS = 750;
const LOWEST = -55;
const HIGHEST = 125;

export function createDs18b20({
  serial = "\x01\x02\x03\x04\x05\x06",
  now,
  celsius,
}: Ds18b20Options): Ds18b20 {
  /** Alarm high, alarm low, configuration: from the factory 75 °C, 70 °C, 12 bits. */
  let kept = "\x4b\x46\x7f";
  let settings = kept;
  let counts = POWER_ON_COUNTS;
  let command = 0;
  let incoming = "";
  let sent = 0;
  let next: number | undefined;
  let busyUntil = 0;

  const { note, taken } = createMisuses("DS18B20");
  const body = FAMILY + serial;
  const part: Ds18b20 = {
    fault: "none",
    misuses: taken,
    rom: body + String.fromCharCode(oneWireCrc(body)),
    isThere: () => part.fault !== "absent",
    powerCycle() {
      settings = kept;
      counts = POWER_ON_COUNTS;
      next = undefined;
      command = 0;
    },
    take(byte, isFirst) {
      settle();
      if (isFirst) begin(byte);
      else if (command === WRITE_SCRATCHPAD && incoming.length < 3) {
        incoming += String.fromCharCode(byte);
        settings = incoming + settings.substring(incoming.length);
      } else note(`a byte too many behind the command ${hexadecimal(command)}`);
    },
    send(count) {
      settle();
      const bytes = output();
      const from = sent;
      sent += count;
      if (command === READ_SCRATCHPAD && sent > bytes.length)
        note(`a read of ${bytesInWords(sent)}: the scratchpad has ${bytes.length}`);
      if (command === WRITE_SCRATCHPAD)
        note(`a read behind the command ${hexadecimal(command)}, which has no answer`);
      return bytes.substring(from).padEnd(count, "\xff").substring(0, count);
    },
  };

  const bits = () => 9 + ((settings.charCodeAt(2) >> 5) & 3);

  function settle(): void {
    if (next === undefined || now() < busyUntil || part.fault === "stuck") return;
    counts = next;
    next = undefined;
  }

  function begin(byte: number): void {
    if (command === WRITE_SCRATCHPAD && incoming.length < 3)
      note(`the scratchpad was written by ${bytesInWords(incoming.length)}: it takes three`);
    command = byte;
    if (!COMMANDS.includes(command)) note(`there is no command ${hexadecimal(command)}`);
    incoming = "";
    sent = 0;
    if (byte === CONVERT) {
      const step = 2 ** (12 - bits());
      const sixteenths = Math.round(Math.min(HIGHEST, Math.max(LOWEST, celsius())) * 16);
      next = Math.floor(sixteenths / step) * step;
      busyUntil = now() + CONVERT_MS / step;
    } else if (byte === COPY_SCRATCHPAD) kept = settings;
    else if (byte === RECALL) settings = kept;
  }

  /** All that it sends after its command; behind that the line stays high. */
  function output(): string {
    if (command === READ_POWER_SUPPLY) return "\xff";
    if (command === CONVERT) return next === undefined ? "\xff" : "\0".repeat(32);
    if (command !== READ_SCRATCHPAD) return "";
    const data = String.fromCharCode(counts & 255, (counts >> 8) & 255) + settings + "\xff\x0c\x10";
    const crc = oneWireCrc(data);
    return data + String.fromCharCode(part.fault === "bad-crc" ? crc ^ 0xff : crc);
  }

  return part;
}
