// A real Mosquitto on loopback, with a configuration of its own in a temporary folder. It ends by its process
// number.
import { type ChildProcess, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { type BrokerInFolder, brokerFolder, startIn } from "./broker-folder.ts";
import { findProgram, freePort, startProcess } from "./broker-process.ts";

/** Where it is, or what MOSQUITTO_BIN names; `undefined` where that is not installed. */
export const mosquittoProgram = findProgram("mosquitto", "MOSQUITTO_BIN");

/** A newer one than Debian's, which Home Assistant's users have; `undefined` where nobody has built it. */
export const mosquitto21Program = findProgram("mosquitto-2.1", "MOSQUITTO21_BIN");

/** Is it here? */
export const hasMosquitto = mosquittoProgram !== undefined;

/** Starts one with a configuration. Resolves when it takes connections. */
export function startMosquittoProcess(
  configuration: string,
  program = mosquittoProgram as string,
): Promise<ChildProcess> {
  return startProcess(program, ["-c", configuration], {
    isUp: /mosquitto version \S+ running/,
  });
}

export interface MosquittoOptions {
  /** Which one is started: by default the installed one. */
  program?: string;
  /** Who may come in; without it, everybody may. */
  users?: Readonly<Record<string, string>>;
  /** Lines of the configuration that make its port one with TLS; there is another one without. */
  tls?: readonly string[];
  /** More lines of the configuration, as "max_packet_size 700". */
  lines?: readonly string[];
}

export interface Mosquitto extends BrokerInFolder {
  /** Where it takes connections without TLS: its port, or another one when that is for TLS. */
  plainPort: number;
  /** Changes who may come in, and makes the running broker read it (SIGHUP). */
  changeUsers: (users: Readonly<Record<string, string>>) => void;
  /** Bytes of memory that it holds now. */
  residentBytes: () => number;
}

/**
 * Starts a broker. When it is stopped it writes down its sessions, what it retains and what waits for
 * subscribers, and has them again at the next start. Resolves when it takes connections.
 */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const { program, users, tls } = options;
  const folder = brokerFolder("mosquitto");
  const file = (name: string) => join(folder, name);
  const port = await freePort();
  const plainPort = tls === undefined ? port : await freePort();

  if (users !== undefined) writeUsers(file("users"), users);
  writeFileSync(file("mosquitto.conf"), configurationIn(folder, options, port, plainPort));

  const broker = await startIn(folder, port, () => startMosquittoProcess(file("mosquitto.conf"), program));
  return {
    ...broker,
    plainPort,
    changeUsers(known) {
      writeUsers(file("users"), known);
      const pid = broker.pid();
      if (pid !== undefined) process.kill(pid, "SIGHUP");
    },
    residentBytes: () => residentBytes(broker.pid()),
  };
}

function configurationIn(
  folder: string,
  { users, tls, lines = [] }: MosquittoOptions,
  port: number,
  plainPort: number,
): string {
  return [
    // Started by the administrator it would become another user, who cannot write here.
    `user ${userInfo().username}`,
    "persistence true",
    `persistence_location ${folder}/`,
    "log_dest stderr",
    // What a thousand devices say at once is queued for one subscriber, and none of it is dropped.
    "max_queued_messages 0",
    ...lines,
    ...(users === undefined ? [] : [`password_file ${join(folder, "users")}`]),
    `allow_anonymous ${users === undefined}`,
    `listener ${port} 127.0.0.1`,
    ...(tls === undefined ? [] : [...tls, `listener ${plainPort} 127.0.0.1`]),
    "",
  ].join("\n");
}

function writeUsers(file: string, known: Readonly<Record<string, string>>): void {
  const text = Object.entries(known).map(([user, password]) => `${user}:${password}\n`);
  writeFileSync(file, text.join(""), { mode: 0o600 });
  const { status, stderr } = spawnSync("mosquitto_passwd", ["-U", file], { encoding: "utf8" });
  if (status !== 0) throw new Error(`mosquitto_passwd has failed: ${stderr}`);
}

function residentBytes(pid: number | undefined): number {
  const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Number(stdout) * 1024;
}
