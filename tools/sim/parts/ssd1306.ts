// An SSD1306 on I2C with its panel of 128 x 64 or 128 x 32 dots, command by command: its memory, where it
// writes next, and what it shows. Datasheet: Solomon Systech, "SSD1306", revision 1.1 (8.1.5, 8.7, tables 9-1
// and 10-1). The panel is one that stands upright with A1h and C8h, as on most modules. Not modelled:
// contrast, timing, scrolling, the addressing that runs on in the next page.
import { GLYPHS } from "../../../src/drivers/ssd1306.ts";
import type { I2cBus } from "../../../src/platform/node/world.ts";
import { createMisuses, hexadecimal, type Misused } from "./misuses.ts";

/**
 * Nothing acknowledges, and it goes on showing what it shows; it has no power, is dark, and forgets all; it
 * answers, and its status cannot be read, as of some modules; it takes commands alone, as over long wires.
 */
type Ssd1306Fault = "none" | "absent" | "unpowered" | "untold" | "commands-only";

export interface Ssd1306Model extends I2cBus, Misused {
  fault: Ssd1306Fault;
  /**
   * What is read on it, from the top, without blanks at the ends; a cell that is no character is "▒". It is
   * dark: no line.
   */
  text: () => readonly string[];
  /** The rows of its dots, from the top: "#" shines. */
  dots: () => readonly string[];
  /** How many rows were written since it was made. */
  writtenRows: () => number;
  /** Its power is away for a moment. */
  losePower: () => void;
}

const WIDTH = 128;
const PAGES = 8;
const CELL = 6;
/** Arguments of the commands that have some. */
const ARGUMENTS: ReadonlyMap<number, number> = new Map([
  ...[0x20, 0x23, 0x81, 0x8d, 0xa8, 0xd3, 0xd5, 0xd6, 0xd9, 0xda, 0xdb].map((code) => [code, 1] as const),
  ...[0x21, 0x22].map((code) => [code, 2] as const),
]);
const ALONE: readonly number[] = [0x2e, 0xa0, 0xa1, 0xa4, 0xa5, 0xa6, 0xa7, 0xae, 0xaf, 0xc0, 0xc8, 0xe3];
const CHARACTERS = [...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)), ..."°±²³´µ"];

/** Registers after a reset, and a memory that nobody can foretell (8.5). */
function reset() {
  const noise = (i: number) => (i * 89 + 37) % 251;
  const memory = Array.from({ length: PAGES }, (_, page) =>
    Array.from({ length: WIDTH }, (_, x) => noise(page * WIDTH + x)),
  );
  const registers = new Map([
    [0x20, 2],
    [0x8d, 0x10],
    [0xa8, 63],
    [0xda, 0x12],
  ]);
  return { memory, registers, isOn: false, isMirrored: true, isUpsideDown: true, page: 0, column: 0 };
}

/** Answers at 0x3c or 0x3d. `rows` of text: 8, or 4 on the smaller panel. */
export function createSsd1306(options: { address?: number; rows?: number }): Ssd1306Model {
  return new Display(options);
}

class Display implements Ssd1306Model {
  fault: Ssd1306Fault = "none";
  private readonly address: number;
  private readonly rows: number;
  private readonly noted = createMisuses("SSD1306");
  private readonly height: number;
  private chip = reset();
  private rowsWritten = 0;

  constructor({
    address = 0x3c,
    rows = 8,
  }: {
    address?: number;
    rows?: number;
  }) {
    this.address = address;
    this.rows = rows;
    this.height = this.rows * 8;
  }

  readonly writtenRows = (): number => {
    return this.rowsWritten;
  };

  readonly misuses = this.noted.taken;

  write(to: number, bytes: string): boolean {
    if (!this.answers(to)) return false;
    if (bytes === "") return true;
    const control = bytes.charCodeAt(0);
    if (control === 0x40 && this.fault === "commands-only") return false;
    const sent = [...bytes.slice(1)].map((byte) => byte.charCodeAt(0));
    if (control === 0x00) this.takeCommands(sent);
    else if (control === 0x40) for (const byte of sent) this.take(byte);
    else
      this.noted.note(
        `the control byte ${hexadecimal(control, 2)}: 0x00 is in front of commands, 0x40 of data`,
      );
    return true;
  }

