// What a device will hold in memory with its code in the LFS, derived from the estimate for files: less what the
// functions, constants and texts of that code take there.
import type { Board } from "../../../../boards/board.ts";
import type { ClientLimits } from "../../../../src/mqtt/client.ts";
import type { HeldEstimate } from "../../held.ts";
import type { ImageFile } from "../../image.ts";
import type { LuaVersion } from "./compile.ts";
import { heldCode, heldWhileRunning } from "./held-code.ts";
import { isInLfs } from "./is-in-lfs.ts";
import { lfsImage } from "./lfs-image.ts";
import { lfsSources } from "./lfs-sources.ts";

export interface HeldInLfs {
  /** Bytes of the LFS that the code fills. */
  fills: number;
  /** Bytes of memory, as in `HeldEstimate`. */
  connected: number;
  most: number;
}

/** At the worst moment one file that is read when it is called calls another one. */
const READ_AT_A_TIME = 2;

/** Of an image for NodeMCU; `held` is what is estimated of it from files, with the same `handshake`. */
export function estimateInLfs(
  files: readonly ImageFile[],
  held: HeldEstimate,
  { chip }: Pick<Board, "chip">,
  limits: ClientLimits,
  handshake = 0,
): HeldInLfs {
  const lua = chip === "esp8266" ? "5.1" : "5.3";
  const inLfs = files.filter(isInLfs);
  const kept = inLfs.filter((file) => file.isReadWhenCalled !== true);
  const read = inLfs.filter((file) => file.isReadWhenCalled === true);
  const connected = held.connected - heldCode(lua, kept.map(textOf));
  const start =
    held.start -
    largest(
      lua,
      read.filter((file) => file.isOfTheStart === true),
    );
  const called =
    held.buffers -
    largest(
      lua,
      read.filter((file) => file.isOfTheStart !== true),
    );
  // What is called while a connection comes finds the buffers empty.
  const buffers = Math.max(limits.packetBytes + limits.linkBytes, called, handshake);
  const { modules } = lfsSources(files.map(({ name, content }) => ({ name, content: content.text })));
  return {
    fills: lfsImage(lua, modules).flashBytes,
    connected,
    most: connected + Math.max(held.ring + buffers, start),
  };
}

/** Bytes of the largest files that are in memory at a time. */
function largest(lua: LuaVersion, read: readonly ImageFile[]): number {
  return read
    .map((file) => heldWhileRunning(lua, textOf(file)))
    .sort((a, b) => b - a)
    .slice(0, READ_AT_A_TIME)
    .reduce((sum, bytes) => sum + bytes, 0);
}

function textOf({ content }: ImageFile): string {
  return content.text;
}
