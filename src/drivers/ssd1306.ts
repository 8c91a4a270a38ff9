// SSD1306: a monochrome OLED or PLED of 128 x 64 or 128 x 32 dots over I2C, for text of 21 characters in 8 or
// 4 rows. Datasheet: Solomon Systech, "SSD1306", revision 1.1 (April 2008). Section and table numbers are its
// own. A row of text is one of its pages, which are 8 dots high; no picture is kept on the device. A module
// whose SDA only listens never acknowledges, and is taken for one that does not answer. Not implemented:
// graphics, scrolling, contrast, SPI, the SH1106 (its memory has 132 columns).
import { I2C_BUSES } from "../features.ts";
import type { I2c, I2cPins } from "../ports/i2c.ts";
import type { Ports } from "../ports/ports.ts";
import type { TextPart, Wires } from "../reading/part.ts";
import { addressOn, readPart, writePart } from "./i2c-part.ts";

/** SA0 low; 0x3d when high (8.1.5.1). */
const ADDRESS = 0x3c;
/** The control byte in front of commands, and of data (8.1.5.2, with Co 0). */
const COMMANDS = "\x00";
const DATA = "\x40";
const NOP = "\xe3";
const DISPLAY_ON = "\xaf";
/** Display off, clock, no offset, start line 0 (table 9-1). */
const OFF = "\xae\xd5\x80\xd3\x00\x40";
/**
 * What another program may have left on, which only a reset of the chip ends: fading and zoom (revision 1.5,
 * appendix II), off.
 */
const PLAIN = "\x23\x00\xd6\x00";
/**
 * Charge pump on, page addressing, the top away from the pins, contrast, precharge, VCOMH; the memory is
 * shown as it is.
 */
const SET_UP = "\x8d\x14\x20\x02\xa1\xc8\x81\x8f\xd9\xf1\xdb\x40\xa4\xa6\x2e";
/** The multiplex ratio, and how the rows are wired to the pins. */
const OF_64 = "\xa8\x3f\xda\x12";
const OF_32 = "\xa8\x1f\xda\x02";
const FIRST_PAGE = 0xb0;
/** Column 0 (table 9-1, page addressing). */
const FIRST_COLUMN = "\x00\x10";
/** In the status register: it is off, as after a reset (table 9-2). */
const IS_OFF = 0x40;

const COLUMNS = 21;
/** In one transfer, which takes 4 ms: a firmware may copy it to its stack. */
const AT_ONCE = 7;
/** 21 characters of 6 dots leave two of 128. */
const MARGIN = "\x00\x00";
const GAP = "\x00";

const SPACE = 32;
const TILDE = 126;
/** The first byte of what UTF-8 has in two bytes, from ° to µ. */
const LATIN = 0xc2;
const DEGREE = 0xb0;
const MICRO = 0xb5;

export interface Ssd1306 extends TextPart {
  wire: "i2c";
  busAddress: number;
  bus: I2c | undefined;
  rows: 8 | 4;
  columns: 21;
  /** Its status can be read, and says that it is on. Not every module's can. */
  tells: boolean;
}

/**
 * The display on the I2C bus that the wiring calls `role`, for `display`. `rows` is 8 (64 dots, default) or 4 (32 dots); `address` is
 * 0x3c, or 0x3d with SA0 high.
 *
 * @part SSD1306, an OLED of 128 x 64 or 128 x 32 dots
 * @esphome ssd1306_i2c
 * @shows 8 or 4 rows of 21 characters: ASCII, and ° ± ² ³ ´ µ
 * @example ssd1306(role)
 * @example ssd1306(role, 4, 0x3d)
 */
export function ssd1306(role: string, rows: 8 | 4 = 8, address: 0x3c | 0x3d = ADDRESS): Ssd1306 {
  return {
    role,
    wire: "i2c",
    rows,
    columns: COLUMNS,
    begin,
    start,
    isAsLeft,
    writeRow,
    light,
    busAddress: address,
    bus: undefined,
    tells: false,
    chip: "SSD1306",
    given: [
      { what: "rows", value: rows, least: rows === 4 ? 4 : 8, most: 8 },
      { what: "address", value: address, least: ADDRESS, most: 0x3d },
    ],
  };
}

