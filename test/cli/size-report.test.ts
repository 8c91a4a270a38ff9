// The report of an image says what each of its parts costs.
import { expect, test } from "vitest";
import type { Image } from "../../tools/build/build.ts";
import { sizeReport } from "../../tools/cli/size-report.ts";

const place = (file: string) => ({ file, line: 1 });

const image: Image = {
  firmware: "lamp",
  board: "esp32-espruino",
  target: "espruino",
  features: { qos1: true, tls: false },
  limits: { slots: 8, bytes: 512, packetBytes: 1024, linkBytes: 536 },
  held: { unit: "JsVars", connected: 700, ring: 64, buffers: 36, start: 0, most: 800 },
  warnings: [],
  files: [
    {
      name: "lamp.js",
      content: { text: "a()\nbc()", origins: [place("src/mqtt/client.ts"), place("src/ring/ring.ts")] },
    },
  ],
};

test("a report has the bytes of files and rooms, the features, the bounds and the estimate", () => {
  expect(sizeReport(image, "dist/lamp").split("\n")).toEqual([
    "dist/lamp: 8 bytes for esp32-espruino",
    "",
    "file     bytes",
    "lamp.js      8",
    "",
    "room  bytes",
    "ring      5",
    "mqtt      4",
    "",
    "feature  here",
    "qos1     in",
    "tls      left out",
    "",
    "memory",
    "slots of the ring                            8",
    "bytes of the ring                          512",
    "longest packet coming in, bytes           1024",
    "bytes handed to the link                   536",
    "estimated to hold when connected, JsVars   700",
    "estimated to hold at most, JsVars          800",
  ]);
});

test("what features cost stands beside them, where it was measured", () => {
  expect(sizeReport(image, "dist/lamp", { qos1: { bytes: 1234, held: 56 } })).toContain(
    "feature  here      bytes          held, JsVars\nqos1     in        1234           56\ntls      left out  not to be had\n",
  );
});
