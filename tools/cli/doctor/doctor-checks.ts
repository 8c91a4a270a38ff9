// The checks of ringmote doctor, one after the other.
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import type { BrokerOffer } from "../../../src/client/faults/broker-offer.ts";
import { CONNECTION_REFUSED, UNKNOWN_HOST } from "../../../src/client/transport/socket-faults.ts";
import { ROOT, statusTopic } from "../../../src/device/run/topics.ts";
import { holderOf } from "../../flash/serial-port.ts";
import { listPorts, portName } from "../../flash/terminal-ports.ts";
import type { BrokerConnection } from "../../sim/real-broker/connection.ts";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { connectTo } from "../broker/at-broker.ts";
import type { BrokerAddress } from "../broker/broker-url.ts";
import { brokerOf } from "../broker/tls-files.ts";
import type { DoctorOptions } from "./doctor.ts";
import { doorFindings } from "./doors-check.ts";
import { version5 } from "./version-5-check.ts";
import { type WildcardAnswer, wildcardsAreTold } from "./wildcard-check.ts";

export interface Finding {
  check: string;
  ok: boolean;
  /** What was found. */
  said: string;
  /** What to do, where it is not ok. */
  cure?: string;
  /** Below it, in a table: each with its value. */
  rows?: readonly (readonly [string, string])[];
  /** What the broker offers in MQTT 5.0. */
  offer?: BrokerOffer;
}

/** Where devices tell their status, by the topics that they have by themselves. */
const STATUS = statusTopic(`${ROOT}+`);
/**
 * A device that loses its link goes and comes once; two with one identifier throw each other out again and
 * again.
 */
const MOST_DEPARTURES = 1;
/** Of so many devices at most it is counted. */
const MOST_DEVICES = 50_000;
/** A line names so many. */
const MOST_NAMED = 10;

/** Finding after finding, as they are made. */
export async function* findings(options: DoctorOptions): AsyncGenerator<Finding> {
  yield nodeVersion();
  yield* await ports(options.port);
  const { broker, device, seconds } = options;
  if (device !== undefined) yield* await doorFindings(device);
  if (broker !== undefined) yield* atBroker(brokerOf({ ...options, broker }), seconds);
}

function nodeVersion(): Finding {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  const wanted = (JSON.parse(text) as { engines: { node: string } }).engines.node.replace(">=", "");
  const numbers = (version: string) => version.split(".").map(Number);
  const [[major = 0, minor = 0], [least = 0, leastMinor = 0]] = [
    numbers(process.versions.node),
    numbers(wanted),
  ];
  const ok = major > least || (major === least && minor >= leastMinor);
  const finding = { check: "Node", ok, said: `version ${process.versions.node}` };
  return ok ? finding : { ...finding, cure: `install ${wanted} or later from nodejs.org` };
}

async function ports(named: string | undefined): Promise<Finding[]> {
  const ports = named === undefined ? await listPorts() : [{ path: named, kind: "" }];
  if (ports.length === 0)
    return [{ check: "ports", ok: true, said: "no board is plugged in; nothing on a computer needs one" }];
  return ports.map((port) => portFinding(port));
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
  if (!statSync(port.path).isCharacterDevice())
    return { check, ok: false, said: "it is no port", cure: '"ringmote ports" names what there is' };
  const holder = holderOf(port.path);
  if (holder !== undefined)
    return { check, ok: false, said: `the program ${holder} holds it`, cure: "end it there" };
  return { check, ok: true, said: `it can be opened (${portName(port)})` };
}

