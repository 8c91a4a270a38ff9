import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { metricsOption, serveMetrics } from "../../tools/cli/fleet/metrics-server.ts";
import { openMetrics } from "../../tools/cli/fleet/open-metrics.ts";
import { createFleetCounts } from "../../tools/sim/devices/fleet-counts.ts";
import { noteLatency } from "../../tools/sim/devices/latencies.ts";

function view() {
  const counts = { ...createFleetCounts(), connected: 4, messages: 70 };
  for (const ms of [0.5, 2, 3, 700_000]) noteLatency(counts.latencies, ms);
  counts.reasons.set('say "no"\n\\ \u001b[2J', 2);
  return { devices: 5, counts, memoryBytes: 80_000_000 };
}

test("a fleet's metrics are valid OpenMetrics", () => {
  const text = openMetrics(view());
  expect(text).toMatch(/^# TYPE ringmote_fleet_devices gauge\n# HELP [^\n]+\nringmote_fleet_devices 5\n/);
  expect(text).toContain("\nringmote_fleet_messages_total 70\n");
  expect(text.endsWith("\n# EOF\n")).toBe(true);
  const bucket = (le: string) =>
    Number(text.split(`acknowledgement_seconds_bucket{le="${le}"} `)[1]?.split("\n")[0]);
  expect(["0.001", "0.0025", "0.005", "60", "+Inf"].map(bucket)).toEqual([1, 2, 3, 3, 4]);
  expect(text).toMatch(/acknowledgement_seconds_count 4\n/);
});

test("a reason becomes one label, whatever its text", () => {
  const lines = openMetrics(view()).split("\n");
  const [line] = lines.filter((line) => line.startsWith("ringmote_fleet_failures_total"));
  expect(line).toMatch(/^ringmote_fleet_failures_total\{reason="say \\"no\\"[^"]*"\} 2$/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  expect(line).not.toMatch(/[\u0000-\u001f]/);
});

test("a request for /metrics returns the current state", async () => {
  let devices = 5;
  const { url, close } = await serveMetrics({ host: "127.0.0.1", port: 0 }, () => ({ ...view(), devices }));
  onTestFinished(close);
  devices = 6;
  const answer = await fetch(url);
  expect(answer.headers.get("content-type")).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
  expect(await answer.text()).toContain("\nringmote_fleet_devices 6\n");
  expect((await fetch(url.replace("/metrics", "/other"))).status).toBe(404);
});

test("a metrics port in use is named", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  await expect(serveMetrics({ host: "127.0.0.1", port }, view)).rejects.toThrow(
    `--metrics 127.0.0.1:${port} cannot be listened at (EADDRINUSE); name another port.`,
  );
});

test("a metrics address is a port, or an address with port", () => {
  expect(metricsOption("9464")).toEqual({ host: "127.0.0.1", port: 9464 });
  expect(metricsOption("0.0.0.0:9464")).toEqual({ host: "0.0.0.0", port: 9464 });
  expect(metricsOption("[::]:0")).toEqual({ host: "::", port: 0 });
  for (const text of ["", ":1", "a:1", "65536", "1.2.3.4", "-1"])
    expect(() => metricsOption(text), text).toThrow(/is not allowed; it is a port from 0 to 65535/);
});
