// Records of a device in backups, typed at boards that are models: its key only on request, its counters never lower.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { KEY_RECORD } from "../../src/update/key.ts";
import { needs, SOCAT } from "../needs.ts";
import { espruinoAtPort, nodeMcuAtPort, said, temporary } from "./board-at-port.ts";

vi.setConfig({ testTimeout: 60_000 });

const KEY = `hmac-sha256 ${"07".repeat(32)}\n`;
const UPDATE_7 = "1\n0\n7\n\n2\n0\n\n0\n\n";
const UPDATE_9 = "1\n0\n9\n\n2\n0\n\n0\n\n";

describe.each([
  {
    name: "Espruino",
    switchOn: (storage: Map<string, string>) => espruinoAtPort({}, storage),
    records: (update: string, sealed: string) => [
      ["update.0", `1\n${update}`],
      ["sealed.0", `1\n${sealed}`],
    ],
    keys: [KEY_RECORD],
  },
  {
    name: "NodeMCU",
    switchOn: (storage: Map<string, string>) => nodeMcuAtPort({ chip: "esp8266" }, storage),
    records: (update: string, sealed: string) => [
      ["update", update],
      ["sealed", sealed],
    ],
    keys: [KEY_RECORD, `${KEY_RECORD}.new`],
  },
])("under $name", needs(SOCAT), ({ switchOn, records, keys }) => {
  const withRecords = (update: string, sealed: string) =>
    new Map(records(update, sealed).map(([file = "", content = ""]) => [file, content]));

  test("a backup holds the board's key only on request", async () => {
    const { path } = await switchOn(new Map(keys.map((file) => [file, KEY])));
    const [without, with_] = [join(temporary(), "copy"), join(temporary(), "copy")];
    expect(await said(["backup", without, "--port", path])).toContain("--with-key copies it as well.");
    expect(readdirSync(without)).toEqual(["ringmote-backup.json"]);
    await said(["backup", with_, "--with-key", "--port", path]);
    for (const file of keys) expect(readFileSync(join(with_, file), "utf8")).toBe(KEY);
  });

  test("a restore says which counts the board keeps, and what it refuses", async () => {
    const { path, storage } = await switchOn(withRecords(UPDATE_7, "65\n"));
    const copy = join(temporary(), "copy");
    const at = ["--port", path];
    await said(["backup", copy, ...at]);
    const plain = await said(["restore", copy, ...at]);
    expect(plain).not.toContain("keeps its own");
    expect(plain).toContain("so the board takes no update and no sealed command until");
    for (const [file, content] of withRecords(UPDATE_9, "129\n")) storage.set(file, content);
    expect(await said(["restore", copy, ...at])).toContain(
      "ringmote: The board keeps its own count of updates and of sealed commands, above the backup's, so that it takes none of these again;",
    );
  });
});
