// Uploads to a board under NodeMCU: what is sent, what is stored, what starts.
import { describe, expect, test } from "vitest";
import { checkImageFits } from "../../../tools/flash/nodemcu/upload.ts";
import { imageOf, startsWith, switchOn } from "./board.ts";

describe.each(["esp8266", "esp32"] as const)("on the %s", (chip) => {
  test("an image is stored, and starts", async () => {
    const storage = new Map<string, string>();
    const { open } = switchOn(storage, { chip });
    const report = await open(async (console) => {
      expect(console.found).toMatchObject({ target: "nodemcu", chip });
      return console.upload(imageOf("one", chip));
    });
    expect(report.files).toEqual(["base.lua", "device.lua"]);
    expect(startsWith(storage, { chip })).toContain("[one]");
  });

  test("an unchanged image is not sent again, and another sends only changes", async () => {
    const storage = new Map<string, string>();
    const { open, line } = switchOn(storage, { chip });
    await open((console) => console.upload(imageOf("one", chip)));
    const again = await open((console) => {
      expect(console.found.installed).toEqual({ firmware: "climate", board: `${chip}-nodemcu` });
      return console.upload(imageOf("one", chip));
    });
    expect(again.files).toEqual([]);
    const report = await open((console) => console.upload(imageOf("two", chip)), line());
    expect(report.files).toEqual(["device.lua"]);
    expect(report.kept).toBeGreaterThan(400);
    expect(startsWith(storage, { chip })).toContain("[two]");
  });
});

test("an image that only fits from LFS becomes no files", async () => {
  const { open } = switchOn(new Map(), { chip: "esp8266" });
  const image = { ...imageOf("one", "esp8266"), needsLfs: true };
  await expect(open((console) => console.upload(image, { compile: () => image }))).rejects.toMatchObject({
    kind: "wrong firmware",
    message: expect.stringContaining("leave --luac out"),
  });
});

describe("an image with TLS", () => {
  const image = imageOf("one", "esp8266", { "device.lua": "tls.cert.verify(f)\n" });
  const board = {
    target: "nodemcu",
    chip: "esp8266",
    family: "esp8266",
    version: "3.0.0",
    chipId: "0a1b2c",
    freeMemory: 40_000,
    freeStorage: 900_000,
    totalStorage: 1_000_000,
    lua: "5.1",
    numbers: { integer: 4, float: 4 },
    lfsBytes: 65_536,
    modules: new Set(["bit", "file", "net", "node", "tls", "tmr", "wifi"]),
    sourcesOf: "202102010145",
  } as const;

  test("an image with TLS goes onto a firmware that verifies", () => {
    expect(() => checkImageFits(board, image)).not.toThrow();
  });

  test.each(["201912270000", ""])(
    "a TLS image is refused by firmware that admits any broker: %j",
    (sourcesOf) => {
      expect(() => checkImageFits({ ...board, sourcesOf }, image)).toThrow(/lets in any broker/);
    },
  );
});
