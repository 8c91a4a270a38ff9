// The journal's port on every engine: a device that keeps a count in it, recovers it at each sample as at a
// start, and says what it holds.
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { espOf } from "../../boards/chips/chip.ts";
import { commit, heldValue, journalOf, keep } from "../../src/journal/journal.ts";
import { recover } from "../../src/journal/recover.ts";
import { JournalFiles } from "../../src/platform/linux/journal-files.ts";
import { NodeJournal } from "../../src/platform/node/buses/journal.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { readBoard, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { SimulatedFlash } from "../../tools/sim/worlds/flash.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { EVERYTHING } from "../everything.ts";

vi.setConfig({ testTimeout: 180_000 });

const BOARDS = ["esp8266-nodemcu", "esp32-nodemcu", "d1-mini-espruino"] as const;
/** The builds take most of the time. */
const TRIED = EVERYTHING ? BOARDS : BOARDS.filter((board) => board !== "esp8266-nodemcu");
const [AT, AREA_BYTES] = [0x310000, 8192];

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-keeper-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));
const SOURCE = relative(FOLDER, join(import.meta.dirname, "../../src"));
const FILES = {
  "keeper.ts": `import { newPart, type Part, type Ports, type Quantity, setReading, type Wires } from "ringmote/driver.ts";
import { commit, heldValue, journalOf, keep } from "${SOURCE}/journal/journal.ts";
import { recover } from "${SOURCE}/journal/recover.ts";
interface Keeper extends Part { ports: Ports | undefined; answer: Quantity }
export function keeper(): Keeper {
  const part = newPart<Keeper>("keeper", "none", begin, request, collect);
  part.answer = { part, decimals: 0, value: undefined };
  return part;
}
function begin(part: Keeper, ports: Ports, _: Wires): void {
  part.ports = ports;
  if (ports.journal !== undefined) ports.journal.setUp(${AT}, ${AREA_BYTES});
}
function request(_: Keeper): number {
  return 10;
}
function collect(part: Keeper): string {
  const areas = (part.ports as Ports).journal;
  setReading(part.answer, undefined);
  if (areas === undefined) return "no journal";
  const recovery = recover(areas);
  if (recovery.damaged > 0 || recovery.isTorn) return "damaged";
  const journal = journalOf(recovery, 8);
  const count = (heldValue(journal, 7) ?? "").length + 1;
  if (!keep(journal, 7, "\\xff\\0\\x80x".substring(0, 1 + (count % 4)) + "1234567890123456789".substring(0, count - 1 - (count % 4)))) return "full";
  if (!commit(journal)) return "not taken";
  setReading(part.answer, count);
  return "";
}
`,
  "device.ts": `import { device, seconds, sensor } from "ringmote";
import { keeper } from "./keeper.ts";
export default device({ name: "keeper", sensors: [sensor("answer", keeper().answer, { every: seconds(1) })] });
`,
  "wiring.ts": `import { wire } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import esp32 from "ringmote/boards/esp32-nodemcu.ts";
import esp8266 from "ringmote/boards/esp8266-nodemcu.ts";
export default { "esp8266-nodemcu": wire(esp8266, {}), "esp32-nodemcu": wire(esp32, {}), "d1-mini-espruino": wire(d1MiniEspruino, {}) };
`,
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);

/** Files as NodeMCU has them, of app/modules/file.c of release and of Lua's own \`io\` on the ESP32. */
const LUA_FILES = `
do
local files, other = {}, io and io.open
local function open(name, mode)
  if name:sub(1, 4) ~= "rm.j" then return other(name, mode) end
  if mode == "w" then files[name] = "" end
  if mode == "r" and not files[name] then return nil end
  files[name] = files[name] or ""
  local at, handle = 0, {}
  function handle:seek(from, offset)
    at = (from == "end" and #files[name] or 0) + offset
    return at
  end
  function handle:read(count)
    local bytes = files[name]:sub(at + 1, at + count)
    at = at + #bytes
    if bytes ~= "" then return bytes end
  end
  function handle:write(bytes)
    assert(mode ~= "r")
    files[name] = files[name] .. bytes
    return handle
  end
  function handle:close() assert(handle.read) handle.read = nil end
  return handle
end
file.open = open
io = io or {}
io.open = open
end
`;

