// A real Home Assistant of a home in °F, at a broker on loopback. It has a folder of its own, which goes with it, and ends by
// its process number.
import { type ChildProcess, spawn } from "node:child_process";
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

type Step = Readonly<Record<string, unknown>>;

export interface Home {
  /** What people see of everything, by its id. */
  seen: () => Promise<Readonly<Record<string, Shown>>>;
  /** Has a service act on an entity, as "number.set_value". */
  act: (service: string, entity: string, data?: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Has a trigger of the device that an entity is of do something: both as an automation's YAML has them. */
  automate: (entity: string, trigger: Step, action: Step) => Promise<void>;
  /** What its log has warned of since this was asked, where MQTT takes part. */
  complaints: () => string[];
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
  const hass = spawn(hassProgram, ["--config", folder, "--log-no-color"], {
    stdio: "ignore",
    detached: true,
  });
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
  const isRunning = async () => {
    const { state } = await visitor.ask("/api/config");
    if (state !== "RUNNING") throw new Error(`it is ${state}`);
  };
  await vi.waitFor(isRunning, { timeout: START_MS, interval: ASK_AGAIN_MS });
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
