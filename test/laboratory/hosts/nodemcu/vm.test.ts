// The VM rows of the NodeMCU tables: which names exist, which programs compile, what is measured.
import { describe, expect, test } from "vitest";
import { hostNodeMcu } from "../../../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createVirtualWorld } from "../../../../tools/sim/worlds/virtual-world.ts";
import { CHIPS, lab } from "./lab.ts";

const locals = (count: number) => Array.from({ length: count }, (_, i) => `local a${i} = ${i}`).join("\n");

describe.each(CHIPS)("the Lua of the %s", (chip) => {
  test("has no os, and of debug only traceback", () => {
    const names = lab(chip).run(
      "local names = {} for name in pairs(debug) do names[#names + 1] = name end return table.concat(names) .. tostring(os) .. tostring(package.loadlib)",
    );
    expect(names).toBe("tracebacknilnil");
  });

  test("has bit with signed 32-bit words", () => {
    const table = lab(chip);
    table.run("note(bit.band(0xff, 0x0f), bit.bor(1, 6), bit.bxor(5, 1), bit.bnot(0), bit.lshift(1, 31))");
    table.run("note(bit.rshift(-1, 28), bit.arshift(-8, 1))");
    expect(table.notes()).toBe("15 7 4 -1 -2147483648; 15 -4");
  });

  test("runs its program from stripped bytecode in less heap", () => {
    const image = { "init.lua": "m = require('module')", "module.lua": longModule() };
    const held = [false, true].map((loadBytecode) => {
      const device = hostNodeMcu({ image, chip, world: createVirtualWorld(), loadBytecode });
      device.boot();
      expect(device.bootError()).toBeUndefined();
      expect(device.evaluate("return m.add19(1)")).toBe("20");
      return device.heapBytes();
    });
    expect(held[1]).toBeLessThan(0.95 * (held[0] as number));
  });

  test("Lua reads the requested file, even when the watchdog interrupts", () => {
    const device = hostNodeMcu({ image: { "there.lua": "return 1" }, chip, world: createVirtualWorld() });
    device.boot();
    // Each event takes less than two looks, and begins elsewhere between two of them.
    for (let times = 0; times < 60; times += 1)
      device.evaluate(`for i = 1, ${9000 + times} do assert(loadfile("there.lua")) end`);
    expect(device.panics).toEqual([]);
  });

  test("holds nothing before the program has begun", () => {
    const device = hostNodeMcu({ image: {}, chip, world: createVirtualWorld() });
    device.boot();
    expect(device.heapBytes()).toBe(0);
  });

  test("counts what the program holds and allocates, not what the host does", () => {
    const table = lab(chip);
    const before = table.device.heapBytes();
    table.run("kept = ('x'):rep(1000)");
    const after = table.device.heapBytes();
    expect(after - before).toBeGreaterThanOrEqual(1000);
    expect(after - before).toBeLessThan(1200);
    table.run("tmr.create():alarm(100, tmr.ALARM_AUTO, function() n = (n or 0) + 1 end)");
    table.advance(100);
    expect(table.device.allocatedDuring(() => table.advance(1000))).toBe(0);
  });

  test("the host makes no garbage in calls that a device repeats", () => {
    const table = lab(chip, { around: { i2c: { write: () => true, read: () => "123456" } } });
    table.run("i2c.setup(0, 2, 1, i2c.SLOW) connect() for name in pairs(noted) do noted[name] = nil end");
    table.advance(10);
    table.run(`s:on("sent", nil) s:on("receive", function(_, bytes) end)
      local timer, text = tmr.create(), "1234567"
      local function again()
        s:send(text)
        gpio.write(4, math.random(2) - 1)
        i2c.start(0) i2c.address(0, 68, i2c.RECEIVER) i2c.read(0, 6) i2c.stop(0)
        print(text)
        timer:alarm(100, tmr.ALARM_SINGLE, again)
      end
      again()`);
    table.advance(1000);
    // Only the six bytes that the bus answers, which are one and the same string.
    expect(table.device.allocatedDuring(() => table.advance(10_000))).toBeLessThan(40);
  });

  test("counts the program's instructions, not the host's", () => {
    const table = lab(chip);
    table.run("n = 0 tmr.create():alarm(100, tmr.ALARM_AUTO, function() n = n + 1 end)");
    expect(table.device.instructionsDuring(() => {})).toBe(0);
    expect(table.device.instructionsDuring(() => table.advance(1000))).toBe(40);
  });

  test("leaves nothing behind in a thousand connections", () => {
    const table = lab(chip);
    const once = `local s = net.createConnection()
      s:on("connection", function() s:send("x") end)
      s:on("sent", function() s:close() end)
      s:connect(1883, "broker")`;
    for (let i = 0; i < 20; i += 1) {
      table.run(once);
      table.advance(10);
    }
    const before = table.device.heapBytes();
    for (let i = 0; i < 1000; i += 1) {
      table.run(once);
      table.advance(10);
    }
    expect(table.device.heapBytes()).toBeLessThanOrEqual(before);
  });
});

test("NodeMCU's Lua 5.1 allows 50 locals in a function, 5.3 more", () => {
  const boot = (lua: "5.1" | "5.3", count: number) => {
    const image = { "init.lua": "require('many')", "many.lua": locals(count) };
    const device = hostNodeMcu({ image, chip: "esp8266", lua, world: createVirtualWorld() });
    device.boot();
    return device.bootError();
  };
  expect(boot("5.1", 50)).toBeUndefined();
  expect(boot("5.1", 51)).toContain("many.lua: main function has more than 50 local variables");
  expect(boot("5.3", 51)).toBeUndefined();
});

test("Lua 5.1 has no goto, no integer division and no string.pack", () => {
  const table = lab("esp8266");
  table.run("note(loadstring('goto done ::done::'), loadstring('return 7 // 2'), string.pack) ");
  expect(table.notes()).toMatch(/^nil .*nil$/);
});

test("Lua 5.1 has no trigonometry", () => {
  expect(lab("esp8266").run("return tostring(math.sin or math.fmod or math.log)")).toBe("nil");
});

test("Lua 5.3 keeps whole numbers and floats apart", () => {
  const table = lab("esp32");
  table.run("note(7 / 2, 10 / 2, 7 // 2, 3.0) try(string.format, '%d', 1.5)");
  expect(table.notes()).toBe(
    "3.5 5.0 3 3.0; bad argument #2 to 'string.format' (number has no integer representation)",
  );
});

test("unpack is global in Lua 5.1 and in table in Lua 5.3", () => {
  expect(lab("esp8266").run("return type(unpack) .. type(table.unpack)")).toBe("functionnil");
  expect(lab("esp32").run("return type(unpack) .. type(table.unpack)")).toBe("nilfunction");
});

function longModule(): string {
  const functions = Array.from(
    { length: 20 },
    (_, i) => `function module.add${i}(argumentWithALongName)\n  return argumentWithALongName + ${i}\nend`,
  );
  return `local module = {}\n${functions.join("\n")}\nreturn module`;
}
