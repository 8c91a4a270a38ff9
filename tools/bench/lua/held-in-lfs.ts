// What the climate device holds in NodeMCU's own Lua 5.3, from files and from the LFS: its life from power to connected is
// recorded on a hosted chip, and played back in a VM that reads an image of the LFS and looks at its heap at each question.
//
// The VM is a luac.cross of NodeMCU's that its user has built for 32 bits, so that it goes on with `-e` when `-F` has loaded
// the image, and has a global `LFSget` that gives a module of it: RINGMOTE_LFS_VM names it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startList, startListIn } from "../../build/nodemcu/init.ts";
import { lfsImage } from "../../build/nodemcu/lfs/lfs-image.ts";
import { lfsSources } from "../../build/nodemcu/lfs/lfs-sources.ts";
import { replayScript } from "../../sim/nodemcu/replay.ts";
import { createTranscript, type TranscriptLife } from "../../sim/nodemcu/transcript.ts";
import { climateImage } from "../climate.ts";
import { figure, gateRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { CHIPS, hostClimate } from "./hosted-climate.ts";

const VM_VARIABLE = "RINGMOTE_LFS_VM";
const ENGINE = "NodeMCU's Lua 5.3, 32-bit";
/** Less than half of what an ESP8266 has free: the rest is for a hand-shake of TLS, or for a larger device. */
const MOST_CONNECTED = 11 * 1024;
const MOST_AT_WORST = 18 * 1024;
const MOST_OUTPUT_BYTES = 2 ** 28;
const CHIP = CHIPS[0];

type Files = ReadonlyMap<string, string>;

/** Bytes above what the host's own side holds. */
interface Held {
  connected: number;
  worst: number;
}

export const luaHeldInLfs: Section = {
  title: "Held with the code in the LFS: NodeMCU",
  words: ["held", "lua", "lfs"],
  isGate: true,
  measure: async (skip) => {
    const program = process.env[VM_VARIABLE];
    if (program === undefined) {
      skip(`${VM_VARIABLE} names no VM that reads an image of the LFS (tools/bench/lua/held-in-lfs.ts).`);
      return [];
    }
    return measured(program);
  },
};

async function measured(program: string): Promise<Row[]> {
  const image = await climateImage(CHIP.board);
  const files = new Map(image.files.map(({ name, content }) => [name, content.text]));
  const life = await recordedLife();
  const { name, modules } = lfsSources([...files].map(([file, content]) => ({ name: file, content })));
  const fromFiles = heldBy(program, files, life, stripping);
  const fromLfs = heldBy(
    program,
    whatStartsIt(files, name),
    life,
    (script) => script,
    lfsImage("5.3", modules).bytes,
  );
  const row = (what: string) =>
    `heap of the climate device, ${what}, the host's side and its sockets included`;
  return [
    figure(ENGINE, "byte", row("from files, connected"), fromFiles.connected),
    figure(ENGINE, "byte", row("from files, at its worst moment"), fromFiles.worst),
    gateRow(ENGINE, "byte", row("from the LFS, connected"), fromLfs.connected, { atMost: MOST_CONNECTED }),
    gateRow(ENGINE, "byte", row("from the LFS, at its worst moment"), fromLfs.worst, {
      atMost: MOST_AT_WORST,
    }),
  ];
}

async function recordedLife(): Promise<TranscriptLife> {
  const transcript = createTranscript();
  await hostClimate(CHIP, transcript);
  const [life] = transcript.lives;
  if (life === undefined) throw new Error("The climate device has not started.");
  return life;
}

/** The files that a board keeps beside its LFS. */
function whatStartsIt(files: Files, lfs: string): Files {
  const list = files.get("ringmote.lua") ?? "";
  return new Map([
    ["init.lua", files.get("init.lua") ?? ""],
    ["ringmote.lua", startList(startListIn(list)?.modules ?? [], lfs)],
  ]);
}

/** As from files that were compiled without debug data. */
function stripping(script: string): string {
  return withText(
    script,
    "\nlocal transcript = ",
    `\nfor name, source in pairs(modules) do
  if name ~= "init.lua" and name ~= "ringmote.lua" then modules[name] = string.dump(load(source, "@" .. name), true) end
end`,
    "before",
  );
}

/** Before each question and behind each turn. */
const LOOKS = `local collect, heap = collectgarbage, collectgarbage
node.LFS = { get = LFSget }
local worst, last = 0, 0
look = function()
  collect() collect()
  last = heap("count") * 1024
  if last > worst then worst = last end
end
collect() collect()
local base = heap("count") * 1024
held = function() return ("HELD %d %d"):format((last - base) // 1, (worst - base) // 1) end
local turn = host.turn
replay(function() turn() look() end)
`;

function heldBy(
  program: string,
  files: Files,
  life: TranscriptLife,
  prepared: (script: string) => string,
  lfs?: Uint8Array,
): Held {
  const plain = prepared(replayScript({ chip: CHIP.chip, image: files, life }));
  const looking = withText(
    plain,
    "local function ask(operation, number, bytes)\n",
    "  if look then look() end\n",
    "behind",
  );
  const telling = withText(looking, '  show("SAME " .. questions)\n', "  show(held())\n", "behind");
  const script = `local look, held\n${telling.replace("replay(host.turn)\n", () => LOOKS)}`;
  const folder = mkdtempSync(join(tmpdir(), "ringmote-lfs-"));
  try {
    writeFileSync(join(folder, "script.lua"), script, "latin1");
    if (lfs !== undefined) writeFileSync(join(folder, "lfs.img"), lfs);
    const { stdout, stderr } = spawnSync(
      program,
      [...(lfs === undefined ? [] : ["-F", "lfs.img"]), "-e", "script.lua"],
      { cwd: folder, encoding: "latin1", maxBuffer: MOST_OUTPUT_BYTES },
    );
    const [, connected, worst] = /^HELD (\d+) (\d+)$/m.exec(stdout ?? "") ?? [];
    if (connected === undefined || worst === undefined)
      throw new Error(`${program} did not play the life to its end: ${`${stderr}${stdout}`.slice(-300)}`);
    return { connected: Number(connected), worst: Number(worst) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The script with `more` at the one place of `text`. */
function withText(script: string, text: string, more: string, where: "before" | "behind"): string {
  if (script.split(text).length !== 2)
    throw new Error(`The script of a replay has not one place of: ${text}`);
  return script.replace(text, () => (where === "before" ? more + text : text + more));
}
