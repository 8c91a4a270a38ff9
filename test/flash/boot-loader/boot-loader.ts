// The dialogue of an ESP chip's boot loader: the ROM's, and that of the stub that a tool loads over it. After
// Espressif's "Serial Protocol"; the real esptool-js is its other end in the tests.
//
// What is uploaded as a stub is not executed: when all of it has come and it is started where it lies, this answers as
// Espressif's stub does.
import type { ConsoleModel } from "../../../tools/laboratory/hosts/consoles/model-port.ts";
import { CHIPS, type ChipFacts, type ChipName } from "./chips.ts";
import { Download, FAULTS } from "./download.ts";
import type { FlashChip } from "./flash-chip.ts";
import { slipFrame, slipReader } from "./slip.ts";

export interface BootLoader extends ConsoleModel {
  /**
   * Whoever is at the line listens at this rate from now on. A line that has none, as a pseudo-terminal,
   * never says so.
   */
  setRate(baudRate: number): void;
}

const SYNC = 0x08;
const READ_REGISTER = 0x0a;
const WRITE_REGISTER = 0x09;
const MEMORY = { begin: 0x05, end: 0x06, data: 0x07 };
const FLASH = { begin: 0x02, data: 0x03, end: 0x04 };
const PACKED = { begin: 0x10, data: 0x11, end: 0x12 };
const SPI_ATTACH = 0x0d;
const CHANGE_RATE = 0x0f;
const MD5 = 0x13;
const SECURITY_INFO = 0x14;
const ERASE_FLASH = 0xd0;

/** What the ROM of every chip knows. */
const ROM_COMMANDS = [SYNC, READ_REGISTER, WRITE_REGISTER, ...Object.values(MEMORY), ...Object.values(FLASH)];
const STUB_COMMANDS = [...ROM_COMMANDS, ...Object.values(PACKED), SPI_ATTACH, CHANGE_RATE, MD5, ERASE_FLASH];
/** The ROM answers so to what it does not know, several times and under a number that was not asked. */
const INVALID = { fault: 0x05, times: 8, command: 0 };
/** The stub's word for the same. */
const NOT_IMPLEMENTED = 0xff;
/** A packet behind a SYNC is answered so often. */
const SYNC_ANSWERS = 8;
/** The ROM's answer to SYNC has some value, the stub's has none. */
const ROM_VALUE = 0x20120707;
const FIRST_RATE = 115_200;
const CHECKSUM_SEED = 0xef;
const DATA_HEADER_BYTES = 16;
/** The flash chip's own command for its number, the bit that sends it, and a chip of 4 MB of Winbond. */
const SPI = { readId: 0x9f, go: 1 << 18, id: 0x1640ef };

/** A chip in its boot loader. What it is sent goes into `flash`. */
export function bootLoader(chip: ChipName, flash: FlashChip): BootLoader {
  const facts = CHIPS[chip];
  const loader = new Loader(facts, flash);
  return {
    type: (bytes) => loader.hear(bytes),
    onOutput: (take) => {
      loader.output = take;
    },
    setRate: (baudRate) => {
      loader.lineRate = baudRate;
    },
  };
}

/** What a command is answered with: a fault, a value, and data. */
interface Answer {
  fault?: number;
  value?: number;
  data?: string;
}

class Loader {
  output: (bytes: string) => void = () => {};
  lineRate: number | undefined;
  private rate = FIRST_RATE;
  private isStub = false;
  private readonly registers: Map<number, number>;
  private readonly inMemory: Download[] = [];
  private download: Download | undefined;
  private readonly read = slipReader((packet) => this.take(Buffer.from(packet, "latin1")));

  constructor(
    private readonly facts: ChipFacts,
    private readonly flash: FlashChip,
  ) {
    this.registers = new Map(Object.entries(facts.registers).map(([at, value]) => [Number(at), value]));
  }

  hear(bytes: string): void {
    // At another rate than its own it hears noise, and is noise.
    if (this.lineRate === undefined || this.lineRate === this.rate) this.read(bytes);
  }

