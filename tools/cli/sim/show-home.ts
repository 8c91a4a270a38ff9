// The command ringmote sim: opens the home, shows it, and closes it on request. It is loaded only when the
// command needs it, because it brings the simulator.
import { printable } from "../../../src/client/faults/foreign-text.ts";
import { CsvFileError } from "../../files/csv-file.ts";
import { PortTaken } from "../../sim/broker/embedded-broker.ts";
import { type House, type HouseOptions, openHouse } from "../../sim/home/house.ts";
import type { BrokerAccess } from "../../sim/home/household.ts";
import { SEALED_FIRMWARE } from "../../sim/home/sealed-lock.ts";
import { readSeries, type Sample } from "../../sim/home/series.ts";
import { clockText } from "../../sim/home/time.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { systemNames } from "../../sim/scenario/systems.ts";
import { note } from "../../terminal/output.ts";
import { type BrokerAddress, PLAIN_PORT } from "../broker/broker-url.ts";
import { clearUp } from "../broker/clear-up.ts";
import { onFirstFight } from "../broker/identity-fights.ts";
import { brokerOf, readTlsIdentity, refuseTlsFiles } from "../broker/tls-files.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { RunError, UsageError } from "../words/failure.ts";
import { withoutRepeatedAttempts } from "../words/news.ts";
import { createDisplay, type HomeDisplay } from "./display.ts";
import { HomeConnections } from "./home-connections.ts";
import { placeOfKey } from "./home-table.ts";
import { listenToKeys } from "./plug-keys.ts";
import { SealedHome } from "./sealed-home.ts";
import type { SimOptions } from "./sim.ts";

const MINUTE_MS = 60_000;
/** Every console says these when all is well. */
const ROUTINE = /^(connecting to |connected$|stopped$)/;

/** Runs the home until somebody asks it to end, or its time is over. */
export async function showHome(options: SimOptions): Promise<void> {
  const { port, auth, queues, speed, seed, replay, json, all, only, broker, root } = options;
  refuseOthersOptions(options);
  const series = replay === undefined ? undefined : seriesOf(replay);
  const address = broker === undefined ? undefined : brokerOf({ ...options, broker });
  const tls = address?.identity ?? readTlsIdentity(options);
  const ending = whenAskedToEnd();
  const attempt = new AbortController();
  void ending.then(() => attempt.abort());
  const display = createDisplay(process.stdout, process.stderr, json ? "json" : all ? "all" : "news");
  const connections = new HomeConnections();
  const tell = consoleNews(display, seed);
  const sealed = options.sealed ? new SealedHome() : undefined;
  const opening = open({
    keys: sealed?.keys,
    broker: address && accessOf(address),
    root,
    tls,
    port,
    auth,
    queues,
    only,
    speed,
    seed,
    series,
    seen: display.message,
    happened: ({ time, words }) => display.story(`${clockText(time)} ${words}.`),
    log(event) {
      connections.heard(event.who, event.line);
      tell(event);
    },
    signal: attempt.signal,
  });
  opening.catch(() => {
    sealed?.remove();
    display.end();
  });
  const house = await opening;
  introduce(house, display, options);
  const endSealing = await sealed?.begin(house, display.remark);
  for (const sentence of sealed?.introduction(house) ?? []) display.remark(sentence);
  display.showHome(house);
  // Beside plain lines a terminal's Ctrl-C stays what it is.
  const keys = listenToKeys(display.isPlain ? undefined : process.stdin, (key) =>
    house.devices[placeOfKey(key)]?.switchPower(),
  );
  const end = await Promise.race([house.failed, ending, keys.ended, ...endsOf(house, options, series)]);
  if (typeof end === "string") display.remark(end);
  keys.end();
  await endSealing?.();
  const whyNobody = connections.whyNobody();
  const unseen = await house.close();
  sealed?.remove();
  display.end();
  if (end instanceof BrokerFault) throw end;
  await takeLeave(house, address, options, whyNobody);
  if (unseen.length > 0)
    throw new RunError(`The devices were stopped and not seen going offline: ${unseen.join(", ")}.`);
}

