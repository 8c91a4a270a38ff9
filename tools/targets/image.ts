// An image: its files, how many bytes of them come from which room, and from which line each of their lines
// comes.
import type { Interval, TargetName } from "../../boards/board.ts";
import type { ChipName } from "../../boards/chips/chip.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import type { MappedText } from "../compiler/source/mapped-text.ts";
import type { HeldEstimate } from "./memory-estimate.ts";
import type { HeldInLfs } from "./nodemcu/lfs/held-in-lfs.ts";
import { roomOf } from "./rooms.ts";

export interface ImageFile {
  name: string;
  /** A byte string of ASCII. */
  content: MappedText;
  /** It is read from flash each time it runs, and holds no memory in between. */
  isReadWhenCalled?: boolean;
  /** And only at the start. */
  isOfTheStart?: boolean;
  /** The start runs some of it, and functions of that stay: a timer or an event calls them. */
  handsOver?: boolean;
}

/** The features of an image, by their names. */
export type FeatureSet = Readonly<Record<string, boolean>>;

/** Bytes by room, largest first. */
export type RoomSizes = Readonly<Record<string, number>>;

/** Charge that a sleeper takes of its battery. */
export interface ChargeEstimate {
  /** mAh of a day with network and broker. */
  mAhADay: Interval;
  /** No source has what the board takes asleep: that comes on top. */
  isAwakeOnly?: true;
  /** A contact wakes it, as nobody knows how often: so many wakes a day are taken, each with a report. */
  wakesADay?: number;
}

export interface Image {
  firmware: string;
  board: string;
  target: TargetName;
  chip: ChipName;
  features: FeatureSet;
  /** Limits on what its client keeps and takes in. */
  limits: ClientLimits;
  held: HeldEstimate;
  /** NodeMCU: with its code in the LFS. */
  inLfs?: HeldInLfs;
  /** NodeMCU: it fits the board's memory with its code in the LFS, and not without. */
  needsLfs?: boolean;
  /** It is set up over the air, at an access point that is open to everybody, or has the password of its board. */
  setUp?: "open" | "password";
  /** It takes updates over the air. */
  updates?: true;
  /** Of a device that sleeps, on a board of which a source has something. */
  charge?: ChargeEstimate | undefined;
  /** Warnings for its user before it is on the board, a sentence each: traps of its pins, and dangers. */
  warnings: readonly string[];
  /**
   * The parts that the build has left out or made smaller by itself, a sentence each; `undefined` for
   * nothing.
   */
  notes?: readonly string[];
  files: readonly ImageFile[];
}

/** Bytes of each file. */
export function fileSizes(image: Image): Readonly<Record<string, number>> {
  return Object.fromEntries(image.files.map(({ name, content }) => [name, content.text.length]));
}

/** Bytes of all files. */
export function totalBytes({ files }: Pick<Image, "files">): number {
  return files.reduce((sum, { content }) => sum + content.text.length, 0);
}

/**
 * Bytes of all files by the room of the source that they come from; lines that the build adds count as
 * "build".
 */
export function roomSizes(files: readonly ImageFile[]): RoomSizes {
  const sizes = new Map<string, number>();
  for (const { content } of files) {
    content.text.split("\n").forEach((line, index) => {
      const room = roomOf(content.origins[index]?.file);
      sizes.set(room, (sizes.get(room) ?? 0) + line.length + 1);
    });
  }
  return Object.fromEntries([...sizes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}

/** The source lines of each file's lines, as "file:line", or "" for a line that the build made up. */
export function lineMap(image: Image): Readonly<Record<string, readonly string[]>> {
  const origin = (place: MappedText["origins"][number]) =>
    place === undefined ? "" : `${place.file}:${place.line}`;
  return Object.fromEntries(image.files.map(({ name, content }) => [name, content.origins.map(origin)]));
}

/** The content of `image.json`: the same for the same input, to the byte. */
export function imageSummary(image: Image): string {
  const { firmware, board, target, features, limits, held, inLfs, needsLfs, charge, warnings, notes } = image;
  const sizes = { bytes: totalBytes(image), files: fileSizes(image), rooms: roomSizes(image.files) };
  const messages = { warnings, notes };
  const summary = {
    firmware,
    board,
    target,
    ...sizes,
    features,
    limits,
    held,
    inLfs,
    needsLfs,
    charge,
    ...messages,
  };
  return `${JSON.stringify(summary, undefined, 2)}\n`;
}