async function* atBroker(broker: BrokerAddress, seconds: number): AsyncGenerator<Finding> {
  const check = "broker";
  let connection: BrokerConnection | undefined;
  try {
    connection = await connectTo(broker);
    const departures = new Map<string, number>();
    connection.listen(({ topic, payload, retained }) => {
      if (retained || payload.toString() !== "offline") return;
      if (departures.size < MOST_DEVICES || departures.has(topic))
        departures.set(topic, (departures.get(topic) ?? 0) + 1);
    });
    await connection.subscribe([STATUS], 1);
    yield { check, ok: true, said: `${connection.where} lets you in` };
    const looked = passed(seconds);
    yield await version5(broker);
    yield kept(await wildcardsAreTold(broker));
    const fault = await Promise.race([looked, connection.lost]);
    if (fault !== undefined) throw fault;
    yield identifiers(departures, seconds);
  } catch (error) {
    if (!(error instanceof BrokerFault)) throw error;
    yield { check, ok: false, ...refusal(error, broker.user) };
  } finally {
    await connection?.end();
  }
}

function passed(seconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000, undefined));
}

function kept(answer: WildcardAnswer): Finding {
  const check = "kept messages";
  switch (answer) {
    case "told":
      return { check, ok: true, said: "whoever subscribes with a wildcard gets them" };
    case "not told":
      return {
        check,
        ok: false,
        said: "whoever subscribes with a wildcard does not get them, so that Home Assistant does not find a device that was announced before",
        cure: 'use a broker that sends them for Home Assistant, and name devices in full to "ringmote forget"',
      };
    case "not kept":
      return {
        check,
        ok: true,
        said: `not known: this user may not write and read below ${ROOT}, or the broker keeps nothing there`,
      };
  }
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
    said: `${twice.slice(0, MOST_NAMED).join(", ")} went and came again and again: two devices have this identifier`,
    cure: 'give one of them another with "ringmote settings --id"',
  };
}

/** For what TLS says of a broker. */
const CURES_OF_TLS: readonly (readonly [words: RegExp, cure: string])[] = [
  [
    /certificate is for/,
    "name the broker in its address as its certificate does, or give it one for that name",
  ],
  [/certificate has expired/, "give the broker a new certificate, or set the clock of this computer"],
  [
    /no TLS at this port/,
    "give the port at which the broker speaks TLS, 8883 usually, or mqtt:// for this one",
  ],
  [/expects TLS/, "give its address as mqtts://, and the broker's authority with --ca"],
  [/client certificate/, "give a certificate that the broker trusts with --cert, and its key with --key"],
  [/certificate|TLS/, "give the broker's authority with --ca, and --cert and --key where it asks for them"],
];

/**
 * What Mosquitto has with a plugin for its users, as Home Assistant's app has: each message of a client is
 * refused whose user or identifier holds one of these. A file of passwords ends a user at a colon.
 */
const DANGEROUS = /[+#/:]/;

function refusal({ kind, where, why }: BrokerFault, user = ""): { said: string; cure: string } {
  if ((kind === "refused" || kind === "forbidden") && DANGEROUS.test(user))
    return {
      said: `${where}: ${why}`,
      cure: `give the user another name: Mosquitto, as Home Assistant has it, refuses +, #, / and : in the name of a user, and +, # and / in an identifier`,
    };
  if (why === CONNECTION_REFUSED)
    return {
      said: `nothing listens on ${where}`,
      cure: "start the broker, and let it listen to other computers (Mosquitto: listener 1883 0.0.0.0)",
    };
  if (why === UNKNOWN_HOST)
    return { said: `the name in ${where} is not known`, cure: "give the broker's address in numbers" };
  if (kind === "refused" && why.includes("user"))
    return {
      said: `${where} refuses the user`,
      cure: "give user and password: mqtt://user@host, and the password in RINGMOTE_BROKER_PASSWORD",
    };
  const said = `${where}: ${why}`;
  const cure = CURES_OF_TLS.find(([words]) => words.test(why))?.[1];
  if (cure !== undefined) return { said, cure };
  switch (kind) {
    case "unreachable":
      return {
        said: `${where} does not answer (${why})`,
        cure: "look at the address, and at the firewall",
      };
    case "no broker":
      return { said, cure: "look at the port: 1883 is usual, with TLS 8883" };
    case "forbidden":
      return { said, cure: `let the user read ${STATUS}` };
    default:
      return { said, cure: "look at the address, and into the broker's log" };
  }
}
