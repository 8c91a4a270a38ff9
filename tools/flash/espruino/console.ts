// A board's Espruino console: all that can be done to the board through it.

import { UNSTEADY_STARTS } from "../../../src/device/run/unsteady-starts.ts";
import type { I2cPins } from "../../../src/ports/i2c.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { MARK, TRIED } from "../../../src/runtime/settings-trial.ts";
import { STARTS } from "../../../src/runtime/starts.ts";
import { ACCESS_PASSWORD, SENT_FORM } from "../../../src/setup/access-names.ts";
import { KEY_RECORD } from "../../../src/update/key.ts";
import { SPENT_RECORD } from "../../../src/update/update.ts";
import { crc32 } from "../../files/crc32.ts";
import { DOORS_FILE, SHUT_DOORS } from "../../targets/espruino/doors.ts";
import type { BytePort } from "../byte-port.ts";
import { isCounterFile, keepCounters } from "../counter-records.ts";
import type {
  DeviceConsole,
  EraseOptions,
  EraseReport,
  FlashImage,
  RestoreReport,
  StoredFile,
  UploadOptions,
  UploadReport,
} from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import { type LevelPin, type Levels, levelsOf } from "../pin-levels.ts";
import type { Timers } from "../timers.ts";
import type { UartLine } from "../uart-search.ts";
import { Asker } from "./ask.ts";
import { I2C_ANSWER_MS, searchedI2c } from "./i2c-search.ts";
import { checkFits, type Identity, identify } from "./identify.ts";
import { Line } from "./line.ts";
import { isStored, type Sender, storeFile } from "./packets.ts";
import { restoreFiles } from "./restore.ts";
import { keepGuard } from "./send-parts.ts";
import { filesToRestore, hasShutDoors, shutDoors } from "./shut-doors.ts";
import { eraseFiles, hasText, listFiles, readFile, readThose, writeAtOnce } from "./storage.ts";
import { BOOT_FILE, isPart, isUnfinished, LOADER, MANIFESTS, UPDATE_LOADER } from "./stored-image.ts";
import { heardOnUart } from "./uart-hearing.ts";
import { CEILING_FILES, recordsIn, UPDATE_FILES } from "./update-slots.ts";
import { uploadImage } from "./upload.ts";
import { wake } from "./wake.ts";

export interface OpenOptions {
  /** Default: the computer's. */
  timers?: Timers;
}

/** After reset() the console prints its greeting, unless the boot code has turned its echo off. */
const RESET_MS = 600;
/** The board answers before it restarts, so the answer is out first. */
const RESTART_MS = 100;

/**
 * Wakes the console and asks for the board. A running program goes on. Rejects with a FlashError of kind "no
 * answer", "wrong firmware" or "lost"; the port stays its owner's.
 */
export async function openEspruino(port: BytePort, { timers }: OpenOptions = {}): Promise<DeviceConsole> {
  const line = new Line(port, timers);
  const asker = new Asker(line);
  await wake(line, asker);
  return new EspruinoConsole(line, asker, await identify(asker));
}

class EspruinoConsole implements DeviceConsole {
  private isStopped = false;

  constructor(
    private readonly line: Line,
    private readonly asker: Asker,
    private readonly identity: Identity,
  ) {}

  get found() {
    return this.identity.found;
  }

  async upload(image: FlashImage, options: UploadOptions = {}): Promise<UploadReport> {
    await checkFits(image, this.found, this.asker);
    return this.whileStopped(() => uploadImage(this.sender(), image, options, () => this.reset()));
  }

  async writeSettings(record: string): Promise<void> {
    const isThere = await isStored(this.asker, SETTINGS, record);
    if (!isThere || !(await hasText(this.asker, DOORS_FILE, SHUT_DOORS))) {
      await this.whileStopped(async () => {
        await shutDoors(this.asker, () => this.reset());
        // Settings by message that are still on trial would win over these. Starts of a tool are no power cycles.
        await eraseFiles(this.asker, [MARK, TRIED, STARTS, SENT_FORM]);
        await writeAtOnce(this.asker, SETTINGS, record);
      });
    }
  }

  async readSettings(): Promise<string> {
    return (await readFile(this.asker, SETTINGS)) ?? "";
  }

  writeKey(record: string): Promise<void> {
    return this.whileStopped(() => writeAtOnce(this.asker, KEY_RECORD, record));
  }

  async accessPassword(drawn: string): Promise<string> {
    const stored = (await readFile(this.asker, ACCESS_PASSWORD)) ?? "";
    if (stored !== "") return stored;
    await this.whileStopped(() => writeAtOnce(this.asker, ACCESS_PASSWORD, drawn));
    return drawn;
  }

  backup(): Promise<StoredFile[]> {
    return readThose(this.asker, (name) => !isUnfinished(name));
  }