  read(from: number, count: number): string | undefined {
    if (!this.answers(from) || this.fault === "untold") return undefined;
    return String.fromCharCode(this.chip.isOn ? 0x03 : 0x43).repeat(count);
  }

  /** None while it is dark: off, without its charge pump, or wired for another panel. */
  dots(): string[] {
    if (this.fault === "unpowered") this.chip = reset();
    const { memory, registers, isOn, isUpsideDown } = this.chip;
    const isFor =
      registers.get(0xa8) === this.height - 1 && registers.get(0xda) === (this.rows === 4 ? 0x02 : 0x12);
    // One that fades goes dark as well.
    if (!isOn || registers.get(0x8d) !== 0x14 || !isFor || (registers.get(0x23) ?? 0) !== 0) return [];
    const isZoomed = (registers.get(0xd6) ?? 0) !== 0;
    const seen = Array.from({ length: this.height }, (_, line) => {
      const y = isZoomed ? line >> 1 : line;
      return (memory[y >> 3] as number[]).map((byte) => ((byte >> (y & 7)) & 1 ? "#" : ".")).join("");
    });
    return isUpsideDown ? seen.reverse() : seen;
  }

  text(): readonly string[] {
    const seen = this.dots();
    if (seen.length === 0) return [];
    return Array.from({ length: this.rows }, (_, row) => lineIn(seen.slice(row * 8, row * 8 + 8)).trimEnd());
  }

  losePower(): void {
    this.chip = reset();
  }

  private answers(to: number): boolean {
    if (this.fault === "unpowered") this.chip = reset();
    return to === this.address && this.fault !== "absent" && this.fault !== "unpowered";
  }

  private takeCommands(sent: readonly number[]): void {
    for (let i = 0; i < sent.length; i++) {
      const code = sent[i] as number;
      const count = ARGUMENTS.get(code) ?? 0;
      if (i + count >= sent.length)
        this.noted.note(`the command ${hexadecimal(code, 2)} without its argument`);
      if (count > 0) this.chip.registers.set(code, sent[i + 1] ?? 0);
      else this.run(code);
      i += count;
    }
  }

  private run(code: number): void {
    if (code < 0x10) this.chip.column = (this.chip.column & 0xf0) | code;
    else if (code < 0x20) this.chip.column = (this.chip.column & 0x0f) | ((code & 0x07) << 4);
    else if (code >= 0xb0 && code < 0xb8) this.chip.page = code & 7;
    else if (code === 0xae || code === 0xaf) this.chip.isOn = code === 0xaf;
    else if (code === 0xa0 || code === 0xa1) this.chip.isMirrored = code === 0xa0;
    else if (code === 0xc0 || code === 0xc8) this.chip.isUpsideDown = code === 0xc0;
    else if (!ALONE.includes(code) && (code < 0x40 || code > 0x7f))
      this.noted.note(`the command ${hexadecimal(code, 2)} is none that it knows`);
  }

  /** In page addressing the column runs on within its page, and begins again at its end. */
  private take(byte: number): void {
    if (this.chip.registers.get(0x20) !== 2) this.noted.note("data in another addressing than that of pages");
    if (this.chip.column === 0) this.rowsWritten += 1;
    const x = this.chip.isMirrored ? WIDTH - 1 - this.chip.column : this.chip.column;
    (this.chip.memory[this.chip.page] as number[])[x] = byte;
    this.chip.column = (this.chip.column + 1) % WIDTH;
  }
}

/** What eight rows of dots spell. */
function lineIn(dots: readonly string[]): string {
  const bytes = Array.from({ length: WIDTH }, (_, x) =>
    dots.reduce((byte, row, y) => byte + (row[x] === "#" ? 2 ** y : 0), 0),
  );
  const cells = Array.from({ length: WIDTH / CELL }, (_, i) =>
    String.fromCharCode(...bytes.slice(i * CELL, i * CELL + CELL)),
  );
  const margin = bytes.slice(cells.length * CELL).every((byte) => byte === 0) ? "" : "▒";
  return cells.map(characterOf).join("") + margin;
}

function characterOf(cell: string): string {
  const at = CHARACTERS.findIndex((_, i) => `${GLYPHS.slice(i * 5, i * 5 + 5)}\0` === cell);
  return CHARACTERS[at] ?? "▒";
}
