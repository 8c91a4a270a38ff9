// docs/fleets.md: its commands run, with few devices for a short time, at a broker of this computer.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { type Child, ringmote } from "../cli/child.ts";

const page = readFileSync(join(packageFolder, "docs", "fleets.md"), "utf8");

test("the page's commands do what it says, with few devices", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const folder = mkdtempSync(join(tmpdir(), "ringmote-fleets-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [, identities = ""] = /```csv\n(.*?)```/s.exec(page) ?? [];
  writeFileSync(join(folder, "devices.csv"), identities);
  const run = (command: readonly string[]) =>
    ringmote(smaller(command, `mqtt://127.0.0.1:${broker.port}`), {}, folder);
  const commands = commandsOf(page);
  expect(commands).toHaveLength(7);
  const [hundred, expecting, cores, known, first, second, manifest] = commands.map(
    (command) => () => run(command),
  ) as (() => Child)[];
  for (const start of [hundred, expecting, cores, known]) await ended(start);
  const [firstRun, secondRun] = [first?.(), second?.()];
  await ended(() => secondRun);
  expect(await ended(() => firstRun)).toMatch(/2 of 2 shards, 4 of 4 connected/);
  const job = JSON.parse(await ended(manifest));
  expect(job).toMatchObject({ kind: "Job", metadata: { name: "spring" }, spec: { completions: 20 } });
});

async function ended(start: (() => Child | undefined) | undefined): Promise<string> {
  const child = start?.();
  expect(await child?.ended, child?.errors()).toBe(0);
  return child?.output() ?? "";
}

/** The words of each command of ringmote, without its comment. */
function commandsOf(text: string): string[][] {
  return [...text.matchAll(/^npx ringmote (fleet [^\n#]*)/gm)].map(([, words = ""]) =>
    [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ""),
  );
}

/** At this broker, with four devices or two, for as long as they take. The manifest runs nothing. */
function smaller(command: readonly string[], url: string): string[] {
  if (command[1] === "manifest") return [...command];
  const substitutes: Readonly<Record<string, (value: string) => string>> = {
    "--broker": () => url,
    "--count": (count) => String(Math.min(4, Number(count))),
    "--minutes": () => "0.15",
  };
  return command.map((word, place) => substitutes[command[place - 1] ?? ""]?.(word) ?? word);
}
