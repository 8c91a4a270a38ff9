// Files to the chip and back, each checked by its length and its sum.

import type { Storage } from "../../../src/ports/storage.ts";
import { luaCharacter, luaText } from "../../targets/nodemcu/lua-text.ts";
import type { StoredFile } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import { adler } from "./adler.ts";
import { type ChipSide, MOST_GIVEN } from "./chip-side.ts";

/** The name of a file while it is written: it gets its own when it has been checked. */
export const PART = "ringmote.part";
/** The least number of bytes for a line, however bad the connection is. */
const LEAST_GIVEN = 24;
/** Bytes of a file that are requested at a time: each is at most four characters. */
const READ_BYTES = 200;
/** The number of times that a broken file is sent again. */
const MOST_SENT = 3;

/** Bytes that a SPIFFS takes for a file besides its own: a page of its index, and its last page. */
export const FILE_OVERHEAD = 512;
/** Bytes that a SPIFFS needs free to move its pages: two of its blocks. */
export const RESERVE = 8192;

/** Bytes of the file system that no file takes. */
export async function freeSpace(chip: ChipSide): Promise<number> {
  return Number(await chip.call("function()return(file.fsinfo())end"));
}

/** Writes a file, and checks it. `sent` is called with the number of its bytes that have arrived. */
export async function writeFile(
  chip: ChipSide,
  name: string,
  content: string,
  sent: (bytes: number) => void = () => {},
): Promise<void> {
  for (let times = 0; times < MOST_SENT; times += 1) {
    await chip.call("c");
    await chip.call("o", luaText(name), '"w"');
    await writeContent(chip, content, sent);
    await chip.call("c");
    if (await hasContent(chip, name, content)) return;
  }
  throw new FlashError(
    "refused",
    `The board does not store ${name} as it was sent. Its flash may be worn out or its file system damaged: "ringmote backup", then "ringmote erase", may mend that.`,
  );
}

async function writeContent(chip: ChipSide, content: string, sent: (bytes: number) => void): Promise<void> {
  let most = MOST_GIVEN;
  for (let at = 0; at < content.length; ) {
    const repeated = chip.prompt.repeated;
    const { bytes, text, how } = piece(content, at, most);
    await chip.call(how, text);
    at += bytes;
    sent(at);
    // A connection that loses characters loses fewer lines when they are short.
    most =
      chip.prompt.repeated > repeated ? Math.max(LEAST_GIVEN, most >> 1) : Math.min(MOST_GIVEN, most + 16);
  }
}

/** As much of the content as fits: as text of Lua, or in hexadecimal when that holds more. */
function piece(content: string, at: number, most: number): { bytes: number; text: string; how: "w" | "x" } {
  let text = "";
  let bytes = 0;
  for (; at + bytes < content.length; bytes += 1) {
    const next = luaCharacter(content[at + bytes]);
    if (text.length + next.length + 2 > most) break;
    text += next;
  }
  const hexBytes = Math.min(content.length - at, (most - 2) >> 1);
  if (bytes >= hexBytes) return { bytes, text: `"${text}"`, how: "w" };
  const digits = [...content.slice(at, at + hexBytes)].map((byte) =>
    byte.charCodeAt(0).toString(16).padStart(2, "0"),
  );
  return { bytes: hexBytes, text: `"${digits.join("")}"`, how: "x" };
}

/** Is the file there, with this content as far as its length and its sum tell? */
export async function hasContent(chip: ChipSide, name: string, content: string): Promise<boolean> {
  return (await chip.call("k", luaText(name))) === [content.length, ...adler(content)].join(" ");
}

/** The content of a file that is there. */
export async function readChipFile(chip: ChipSide, name: string, size: number): Promise<string> {
  let content = "";
  while (content.length < size) {
    const more = await chip.call("r", luaText(name), String(content.length), String(READ_BYTES));
    if (more === "") break;
    content += more;
  }
  return content;
}

/** Sizes by name. */
export async function listChipFiles(chip: ChipSide): Promise<Map<string, number>> {
  const lines = (await chip.call("f")).split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const [, size, name] = /^(\d+)(?:\.0)? (.*)$/.exec(line) ?? [];
      return [name, Number(size)];
    }),
  );
}

/** Gives a checked file its name, in place of the file that has it; `also` goes at the same time. */
export async function rename(chip: ChipSide, from: string, to: string, also?: string): Promise<void> {
  await chip.call("m", luaText(from), luaText(to), ...(also === undefined ? [] : [luaText(also)]));
}

/** Replaces a record: a cut leaves the old one or the new one, which stands beside it or alone. */
export async function replaceRecord(chip: ChipSide, name: string, content: string): Promise<void> {
  const fresh = `${name}.new`;
  const there = await listChipFiles(chip);
  if (there.has(fresh) && !there.has(name)) await rename(chip, fresh, name);
  await writeFile(chip, PART, content);
  await rename(chip, PART, fresh);
  await rename(chip, fresh, name);
}

/** A record's content; "": there is none. */
export async function readChipRecord(chip: ChipSide, record: string): Promise<string> {
  const files = await listChipFiles(chip);
  const name = files.has(record) ? record : `${record}.new`;
  const size = files.get(name);
  return size === undefined ? "" : readChipFile(chip, name, size);
}

/** The files whose name is wanted. */
export async function readThose(chip: ChipSide, isWanted: (name: string) => boolean): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const [name, size] of await listChipFiles(chip))
    if (isWanted(name)) files.push({ name, content: await readChipFile(chip, name, size) });
  return files;
}

/** Records as the device keeps them in its files. */
export function recordsIn(files: Map<string, string>): Storage {
  return {
    readRecord: (name) => files.get(name) ?? files.get(`${name}.new`),
    writeRecord: (name, content) => {
      files.delete(`${name}.new`);
      return files.set(name, content).get(name) === content;
    },
  };
}

export async function removeFile(chip: ChipSide, name: string): Promise<void> {
  await chip.call("file.remove", luaText(name));
}
