// The command ringmote sim <system> --page: a broker in this process, the system's programs in real time, and
// its page, until Ctrl-C. It is loaded only when the command needs it, because it brings the simulator.
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { printable } from "../../../src/client/faults/foreign-text.ts";
import { createRandom } from "../../../src/platform/node/random.ts";
import { createRealTimers } from "../../../src/platform/node/real-timers.ts";
import { startBroker } from "../../sim/broker/embedded-broker.ts";
import { bridgeToBroker } from "../../sim/broker/web-socket.ts";
import { ScenarioAccess } from "../../sim/scenario/access.ts";
import { ProgramDisks } from "../../sim/scenario/program-disks.ts";
import { RunningPrograms } from "../../sim/scenario/running-programs.ts";
import type { Scenario } from "../../sim/scenario/scenario.ts";
import { pageOf, readSystem, systemNames } from "../../sim/scenario/systems.ts";
import { note, print } from "../../terminal/output.ts";
import { systemPageFiles } from "../../web/system-page/bundle.ts";
import { serveSystemPage } from "../../web/system-page/server.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { knownName, UsageError } from "../words/failure.ts";
import type { SimOptions } from "./sim.ts";

/** What is about a run in virtual time, or at another broker. */
const NOT_OF_PAGES = ["broker", "keep", "ca", "cert", "key", "queues", "json"] as const;
/** A client says goodbye in that time. */
const GOODBYE_MS = 500;

export async function runPage(name: string, options: SimOptions): Promise<void> {
  const system = knownName("system", name, systemNames());
  const taken = NOT_OF_PAGES.find((option) => options[option] !== undefined);
  if (taken !== undefined)
    throw new UsageError(
      `--${taken} is for a run that is held against expectations; leave it or --page out.`,
    );
  if (pageOf(system) === undefined) {
    const others = systemNames().filter((system) => pageOf(system) !== undefined);
    throw new UsageError(`The system ${system} has no page; those that have one: ${others.join(", ")}.`);
  }
  const ending = whenAskedToEnd();
  const run = await startPage(system, await readSystem(system), options.seed);
  print(`${system}: the page is at ${run.url}, the broker at ${run.broker}. Ctrl-C ends both.`);
  note(await ending);
  await run.end();
}

export interface RunningPage {
  url: string;
  broker: string;
  /** The tokens that these clients have in so many milliseconds end then. */
  endTokens: ScenarioAccess["endTokens"];
  end: () => Promise<void>;
}

/** Starts a system that has a page, on free ports of this computer. */
export async function startPage(system: string, scenario: Scenario, seed: number): Promise<RunningPage> {
  const { access: service = () => ({ result: "allow" }), inFlight, queues, page } = scenario;
  const file = pageOf(system);
  if (page === undefined || file === undefined)
    throw new Error(`The system ${system} needs a page.ts, and in its scenario the option page.`);
  const files = await systemPageFiles(system, file);
  const access = new ScenarioAccess(service);
  const limits = inFlight === undefined ? {} : { inFlight };
  const warn = (sentence: string) => note(`ringmote: warning: ${sentence}.`);
  const broker = await startBroker(0, limits, warn, (timers) => access.authenticator(timers), queues);
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    bridgeToBroker(broker.port, request, socket, head);
  const served = await serveSystemPage({ files, names: page.names, secret: page.secret, upgrade }, 0);
  const timers = createRealTimers();
  const address = `mqtt://127.0.0.1:${broker.port}`;
  const disks = new ProgramDisks();
  const programs = new RunningPrograms(
    { time: "real", timers, broker: address },
    // Nobody counts.
    { add() {}, sent() {}, heard() {} },
    createRandom(seed),
    disks,
    ({ who, words }) => note(`${who}: ${printable(words)}`),
  );
  programs.startAll(Object.entries(page.takePart));
  return {
    url: served.url,
    broker: address,
    endTokens: access.endTokens,
    async end() {
      programs.end();
      await new Promise((resolve) => setTimeout(resolve, GOODBYE_MS));
      timers.end();
      await served.close();
      await broker.close();
      disks.remove();
    },
  };
}
