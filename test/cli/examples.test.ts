// Each command's help has examples, and each of them is typed here as it stands, but for the broker's port.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createProgram } from "../../tools/cli/program.ts";
import { type EmbeddedBroker, startBroker } from "../../tools/sim/embedded-broker.ts";
import { ringmote } from "./child.ts";
import { createOwnProject } from "./own-project.ts";

// Building on a busy computer takes its time.
vi.setConfig({ testTimeout: 300_000 });

/** Commands that run until they are interrupted, and what they have said by then. */
const ENDLESS: Readonly<Record<string, RegExp>> = { run: /: connected$/m };

const COMMANDS = createProgram("0").commands.map((command) => {
  let help = "";
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  return [command.name(), help] as const;
});

const EXAMPLES = COMMANDS.flatMap(([name, help]) => {
  const [, section = ""] = /^Examples?:\n((?: {2}.*\n?)*)/m.exec(help) ?? [];
  return section
    .trim()
    .split("\n")
    .map((line) => [name, line.trim()] as const);
});

const project = createOwnProject();
let broker: EmbeddedBroker;
beforeAll(async () => {
  broker = await startBroker(0);
});
afterAll(async () => {
  await broker.close();
  project.remove();
});

test.each(COMMANDS)("the help of %s ends with an example", (name, help) => {
  expect(help).toMatch(new RegExp(`\\nExamples?:\\n(?: {2}ringmote ${name}\\b.*\\n)+$`));
});

test.each(EXAMPLES)("%s: %s", async (name, line) => {
  const [, ...args] = line.replace("mqtt://localhost", `mqtt://localhost:${broker.port}`).split(" ");
  const child = ringmote(args, {}, project.folder);
  const said = ENDLESS[name];
  if (said !== undefined) {
    await child.wrote(said);
    child.process.kill("SIGINT");
  }
  expect(await child.ended, child.errors()).toBe(0);
  expect(child.output() + child.errors() === "" && !args.includes("--out")).toBe(false);
});
