// The console of a board that runs NodeMCU.
import type { I2cPins } from "../../../src/ports/i2c.ts";
import { AUTHORITY, SETTINGS } from "../../../src/runtime/settings.ts";
import { MARK, TRIED } from "../../../src/runtime/settings-trial.ts";
import { STARTS } from "../../../src/runtime/starts.ts";
import { ACCESS_PASSWORD, SENT_FORM } from "../../../src/setup/access-names.ts";
import { KEY_RECORD } from "../../../src/update/key.ts";
import { luaText } from "../../targets/nodemcu/lua-text.ts";
import type { BytePort } from "../byte-port.ts";
import { isCounterFile, keepCounters } from "../counter-records.ts";
import type {
  DeviceConsole,
  EraseOptions,
  EraseReport,
  FlashImage,
  FoundBoard,
  RestoreReport,
  StoredFile,
  UploadOptions,
  UploadReport,
} from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import type { LevelPin, Levels } from "../pin-levels.ts";
import type { Timers } from "../timers.ts";
import { UART_CURE, type UartLine } from "../uart-search.ts";
import { ChipForgot, ChipSide } from "./chip-side.ts";
import { emptyLfs } from "./empty-lfs.ts";
import { searchedI2c } from "./i2c-search.ts";
import { identify, type NodeMcuBoard } from "./identify.ts";
import { chooseLfs } from "./lfs-choice.ts";
import { isOwnFile } from "./own-files.ts";
import { levelsAt } from "./pin-levels.ts";
import { isEspruino, otherInterpreter, Prompt } from "./prompt.ts";
import { restartHeld, restartNodeMcu } from "./restart.ts";
import { restoreFiles } from "./restore.ts";
import { readStartList, removeStaged } from "./start-list.ts";
import {
  inOrderOfRemoval,
  installedBy,
  isUnfinished,
  LIST_FILES,
  LOADER,
  LOADER_BEGINS,
} from "./stored-image.ts";
import {
  listChipFiles,
  readChipRecord,
  readThose,
  recordsIn,
  removeFile,
  replaceRecord,
} from "./transfer.ts";
import { heardOnUart } from "./uart-hearing.ts";
import { checkImageFits, uploadImage } from "./upload.ts";

/** Records that a device keeps (src/runtime, src/update), and the name of each new one while it is written. */
const RECORDS = /^(?:settings(?:-\w+)?|update(?:-(?:0|1|key|spent))?|sealed|safe-mode)(?:\.new)?$/;

/** A line that is held low may answer for ever. */
const MOST_FOUND = 32;

export interface OpenOptions {
  /** Default: the computer's. */
  timers?: Timers;
}

/** Finds NodeMCU's prompt, and asks for the board. Rejects with a FlashError. */
export async function openNodeMcu(port: BytePort, { timers }: OpenOptions = {}): Promise<DeviceConsole> {
  const prompt = new Prompt(port, timers);
  const heard = await prompt.find();
  if (isEspruino(heard)) throw otherInterpreter(port.name);
  const chip = new ChipSide(prompt);
  return whole(async () => {
    await chip.install();
    const board = await identify(chip);
    const list = board.modules.has("file") ? await readStartList(chip) : "";
    const installed = installedBy(list);
    return new NodeMcuConsole(chip, { ...board, ...(installed === undefined ? {} : { installed }) });
  });
}

class NodeMcuConsole implements DeviceConsole {
  constructor(
    private readonly chip: ChipSide,
    private readonly board: NodeMcuBoard,
  ) {}

  get found(): FoundBoard {
    return this.board;
  }

  async upload(image: FlashImage, options: UploadOptions = {}): Promise<UploadReport> {
    checkImageFits(this.board, image);
    if (image.manifest !== undefined && options.compile !== undefined)
      throw new FlashError(
        "wrong firmware",
        `${image.firmware} takes updates, which come as sources or for the LFS; leave --luac out.`,
      );
    if (image.manifest !== undefined && image.needsLfs !== true && options.lfs !== "always") {
      return this.held(async () => ({
        ...(await uploadImage(this.chip, this.board, image, options)),
        lfs: { used: false },
      }));
    }
    if (options.compile !== undefined) {
      if (image.needsLfs === true)
        throw new FlashError(
          "wrong firmware",
          `${image.firmware} fits the memory of ${image.board} only with its code in the LFS, and --luac compiles into files; leave --luac out.`,
        );
      const compiled = options.compile(image, this.board);
      return this.held(() => uploadImage(this.chip, this.board, compiled, options));
    }
    return this.held(async () => {
      const { image: stored, use } = await chooseLfs(this.chip, this.board, image, options);
      return { ...(await uploadImage(this.chip, this.board, stored, options)), lfs: use };
    });
  }

  writeSettings(record: string, authority?: string): Promise<void> {
    return this.ready(async () => {
      // Settings by message that are still on trial would win over these. Starts of a tool are no power cycles.
      const there = await listChipFiles(this.chip);
      for (const name of [MARK, TRIED, STARTS, SENT_FORM].flatMap((file) => [file, `${file}.new`]))
        if (there.has(name)) await removeFile(this.chip, name);
      // Settings that ask for TLS do so with their authority beside them.
      if (authority !== undefined) await replaceRecord(this.chip, AUTHORITY, authority);
      await replaceRecord(this.chip, SETTINGS, record);
    });
  }

  readSettings(): Promise<string> {
    return this.ready(() => readChipRecord(this.chip, SETTINGS));
  }

  writeKey(record: string): Promise<void> {
    return this.ready(() => replaceRecord(this.chip, KEY_RECORD, record));
  }