  /** A packet: direction, command, length, checksum or 0, body. */
  private take(packet: Buffer): void {
    if (packet.length < 8 || packet[0] !== 0) return;
    const command = packet[1];
    const body = packet.subarray(8);
    const known = this.isStub ? STUB_COMMANDS : [...ROM_COMMANDS, ...this.facts.more];
    if (!known.includes(command) || packet.readUInt16LE(2) !== body.length) {
      if (this.isStub) this.answer(command, { fault: NOT_IMPLEMENTED });
      else for (let i = 0; i < INVALID.times; i++) this.answer(INVALID.command, INVALID);
      return;
    }
    const times = command === SYNC ? SYNC_ANSWERS : 1;
    const answer = this.obey(command, body, packet.readUInt32LE(4));
    for (let i = 0; i < times; i++) this.answer(command, answer);
    this.afterwards(command, body, answer);
  }

  private obey(command: number, body: Buffer, checksum: number): Answer {
    switch (command) {
      case SYNC:
        return { value: this.isStub ? 0 : ROM_VALUE };
      case READ_REGISTER:
        return { value: this.registers.get(body.readUInt32LE(0)) ?? 0 };
      case WRITE_REGISTER:
        return this.writeRegister(body.readUInt32LE(0), body.readUInt32LE(4));
      case SECURITY_INFO:
        return { data: `${"\0".repeat(12)}${word(this.facts.chipId ?? 0)}${word(0)}` };
      case ERASE_FLASH:
        this.flash.eraseAll();
        return {};
      case MD5:
        return { data: this.digest(body.readUInt32LE(0), body.readUInt32LE(4)) };
      case MEMORY.begin:
        this.download = new Download(beginningOf(body), false);
        this.inMemory.push(this.download);
        return {};
      case FLASH.begin:
      case PACKED.begin:
        this.download = new Download(beginningOf(body), command === PACKED.begin, this.flash);
        return {};
      case MEMORY.data:
      case FLASH.data:
      case PACKED.data:
        return this.takeBlock(body, checksum);
      case FLASH.end:
      case PACKED.end:
        return { fault: this.download?.isWhole === false ? FAULTS.tooLittle : FAULTS.none };
      default:
        return {};
    }
  }

  private takeBlock(body: Buffer, checksum: number): Answer {
    const length = body.readUInt32LE(0);
    const block = body.subarray(DATA_HEADER_BYTES);
    const sum = block.reduce((all, byte) => all ^ byte, CHECKSUM_SEED);
    if (block.length !== length || sum !== checksum) return { fault: FAULTS.checksum };
    return { fault: this.download?.take(body.readUInt32LE(4), block) ?? FAULTS.sequence };
  }

  private writeRegister(at: number, value: number): Answer {
    const { command, command2, data } = this.facts.spi;
    this.registers.set(at, value);
    if (at === command && (value & SPI.go) !== 0) {
      const sent = (this.registers.get(command2) ?? 0) & 0xff;
      this.registers.set(data, sent === SPI.readId ? SPI.id : 0);
      this.registers.set(command, 0);
    }
    return {};
  }

  /** The ROM tells it as text, the stub as it is. */
  private digest(at: number, length: number): string {
    const digest = this.flash.md5(at, length);
    return this.isStub ? digest.toString("latin1") : digest.toString("hex");
  }

  /** What happens when the answer is out. */
  private afterwards(command: number, body: Buffer, { fault = 0 }: Answer): void {
    if (fault !== 0) return;
    if (command === CHANGE_RATE) this.rate = body.readUInt32LE(0);
    if (command === MEMORY.end && this.isLoadedAt(body.readUInt32LE(4))) {
      this.isStub = true;
      this.say("OHAI");
    }
  }

  /** Is there whole code at this address? A chip that jumps elsewhere hangs. */
  private isLoadedAt(entry: number): boolean {
    const areWhole = this.inMemory.every((download) => download.isWhole);
    return areWhole && this.inMemory.some(({ beginning: { at, size } }) => at <= entry && entry < at + size);
  }

  private answer(command: number, { fault = 0, value = 0, data = "" }: Answer): void {
    const statusBytes = this.isStub ? 2 : this.facts.statusBytes;
    const status = `${String.fromCharCode(fault === 0 ? 0 : 1, fault)}${"\0".repeat(statusBytes - 2)}`;
    const body = data + status;
    this.say(
      `\x01${String.fromCharCode(command, body.length & 0xff, body.length >> 8)}${word(value)}${body}`,
    );
  }

  private say(payload: string): void {
    if (this.lineRate === undefined || this.lineRate === this.rate) this.output(slipFrame(payload));
  }
}

function beginningOf(body: Buffer) {
  const [size, blocks, blockBytes, at] = [0, 4, 8, 12].map((offset) => body.readUInt32LE(offset));
  return { size, blocks, blockBytes, at };
}

function word(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes.toString("latin1");
}