/** Options that are for the broker in this process, or for another one, and not for the one that is used. */
function refuseOthersOptions(options: SimOptions): void {
  const { port, auth, queues, broker, root, keep, sealed, only } = options;
  const ofOwn = Object.entries({ port, auth, queues }).find(([, value]) => value !== undefined);
  if (broker !== undefined && ofOwn !== undefined)
    throw new UsageError(
      `--${ofOwn[0]} is for the broker in this process, and --broker names another one; give one of them.`,
    );
  if (broker === undefined && (root !== undefined || keep))
    throw new UsageError(
      "--root and --keep are for a broker that others use too; name it with --broker, or leave them out.",
    );
  if (broker === undefined) refuseTlsFiles(options);
  if (!sealed) return;
  if (broker !== undefined)
    throw new UsageError(
      "--sealed is for the broker in this process; at another one, run ringmote seal beside your devices.",
    );
  if (only !== undefined && !only.includes(SEALED_FIRMWARE))
    throw new UsageError(`--sealed is about the firmware ${SEALED_FIRMWARE}; add it to --only.`);
}

/** The ends that the options set, each with its remark. */
function endsOf(
  house: House,
  { minutes }: SimOptions,
  series: readonly Sample[] | undefined,
): Promise<string>[] {
  const ends: Promise<string>[] = [];
  if (minutes !== undefined)
    ends.push(passed(house, minutes * MINUTE_MS, "The time given with --minutes is over."));
  if (series !== undefined) ends.push(passed(house, series[series.length - 1].ms, "The series has ended."));
  return ends;
}

/** Clears up at another's broker, or says how. Throws where nobody was connected: `whyNobody`. */
async function takeLeave(
  house: House,
  address: BrokerAddress | undefined,
  { keep }: SimOptions,
  whyNobody: string | undefined,
): Promise<void> {
  if (whyNobody !== undefined) {
    if (house.kept.size > 0) note(howToForget(house));
    throw new RunError(
      `Nobody in the home was connected to its broker at the end (${printable(whyNobody)}).`,
    );
  }
  if (address === undefined) return;
  if (keep) note(howToForget(house));
  else await clearUp(address, house.kept, howToForget(house));
}

function seriesOf(file: string): Sample[] {
  try {
    return readSeries(file);
  } catch (error) {
    if (error instanceof CsvFileError) throw new UsageError(error.message);
    throw error;
  }
}

/** A broker of somebody else's keeps what the home has announced. */
function howToForget({ devices, url }: House): string {
  const ids = devices
    .filter(({ declaration }) => declaration.discovery !== undefined)
    .map(({ root }) => root.slice(root.lastIndexOf("/") + 1));
  return `What the home has announced stays at the broker; this takes it away: ringmote forget ${ids.join(" ")} --broker ${url}`;
}

/** How a broker is reached that somebody else runs. */
function accessOf({ host, port, tls, user, password }: BrokerAddress): BrokerAccess {
  return { host, port, tls, user, secret: password };
}

async function open(options: HouseOptions): Promise<House> {
  try {
    return await openHouse(options);
  } catch (error) {
    if (error instanceof PortTaken) throw new RunError(error.message);
    throw error;
  }
}

/** What consoles say, but for what goes without saying. */
function consoleNews({ story, remark }: HomeDisplay, seed: number): HouseOptions["log"] {
  const consoles = new Map<string, (line: string) => void>();
  const lookForFights = onFirstFight(
    `Another home at this broker has the same devices, and both throw each other's out: give one of them another --seed than ${seed}, and another --root.`,
    remark,
  );
  let clock = "";
  return ({ time, who, line }) => {
    lookForFights(line);
    if (ROUTINE.test(line)) return;
    clock = clockText(time);
    const say = consoles.get(who) ?? withoutRepeatedAttempts((news) => story(`${clock} ${who}: ${news}`));
    consoles.set(who, say);
    say(line);
  };
}

function introduce(
  { url }: House,
  { remark, isPlain }: HomeDisplay,
  { port, broker, speed }: SimOptions,
): void {
  const avoided = broker === undefined && port === undefined && !url.endsWith(`:${PLAIN_PORT}`);
  const taken = avoided ? ` (port ${PLAIN_PORT} is taken)` : "";
  const ends = isPlain ? "; Ctrl-C ends it" : "";
  remark(`The broker is at ${url}${taken}; a second is ${speed} in the house${ends}.`);
  if (!isPlain) remark("A device's letter pulls its plug or puts it back; Ctrl-C ends it all.");
  const systems = new Intl.ListFormat("en-GB", { type: "disjunction" }).format(systemNames());
  remark(`Other systems: npx ringmote sim ${systems}.`);
}

function passed(house: House, ms: number, sentence: string): Promise<string> {
  return new Promise((resolve) => house.after(ms, () => resolve(sentence)));
}
