// Words that others wrote reach a terminal as text and never as commands to it, whichever command shows them.
import { readdirSync, readFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { jsonText, printable, printableLines } from "../../src/client/faults/foreign-text.ts";
import { main } from "../../tools/cli/main.ts";
import { createCommandLine } from "../../tools/cli/program.ts";
import { deviceRow } from "../../tools/cli/sim/device-row.ts";
import { createDisplay } from "../../tools/cli/sim/display.ts";
import { createHomeTable } from "../../tools/cli/sim/home-table.ts";
import { columns } from "../../tools/cli/words/columns.ts";
import { createMonitorLines } from "../../tools/monitor/lines.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { note, print, printJson } from "../../tools/terminal/output.ts";

/** Clears the screen, names the window, begins a sequence in C1, turns the direction, and ends the line. */
const HOSTILE =
  "a\u001b[2Jb\u001b]0;owned\u0007c\u009b31md\u007fe\u202ef\u2066g\u200fh\u061ci\u2028j\u0085k\rl\u0090m\u009d";
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** All that a line of the program writes, as JSON where it is asked for. */
async function written(args: readonly string[]): Promise<string> {
  let text = "";
  const take = (words: unknown) => {
    text += `${words}\n`;
  };
  const spies = [vi.spyOn(console, "log"), vi.spyOn(console, "error")];
  for (const spy of spies) spy.mockImplementation(take);
  try {
    await main([...args]);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return text;
}

async function brokerWithHostileDevice(): Promise<string> {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const client = await connectAsync(url);
  const config = { dev: { ids: "lamp-1" }, o: { name: "ringmote" }, avty_t: `home/${HOSTILE}/status` };
  const kept: [string, string][] = [
    ["homeassistant/device/lamp-1/config", JSON.stringify(config)],
    [`home/lamp-1/${HOSTILE}`, HOSTILE],
    ["home/lamp-1/problem", HOSTILE],
    ["home/lamp-1/status", HOSTILE],
    ["home/lamp-1/settings", `host=${HOSTILE}\n${HOSTILE}`],
  ];
  for (const [topic, payload] of kept) await client.publishAsync(topic, payload, { retain: true, qos: 1 });
  await client.endAsync();
  return url;
}

const atBroker =
  (...lines: (readonly string[])[]) =>
  async () => {
    const at = ["--broker", await brokerWithHostileDevice()];
    let text = "";
    for (const words of lines) text += await written([...words, ...at]);
    return text;
  };
const line =
  (...args: string[]) =>
  () =>
    written(args);

/** What a display of the home writes, to a terminal or to a pipe. */
async function shownBy(isTTY: boolean, json: boolean): Promise<string> {
  const output = Object.assign(new PassThrough(), { isTTY, columns: 200, rows: 50, hasColors: () => false });
  const display = isTTY
    ? createHomeTable(output as never)
    : createDisplay(output as never, output as never, json ? "json" : "news");
  display.remark(HOSTILE);
  display.story(HOSTILE);
  const message = { topic: `home/${HOSTILE}`, payload: Buffer.from(HOSTILE), qos: 0, retained: false };
  display.message({ ...message, time: 0, again: false });
  display.end();
  // The table's own movements are no foreign words.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the table draws with these
  return String(output.read() ?? "").replace(/\u001b\[(\d*A\r|[KJH]|2J|\?7[lh])/g, "");
}

async function printedBy(say: (text: string) => void): Promise<string> {
  let text = "";
  const spies = [vi.spyOn(console, "log"), vi.spyOn(console, "error")];
  for (const spy of spies)
    spy.mockImplementation((words) => {
      text += `${words}\n`;
    });
  say(HOSTILE);
  for (const spy of spies) spy.mockRestore();
  return text;
}

/** By command: somebody else's words in each way that it shows them. A new command is not there, and fails. */
const COVERED: Readonly<Record<string, readonly (() => Promise<string>)[]>> = {
  sim: [() => shownBy(false, false), () => shownBy(false, true), () => shownBy(true, false)],
  run: [() => shownBy(false, false), line("run", HOSTILE, "--broker", "mqtt://h")],
  fleet: [line("fleet", HOSTILE, "--broker", "mqtt://h"), () => printedBy(print)],
  settings: [atBroker(["settings", "--device", "lamp-1"], ["settings", "--device", "lamp-1", "--json"])],
  logs: [
    atBroker(
      ["logs", "--device", "lamp-1", "--seconds", "1"],
      ["logs", "--device", "lamp-1", "--seconds", "1", "--json"],
    ),
  ],
  forget: [
    atBroker(["forget"], ["forget", "--json"], ["forget", HOSTILE, "--yes"]),
    atBroker(["forget", "lamp-1", "--dry-run"], ["forget", "lamp-1", "--dry-run", "--json"]),
  ],
  doctor: [
    atBroker(["doctor", "--seconds", "1", "--port", HOSTILE]),
    atBroker(["doctor", "--seconds", "1", "--port", HOSTILE, "--json"]),
  ],
  monitor: [
    async () => {
      let shown = "";
      createMonitorLines((text) => {
        shown += `${text}\n`;
      }).take(`${Buffer.from(HOSTILE).toString("latin1")}\n`);
      return shown + (await printedBy(print)) + (await printedBy((text) => printJson({ text })));
    },
  ],
  ports: [async () => columns([[HOSTILE, HOSTILE]])],
  // Names that a board has, and its words in errors, go through these.
  ...Object.fromEntries(
    ["backup", "restore", "erase", "flash", "scan"].map((name) => [
      name,
      [line(name, HOSTILE, "--port", HOSTILE), () => printedBy(print), () => printedBy(note)],
    ]),
  ),
  key: [line("key", "make", HOSTILE), line("key", "list", `--${HOSTILE}`), () => printedBy(print)],
  send: [
    atBroker(
      ["send", "lamp-1", "bolt", "on"],
      ["send", "lamp-1", HOSTILE, "on"],
      ["send", HOSTILE, "bolt", "on"],
    ),
    () => printedBy(print),
  ],
  seal: [atBroker(["seal", HOSTILE], ["seal", "lamp", "--to", HOSTILE])],
  push: [atBroker(["push", HOSTILE, "--to", "lamp-1"], ["push", "lamp", "--to", HOSTILE])],
  updates: [atBroker(["updates", HOSTILE, "--as", "1"], ["updates", "lamp", "--as", "1", "--to", HOSTILE])],
  // What these quote is typed, or stands in the user's own files.
  ...Object.fromEntries(
    ["build", "new", "new-device", "web", "list", "boards", "board"].map((name) => [
      name,
      [line(name, `--${HOSTILE}`), () => printedBy(print)],
    ]),
  ),
};

test("every command is covered by these cases", async () => {
  const names = (await createCommandLine("0", [])).commands.map((command) => command.name());
  expect(Object.keys(COVERED).sort()).toEqual(names.sort());
});

test.each(Object.entries(COVERED))(
  "the command %s prints foreign control characters as text",
  async (_name, ways) => {
    for (const way of ways) {
      const text = await way();
      expect(text).not.toBe("");
      expect(text).not.toMatch(UNSAFE);
    }
  },
);

/** Files that draw on a terminal, or ask there, and clean what they show by themselves. */
const DRAWING = [
  "ask-secret.ts",
  "display.ts",
  "home-table.ts",
  "progress.ts",
  "show-home.ts",
  "web.ts",
  "own-broker.ts",
];

test("no command bypasses the cleaning of output", () => {
  const folder = new URL("../../tools/cli/", import.meta.url);
  const past = readdirSync(folder)
    .filter((name) => name.endsWith(".ts") && !DRAWING.includes(name))
    .filter((name) =>
      /console\.(log|error|warn|info)|std(out|err)\.write/.test(readFileSync(new URL(name, folder), "utf8")),
    );
  expect(past).toEqual([]);
});

test("tables, lines and JSON contain no control character", async () => {
  expect([printable(HOSTILE), printableLines(HOSTILE), jsonText({ a: HOSTILE }, 2)].join("")).not.toMatch(
    UNSAFE,
  );
  expect(printable("a\nb\tc")).toBe("a\\x0ab\\x09c");
  expect(printable("\u202e\u009b")).toBe("\\u202e\\x9b");
  expect(printableLines("a\nb\tc\r")).toBe("a\nb\tc\\x0d");
  expect(JSON.parse(jsonText({ a: HOSTILE }))).toEqual({ a: HOSTILE });
  const source = { name: "lamp", place: "hall", root: "home/r", declaration: { name: "lamp" } as never };
  const message = { topic: "home/r/problem", payload: Buffer.from(HOSTILE), qos: 0, retained: true };
  const newest = new Map([["home/r/problem", { ...message, time: 0, again: false }]]);
  expect(deviceRow("a", source, newest).values[0]?.words).not.toMatch(UNSAFE);
});
