// What the climate device holds in NodeMCU's own Lua, from files and from the LFS: its life from power to connected is
// recorded on a hosted chip, and played back in a VM that runs from an image of the LFS and looks at its heap at each question.
//
// Such a VM is a luac.cross of NodeMCU's that its user has built for 32 bits, that goes on with `-e` when `-F` has loaded an
// image (that of 5.1 unpacked), and has a global `LFSget` that gives a module of it. RINGMOTE_LFS_VM lists them, as LUAC_CROSS
// lists others.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { lfsImage } from "../../../targets/nodemcu/lfs/lfs-image.ts";
import { lfsSources } from "../../../targets/nodemcu/lfs/lfs-sources.ts";
import { startList, startListIn } from "../../../targets/nodemcu/lua/init.ts";
import { luacCross } from "../../hosts/nodemcu/luac-cross.ts";
import { replayScript } from "../../hosts/nodemcu/replay.ts";
import { createTranscript, type TranscriptLife } from "../../hosts/nodemcu/transcript.ts";
import { climateImage } from "../climate.ts";
import { figure, gateRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { CHIPS, hostClimate, type LuaChip } from "./hosted-climate.ts";

const VM_VARIABLE = "RINGMOTE_LFS_VM";
/** Less than half of what an ESP8266 has free: the rest is for a hand-shake of TLS, or for a larger device. */
const MOST_CONNECTED = 11 * 1024;
const MOST_AT_WORST = 18 * 1024;
const MOST_OUTPUT_BYTES = 2 ** 28;

type Files = ReadonlyMap<string, string>;

/** Bytes above what the host's own side holds. */
interface Held {
  connected: number;
  worst: number;
}

export const luaHeldInLfs: Section = {
  title: "Held with the code in the LFS: NodeMCU",
  words: ["lua"],
  subject: "climate on NodeMCU",
  isGate: true,
  measure: async (skip) => {
    const listed = process.env[VM_VARIABLE];
    const programs = listed === undefined ? [] : luacCross({ LUAC_CROSS: listed });
    const rows: Row[] = [];
    for (const chip of CHIPS) {
      const program = programs.find(({ version }) => version === chip.lua);
      if (program !== undefined) rows.push(...(await measured(program.path, chip)));
      else
        skip(
          `${VM_VARIABLE} lists no VM of Lua ${chip.lua} that runs from the LFS (tools/laboratory/bench/lua/held-in-lfs.ts).`,
        );
    }
    return rows;
  },
};

async function measured(program: string, chip: LuaChip): Promise<Row[]> {
  const image = await climateImage(chip.board);
  const files = new Map(image.files.map(({ name, content }) => [name, content.text]));
  const life = await recordedLife(chip);
  const { name, modules } = lfsSources([...files].map(([file, content]) => ({ name: file, content })));
  const { bytes } = lfsImage(chip.lua, modules);
  const lfs = chip.lua === "5.1" ? gunzipSync(bytes) : bytes;
  const fromFiles = heldBy(program, { chip, files, life });
  const fromLfs = heldBy(program, { chip, files: whatStartsIt(files, name), life, lfs });
  const engine = `NodeMCU's Lua ${chip.lua}, 32-bit`;
  const row = (what: string) =>
    `heap of the climate device, ${what}, the host's side and its sockets included (${chip.board})`;
  return [
    figure(engine, "byte", row("from files, connected"), fromFiles.connected),
    figure(engine, "byte", row("from files, at its worst moment"), fromFiles.worst),
    gateRow(engine, "byte", row("from the LFS, connected"), fromLfs.connected, { atMost: MOST_CONNECTED }),
    gateRow(engine, "byte", row("from the LFS, at its worst moment"), fromLfs.worst, {
      atMost: MOST_AT_WORST,
    }),
  ];
}

async function recordedLife(chip: LuaChip): Promise<TranscriptLife> {
  const transcript = createTranscript();
  await hostClimate(chip, transcript);
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
  if name ~= "init.lua" and name ~= "ringmote.lua" then modules[name] = string.dump((loadstring or load)(source, "@" .. name), true) end
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
held = function() return ("HELD %d %d"):format(math.floor(last - base), math.floor(worst - base)) end
local turn = host.turn
replay(function() turn() look() end)
`;

interface Played {
  chip: LuaChip;
  files: Files;
  life: TranscriptLife;
  /** Where the code is, if it is not in files. */
  lfs?: Uint8Array;
}

function heldBy(program: string, { chip, files, life, lfs }: Played): Held {
  const replay = replayScript({ chip: chip.chip, image: files, life });
  const plain = lfs === undefined ? stripping(replay) : replay;
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