function begin(part: Ssd1306, ports: Ports, wires: Wires): void {
  const pins = wires[part.role] as I2cPins;
  ports.i2c.setUp(pins);
  if (I2C_BUSES > 1) part.busAddress = addressOn(pins, part.busAddress);
  part.bus = ports.i2c;
}

/** @cold */
function start(part: Ssd1306): boolean {
  part.tells = false;
  return writePart(part, COMMANDS + OFF + (part.rows === 4 ? OF_32 : OF_64) + SET_UP + PLAIN);
}

/** @cold */
function light(part: Ssd1306): boolean {
  const isThere = writePart(part, COMMANDS + DISPLAY_ON);
  const status = readPart(part, 1);
  part.tells = status !== undefined && (status.charCodeAt(0) & IS_OFF) === 0;
  return isThere;
}

function isAsLeft(part: Ssd1306): boolean {
  if (!part.tells) return writePart(part, COMMANDS + NOP);
  const status = readPart(part, 1);
  return status !== undefined && (status.charCodeAt(0) & IS_OFF) === 0;
}

/** @cold */
function writeRow(part: Ssd1306, row: number, text: string): boolean {
  if (!writePart(part, COMMANDS + String.fromCharCode(FIRST_PAGE + row) + FIRST_COLUMN)) return false;
  let bytes = DATA;
  let at = 0;
  for (let column = 1; column <= COLUMNS; column++) {
    const glyph = at < text.length ? glyphAt(text, at) : 0;
    bytes += GLYPHS.substring(glyph * 5, glyph * 5 + 5) + GAP;
    at += at < text.length ? bytesAt(text, at) : 0;
    if (column === COLUMNS) bytes += MARGIN;
    if (column % AT_ONCE === 0) {
      if (!writePart(part, bytes)) return false;
      bytes = DATA;
    }
  }
  return true;
}

/** The place of the glyph of the character that begins there; a question mark's for one that there is none of. @cold */
function glyphAt(text: string, at: number): number {
  const byte = text.charCodeAt(at);
  if (byte >= SPACE && byte <= TILDE) return byte - SPACE;
  if (byte === LATIN && at + 1 < text.length) {
    const next = text.charCodeAt(at + 1);
    if (next >= DEGREE && next <= MICRO) return TILDE - SPACE + 1 + next - DEGREE;
  }
  return UNKNOWN;
}

/** How many bytes UTF-8 has for the character that begins there. @cold */
function bytesAt(text: string, at: number): number {
  const byte = text.charCodeAt(at);
  if (byte < 0xc0) return 1;
  if (byte < 0xe0) return 2;
  return byte < 0xf0 ? 3 : 4;
}

/** "?" */
const UNKNOWN = 31;

/**
 * A glyph is five columns of seven dots, the top one in the lowest bit: those of ASCII from the space on, and
 * behind them ° ± ² ³ ´ µ.
 */
