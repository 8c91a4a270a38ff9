// NodeMCU's own VM, where it is here: compiles modules and replays what the WebAssembly host went through.
import { describe, expect, test } from "vitest";
import {
  compileModule,
  luacCross,
  replayLife,
  runScript,
} from "../../../../tools/laboratory/hosts/nodemcu/luac-cross.ts";
import { hostNodeMcu } from "../../../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createTranscript } from "../../../../tools/laboratory/hosts/nodemcu/transcript.ts";
import { createVirtualWorld } from "../../../../tools/sim/worlds/virtual-world.ts";
import { joining } from "./lab.ts";

const programs = luacCross();
if (programs.length === 0)
  console.log("NodeMCU's own VM is absent: no luac.cross in LUAC_CROSS or on the PATH.");

test("A listed program that is no luac.cross is refused with its name", () => {
  expect(() => luacCross({ LUAC_CROSS: "/nowhere/luac" })).toThrow(
    '"/nowhere/luac" is not a luac.cross of NodeMCU',
  );
});

test("Without a list and with an empty PATH there is none", () => {
  expect(luacCross({ PATH: "" })).toEqual([]);
});

describe.each(programs)("luac.cross $version", (program) => {
  const chip = program.version === "5.1" ? "esp8266" : "esp32";
  const init = `
    note = function() end
    ${joining(chip)}
    local number = math.random(1000)
    local s = net.createConnection()
    s:on("connection", function() s:send("hello" .. number .. "\\0\\255") end)
    s:on("receive", function(_, bytes) gpio.write(4, 1) s:send(bytes:rep(2)) end)
    s:connect(1883, "broker")
    tmr.create():alarm(100, tmr.ALARM_AUTO, function() ticks = (ticks or 0) + 1 end)
    tmr.create():alarm(300, tmr.ALARM_SINGLE, function() error("boom") end)`;

  function recorded(image: Record<string, string>) {
    const transcript = createTranscript();
    const world = createVirtualWorld({
      peer: (end) => ({ received: (bytes) => bytes.length < 20 && end.write(bytes), closed: () => {} }),
    });
    const device = hostNodeMcu({ image, chip, world, transcript });
    device.boot();
    world.clock.advance(1000);
    return { transcript, image: new Map(Object.entries(image)) };
  }

  test("compiles a module to stripped bytes", () => {
    const compiled = compileModule(program, "m.lua", "local long_name = 1 return long_name");
    expect(compiled.bytes).toBeGreaterThan(20);
    expect(compiled.bytes).toBeLessThan(120);
  });

  test("gives the compiler's sentence for a module that it refuses", () => {
    expect(compileModule(program, "m.lua", "local = 1").problem).toContain("m.lua:1");
  });

  test("runs a script and prints", () => {
    expect(runScript(program, "print(7 / 2)")).toEqual({ output: "3.5\n" });
    expect(runScript(program, "error('boom')").problem).toContain("boom");
  });

  test("asks the same as the WebAssembly Lua through an error's restart", () => {
    const { transcript, image } = recorded({ "init.lua": init });
    const [first, second] = transcript.lives;
    const replay = replayLife(program, { chip, image, life: first ?? [] });
    expect(replay.difference).toBeUndefined();
    expect(replay.errors).toEqual([expect.stringContaining("boom")]);
    expect(replay.outputs.map(({ operation }) => operation)).toContain("socketSend");
    expect(second).toBeDefined();
  });

  test("shows the first question that differs", () => {
    const { transcript, image } = recorded({ "init.lua": init });
    image.set("init.lua", init.replace("hello", "hallo"));
    const replay = replayLife(program, { chip, image, life: transcript.lives[0] ?? [] });
    expect(replay.same).toBe(false);
    expect(replay.difference).toContain("socketSend");
  });
});
