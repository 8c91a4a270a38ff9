// The state of the page: the catalogue, the choices, the line, and the data that came over it.
import { misfitOf } from "../../flash/board-fit.ts";
import type { FlashImage } from "../../flash/device-console.ts";
import type { FlashError } from "../../flash/flash-error.ts";
import type { Catalogue, CatalogueBoard, CatalogueFirmware, CatalogueWiring } from "../catalogue-types.ts";
import { KeptParts } from "./kept-parts.ts";
import { Line } from "./line.ts";
import { Log } from "./log.ts";
import { Readings } from "./readings.ts";
import { identityOf } from "./words.ts";

export type StepId = "device" | "board" | "connect" | "flash" | "settings" | "live";

/** The steps that choose something. */
export type ChoiceId = Extract<StepId, "device" | "board">;

/** What was chosen is there again after a reload. */
const REMEMBERED = "ringmote.chosen";

export class App {
  readonly line: Line;
  readonly log = new Log();
  readonly readings = new Readings();
  firmware: CatalogueFirmware | undefined;
  board: CatalogueBoard | undefined;
  readonly kept = new KeptParts();
  /** Are settings stored on the board, as far as anybody here knows? */
  isSet = false;
  /**
   * What was flashed since the page was opened, onto the board that is or was last connected; and which that
   * is.
   */
  private flashedImage: { firmware: string; board: string } | undefined;
  private connected: string | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly newsListeners = new Set<() => void>();

  constructor(
    readonly catalogue: Catalogue,
    serial: Serial | undefined,
  ) {
    this.line = new Line(serial, this.changed, (line) => this.hear(line));
    this.remember();
  }

  get wiring(): CatalogueWiring | undefined {
    return this.firmware?.wirings.find(({ board }) => board === this.board?.name);
  }

  /** What was chosen in a step. */
  chosen(choice: ChoiceId): CatalogueFirmware | CatalogueBoard | undefined {
    return choice === "device" ? this.firmware : this.board;
  }

  chooseFirmware(name: string): void {
    this.firmware = this.catalogue.firmware.find((firmware) => firmware.name === name);
    if (this.wiring === undefined) this.board = undefined;
    this.keep();
  }

  chooseBoard(name: string): void {
    this.board = this.catalogue.boards.find((board) => board.name === name);
    this.keep();
  }

  /** Is what was chosen on the board that is, or was last, connected? */
  get flashed(): boolean {
    const { firmware, board } = this.flashedImage ?? {};
    return firmware !== undefined && firmware === this.firmware?.name && board === this.board?.name;
  }

  /** Why the board that is connected cannot be the one that was chosen; `undefined` where it can. */
  get misfit(): FlashError | undefined {
    const { found } = this.line;
    return this.board === undefined || found === undefined ? undefined : misfitOf(this.board, found);
  }

  nowFlashed(image: FlashImage): void {
    this.flashedImage = image;
    this.line.nowInstalled(image);
  }

  /** Nothing that was known of the board holds any more: it was erased, or is another one. */
  forgetBoard(): void {
    this.flashedImage = undefined;
    this.isSet = false;
    for (const part of ["settings", "flash"]) this.kept.drop(part);
    this.readings.clear();
  }

  /** Calls when something was chosen or the line is another. Returns what ends that. */
  on(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Calls when the device has said something: often. Returns what ends that. */
  onNews(listener: () => void): () => void {
    this.newsListeners.add(listener);
    return () => this.newsListeners.delete(listener);
  }

  changed = (): void => {
    const { found } = this.line;
    const connected = found === undefined ? this.connected : identityOf(found);
    if (this.connected !== undefined && connected !== this.connected) this.forgetBoard();
    this.connected = connected;
    for (const listener of [...this.listeners]) listener();
  };

  /** The unit of a value, with the space before it that is written. */
  unitOf(name: string): string {
    const unit = this.firmware?.sensors.find((sensor) => sensor.name === name)?.unit;
    return unit === undefined ? "" : unit === "%" ? "\u202f%" : `\u202f${unit}`;
  }

  private hear(line: string): void {
    const now = Date.now();
    this.log.add(line, now);
    const before = this.readings.all.size;
    this.readings.take(line, now, this.names());
    if (this.readings.all.size > before) this.changed();
    for (const listener of [...this.newsListeners]) listener();
  }

  /** What the device on the line may tell values of: of the one that was chosen, until another is known. */
  private names(): string[] {
    const { firmware } = this;
    return firmware === undefined ? [] : [...firmware.sensors.map(({ name }) => name), ...firmware.actuators];
  }

  private keep(): void {
    const chosen = { firmware: this.firmware?.name, board: this.board?.name };
    // A browser that keeps nothing for the page says so by throwing.
    try {
      localStorage.setItem(REMEMBERED, JSON.stringify(chosen));
    } catch {}
    this.changed();
  }

  private remember(): void {
    try {
      const chosen = JSON.parse(localStorage.getItem(REMEMBERED) ?? "{}") as {
        firmware?: string;
        board?: string;
      };
      this.firmware = this.catalogue.firmware.find(({ name }) => name === chosen.firmware);
      this.board = this.catalogue.boards.find(({ name }) => name === chosen.board);
      if (this.wiring === undefined) this.board = undefined;
    } catch {}
  }
}
