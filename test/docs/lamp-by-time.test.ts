// The lamp of docs/time.md: on from sunset to 23:00, to midnight at weekends, over both edges of summer time.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getTimes } from "suncalc";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { minutes } from "../../src/index.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const PAGE = readFileSync(new URL("../../docs/time.md", import.meta.url), "utf8");
const [, RULES = ""] = /A lamp that is on.*?```ts\n(.*?)```/s.exec(PAGE) ?? [];

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-lamp-"));
writeFileSync(
  join(FOLDER, "device.ts"),
  `import { at, device, powerSwitch, sunset, valueOnly } from "ringmote";
export default device({
  name: "porch",
  clock: { zone: "Europe/Berlin", latitude: 52.5, longitude: 13.4 },
  actuators: [powerSwitch("lamp", valueOnly())],
  ${RULES}
});
`,
);
writeFileSync(join(FOLDER, "wiring.ts"), "export default {};\n");
afterAll(() => rmSync(FOLDER, { recursive: true }));

const HOUR = 3_600_000;
const MINUTE = 60_000;

test.each([
  ["begins", "2026-03-27T12:00:00", ["22:00", "23:00", "22:00", "21:00"]],
  ["ends", "2026-10-23T12:00:00", ["21:00", "22:00", "23:00", "22:00"]],
])("the lamp goes by sunset and the wall's clock where summer time %s", async (_, start, ends) => {
  const { declaration } = await readFirmware(FOLDER);
  const trial = await startTrial(declaration);
  onTestFinished(trial.end);
  trial.setTime(start);
  const begun = Date.parse(`${start}Z`);
  const now = trial.now();
  const at: number[] = [];
  let told = "off";
  while (trial.now() - now < 4 * 24 * HOUR) {
    trial.pass(minutes(1));
    const state = trial.told("lamp").at(-1) ?? "off";
    if (state !== told) at.push(begun + trial.now() - now);
    told = state;
  }
  const wanted = ends.flatMap((end, i) => {
    const noon = begun + i * 24 * HOUR;
    const day = new Date(noon).toISOString().slice(0, 11);
    return [getTimes(new Date(noon), 52.5, 13.4).sunset?.valueOf() ?? 0, Date.parse(`${day}${end}:00Z`)];
  });
  const errors = at.map((moment, i) => Math.abs(moment - (wanted[i] ?? 0)) / MINUTE);
  expect([at.length, errors.filter((error) => error > 2.5)]).toEqual([8, []]);
});