  accessPassword(drawn: string): Promise<string> {
    return this.ready(async () => {
      const stored = await readChipRecord(this.chip, ACCESS_PASSWORD);
      if (stored === "") await replaceRecord(this.chip, ACCESS_PASSWORD, drawn);
      return stored === "" ? drawn : stored;
    });
  }

  backup(): Promise<StoredFile[]> {
    return this.held(() => readThose(this.chip, (name) => !isUnfinished(name)));
  }

  restore(backup: readonly StoredFile[], options: UploadOptions = {}): Promise<RestoreReport> {
    return this.held(async () => {
      // Backups of before may have them.
      const whole = backup.filter(({ name }) => !isUnfinished(name));
      const { files, kept } = keepCounters(whole, await readThose(this.chip, isCounterFile), recordsIn);
      await restoreFiles(this.chip, files, options);
      return { kept };
    });
  }

  erase({ everything = false, makeEmptyLfs }: EraseOptions = {}): Promise<EraseReport> {
    return this.held(async () => {
      const list = await readStartList(this.chip);
      // Without the records of updates nobody knows which part is a staged one.
      await removeStaged(this.chip);
      const gone: string[] = [];
      for (const [name, size] of await listChipFiles(this.chip))
        if (everything || (await this.isOurs(name, size, list))) gone.push(name);
      const [loader, rest] = [gone.filter((name) => name === LOADER), gone.filter((name) => name !== LOADER)];
      // The list first, or the loader would load the LFS again that is emptied here.
      for (const name of inOrderOfRemoval(rest)) await removeFile(this.chip, name);
      const lfs = await emptyLfs(this.chip, this.board, everything, makeEmptyLfs);
      for (const name of loader) await removeFile(this.chip, name);
      return lfs === undefined ? {} : { lfs };
    });
  }

  searchOneWire(pin: string | number): Promise<string[]> {
    if (!this.board.modules.has("ow")) throw missing("ow", "one-wire parts");
    return this.ready(async () => (await this.chip.call(searchedBy(pin))).match(/.{8}/gs) ?? []);
  }

  searchI2c(pins: I2cPins, onProgress?: (tried: number) => void): Promise<number[]> {
    if (!this.board.modules.has("i2c")) throw missing("i2c", "parts on I2C");
    return this.ready(() => searchedI2c(pins, (call) => this.chip.call(call), onProgress));
  }

  hearUart(line: UartLine, question: string, ms: number): Promise<string> {
    if (!this.board.modules.has("uart")) throw missing("uart", "parts on a UART");
    const { chip } = this;
    return this.ready(async () => {
      const pause = () => chip.prompt.pause(ms);
      const heard = await heardOnUart(line, question, (call) => chip.call(call), pause);
      if (heard !== undefined) return heard;
      // The program's UART has other pins now, and its callback is gone.
      await restartNodeMcu(chip.prompt);
      throw new FlashError(
        "refused",
        `The program on the board has this UART, and has started anew: ${UART_CURE}`,
      );
    });
  }

  readLevels(pins: readonly LevelPin[], isOver = () => false): Promise<Levels[]> {
    if (!this.board.modules.has("gpio")) throw missing("gpio", "levels of pins");
    return this.held(async () => {
      const levels: Levels[] = [];
      for (const pin of pins) {
        if (isOver()) break;
        levels.push(await levelsAt(pin, (call) => this.chip.call(call)));
      }
      return levels;
    });
  }

  restart(): Promise<void> {
    return whole(async () => {
      await this.chip.prompt.find();
      await restartNodeMcu(this.chip.prompt);
    });
  }

  async release(): Promise<void> {
    this.chip.prompt.port.listen(() => {});
  }

  /** Has ringmote put the file there? A loader of any version names in its first line what it starts. */
  private async isOurs(name: string, size: number, list: string): Promise<boolean> {
    if (name === LOADER)
      return (await this.chip.call("r", luaText(name), "0", `${LOADER_BEGINS.length}`)) === LOADER_BEGINS;
    return RECORDS.test(name) || LIST_FILES.includes(name) || isOwnFile(this.chip, name, size, list);
  }

  /** Runs with the chip's functions in place, whatever has happened before. */
  private ready<T>(work: () => Promise<T>): Promise<T> {
    return whole(async () => {
      await this.chip.prompt.find();
      await this.chip.install();
      return work();
    });
  }

  /** After a restart without the program, which would need the memory, and print. Restarts it in the end. */
  private held<T>(work: () => Promise<T>): Promise<T> {
    const { prompt } = this.chip;
    return whole(async () => {
      await prompt.find();
      await restartHeld(prompt);
      try {
        await this.chip.install();
        const result = await work();
        await restartNodeMcu(prompt);
        return result;
      } catch (error) {
        if (!(error instanceof FlashError && error.kind === "lost"))
          await restartNodeMcu(prompt).catch(() => undefined);
        throw error;
      }
    });
  }
}

function missing(module: string, parts: string): FlashError {
  return new FlashError(
    "wrong firmware",
    `The board's firmware was built without the module ${module}, which ${parts} need. Build NodeMCU with it, and install that with "ringmote flash --firmware <file.bin>".`,
  );
}

/** All codes on a line, one after the other. */
function searchedBy(pin: string | number): string {
  return `function()local p,t=${pin},{}ow.setup(p)ow.reset_search(p)for i=1,${MOST_FOUND} do t[i]=ow.search(p)if not t[i] then break end end return table.concat(t)end`;
}

/** A chip that restarted by itself has lost its functions; the error says so. */
async function whole<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ChipForgot)) throw error;
    throw new FlashError(
      "refused",
      "The board restarted in the middle: its power may be weak, or a program of its own crashes. Repeat the command; what has been stored is not sent again.",
    );
  }
}
