// The system rows of the NodeMCU tables: the chip, its restarts, tasks, modules.
import { describe, expect, test } from "vitest";
import { CHIPS, lab } from "./lab.ts";

describe.each(CHIPS)("the %s", (chip) => {
  test("NodeMCU restarts when an error escapes a callback", () => {
    const table = lab(chip);
    table.run("x = 1 tmr.create():alarm(5, tmr.ALARM_SINGLE, function() error('boom') end)");
    table.advance(10);
    expect(table.device.panics).toEqual(["evaluate:1: boom"]);
    expect(table.device.isRunning()).toBe(false);
    table.advance(1000);
    expect(table.device.restarts()).toBe(1);
    expect(table.run("return x")).toBe("nil");
  });

  test("NodeMCU tells the error handler before it restarts", () => {
    const table = lab(chip);
    table.run("node.setonerror(function(message) print('last words: ' .. message) end)");
    table.run("node.task.post(function() error('boom', 0) end)");
    table.advance(1);
    expect(table.log).toEqual(["PANIC: boom", "last words: boom"]);
    table.advance(1000);
    expect(table.device.restarts()).toBe(1);
  });

  test("the watchdog cuts an endless callback off, within pcall too", () => {
    const table = lab(chip);
    table.run("node.task.post(function() while true do pcall(function() while true do end end) end end)");
    table.advance(1);
    expect(table.device.panics[0]).toMatch(/^watchdog/);
    table.advance(1000);
    expect(table.device.isRunning()).toBe(true);
  });

  test("NodeMCU loses its connections without a word when it restarts", () => {
    const table = lab(chip);
    table.run("connect()");
    table.advance(1);
    table.run('s:send("sent") ');
    table.advance(1);
    table.run("node.task.post(node.restart)");
    table.advance(1000);
    expect(table.heard()).toBe("sent");
    expect(table.device.restarts()).toBe(1);
    expect(table.device.panics).toEqual([]);
  });

  test("NodeMCU never returns from node.restart", () => {
    const table = lab(chip);
    table.run("node.task.post(function() node.restart() print('still here') end)");
    table.advance(1);
    expect(table.log).toEqual([]);
  });

  test("NodeMCU says why it booted", () => {
    const table = lab(chip);
    const reason = () => table.run("return table.concat({ node.bootreason() }, ' ')");
    const codes = chip === "esp8266" ? ["1 0", "2 4", "3 5"] : ["1 8", "2 19 0", "3 12"];
    expect(reason()).toBe(codes[0]);
    table.run("node.task.post(node.restart)");
    table.advance(1000);
    expect(reason()).toBe(codes[1]);
    table.run("node.task.post(function() node.dsleep(5000000) end)");
    table.advance(4000);
    expect(table.device.isRunning()).toBe(false);
    table.advance(2000);
    expect(reason()).toBe(codes[2]);
  });

  test("NodeMCU keeps RTC memory through a restart, not through a power cut", () => {
    const table = lab(chip);
    // Lua 5.3 has no whole number of 32 bits without a sign.
    const allOnes = chip === "esp8266" ? "4294967295" : "-1";
    table.run(`rtcmem.write32(126, -5, ${allOnes}) node.task.post(node.restart)`);
    table.advance(1000);
    expect(table.run("return table.concat({ rtcmem.read32(126, 2) }, ' ')")).toBe("-5 -1");
    expect(table.run("return select('#', rtcmem.read32(127, 2))")).toBe("0");
    table.device.kill();
    table.device.boot();
    expect(table.run("return rtcmem.read32(126)")).toBe("0");
  });

  test("NodeMCU runs tasks later, the urgent ones first", () => {
    const table = lab(chip);
    table.run(`node.task.post(function() note("low") end)
      node.task.post(2, function() note("high") end)
      note("now")`);
    table.advance(1);
    expect(table.notes()).toBe("now; high; low");
  });

  test("an error in init.lua leaves the prompt, without a restart", () => {
    const table = lab(chip, { init: "error('bad start')" });
    table.advance(10_000);
    expect(table.device.bootError()).toMatch(/^init.lua:\d+: bad start$/);
    expect(table.device.restarts()).toBe(0);
    expect(table.device.isRunning()).toBe(true);
  });

  test("NodeMCU finds modules as .lc before .lua, each loaded once", () => {
    const table = lab(chip);
    table.world.storage.set("greet.lua", "note('loaded', ...) return { text = 'hello' }");
    table.run("note(require('greet').text, require('greet').text)");
    expect(table.notes()).toMatch(/^loaded greet.*; hello hello$/);
    table.run("node.compile('greet.lua') file.remove('greet.lua') package.loaded.greet = nil");
    table.run("note(require('greet').text, file.exists('greet.lua'))");
    expect(table.notes()).toMatch(/hello false$/);
    table.run("try(require, 'absent')");
    expect(table.notes()).toMatch(/^module 'absent' not found/);
  });

  test("after a power cut nothing more is sent until it boots", () => {
    const table = lab(chip);
    table.run("connect()");
    table.advance(1);
    table.run('s:send("never leaves")');
    table.device.kill();
    table.advance(1000);
    expect(table.heard()).toBe("");
    expect(table.device.isRunning()).toBe(false);
    table.device.boot();
    expect(table.run("return s")).toBe("nil");
  });

  test("power lost in the middle of a callback ends its work", () => {
    const table = lab(chip);
    table.world.log = (line) => {
      table.log.push(line);
      table.device.kill();
    };
    table.run("node.task.post(function() print('first') pcall(print, 'second') end)");
    table.advance(1000);
    expect(table.log).toEqual(["first"]);
    expect(table.device.isRunning()).toBe(false);
  });

  test("NodeMCU stops in order: what the program does then is waited for", () => {
    const table = lab(chip, {
      init: 'function halt() s:send("bye") tmr.create():alarm(50, 0, function() s:close() end) end',
    });
    table.run("connect()");
    table.advance(1);
    let done = false;
    table.device.stop(() => {
      done = true;
    });
    table.advance(30);
    expect(done).toBe(false);
    table.advance(100);
    expect(done).toBe(true);
    expect(table.heard()).toBe("bye<closed>");
  });
});

