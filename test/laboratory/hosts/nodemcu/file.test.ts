// The file rows of the NodeMCU tables: SPIFFS, and what a power cut leaves of it.
import { describe, expect, test } from "vitest";
import { hostNodeMcu } from "../../../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import type { Chip } from "../../../../tools/laboratory/hosts/nodemcu/prelude.ts";
import { createVirtualWorld } from "../../../../tools/sim/worlds/virtual-world.ts";
import { CHIPS, lab } from "./lab.ts";

/** Lua that writes a file, and an expression that reads it. */
const write = (chip: Chip, name: string, value: string) =>
  chip === "esp8266"
    ? `file.putcontents("${name}", ${value})`
    : `local f = io.open("${name}", "w") f:write(${value}) f:close()`;
const read = (chip: Chip, name: string) =>
  chip === "esp8266" ? `return file.getcontents("${name}")` : `return io.open("${name}"):read("*a")`;

describe.each(CHIPS)("the file system of the %s", (chip) => {
  test("NodeMCU's file system does not rename onto a file that is there", () => {
    const table = lab(chip);
    table.run(`${write(chip, "a", '"1"')} ${write(chip, "b", '"2"')}`);
    table.run(
      'note(file.rename("a", "b")) file.remove("b") note(file.rename("a", "b"), file.rename("a", "c"))',
    );
    expect(table.notes()).toBe("false; true false");
    expect(table.run(read(chip, "b"))).toBe("1");
  });

  test("NodeMCU's file system takes names of at most 31 characters", () => {
    const table = lab(chip);
    table.run('try(file.exists, ("n"):rep(31)) try(file.exists, ("n"):rep(32))');
    expect(table.notes()).toBe("fine; bad argument #1 to 'exists' (filename invalid)");
  });

  test("NodeMCU's file system lists the image beside what was written, and removes from both", () => {
    const table = lab(chip);
    table.run(write(chip, "mine", '"12345"'));
    table.run(
      'note(file.list().mine, file.list()["init.lua"] > 0) file.remove("mine") note(file.exists("mine"))',
    );
    expect(table.notes()).toBe("5 true; false");
    expect(table.world.storage.size).toBe(0);
  });

  test("NodeMCU's file system opens four files at once", () => {
    const table = lab(chip);
    const open = chip === "esp8266" ? "file.open" : "io.open";
    table.run(`files = {} for i = 1, 5 do files[i] = ${open}("f" .. i, "w") end note(#files)`);
    table.run(`files[1]:close() note(${open}("again", "w") ~= nil)`);
    expect(table.notes()).toBe("4; true");
  });

  test("NodeMCU's file system refuses what does not fit", () => {
    const table = lab(chip, { flashBytes: 4000 });
    const attempt =
      chip === "esp8266"
        ? 'file.putcontents("big", ("x"):rep(4000))'
        : '(io.open("big", "w"):write(("x"):rep(4000)))';
    expect(table.run(`return ${attempt}`)).toBe("nil");
    table.run("local free, used, total = file.fsinfo() note(free + used == total, total)");
    expect(table.notes()).toBe("true 4000");
  });

  test("NodeMCU's file system keeps a part of a write in whose middle the power goes", () => {
    const table = lab(chip);
    const before = chip === "esp8266" ? 0 : 1;
    table.device.files.cutPower(before, 3);
    expect(() => table.run(write(chip, "torn", '"123456"'))).toThrow("The chip went down");
    expect(table.device.isRunning()).toBe(false);
    expect(table.world.storage.get("torn")).toBe("123");
  });

  test("cuts the power before a rename as well", () => {
    const table = lab(chip);
    table.run(write(chip, "x.new", '"new"'));
    table.device.files.cutPower(0, 0);
    expect(() => table.run('file.rename("x.new", "x")')).toThrow("The chip went down");
    expect([...table.world.storage.keys()]).toEqual(["x.new"]);
  });
});

describe("files of the ESP8266", () => {
  test("read and write through handles", () => {
    const table = lab("esp8266");
    table.run('local f = file.open("t", "w+") f:writeline("one") f:write("two") f:flush() f:close()');
    table.run(
      'local f = file.open("t") note(f:readline(), f:read(2), f:seek("set", 0), f:read("e"), f:read()) note(f:read())',
    );
    expect(table.notes()).toBe("one\n tw 0 one \ntwo; nil");
    table.run('note(file.open("absent"), file.stat("t").size)');
    expect(table.notes()).toBe("nil 7");
  });

  test("give nil for an empty file as for none", () => {
    const table = lab("esp8266");
    table.run('file.putcontents("empty", "") note(file.getcontents("empty"), file.exists("empty"))');
    expect(table.notes()).toBe("nil true");
  });
});

describe("files of the ESP32", () => {
  test("files of the ESP32 have no contents functions in the file module", () => {
    expect(lab("esp32").run("return tostring(file.getcontents or file.putcontents or file.open)")).toBe(
      "nil",
    );
  });

  test("read and write through io", () => {
    const table = lab("esp32");
    table.run('local f = io.open("t", "w") f:write("one\\n", 2, "\\n", "three") f:close()');
    table.run('local f = io.open("t") note(f:read("*l"), f:read(1), f:read("*a"), f:read(1))');
    expect(table.notes()).toBe("one 2 \nthree nil");
    table.run('note(io.open("absent"))');
    expect(table.notes()).toBe("nil absent: No such file or directory 2");
  });
});

test("An image whose file name is too long is refused", () => {
  const image = { [`${"n".repeat(29)}.lua`]: "" };
  expect(() => hostNodeMcu({ image, chip: "esp32", world: createVirtualWorld() })).toThrow("at most 31");
});
