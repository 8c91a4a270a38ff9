// Identifies a board under Espruino: its chip, the abilities of its interpreter, and the
// image of ours that starts there.
import { readManifest } from "../../../src/update/manifest.ts";
import { UPDATE_LOADER_BEGINS } from "../../targets/espruino/update-loader.ts";
import type { FlashImage, FoundBoard } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import type { Asker } from "./ask.ts";
import { RUN_BEFORE_FOUND } from "./boot-files.ts";
import { BOOT_FILE, MANIFESTS, newest } from "./stored-image.ts";
import { SLOTS, STANDING_FILES, slotOf } from "./update-slots.ts";

/** The first version with `E.CRC32`, without which nothing that was sent can be checked. */
const OLDEST = "2v05";
const FIRST_WITH_PACKETS = "2v25";
/** Bytes that an ESP8266 takes in while it is busy; other chips take twice as many. */
const SMALL_PACKET = 512;
const PACKET = 1024;
/** More than the record of the images has, and the first lines of a manifest. */
const HEAD_BYTES = 256;
/** Bytes of memory from which a board has room for a larger packet. */
const ROOMY = 64_000;

export interface Identity {
  found: FoundBoard;
  /** Bytes in one packet of an upload; 0 when the interpreter has no packets. */
  packetBytes: number;
}

interface Answer {
  v: string;
  b: string;
  s: string;
  m: { free: number; total: number; blocksize?: number };
  free: number;
  stats: { totalBytes: number; fileBytes: number } | null;
  images: (string | null)[];
  /** Its files of updates, and whether its boot code chooses between images: nothing where not. */
  slots: [name: string, content: string | null][];
  before: string[];
}

/** Asks the board. Throws a FlashError of kind "wrong firmware" when its interpreter is too old. */
export async function identify(asker: Asker): Promise<Identity> {
  const answer = await asker.ask<Answer>(
    `(function(s,e){return{v:e.VERSION,b:e.BOARD,s:getSerial(),m:process.memory(),free:s.getFree(),` +
      `stats:s.getStats?s.getStats():null,images:${JSON.stringify(MANIFESTS)}.map(function(n){return s.read(n)}),` +
      `slots:s.read("${BOOT_FILE}",0,${UPDATE_LOADER_BEGINS.length})==${JSON.stringify(UPDATE_LOADER_BEGINS)}?` +
      `${JSON.stringify([...STANDING_FILES, ...SLOTS])}.map(function(n){return[n,s.read(n,0,${HEAD_BYTES})]}):[],` +
      `before:${RUN_BEFORE_FOUND}}})` +
      `(require("Storage"),process.env)`,
  );
  const version = answer.v;
  if (older(version, OLDEST))
    throw new FlashError(
      "wrong firmware",
      `The board runs Espruino ${version}, which is too old: ${OLDEST} or later is needed, and 2v29 is what images are tested with. Install it with "ringmote flash --firmware <file.bin>".`,
    );
  const blockBytes = answer.m.blocksize ?? 12;
  const installed = installedOf(answer);
  const board: FoundBoard = {
    target: "espruino",
    chip: answer.b,
    version,
    chipId: chipIdOf(answer.s),
    freeMemory: answer.m.free * blockBytes,
    freeStorage: answer.stats === null ? answer.free : answer.stats.totalBytes - answer.stats.fileBytes,
    totalStorage: answer.stats?.totalBytes ?? answer.free,
    ...(installed === undefined ? {} : { installed }),
    ...(answer.before.length > 0 && { runsBefore: answer.before }),
  };
  const roomy = answer.m.total * blockBytes >= ROOMY;
  const packetBytes = older(version, FIRST_WITH_PACKETS) ? 0 : roomy ? PACKET : SMALL_PACKET;
  return { found: board, packetBytes };
}

function installedOf({ images, slots }: Answer): FoundBoard["installed"] {
  const files = new Map(slots.map(([name, content]) => [name, content ?? ""]));
  const { id, board } = readManifest(files.get(slotOf(files)) ?? "");
  if (id !== "" && board !== "") return { firmware: id, board };
  const plain = newest(images);
  return plain === undefined ? undefined : { firmware: plain.f, board: plain.b };
}

/**
 * Throws a FlashError when the image is for another interpreter, or needs a module that this build of
 * Espruino lacks.
 */
export async function checkFits(image: FlashImage, { chip }: FoundBoard, asker: Asker): Promise<void> {
  if (image.target !== "espruino")
    throw new FlashError(
      "wrong firmware",
      `The image of ${image.firmware} for ${image.board} is for NodeMCU, and the board runs Espruino: build it for an Espruino board, or install NodeMCU with "ringmote flash --firmware <file.bin>".`,
    );
  const missing = await asker.ask<string[]>(
    `["net","Wifi"].filter(function(n){try{require(n)}catch(e){return true}})`,
  );
  if (missing.length > 0)
    throw new FlashError(
      "wrong firmware",
      `Espruino on this ${chip} has no module ${missing.join(" and no module ")}, which the image of ${image.firmware} needs: use a board with Wi-Fi, or install a build of Espruino that has it.`,
    );
}

/** The last twelve hexadecimal digits of the serial number, as devices take them. */
function chipIdOf(serial: string): string {
  return serial
    .toLowerCase()
    .replace(/[^0-9a-f]/g, "")
    .slice(-12);
}

/** "2v9" before "2v29.12". */
function older(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split(/v|\./).map(Number);
  const [thanMajor = 0, thanMinor = 0] = than.split("v").map(Number);
  return major < thanMajor || (major === thanMajor && minor < thanMinor);
}