test("The ESP8266 is a number, the ESP32 a hexadecimal text", () => {
  const around = { chipId: "0011223344ff" };
  expect(lab("esp8266", { around }).run("return node.chipid()")).toBe(String(0x3344ff));
  expect(lab("esp32", { around }).run("return node.chipid()")).toBe("0x11223344ff");
});

test("Free heap is what the chip has less what the program holds", () => {
  const table = lab("esp8266", { heapBytes: 40_000 });
  table.run(
    "before = node.heap() kept = ('x'):rep(10000) note(before - node.heap() >= 10000, before < 40000)",
  );
  expect(table.notes()).toBe("true true");
});

test("Free heap is never less than nothing", () => {
  expect(lab("esp8266", { heapBytes: 100 }).run("kept = ('x'):rep(10000) return node.heap()")).toBe("0");
});

test.each(["esp8266", "esp32"] as const)("What the %s compiles itself names no lines", (chip) => {
  const table = lab(chip, { image: { "a.lua": "local one = nil\nreturn one.two" } });
  const failure = "return select(2, pcall(loadfile(...)))";
  expect(table.run(failure.replace("...", "'a.lua'"))).toContain("a.lua:2:");
  table.run("node.compile('a.lua')");
  expect(table.run(failure.replace("...", "'a.lc'"))).toMatch(/^\?:/);
});

test("Only Lua 5.1 builds have modes of the emergency collector", () => {
  const mode = "return tostring(pcall(function() node.egc.setmode(node.egc.ON_ALLOC_FAILURE) end))";
  expect(lab("esp8266").run(mode)).toBe("true");
  expect(lab("esp32").run(mode)).toBe("false");
  expect(lab("esp32", { lua: "5.1" }).run(mode)).toBe("true");
});