export const GLYPHS =
  "\x00\x00\x00\x00\x00\x00\x00\x4f\x00\x00\x00\x03\x00\x03\x00\x14\x7f\x14\x7f\x14" + //   ! " #
  "\x24\x2a\x7f\x2a\x12\x63\x13\x08\x64\x63\x36\x49\x55\x22\x50\x00\x00\x03\x00\x00" + // $ % & '
  "\x00\x1c\x22\x41\x00\x00\x41\x22\x1c\x00\x14\x08\x3e\x08\x14\x08\x08\x3e\x08\x08" + // ( ) * +
  "\x00\x40\x30\x10\x00\x08\x08\x08\x08\x08\x00\x60\x60\x00\x00\x60\x10\x08\x04\x03" + // , - . /
  "\x3e\x51\x49\x45\x3e\x00\x42\x7f\x40\x00\x62\x51\x49\x49\x46\x21\x41\x49\x4d\x33" + // 0 1 2 3
  "\x18\x14\x12\x7f\x10\x27\x45\x45\x45\x39\x3e\x49\x49\x49\x30\x01\x01\x71\x0d\x03" + // 4 5 6 7
  "\x36\x49\x49\x49\x36\x06\x49\x49\x49\x3e\x00\x36\x36\x00\x00\x00\x56\x36\x00\x00" + // 8 9 : ;
  "\x00\x08\x14\x22\x41\x14\x14\x14\x14\x14\x41\x22\x14\x08\x00\x02\x01\x59\x09\x06" + // < = > ?
  "\x3e\x41\x5d\x55\x5e\x7e\x09\x09\x09\x7e\x7f\x49\x49\x49\x36\x3e\x41\x41\x41\x22" + // @ A B C
  "\x7f\x41\x41\x41\x3e\x7f\x49\x49\x49\x41\x7f\x09\x09\x09\x01\x3e\x41\x49\x49\x3a" + // D E F G
  "\x7f\x08\x08\x08\x7f\x00\x41\x7f\x41\x00\x20\x40\x41\x3f\x01\x7f\x08\x14\x22\x41" + // H I J K
  "\x7f\x40\x40\x40\x40\x7f\x02\x0c\x02\x7f\x7f\x06\x08\x30\x7f\x3e\x41\x41\x41\x3e" + // L M N O
  "\x7f\x09\x09\x09\x06\x3e\x41\x51\x21\x5e\x7f\x09\x19\x29\x46\x26\x49\x49\x49\x32" + // P Q R S
  "\x01\x01\x7f\x01\x01\x3f\x40\x40\x40\x3f\x07\x38\x40\x38\x07\x7f\x20\x18\x20\x7f" + // T U V W
  "\x63\x14\x08\x14\x63\x03\x0c\x70\x0c\x03\x61\x51\x49\x45\x43\x00\x7f\x41\x41\x00" + // X Y Z [
  "\x03\x04\x08\x10\x60\x00\x41\x41\x7f\x00\x04\x02\x01\x02\x04\x40\x40\x40\x40\x40" + // \ ] ^ _
  "\x00\x01\x02\x00\x00\x20\x54\x54\x54\x78\x7f\x44\x44\x44\x38\x38\x44\x44\x44\x20" + // ` a b c
  "\x38\x44\x44\x44\x7f\x38\x54\x54\x54\x18\x08\x7e\x09\x09\x00\x0c\x52\x52\x52\x3e" + // d e f g
  "\x7f\x04\x04\x04\x78\x00\x44\x7d\x40\x00\x20\x40\x44\x3d\x00\x7f\x10\x28\x44\x00" + // h i j k
  "\x00\x41\x7f\x40\x00\x7c\x04\x78\x04\x78\x7c\x04\x04\x04\x78\x38\x44\x44\x44\x38" + // l m n o
  "\x7c\x14\x14\x14\x08\x08\x14\x14\x14\x7c\x7c\x08\x04\x04\x08\x48\x54\x54\x54\x24" + // p q r s
  "\x04\x3f\x44\x44\x20\x3c\x40\x40\x20\x7c\x0c\x30\x40\x30\x0c\x3c\x40\x38\x40\x3c" + // t u v w
  "\x44\x28\x10\x28\x44\x0c\x50\x50\x50\x3c\x44\x64\x54\x4c\x44\x00\x08\x36\x41\x00" + // x y z {
  "\x00\x00\x7f\x00\x00\x00\x41\x36\x08\x00\x08\x04\x08\x10\x08\x06\x09\x09\x06\x00" + // | } ~ °
  "\x44\x44\x5f\x44\x44\x12\x19\x15\x12\x00\x11\x15\x1f\x00\x00\x00\x00\x02\x01\x00" + // ± ² ³ ´
  "\x7c\x10\x20\x20\x1c"; // µ
