// An update on every engine: an offer, slices, the switch, the trial and its end, with each interpreter's own
// hash and flash that a program of the device's own language models.
import { expect, test } from "vitest";
import { absentEngines, builtWithHashes, hexOf, literalOf, MORE_THAN_SMALL } from "./everywhere.ts";
import { KEY, linesOf, offerOf, type Parts, signed } from "./signed.ts";

const OLD: Parts = new Map([["part-core", "core"]]);
const NEW: Parts = new Map([...OLD, ["part-new", "new".repeat(30)]]);
const SLICE_BYTES = 64;

const running = signed(linesOf(4, OLD));
const manifest = signed(linesOf(5, NEW));
const forged = `${manifest.slice(0, -1)}\0`;
const bytes = (text: string) => literalOf(hexOf(text));

const PROGRAM = `import { slotToStart } from "../../../src/update/standing.ts";
import type { UpdateKey } from "../../../src/update/tag.ts";
import { beginUpdates, confirmUpdate, takeOffer, takeSlice, type Update, type UpdateHost } from "../../../src/update/update.ts";
const names: string[] = [];
const contents: string[] = [];
function placeOf(name: string): number {
  for (let i = 0; i < names.length; i++) if (names[i] === name) return i;
  return -1;
}
function contentOf(name: string): string | undefined {
  for (let i = 0; i < names.length; i++) if (names[i] === name) return contents[i];
  return undefined;
}
function keep(name: string, content: string): boolean {
  const place = placeOf(name);
  if (place < 0) {
    names.push(name);
    contents.push(content);
  } else if (place < contents.length) contents[place] = content;
  return true;
}
const storage = { readRecord: contentOf, writeRecord: keep };
const store = {
  isPart: (name: string) => name.substring(0, 5) === "part-",
  parts: () => {
    const parts: string[] = [];
    for (const name of names) if (name.substring(0, 5) === "part-") parts.push(name);
    return parts;
  },
  lengthOf: (name: string) => (contentOf(name) ?? "").length,
  digestOf: (name: string) => HASHES.sha256(contentOf(name) ?? ""),
  append: (name: string, at: number, more: string) => keep(name, (contentOf(name) ?? "").substring(0, at) + more),
  remove: (name: string) => {
    keep(name, "");
  },
  freeBytes: () => given(5000),
  costOf: (count: number) => count,
};
let asked = "";
let askedAt = 0;
let askedCount = 0;
const host = {
  ask: (_host: UpdateHost, name: string, at: number, count: number) => {
    asked = name;
    askedAt = at;
    askedCount = count;
    emit("ask " + name + " " + at + " " + count);
  },
  say: (_host: UpdateHost, text: string) => emit(text),
  restart: (_host: UpdateHost) => emit("restart"),
};
const key: UpdateKey = { scheme: "hmac-sha256", key: given(${bytes(KEY)}), hash: HASHES.sha256 };
const facts = { name: given("lamp"), board: given("d1-mini"), target: "nodemcu", device: given("porch"), key, sliceBytes: given(${SLICE_BYTES}) };
function begin(): Update {
  const slot = slotToStart(storage);
  emit("slot " + slot);
  return beginUpdates(facts, storage, store, host, slot);
}
function fetchAll(update: Update, manifest: string): void {
  while (askedCount > 0) {
    const count = askedCount;
    askedCount = 0;
    const content = asked === "" ? manifest : given("${NEW.get("part-new")}");
    takeSlice(update, asked, askedAt, content.substring(askedAt, askedAt + count));
  }
}
keep("update-0", given(${bytes(running)}));
keep("part-core", "core");
let update = begin();
takeOffer(update, given("${offerOf(forged)}"));
fetchAll(update, given(${bytes(forged)}));
takeOffer(update, given("${offerOf(manifest)}"));
fetchAll(update, given(${bytes(manifest)}));
update = begin();
confirmUpdate(update);
update = begin();
takeOffer(update, given("${offerOf(manifest)}"));
emit(contentOf("update") ?? "none");`;

test(`an update on each engine (not here: ${absentEngines.join(", ") || "none"})`, async () => {
  const answers = await builtWithHashes(PROGRAM, MORE_THAN_SMALL);
  const slices = (name: string, count: number) =>
    Array.from({ length: Math.ceil(count / SLICE_BYTES) }, (_, i) =>
      [`ask ${name}`, i * SLICE_BYTES, Math.min(SLICE_BYTES, count - i * SLICE_BYTES)].join(" "),
    );
  const expected = [
    "slot 0",
    ...slices("", forged.length),
    "update refused: its tag is not by this device's key",
    ...slices("", manifest.length),
    ...slices("part-new", NEW.get("part-new")?.length ?? 0),
    "update: 1.0.1 is on trial",
    "restart",
    "slot 1",
    "update: the image is confirmed",
    "slot 1",
    `1\n1\n5\n${offerOf(manifest).split(" ")[1]}\n2\n5\n${offerOf(manifest).split(" ")[1]}\n1\n\n`,
  ];
  for (const [engine, lines] of answers)
    expect({ engine, lines: lines.map((line) => Buffer.from(line, "hex").toString("latin1")) }).toEqual({
      engine,
      lines: expected,
    });
});
