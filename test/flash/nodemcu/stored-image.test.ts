// The layout of an image on a chip, and the source that an error on the chip names.
import { expect, test } from "vitest";
import { neededModules } from "../../../tools/flash/nodemcu/needed-modules.ts";
import {
  belongsTo,
  installedBy,
  isOfAnImage,
  storedImage,
} from "../../../tools/flash/nodemcu/stored-image.ts";
import { translated } from "../../../tools/monitor/traces.ts";
import { imageOf } from "./board.ts";

test("modules are named after contents; other files keep their names", () => {
  const { files, list } = storedImage(imageOf("one", "esp8266", { "ovabcde0.lua": "return 1" }));
  const [base, device, overlay] = files.map(({ name }) => name);
  expect(base).toMatch(/^base-[0-9a-f]{8}\.lua$/);
  expect(overlay).toBe("ovabcde0.lua");
  expect(installedBy(list)).toEqual({ firmware: "climate", board: "esp8266-nodemcu" });
  for (const name of [base, device, overlay, "ovabcde0.lc", "ringmote.lua"])
    expect(belongsTo(name, list)).toBe(true);
  for (const name of ["settings", "init.lua", "ovzzzzz0.lc"]) expect(belongsTo(name, list)).toBe(false);
});

test("a list from the build keeps every overlay, as it names none", () => {
  const list = 'return "base device"\n';
  expect(belongsTo("base.lc", list)).toBe(true);
  expect(belongsTo("ovzzzzz0.lc", list)).toBe(true);
  expect(belongsTo("mine.lua", list)).toBe(false);
});

test("files of a user are of no image", () => {
  for (const name of ["settings", "notes.lua", "over.lua", "a-b.lua", "photo.img"])
    expect(isOfAnImage(name)).toBe(false);
});

test("an image's needs come from its code, not texts and remarks", () => {
  const code =
    'adc.read(0)\nprint("ow.setup -- \\" pwm.setup")\n-- ledc.x\nmine.time.get()\ntls.cert.verify(f)\n';
  expect(neededModules(imageOf("one", "esp8266", { "device.lua": code }))).toEqual([
    "adc",
    "bit",
    "file",
    "net",
    "node",
    "tls",
    "tmr",
    "wifi",
  ]);
});

test("an error in a stored file is shown at its source line", () => {
  const [base] = storedImage(imageOf("one")).files;
  const origins = { "base.lua": ["src/a.ts:1", "src/a.ts:2"] };
  expect(translated(`${base.name}:2: no pins`, origins)).toBe(`${base.name}:2 [src/a.ts:2]: no pins`);
});
