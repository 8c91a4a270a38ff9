// init.lua on a chip: late, stoppable, and loud when something is wrong.
import { describe, expect, test } from "vitest";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { HOLD_GLOBAL, initLua, startList } from "../../tools/targets/nodemcu/lua/init.ts";

const CHIPS = ["esp8266", "esp32"] as const;

/** A chip with these files beside its init.lua, run for some time; the lines that it printed. */
function printed(
  chip: (typeof CHIPS)[number],
  files: Record<string, string>,
  ms: number,
  resetReason = "power",
): string[] {
  const log: string[] = [];
  const world = createVirtualWorld({ chip: { resetReason }, log: (line) => log.push(line) });
  const device = hostNodeMcu({
    chip,
    world,
    image: { "init.lua": initLua(), "ringmote.lua": startList({ modules: ["one", "two"] }), ...files },
  });
  device.boot();
  world.clock.advance(ms);
  expect(device.panics).toEqual([]);
  return log;
}

const MODULES = {
  "one.lua": 'local shared=...\nshared[1]="handed on"\nprint("one")',
  "two.lua": 'local shared=...\nprint("two "..shared[1])',
};

/** What `1/2` is where numbers are whole. */
const HALF_OF_AN_INTEGER_BUILD = "0";

test("on an integer build the image names itself unsuitable and starts nothing", () => {
  const init = initLua();
  expect(init).toContain("if 1/2==0 then");
  const lines = printed(
    "esp8266",
    { ...MODULES, "init.lua": init.replace("1/2", HALF_OF_AN_INTEGER_BUILD) },
    5000,
  );
  expect(lines).toEqual(["ringmote needs a firmware with floating point; this chip runs an integer build"]);
});

test("init.lua has no fraction, which an integer build could not even read", () => {
  expect(initLua()).not.toMatch(/\d\.\d/);
});

describe.each(CHIPS)("on the %s", (chip) => {
  test("modules run two seconds after power, in order, and share a table", () => {
    expect(printed(chip, MODULES, 1900)).toEqual([]);
    expect(printed(chip, MODULES, 2100)).toEqual(["one", "two handed on"]);
  });

  test("a device that sleeps starts at once at a wake, and late after all else", () => {
    const sleeping = { ...MODULES, "init.lua": initLua({ sleeps: true, updates: false }) };
    expect(printed(chip, sleeping, 100, "deep sleep")).toEqual(["one", "two handed on"]);
    for (const reason of ["power", "software", "watchdog", "exception"]) {
      expect(printed(chip, sleeping, 1900, reason)).toEqual([]);
      expect(printed(chip, sleeping, 2100, reason)).toEqual(["one", "two handed on"]);
    }
  });

  test("a file named ringmote.stop keeps the image from starting", () => {
    const lines = printed(chip, { ...MODULES, "ringmote.stop": "" }, 5000);
    expect(lines).toEqual(["ringmote is not started: remove ringmote.stop and restart"]);
  });

  test("an error while starting is printed with its module and ends it", () => {
    const lines = printed(chip, { ...MODULES, "one.lua": 'error("no pins")' }, 5000);
    expect(lines).toEqual([expect.stringMatching(/^ringmote could not start one: .*no pins$/)]);
  });

  test("a global set at the console in time prevents the start", () => {
    const log: string[] = [];
    const world = createVirtualWorld({ log: (line) => log.push(line) });
    const image = {
      "init.lua": initLua(),
      "ringmote.lua": startList({ modules: ["one", "two"] }),
      ...MODULES,
    };
    const device = hostNodeMcu({ chip, world, image });
    device.boot();
    world.clock.advance(1000);
    device.evaluate(`${HOLD_GLOBAL}=true`);
    world.clock.advance(4000);
    expect(log).toEqual([]);
  });

  test("a new start list counts while there is no other", () => {
    const image = {
      "init.lua": initLua(),
      "ringmote.new": startList({ modules: ["two"] }),
      "two.lua": 'print("new")',
    };
    const log: string[] = [];
    const world = createVirtualWorld({ log: (line) => log.push(line) });
    hostNodeMcu({ chip, world, image }).boot();
    world.clock.advance(5000);
    expect(log).toEqual(["new"]);
    expect(printed(chip, { ...MODULES, "ringmote.new": image["ringmote.new"] }, 5000)).toHaveLength(2);
  });

  test("a board without a start list reports that it has no image", () => {
    const log: string[] = [];
    const world = createVirtualWorld({ log: (line) => log.push(line) });
    hostNodeMcu({ chip, world, image: { "init.lua": initLua() } }).boot();
    world.clock.advance(5000);
    expect(log).toEqual(["ringmote is not started: no image is stored here"]);
  });

  test("a module that is missing is named", () => {
    const lines = printed(chip, { "one.lua": MODULES["one.lua"] }, 5000);
    expect(lines[1]).toMatch(/^ringmote could not start two: /);
  });
});
