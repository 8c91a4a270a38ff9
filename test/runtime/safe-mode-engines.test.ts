// Safe mode on hosted boards, as built and flashed: a driver that throws at each start ends in it, and is mended.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { espOf } from "../../boards/chips/chip.ts";
import { UNSTEADY_STARTS } from "../../src/device/run/unsteady-starts.ts";
import { GUARD_MS, MOST_UNSTEADY, SAFE_WORDS, STEADY_MS } from "../../src/runtime/safe-mode.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { type BoardName, flashed } from "../setup/built.ts";

/** While it is stored, the driver throws. */
const BROKEN = "broken";
const ROOT = "home/room-1";
const BOARDS = {
  "d1-mini-espruino": "D5",
  "esp32-espruino": "D4",
  "esp8266-nodemcu": "D5",
  "esp32-nodemcu": "IO4",
};

const folder = mkdtempSync(join(tmpdir(), "ringmote-safe-mode-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(
  join(folder, "frail.ts"),
  `import { newPart, type Part, type Ports, type Quantity, setReading } from "ringmote/driver.ts";

interface Frail extends Part {
  wire: "input";
  level: Quantity;
  absent: Part | undefined;
}

export function frail(role: string): Frail {
  const part = newPart<Frail>(role, "input", begin, request, collect);
  part.level = { part, decimals: 0, value: undefined };
  part.absent = undefined;
  return part;
}

function begin(part: Frail, ports: Ports): void {
  if (ports.readRecord("${BROKEN}") !== undefined) part.role = (part.absent as Part).role;
}

function request(): number {
  return 1;
}

function collect(part: Frail): string {
  setReading(part.level, 7);
  return "";
}
`,
);
writeFileSync(
  join(folder, "device.ts"),
  `import { device, powerSwitch, seconds, sensor } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
import { frail } from "./frail.ts";
export default device({
  name: "room",
  safeMode: true,
  settings: "remote",
  sensors: [sensor("level", frail("level").level, { every: seconds(10) })],
  actuators: [powerSwitch("heater", relay("heater"))],
});
`,
);
const names = Object.entries(BOARDS);
const levels: Record<string, string> = {
  "d1-mini-espruino": "D6",
  "esp32-espruino": "D14",
  "esp8266-nodemcu": "D6",
  "esp32-nodemcu": "IO5",
};
writeFileSync(
  join(folder, "wiring.ts"),
  `import { wire } from "ringmote/boards/board.ts";
${names.map(([name], i) => `import board${i} from "ringmote/boards/${name}.ts";`).join("\n")}
export default {
${names.map(([name, heater], i) => `  "${name}": wire(board${i}, { heater: "${heater}", level: "${levels[name]}" }),`).join("\n")}
};
`,
);

test.each(names.map(([name]) => name as BoardName))(
  "on %s ten failed starts enter safe mode, which a command ends",
  async (name) => {
    const { board, files } = await flashed(folder, name);
    const clock = createVirtualClock();
    const broker = createBroker({ timers: clock });
    const lines: string[] = [];
    const storage = new Map([
      [SETTINGS, settingsRecord({ ssid: "net", host: "broker", id: "room-1" })],
      [BROKEN, "yes"],
    ]);
    const world = createVirtualWorld({ clock, storage, peer: broker.peer, log: (line) => lines.push(line) });
    if (board.target === "espruino") {
      for (const [file, text] of Object.entries(files)) storage.set(file, text);
      const chunkBytes = espOf(board.chip) === "esp8266" ? 268 : 536;
      hostEspruino({ world, board, chunkBytes, joinsWithWorld: true });
    } else {
      hostNodeMcu({
        image: files,
        chip: espOf(board.chip),
        variant: board.variant,
        world,
        joinsWithWorld: true,
      }).boot();
    }
    const problem = () => broker.kept(`${ROOT}/problem`)?.trim();
    clock.advance(3 * GUARD_MS);
    expect([problem(), storage.get(UNSTEADY_STARTS)]).not.toContain(SAFE_WORDS);
    clock.advance(2 * MOST_UNSTEADY * GUARD_MS);
    expect({ problem: problem(), lines: lines.slice(-8) }).toMatchObject({ problem: SAFE_WORDS });
    expect(broker.kept(`${ROOT}/level`)).toBeUndefined();
    storage.delete(BROKEN);
    broker.publish(`${ROOT}/safe-mode/set`, "off", { qos: 1 });
    clock.advance(2 * STEADY_MS);
    expect({ problem: problem(), lines: lines.slice(-8) }).toMatchObject({ problem: "none" });
    expect([broker.kept(`${ROOT}/level`), storage.get(UNSTEADY_STARTS)]).toEqual(["7", "0"]);
  },
);
