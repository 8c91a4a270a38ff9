// Brings a fault about: whom it befalls is drawn by the seed, and its timers are set.
import type { Random } from "../../../src/platform/node/random.ts";
import type { Fault } from "./faults.ts";
import type { ProgramDisks } from "./program-disks.ts";
import type { Stage } from "./run-scenario.ts";
import type { RunningPrograms } from "./running-programs.ts";
import type { RunningTraffic } from "./running-traffic.ts";
import { ScenarioError } from "./scenario-error.ts";
import type { ScenarioNetwork } from "./scenario-network.ts";

export interface Befallen {
  stage: Stage;
  network: ScenarioNetwork;
  traffic: RunningTraffic;
  programs: RunningPrograms;
  disks: ProgramDisks;
}

/** Sets the timers of a fault. Returns what it is, in words. */
export function befall(fault: Fault, befallen: Befallen, draws: Random): string {
  const { stage, network, traffic, programs, disks } = befallen;
  const { timers, stopBroker, startBroker, endTokens } = stage;
  if (fault.kind === "broker restarts" && stopBroker !== undefined && startBroker !== undefined) {
    timers.after(fault.at, stopBroker);
    timers.after(fault.at + fault.lasts, startBroker);
    return `the broker is away for ${fault.lasts / 1000} s`;
  }
  const names =
    fault.kind === "broker restarts"
      ? traffic.names()
      : drawn(traffic.namesOf(fault.group), fault.share ?? 1, draws);
  if (names.length === 0)
    throw new ScenarioError(
      `A fault befalls ${"group" in fault ? fault.group : "all"}, and no such group takes part.`,
    );
  const several =
    "group" in fault ? `${names.length} ${fault.group} programs` : `all ${names.length} programs`;
  const whom = names.length === 1 ? names[0] : several;
  const during = (begin: () => void, end: () => void, lasts: number) => {
    timers.after(fault.at, begin);
    timers.after(fault.at + lasts, end);
  };
  const cut = () => network.cut(names);
  const mend = () => network.mend(names);

  if (fault.kind === "token ends") {
    if (endTokens === undefined) during(cut, mend, 0);
    else endTokens(names, fault.at);
    return `the token of ${whom} ends`;
  }
  const lasting = `for ${fault.lasts / 1000} s`;
  if (fault.kind === "program killed") {
    const kill = () => {
      network.kill(names);
      programs.end(names);
    };
    const revive = () => {
      network.revive(names);
      programs.startAgain(names);
    };
    during(kill, revive, fault.lasts);
    return `${whom} is down ${lasting}`;
  }
  if (fault.kind === "reading stops") {
    during(
      () => network.hold(names),
      () => network.release(names),
      fault.lasts,
    );
    return `the reading of ${whom} stops ${lasting}`;
  }
  if (fault.kind === "disk full") {
    during(
      () => disks.fill(names),
      () => disks.free(names),
      fault.lasts,
    );
    return `the disk of ${whom} is full ${lasting}`;
  }
  during(cut, mend, fault.lasts);
  return `the network of ${whom} stops ${lasting}`;
}

/** So large a share of them, one at least. */
function drawn(names: readonly string[], share: number, draws: Random): string[] {
  const left = [...names];
  const count = Math.min(left.length, Math.max(1, Math.round(left.length * share)));
  return Array.from({ length: count }, () => left.splice(draws.below(left.length), 1)[0] as string);
}