  async restore(backup: readonly StoredFile[], options: UploadOptions = {}): Promise<RestoreReport> {
    return this.whileStopped(async () => {
      // Backups of before may have them.
      const whole = backup.filter(({ name }) => !isUnfinished(name));
      const own = await readThose(this.asker, isCounterFile);
      const { files, kept } = keepCounters(whole, own, (records) => recordsIn(records));
      const store = async (file: StoredFile) => {
        await keepGuard(this.asker);
        await this.store(file);
      };
      const wanted = filesToRestore(files);
      if (wanted !== files) await shutDoors(this.asker, () => this.reset());
      await restoreFiles(this.asker, wanted, store, options);
      return { kept };
    });
  }

  async erase({ everything = false }: EraseOptions = {}): Promise<EraseReport> {
    await this.whileStopped(async () => {
      await this.leaveNetwork();
      if (everything) {
        await this.asker.ask(`require("Storage").eraseAll()`, { answerMs: 60_000 });
        return;
      }
      const here = await listFiles(this.asker);
      const loader = here.filter(
        ({ name, crc }) => name === BOOT_FILE && [LOADER, UPDATE_LOADER].some((text) => crc === crc32(text)),
      );
      const parts = here.filter(({ name }) => isPart(name) || isUnfinished(name));
      const names = [...loader, ...parts].map(({ name }) => name);
      const doors = hasShutDoors(here) ? [DOORS_FILE] : [];
      await eraseFiles(this.asker, [
        ...MANIFESTS,
        // Before the records of updates: without these nobody knows which part is a staged one.
        ...names,
        ...UPDATE_FILES,
        ...CEILING_FILES,
        UNSTEADY_STARTS,
        SPENT_RECORD,
        MARK,
        TRIED,
        SETTINGS,
        KEY_RECORD,
        ACCESS_PASSWORD,
        STARTS,
        SENT_FORM,
        ...doors,
      ]);
    });
    return {};
  }

  async searchOneWire(pin: string | number): Promise<string[]> {
    const codes = await this.asker.ask<string[]>(`new OneWire(${pin}).search()`);
    return codes.map((hex) => hex.replace(/../g, (two) => String.fromCharCode(Number.parseInt(two, 16))));
  }

  searchI2c(pins: I2cPins, onProgress?: (tried: number) => void): Promise<number[]> {
    return searchedI2c(
      pins,
      (expression) => this.asker.ask(expression, { answerMs: I2C_ANSWER_MS }),
      onProgress,
    );
  }

  hearUart(line: UartLine, question: string, ms: number): Promise<string> {
    const ask = (expression: string) => this.asker.ask(expression);
    return heardOnUart(line, question, ask, () => this.line.pause(ms));
  }

  readLevels(pins: readonly LevelPin[], isOver = () => false): Promise<Levels[]> {
    return this.whileStopped(async () => {
      const levels: Levels[] = [];
      for (const pin of pins) {
        if (isOver()) break;
        // Left open: what hangs on it is not held high until the program has the pin again.
        const said = await this.asker.ask<unknown>(
          `["input","${pin.hasPullUp ? "input_pullup" : "input"}","input"].map(function(m){pinMode(${pin.id},m);return digitalRead(${pin.id})}).join("")`,
        );
        levels.push(levelsOf(pin, said));
      }
      return levels;
    });
  }

  async restart(): Promise<void> {
    await this.asker.ask(`setTimeout(load,${RESTART_MS})`);
    this.isStopped = false;
    await this.line.pause(RESTART_MS);
  }

  async release(): Promise<void> {
    if (this.isStopped) await this.restart();
    this.line.release();
  }

  /**
   * Stops the program while flash is changed, from which it is read while it runs. Restarts it in the end.
   */
  private async whileStopped<T>(act: () => Promise<T>): Promise<T> {
    await this.stop();
    try {
      const result = await act();
      await this.restart();
      return result;
    } catch (error) {
      if (!(error instanceof FlashError && error.kind === "lost"))
        await this.restart().catch(() => undefined);
      throw error;
    }
  }

  /** A restart without a power cut would keep it joined, with nothing that shuts the doors. */
  private async leaveNetwork(): Promise<void> {
    await this.asker.ask(`(function(){try{require("Wifi").disconnect()}catch(e){}})()`);
  }

  private async stop(): Promise<void> {
    if (this.isStopped) return;
    await this.reset();
    this.isStopped = true;
  }

  /** Starts the interpreter without a program. */
  private async reset(): Promise<void> {
    await this.asker.ask(`setTimeout(reset,${RESTART_MS})`);
    await this.line.pause(2 * RESTART_MS);
    await this.line.until((text) => text.includes(">"), RESET_MS);
    await wake(this.line, this.asker);
    await keepGuard(this.asker);
  }

  private async store({ name, content }: StoredFile): Promise<void> {
    if (await storeFile(this.sender(), name, content)) return;
    throw new FlashError(
      "refused",
      `The board stored something else in ${name} than it was sent, each time: use a shorter cable or another USB port.`,
    );
  }

  private sender(): Sender {
    const { line, asker, identity } = this;
    return { line, asker, packetBytes: identity.packetBytes, sent: () => undefined };
  }
}
