// The Kubernetes job of a fleet. What its pods ask for comes from what the bench has measured (costs.json).
import type { Job } from "kubernetes-types/batch/v1";
import type { Container, EnvVar } from "kubernetes-types/core/v1";
import { parseBrokerUrl } from "../broker/broker-url.ts";
import costs from "./costs.json" with { type: "json" };
import type { ManifestOptions } from "./manifest.ts";

/**
 * A broker that was away gets the devices of a process back within this time, which bounds how many one
 * process has.
 */
const ALL_BACK_SECONDS = 6;
/** Beside what was measured: other firmware, and messages under way. */
const MARGIN = 1.25;
const MEBIBYTE = 2 ** 20;
/** A pod that failed is started again, some times. */
const TRIES_PER_POD = 3;
/** Unprivileged ports: a pod has one address. Kubernetes lets pods set this. */
const PORT_RANGE = { name: "net.ipv4.ip_local_port_range", value: "1024 65535" };
/** Prometheus asks there, where the pods say so. */
const METRICS_PORT = 9464;
const SCRAPED = { "prometheus.io/scrape": "true", "prometheus.io/port": `${METRICS_PORT}` };

export function jobOf(firmware: string, options: ManifestOptions, pods: number): Job {
  const { name } = options;
  const labels = { "app.kubernetes.io/name": "ringmote-fleet", "app.kubernetes.io/instance": name };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, labels },
    spec: {
      completionMode: "Indexed",
      completions: pods,
      // They begin together: all have to be there at once.
      parallelism: pods,
      backoffLimit: TRIES_PER_POD * pods,
      template: {
        metadata: { labels, annotations: SCRAPED },
        spec: {
          restartPolicy: "Never",
          securityContext: { sysctls: [PORT_RANGE] },
          containers: [containerOf(firmware, options, pods)],
        },
      },
    },
  };
}

function containerOf(firmware: string, options: ManifestOptions, pods: number): Container {
  const { name, devices, broker, image, rate, minutes, expect } = options;
  const each = Math.ceil(devices / pods);
  const processes = processesOf(each);
  const command = ["ringmote", "fleet", firmware, "--broker", broker, "--count", `${devices}`];
  command.push("--shard", `/${pods}`, "--together", name, "--processes", `${processes}`, "--rate", `${rate}`);
  command.push("--metrics", `0.0.0.0:${METRICS_PORT}`);
  if (minutes !== undefined) command.push("--minutes", `${minutes}`);
  if (expect !== undefined) command.push("--expect", expect);
  const memory = `${memoryOf(each, processes)}Mi`;
  return {
    name: "fleet",
    image,
    command,
    ports: [{ name: "metrics", containerPort: METRICS_PORT }],
    ...(parseBrokerUrl(broker, {}).user !== undefined && { env: [passwordOf(name)] }),
    resources: { requests: { cpu: `${processes}`, memory }, limits: { memory } },
  };
}

/** By the time that one core takes to connect their devices. */
function processesOf(devices: number): number {
  const most = Math.floor((ALL_BACK_SECONDS * 1e6) / costs.connectMicroseconds);
  return Math.ceil(devices / most);
}

/** In mebibytes. */
function memoryOf(devices: number, processes: number): number {
  const bytes = costs.commandBytes + processes * costs.processBytes + devices * costs.deviceBytes;
  return Math.ceil((bytes * MARGIN) / MEBIBYTE);
}

function passwordOf(name: string): EnvVar {
  return {
    name: "RINGMOTE_BROKER_PASSWORD",
    valueFrom: { secretKeyRef: { name: `${name}-broker`, key: "password" } },
  };
}
