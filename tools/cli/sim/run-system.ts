// The command ringmote sim <system>: runs its scenario, in virtual time or at somebody's broker, and reports
// which expectations held. It is loaded only when the command needs it, because it brings the simulator.
import { printable } from "../../../src/client/faults/foreign-text.ts";
import { holdsScenario, isSystemPath, type OwnSystem, readOwnSystem } from "../../sim/scenario/own-system.ts";
import { type Outcome, runScenario, type Stage } from "../../sim/scenario/run-scenario.ts";
import { realStage, virtualStage } from "../../sim/scenario/stages.ts";
import { readSystem, systemNames } from "../../sim/scenario/systems.ts";
import { note, print, printJson } from "../../terminal/output.ts";
import { atBroker } from "../broker/at-broker.ts";
import type { BrokerAddress } from "../broker/broker-url.ts";
import { brokerOf, refuseTlsFiles } from "../broker/tls-files.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { knownName, RunError, UsageError } from "../words/failure.ts";
import type { SimOptions } from "./sim.ts";
import { type Run, systemRecord, systemReport } from "./system-report.ts";

export async function runSystem(name: string, options: SimOptions): Promise<void> {
  const { broker, seed, json, keep, queues } = options;
  if (!isSystemPath(name)) requireKnown(name);
  if (broker === undefined) refuseTlsFiles(options);
  if (broker === undefined && keep)
    throw new UsageError(
      "--keep is for a broker that others use too; name it with --broker, or leave it out.",
    );
  if (broker === undefined && queues !== undefined)
    throw new UsageError(
      "--queues says which message queues the broker of --broker has; in virtual time a system brings its own.",
    );
  const nodes = broker === undefined ? [] : nodesOf(broker, options);
  const { name: system, scenario } = await systemOf(name);
  for (const node of nodes) await atBroker(node, () => Promise.resolve());
  const { title, lasts } = scenario;
  const run: Run = { system, title, time: nodes.length === 0 ? "virtual" : "real", seed, lasts };
  if (nodes.length > 0 && !json)
    note(`${system} runs for ${lasts / 1000} s in real time; Ctrl-C ends it before.`);
  const outcome = await onStage(
    nodes.length === 0 ? virtualStage(seed, scenario) : stageAt(nodes, keep, queues),
    (stage) => runScenario(scenario, stage, seed),
  );
  tellOutcome(run, outcome, json);
}

/** Nodes of one broker, with commas between. */
function nodesOf(brokers: string, options: SimOptions): BrokerAddress[] {
  const nodes = brokers.split(/,(?=mqtts?:)/i).map((broker) => brokerOf({ ...options, broker }));
  if (nodes.length > 1 && nodes.some(({ tls, user }) => tls || user !== undefined))
    throw new UsageError(
      "Nodes of a broker are named without TLS, user and password: mqtt://one:1883,mqtt://other:1883. One node alone may have them.",
    );
  return nodes;
}

async function systemOf(name: string): Promise<OwnSystem> {
  return isSystemPath(name) ? readOwnSystem(name) : { name, scenario: await readSystem(name) };
}

function requireKnown(name: string): void {
  const known = systemNames();
  if (!known.includes(name) && holdsScenario(name))
    throw new UsageError(`No system of the package is called ${name}; "ringmote sim ./${name}" runs yours.`);
  knownName("system", name, known);
}

/** Says what a run has shown. Throws a RunError where an expectation does not hold. */
export function tellOutcome(run: Run, outcome: Outcome, json = false): void {
  if (json) printJson(systemRecord(run, outcome));
  else print(systemReport(run, outcome));
  const failed = outcome.expectations.filter(({ failures }) => failures.length > 0).length;
  if (failed > 0)
    throw new RunError(
      `${failed} of ${outcome.expectations.length} expectations ${failed === 1 ? "does" : "do"} not hold.`,
    );
}

async function onStage(stage: Stage, run: (stage: Stage) => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run(stage);
  } finally {
    stage.leave();
  }
}

function stageAt(
  nodes: readonly BrokerAddress[],
  keep: boolean | undefined,
  queues: SimOptions["queues"],
): Stage {
  const interrupted = whenAskedToEnd().then((): never => {
    throw new RunError("The run was ended before its time, which says nothing of its expectations.");
  });
  // Who is asked to end behind the run ends at once.
  interrupted.catch(() => {});
  // Programs begin at one node each, and go on to the next where that is away.
  const address = nodes.length === 1 ? addressOf(nodes[0] as BrokerAddress) : nodes.map(placeOf).join(",");
  return realStage(address, {
    tls: nodes[0]?.identity,
    keep,
    queues: queues?.map(({ filter }) => filter),
    untidy: (reason) =>
      note(`Kept messages and sessions of the programs may be left at the broker (${printable(reason)}).`),
    interrupted,
  });
}

function addressOf(node: BrokerAddress): string {
  const { user, password, tls } = node;
  const secret = password === undefined ? "" : `:${encodeURIComponent(password)}`;
  const account = user === undefined ? "" : `${encodeURIComponent(user)}${secret}@`;
  return `mqtt${tls ? "s" : ""}://${account}${placeOf(node)}`;
}

function placeOf({ host, port }: BrokerAddress): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
