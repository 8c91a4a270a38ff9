// A board of a project's own, as docs/catalogue.md has it: a file that its wiring imports.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { ringmoteHere } from "./in-process.ts";
import { createOwnProject } from "./own-project.ts";

// Building on a busy computer takes its time.
vi.setConfig({ testTimeout: 180_000 });

const project = createOwnProject();
afterAll(project.remove);

const PAGE = readFileSync(join(packageFolder, "docs", "catalogue.md"), "utf8");
const [, BOARD = ""] = /<!-- board: witty\.ts -->\n```ts\n(.*?)```/s.exec(PAGE) ?? [];
const DEVICE = `// porch: a light.
import { device, powerSwitch } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";

export default device({ name: "porch", actuators: [powerSwitch("light", relay("light"))] });
`;
const WIRING = `import { wire } from "ringmote/boards/board.ts";
import witty from "../witty.ts";

export default { witty: wire(witty, { light: "GPIO5" }) };
`;

function write({ board = BOARD, wiring = WIRING } = {}): void {
  mkdirSync(join(project.folder, "porch"), { recursive: true });
  writeFileSync(join(project.folder, "witty.ts"), board);
  writeFileSync(join(project.folder, "porch", "device.ts"), DEVICE);
  writeFileSync(join(project.folder, "porch", "wiring.ts"), wiring);
}

beforeEach(() => write());

async function asked(...args: string[]) {
  const run = ringmoteHere(args, {}, project.folder);
  return { code: await run.ended, output: run.output(), errors: run.errors() };
}

test("build makes an image for a custom board", async () => {
  const { code, output, errors } = await asked("build", "./porch", "--board", "witty");
  expect(errors).toBe("");
  expect(output).toMatch(/^built: dist\/witty\/porch for witty\n/);
  expect(output).toMatch(/^next: {2}ringmote flash \.\/porch --board witty$/m);
  expect(code).toBe(0);
});

test("build --all includes a custom board", async () => {
  const { code, output } = await asked("build", "./porch", "--all");
  expect(output).toMatch(/^porch +witty +\d+ /m);
  expect(code).toBe(0);
});

test("board draws a custom board by file or name", async () => {
  const alone = await asked("board", "./witty.ts");
  expect(alone.output).toMatch(/^Witty Cloud \(ESP8266\) running NodeMCU\n/);
  const wired = await asked("board", "witty", "--firmware", "./porch");
  expect(wired.output).toMatch(/GPIO5 +\| -- light|light -- \| +!?GPIO5/);
});

test.each<[fault: string, files: Parameters<typeof write>[0], board: string, sentence: RegExp]>([
  ["a misspelt name", {}, "wity", /^ringmote: There is no board "wity"; did you mean "witty"\?/],
  [
    "another name in the wiring",
    { wiring: WIRING.replace("{ witty:", "{ porch:") },
    "porch",
    /^ringmote: porch\/wiring\.ts, "porch": this is the board "witty"; write its own name in place of "porch"\.$/m,
  ],
  [
    "one pin under two names",
    { board: BOARD.replace("GPIO4: D2", "GPIO4: D1") },
    "witty",
    /^ringmote: porch\/wiring\.ts, "witty": pins\.GPIO4\.id: 1 is GPIO5's already\.$/m,
  ],
  [
    "the name of a listed board",
    {
      board: BOARD.replace('"witty"', '"esp8266-nodemcu"'),
      wiring: WIRING.replace("{ witty:", '{ "esp8266-nodemcu":'),
    },
    "esp8266-nodemcu",
    /^ringmote: porch\/wiring\.ts, "esp8266-nodemcu": name: "esp8266-nodemcu" is a board of ringmote, with other facts; give yours/m,
  ],
  [
    "a header with a pin that it has not",
    { board: BOARD.replace('left: ["GPIO5"', 'left: ["GPIO44"') },
    "witty",
    /^ringmote: porch\/wiring\.ts, "witty": headers: "GPIO44" is no pin of the board; add it to pins, or write one of GPIO5, GPIO4, ADC\.$/m,
  ],
  [
    "a wiring without a board",
    { wiring: 'export default { witty: { light: "GPIO5" } };' },
    "witty",
    /^ringmote: porch\/wiring\.ts, "witty": it is no wiring; write wire\(<the board>, \{ <role>: <its pin> \}\)\.$/m,
  ],
])("a custom board with %s is refused", async (_, files, board, sentence) => {
  write(files);
  const { code, errors } = await asked("build", "./porch", "--board", board);
  expect(errors).toMatch(sentence);
  expect(code).toBeGreaterThan(0);
});

test.each([
  [BOARD.replace('"GPIO4"]', '"GPIO44"]'), 'headers: "GPIO44" is no pin of the board; '],
  [BOARD.replace('"witty"', '"esp8266-nodemcu"'), 'name: "esp8266-nodemcu" is a board of ringmote, '],
  [BOARD.replace(/sources: .*/, "sources: [],"), "sources: it is []; it must have at least 1 item."],
])("board refuses what a build for a custom board refuses", async (board, sentence) => {
  write({ board });
  const { code, errors } = await asked("board", "./witty.ts");
  expect(errors).toContain(`ringmote: witty.ts: ${sentence}`);
  expect(code).toBe(1);
});

test("board suggests the file of an incomplete name", async () => {
  const { errors } = await asked("board", "witty");
  expect(errors).toBe('ringmote: "witty" is a file here, and no board of ringmote; write ./witty.ts.\n');
});

test("board refuses a missing file", async () => {
  const { errors } = await asked("board", "./wity.ts");
  expect(errors).toBe("ringmote: There is no file ./wity.ts; a board is one file with its facts.\n");
});
