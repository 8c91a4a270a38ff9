// A real Home Assistant of a home in °F, at a broker on loopback. It has a folder of its own, which goes with
// it, and ends by its process number.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { endProcess, freePort } from "../../../tools/laboratory/brokers/broker-process.ts";
import { hassProgram } from "./program.ts";
import { createVisitor, type Visitor } from "./visitor.ts";

/** What people see of an entity. */
export interface Shown {
  name: string;
  state: string;
  /** Its state in words. */
  shown: string;
  attributes: Readonly<Record<string, unknown>>;
}

/** What an hour ended with: its state, and the sum since the entity is recorded. */
export interface Statistic {
  state: number;
  sum: number;
}

type Step = Readonly<Record<string, unknown>>;

export interface Home {
  /** What people see of everything, by its id. */
  seen: () => Promise<Readonly<Record<string, Shown>>>;
  /** Has a service act on an entity, as "number.set_value". */
  act: (service: string, entity: string, data?: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Has a trigger of the device that an entity is of do something: both as an automation's YAML has them. */
  automate: (entity: string, trigger: Step, action: Step) => Promise<void>;
  /** What its log has warned of since this was asked, or since it was started again, where MQTT takes part. */
  complaints: () => string[];
  /** Ends it in order and starts it again; to what it has recorded, so many hours have passed meanwhile. */
  restart: (hours: number) => Promise<void>;
  /** The long-term statistics of an entity, an hour each, oldest first. */
  statisticsOf: (entity: string) => Promise<readonly Statistic[]>;
  end: () => Promise<void>;
}

/** It reads a thousand modules first, and at its first start installs what they need. It measures nothing. */
const START_MS = 240_000;
const ASK_AGAIN_MS = 200;

/** Of an event people see the type of the last one. */
const SEEN = `{% set ns = namespace(all={}) %}{% for one in states if one.domain != 'automation' %}
{% set word = one.attributes.event_type or 'unknown' if one.domain == 'event' else one.state %}
{% set shown = state_translated(one.entity_id) if one.domain != 'event' and has_value(one.entity_id) else word|capitalize %}
{% set ns.all = dict(ns.all, **{one.entity_id: {
  'name': one.name, 'state': one.state, 'shown': shown, 'attributes': one.attributes
}}) %}{% endfor %}{{ ns.all | tojson }}`;

/** Starts it, makes somebody its owner, and has it connect to the broker on 127.0.0.1. */
export async function startHome(brokerPort: number): Promise<Home> {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-home-"));
  const port = await freePort();
  configure(folder, port);
  const log = join(folder, "home-assistant.log");
  const start = () =>
    spawn(hassProgram, ["--config", folder, "--log-no-color"], { stdio: "ignore", detached: true });
  let hass = start();
  const kill = () => hass.kill("SIGKILL");
  process.once("exit", kill);

  async function end(): Promise<void> {
    process.off("exit", kill);
    await endProcess(hass, "SIGKILL");
    rmSync(folder, { recursive: true });
  }

  try {
    let told = 0;
    const visitor = createVisitor(`http://127.0.0.1:${port}`);
    await Promise.race([moveIn(visitor, brokerPort), hasEnded(hass)]);
    return {
      seen: async () => JSON.parse(await visitor.text("/api/template", { template: SEEN })),
      async act(service, entity, data = {}) {
        await visitor.ask(`/api/services/${service.replace(".", "/")}`, { entity_id: entity, ...data });
      },
      async automate(entity, trigger, action) {
        const device = await visitor.text("/api/template", { template: `{{ device_id('${entity}') }}` });
        const begun = { trigger: "device", domain: "mqtt", device_id: device, ...trigger };
        const automation = { alias: entity, triggers: [begun], actions: [action] };
        await visitor.ask("/api/config/automation/config/pressed", automation);
      },
      complaints() {
        const complaints = linesOf(log).filter((line) => /^\S+ \S+ (WARNING|ERROR) .*mqtt/i.test(line));
        const fresh = complaints.slice(told);
        told = complaints.length;
        return fresh;
      },
      async restart(hours) {
        // A second signal would end it at once.
        const ended = new Promise((resolve) => hass.once("exit", resolve));
        hass.kill("SIGTERM");
        await ended;
        ageRecord(join(folder, "home-assistant_v2.db"), hours);
        told = 0;
        hass = start();
        await Promise.race([isUp(visitor), hasEnded(hass)]);
      },
      async statisticsOf(entity) {
        const asked = {
          start_time: "2000-01-01",
          statistic_ids: entity,
          period: "hour",
          types: ["state", "sum"],
        };
        const answer = await visitor.ask("/api/services/recorder/get_statistics?return_response", asked);
        const { statistics } = answer.service_response as { statistics: Record<string, Statistic[]> };
        return (statistics[entity] ?? []).map(({ state, sum }) => ({ state, sum }));
      },
      end,
    };
  } catch (error) {
    const last = linesOf(log).slice(-20).join("\n");
    await end();
    throw new Error(`Home Assistant did not start: ${(error as Error).message}\n${last}`);
  }
}

function configure(folder: string, port: number): void {
  writeFileSync(
    join(folder, "configuration.yaml"),
    `homeassistant:
  unit_system: us_customary
  time_zone: UTC
http:
  server_host: 127.0.0.1
  server_port: ${port}
config:
onboarding:
automation: !include automations.yaml
recorder:
  commit_interval: 1
  purge_keep_days: 1
logger:
  default: warning
`,
  );
  writeFileSync(join(folder, "automations.yaml"), "[]");
  // What stands in its configuration it takes for a trial that ends in five minutes, unless this says the same.
  mkdirSync(join(folder, ".storage"));
  const data = { server_host: ["127.0.0.1"], server_port: port };
  writeFileSync(
    join(folder, ".storage", "http"),
    JSON.stringify({ version: 1, minor_version: 1, key: "http", data }),
  );
}

/** What its owner does first. */
async function moveIn(visitor: Visitor, brokerPort: number): Promise<void> {
  await vi.waitFor(visitor.becomeOwner, { timeout: START_MS, interval: ASK_AGAIN_MS });
  await isUp(visitor);
  const flows = "/api/config/config_entries/flow";
  const { flow_id } = await visitor.ask(flows, { handler: "mqtt" });
  const { type, errors } = await visitor.ask(`${flows}/${flow_id}`, {
    broker: "127.0.0.1",
    port: brokerPort,
    protocol: "5",
    other_settings: { set_client_cert: false, set_ca_cert: "off", transport: "tcp" },
  });
  if (type !== "create_entry") throw new Error(`it does not take the broker: ${JSON.stringify(errors)}`);
}

function isUp(visitor: Visitor): Promise<void> {
  const ask = async () => {
    const { state } = await visitor.ask("/api/config");
    if (state !== "RUNNING") throw new Error(`it is ${state}`);
  };
  return vi.waitFor(ask, { timeout: START_MS, interval: ASK_AGAIN_MS });
}

/** When what is recorded happened. Of each hour it makes statistics when the hour is over, or at its next start. */
const MOMENTS = {
  states: ["last_changed_ts", "last_reported_ts", "last_updated_ts"],
  statistics: ["start_ts"],
  statistics_short_term: ["start_ts"],
};

/** Takes some hours from each moment, as if the computer's clock had gone on by them. */
function ageRecord(database: string, hours: number): void {
  const aged = Object.entries(MOMENTS).map(
    ([table, columns]) =>
      `UPDATE ${table} SET ${columns.map((column) => `${column} = ${column} - ${hours} * 3600`)}`,
  );
  const runs = `UPDATE statistics_runs SET start = strftime('%Y-%m-%d %H:%M:%S.000000', start, '-${hours} hours')`;
  const script = `import sqlite3; d = sqlite3.connect(${JSON.stringify(database)}); d.executescript(${JSON.stringify([...aged, runs].join(";"))})`;
  const { status, stderr } = spawnSync("python3", ["-c", script], { encoding: "utf8" });
  if (status !== 0) throw new Error(`What it has recorded does not grow older: ${stderr}`);
}

function hasEnded(hass: ChildProcess): Promise<never> {
  return new Promise((_, reject) => {
    hass.once("error", reject);
    hass.once("exit", (code, signal) => reject(new Error(`it has ended with ${code ?? signal}`)));
  });
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    // It has not begun to write.
    return [];
  }
}
