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

export function createDs18b20(options: Ds18b20Options): Ds18b20 {
  return new Ds18b20Model(options);
}

class Ds18b20Model implements Ds18b20 {
  fault: Ds18b20Fault = "none";
  rom: Ds18b20["rom"];
  private readonly now: () => number;
  private readonly celsius: () => number;
  /** Alarm high, alarm low, configuration: from the factory 75 °C, 70 °C, 12 bits. */
  private kept = "\x4b\x46\x7f";
  private settings: string;
  private counts = POWER_ON_COUNTS;
  private command = 0;
  private incoming = "";
  private sent = 0;
  private next: number | undefined = undefined;
  private busyUntil = 0;
  private readonly noted = createMisuses("DS18B20");

  constructor({ serial = "\x01\x02\x03\x04\x05\x06", now, celsius }: Ds18b20Options) {
    this.now = now;
    this.celsius = celsius;
    this.settings = this.kept;
    const body = FAMILY + serial;
    this.rom = body + String.fromCharCode(oneWireCrc(body));
  }

  readonly misuses = this.noted.taken;

  readonly isThere = (): boolean => {
    return this.fault !== "absent";
  };

  readonly powerCycle = (): void => {
    this.settings = this.kept;
    this.counts = POWER_ON_COUNTS;
    this.next = undefined;
    this.command = 0;
  };

  readonly take = (byte: number, isFirst: boolean): void => {
    this.settle();
    if (isFirst) this.begin(byte);
    else if (this.command === WRITE_SCRATCHPAD && this.incoming.length < 3) {
      this.incoming += String.fromCharCode(byte);
      this.settings = this.incoming + this.settings.substring(this.incoming.length);
    } else this.noted.note(`a byte too many behind the command ${hexadecimal(this.command)}`);
  };

  readonly send = (count: number): string => {
    this.settle();
    const bytes = this.output();
    const from = this.sent;
    this.sent += count;
    if (this.command === READ_SCRATCHPAD && this.sent > bytes.length)
      this.noted.note(`a read of ${bytesInWords(this.sent)}: the scratchpad has ${bytes.length}`);
    if (this.command === WRITE_SCRATCHPAD)
      this.noted.note(`a read behind the command ${hexadecimal(this.command)}, which has no answer`);
    return bytes.substring(from).padEnd(count, "\xff").substring(0, count);
  };

  private bits(): number {
    return 9 + ((this.settings.charCodeAt(2) >> 5) & 3);
  }

  private settle(): void {
    if (this.next === undefined || this.now() < this.busyUntil || this.fault === "stuck") return;
    this.counts = this.next;
    this.next = undefined;
  }

  private begin(byte: number): void {
    if (this.command === WRITE_SCRATCHPAD && this.incoming.length < 3)
      this.noted.note(`the scratchpad was written by ${bytesInWords(this.incoming.length)}: it takes three`);
    this.command = byte;
    if (!COMMANDS.includes(this.command)) this.noted.note(`there is no command ${hexadecimal(this.command)}`);
    this.incoming = "";
    this.sent = 0;
    if (byte === CONVERT) {
      const step = 2 ** (12 - this.bits());
      const sixteenths = Math.round(Math.min(HIGHEST, Math.max(LOWEST, this.celsius())) * 16);
      this.next = Math.floor(sixteenths / step) * step;
      this.busyUntil = this.now() + CONVERT_MS / step;
    } else if (byte === COPY_SCRATCHPAD) this.kept = this.settings;
    else if (byte === RECALL) this.settings = this.kept;
  }

  /** All that it sends after its command; behind that the line stays high. */
  private output(): string {
    if (this.command === READ_POWER_SUPPLY) return "\xff";
    if (this.command === CONVERT) return this.next === undefined ? "\xff" : "\0".repeat(32);
    if (this.command !== READ_SCRATCHPAD) return "";
    const data =
      String.fromCharCode(this.counts & 255, (this.counts >> 8) & 255) + this.settings + "\xff\x0c\x10";
    const crc = oneWireCrc(data);
    return data + String.fromCharCode(this.fault === "bad-crc" ? crc ^ 0xff : crc);
  }
}
