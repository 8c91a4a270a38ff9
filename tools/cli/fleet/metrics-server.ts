// Tells how a fleet is to whoever asks for /metrics.
import { createServer } from "node:http";
import { isIP } from "node:net";
import { RunError, UsageError } from "../words/failure.ts";
import { OPEN_METRICS_TYPE, openMetrics } from "./open-metrics.ts";
import type { FleetView } from "./report-lines.ts";

export interface MetricsAddress {
  host: string;
  port: number;
}

const MOST_PORT = 65_535;

/** Reads "9464", "0.0.0.0:9464" or "[::]:9464". Throws a UsageError for what is none. */
export function metricsOption(text: string): MetricsAddress {
  const [, host = "127.0.0.1", digits = ""] = /^(?:(.+):)?(\d{1,5})$/.exec(text) ?? [];
  const address = host.replace(/^\[(.*)\]$/, "$1");
  const port = Number(digits);
  if (digits !== "" && port <= MOST_PORT && isIP(address) !== 0) return { host: address, port };
  throw new UsageError(
    `--metrics ${text} is not allowed; it is a port from 0 to ${MOST_PORT}, with an address of this computer in front where others ask: "0.0.0.0:9464".`,
  );
}

/** Begins to listen. Rejects with a RunError when it cannot. */
export async function serveMetrics(
  { host, port }: MetricsAddress,
  view: () => FleetView,
): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": OPEN_METRICS_TYPE }).end(openMetrics(view()));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", ({ code, message }: NodeJS.ErrnoException) =>
      reject(
        new RunError(
          `--metrics ${host}:${port} cannot be listened at (${code ?? message}); name another port.`,
        ),
      ),
    );
    server.listen({ host, port }, resolve);
  });
  const at = server.address() as { port: number };
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://${host.includes(":") ? `[${host}]` : host}:${at.port}/metrics`, close };
}
