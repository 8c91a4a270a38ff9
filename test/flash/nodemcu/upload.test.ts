// Uploads to a board under NodeMCU: what is sent, what is stored, what starts.
import { describe, expect, test } from "vitest";
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

  test("of the same image nothing is sent again, and of another one only what changed", async () => {
    const storage = new Map<string, string>();
    const { open, line } = switchOn(storage, { chip });
    await open((console) => console.upload(imageOf("one", chip)));
    const again = await open((console) => {
      expect(console.found.installed).toEqual({ firmware: "climate", board: `${chip}-nodemcu` });
      return console.upload(imageOf("one", chip));
    });
    expect(again.files).toEqual([]);
    const other = await open((console) => console.upload(imageOf("two", chip)), line());
    expect(other.files).toEqual(["device.lua"]);
    expect(other.kept).toBeGreaterThan(400);
    expect(startsWith(storage, { chip })).toContain("[two]");
  });
});
