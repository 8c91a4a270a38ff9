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
  const { stage, network, traffic } = befallen;
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
  const { begin, end, words } = lasting(fault, befallen, names);
  during(begin, end, fault.lasts);
  return `${words(whom)} for ${fault.lasts / 1000} s`;
}

/** A fault that begins and ends: what happens then, and the words for it. */
function lasting(
  { kind }: Fault,
  { network, programs, disks }: Befallen,
  names: readonly string[],
): { begin: () => void; end: () => void; words: (whom: string) => string } {
  if (kind === "program killed")
    return {
      begin: () => {
        network.kill(names);
        programs.end(names);
      },
      end: () => {
        network.revive(names);
        programs.startAgain(names);
      },
      words: (whom) => `${whom} is down`,
    };
  if (kind === "reading stops")
    return {
      begin: () => network.hold(names),
      end: () => network.release(names),
      words: (whom) => `the reading of ${whom} stops`,
    };
  if (kind === "disk full")
    return {
      begin: () => disks.fill(names),
      end: () => disks.free(names),
      words: (whom) => `the disk of ${whom} is full`,
    };
  return {
    begin: () => network.cut(names),
    end: () => network.mend(names),
    words: (whom) => `the network of ${whom} stops`,
  };
}

/** So large a share of them, one at least. */
function drawn(names: readonly string[], share: number, draws: Random): string[] {
  const left = [...names];
  const count = Math.min(left.length, Math.max(1, Math.round(left.length * share)));
  return Array.from({ length: count }, () => left.splice(draws.below(left.length), 1)[0] as string);
}