/**
 * Espruino's \`Flash\` (src/jswrap_flash.c): a write clears bits, an erase sets those of the page that the
 * address lies in.
 */
const FLASH = `
var $require=require,$cells=new Uint8Array(${2 * AREA_BYTES}).fill(255),$flash={
  read:function(count,at){return $cells.slice(at-${AT},at-${AT}+count);},
  write:function(bytes,at){for(var i=0;i<bytes.length;i++)$cells[at-${AT}+i]&=bytes.charCodeAt(i);},
  erasePage:function(at){at=(at-${AT})&~4095;$cells.fill(255,at,at+4096);}};
global.require=function(n){return n=="Flash"?$flash:$require(n);};
`;

async function scene() {
  const { declaration } = await readFirmware(FOLDER);
  return { ...partsInWorld(declaration), declaration };
}

function flashInMemory(): SimulatedFlash {
  return new SimulatedFlash({ areaBytes: AREA_BYTES, pageBytes: 4096, random: createRandom(1) });
}

test("a device in Node finds what it kept, and its flash is written as flash may be", async () => {
  const { world, declaration, pass, said } = await scene();
  const flash = flashInMemory();
  const device = startNodeDevice({ ...world, journal: new NodeJournal(flash.port) }, declaration, {});
  pass(12_000);
  expect(said()).toContain("answer=9");
  expect([flash.misuses, flash.writes]).toEqual([0, 13]);
  device.kill();
});

test("a device in a world without flash has no journal", async () => {
  const { world, declaration, pass, problem } = await scene();
  const { journal: _, ...withoutFlash } = world;
  const device = startNodeDevice(withoutFlash, declaration, {});
  pass(5000);
  expect(problem()).toContain("no journal");
  device.kill();
});

test.each(TRIED)("an image for %s finds what it kept", async (boardName) => {
  const { world, pass, said } = await scene();
  const board = await readBoard(boardName);
  const { files } = await keptImage({ firmware: FOLDER, board: boardName });
  const image = Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
  if (board.target === "espruino")
    hostEspruino({ script: FLASH + image[`${basename(FOLDER)}.js`], world, board, chunkBytes: 268 });
  else {
    image["init.lua"] = LUA_FILES + image["init.lua"];
    hostNodeMcu({ image, chip: espOf(board.chip), variant: board.variant, world }).boot();
  }
  pass(30_000);
  expect(said()).toContain("answer=9");
});

test("an image that keeps nothing has nothing of the journal", async () => {
  for (const board of BOARDS) {
    const { files } = await keptImage({ firmware: "climate", board });
    expect(files.map(({ content }) => content.text).join()).not.toMatch(/Flash"|rm\.j0|rmj/);
  }
});

test("the journal of a computer makes its folder, with two files that a second start reads", () => {
  const begin = () => {
    const port = new NodeJournal(new JournalFiles(join(FOLDER, "made")));
    port.setUp(0, 512);
    return journalOf(recover(port), 8);
  };
  const journal = begin();
  for (let i = 0; i < 40; i += 1) expect(keep(journal, 1, `${i}\xff\0`) && commit(journal)).toBe(true);
  expect(heldValue(begin(), 1)).toBe("39\xff\0");
  for (const area of [0, 1])
    expect(statSync(join(FOLDER, "made", `journal.${area}`)).size).toBeLessThanOrEqual(512);
});

test("the journal of a folder that cannot be made keeps nothing", () => {
  const port = new NodeJournal(new JournalFiles(join(FOLDER, "device.ts", "journal")));
  port.setUp(0, 512);
  const journal = journalOf(recover(port), 8);
  expect([keep(journal, 1, "on"), commit(journal)]).toEqual([true, false]);
});

test.each([
  ["an area that is none", 2, 0, 4, "it has 0 and 1"],
  ["half a word", 0, 0, 2, "whole words"],
  ["a place between two words", 0, 2, 4, "whole words"],
  ["what lies behind the area", 0, 512, 4, "whole words"],
])("asking the journal for %s throws in words", (_, area, at, count, words) => {
  const port = new NodeJournal(flashInMemory().port);
  port.setUp(0, 512);
  expect(() => port.read(area, at, count)).toThrow(words);
  expect(() => port.setUp(0, 500)).toThrow("a multiple of 16 from 512 on");
});
