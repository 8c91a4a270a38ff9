// The checks of ringmote doctor, one after the other.
import { accessSync, constants, readFileSync } from "node:fs";
import { holderOf } from "../flash/serial-port.ts";
import { listPorts, portName } from "../flash/terminal-ports.ts";
import { socketFault } from "../sim/socket-faults.ts";
import { type Watcher, watchBroker } from "../sim/watcher.ts";
import type { BrokerAddress } from "./broker-url.ts";
import type { DoctorOptions } from "./doctor.ts";
import { brokerOf } from "./tls-files.ts";

export interface Finding {
  check: string;
  ok: boolean;
  /** What was found. */
  said: string;
  /** What to do, where it is not ok. */
  cure?: string;
}

/** Where devices tell their status, by the topics that they have by themselves. */
const STATUS = "home/+/status";
/** A device that loses its link goes and comes once; two with one identifier throw each other out again and again. */
const MOST_DEPARTURES = 1;
const CONNECT_MS = 10_000;

/** Finding after finding, as they are made. */
export async function* findings(options: DoctorOptions): AsyncGenerator<Finding> {
  yield nodeVersion();
  yield* await ports(options.port);
  const { broker, seconds } = options;
  if (broker !== undefined) yield* atBroker(brokerOf({ ...options, broker }), seconds);
}

function nodeVersion(): Finding {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const wanted = (JSON.parse(text) as { engines: { node: string } }).engines.node.replace(">=", "");
  const numbers = (version: string) => version.split(".").map(Number);
  const [[major = 0, minor = 0], [least = 0, leastMinor = 0]] = [
    numbers(process.versions.node),
    numbers(wanted),
  ];
  const ok = major > least || (major === least && minor >= leastMinor);
  const found = { check: "Node", ok, said: `version ${process.versions.node}` };
  return ok ? found : { ...found, cure: `install ${wanted} or later from nodejs.org` };
}

async function ports(named: string | undefined): Promise<Finding[]> {
  const found = named === undefined ? await listPorts() : [{ path: named, kind: "" }];
  if (found.length === 0)
    return [{ check: "ports", ok: true, said: "no board is plugged in; nothing on a computer needs one" }];
  return found.map((port) => portFinding(port));
}

function portFinding(port: { path: string; kind: string }): Finding {
  const check = `port ${port.path}`;
  if (process.platform === "win32") return { check, ok: true, said: port.kind };
  try {
    accessSync(port.path, constants.R_OK | constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      return { check, ok: false, said: "it is not there", cure: '"ringmote ports" names what there is' };
    const cure =
      'say "sudo usermod -aG dialout $USER" (on Arch Linux the group is uucp), log out and in again';
    return { check, ok: false, said: "you may not open it", cure };
  }
  const holder = holderOf(port.path);
  if (holder !== undefined)
    return { check, ok: false, said: `the program ${holder} holds it`, cure: "end it there" };
  return { check, ok: true, said: `it can be opened (${portName(port)})` };
}

async function* atBroker(broker: BrokerAddress, seconds: number): AsyncGenerator<Finding> {
  const { host, port, tls, user, password: secret, identity = {} } = broker;
  const departures = new Map<string, number>();
  const check = "broker";
  let watcher: Watcher;
  try {
    const access = {
      host,
      port,
      tls,
      identity,
      ...(user !== undefined && { user }),
      ...(secret !== undefined && { secret }),
    };
    watcher = await within(
      CONNECT_MS,
      watchBroker(access, [STATUS], ({ topic, payload, retained, again }) => {
        if (payload.toString() === "offline" && !retained && !again)
          departures.set(topic, (departures.get(topic) ?? 0) + 1);
      }),
    );
  } catch (error) {
    yield { check, ok: false, ...refusal(error as NodeJS.ErrnoException, `${host}:${port}`) };
    return;
  }
  yield { check, ok: true, said: `${host}:${port} lets you in` };
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  await watcher.end();
  yield identifiers(departures, seconds);
}

function identifiers(departures: ReadonlyMap<string, number>, seconds: number): Finding {
  const check = "identifiers";
  const twice = [...departures]
    .filter(([, count]) => count > MOST_DEPARTURES)
    .map(([topic]) => topic.split("/")[1]);
  if (twice.length === 0)
    return { check, ok: true, said: `no two devices threw each other out for ${seconds} s` };
  return {
    check,
    ok: false,
    said: `${twice.join(", ")} went and came again and again: two devices have this identifier`,
    cure: 'give one of them another with "ringmote settings --id"',
  };
}

function refusal(error: NodeJS.ErrnoException, where: string): { said: string; cure: string } {
  const { code } = error;
  const inWords = socketFault(error);
  switch (String(code)) {
    case "ECONNREFUSED":
      return {
        said: `nothing listens on ${where}`,
        cure: "start the broker, and let it listen to other computers (Mosquitto: listener 1883 0.0.0.0)",
      };
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return { said: `the name in ${where} is not known`, cure: "give the broker's address in numbers" };
    case "4":
    case "5":
      return {
        said: `${where} refuses the user`,
        cure: "give user and password: mqtt://user@host, and the password in RINGMOTE_BROKER_PASSWORD",
      };
    default:
      if (/certificate|TLS/.test(inWords))
        return {
          said: `${where}: ${inWords}`,
          cure: "give the broker's authority with --ca, and --cert and --key where it asks for them",
        };
      return {
        said: `${where} does not answer (${inWords})`,
        cure: "look at the address, and at the firewall",
      };
  }
}

/** The first attempt's error; an attempt without an answer is one. */
async function within<Value>(ms: number, value: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${ms / 1000} s`)), ms);
  });
  return Promise.race([value, late]).finally(() => clearTimeout(timer));
}
