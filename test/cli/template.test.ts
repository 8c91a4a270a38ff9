// The template of a new device is itself a firmware: wired on every board, described by its README, tried by its test.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TEMPLATE } from "../../tools/cli/new/new-folder.ts";
import { boardNames, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { neededRoles, wiredRoles } from "../../tools/image/wiring/wiring.ts";

const { declaration, wiring } = await readFirmware(TEMPLATE);

test("the template is wired on every board", () => {
  expect(Object.keys(wiring).sort()).toEqual([...boardNames()].sort());
});

test.each(Object.entries(wiring))("the template's wiring for %s builds", async (name, wired) => {
  expect(wired.board.name).toBe(name);
  expect(Object.keys(await wiredRoles(neededRoles(declaration), wired, name))).toEqual(["relay"]);
});

test("the template's README has each board's wiring", () => {
  const rows = [
    ...readFileSync(join(TEMPLATE, "README.md"), "utf8").matchAll(/^\| `([^`]+-\w+)` \| (\S+) \|$/gm),
  ];
  const said = Object.fromEntries(rows.map(([, board, pin]) => [board, pin]));
  const wired = Object.fromEntries(Object.entries(wiring).map(([board, { roles }]) => [board, roles.relay]));
  expect(said).toEqual(wired);
});
