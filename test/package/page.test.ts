// The packed client in a page: a browser loads it as it lies in the package, and as a bundler makes it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { startChromium } from "../../tools/laboratory/page/chromium.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { webSocketBridge } from "../client/web-socket-bridge.ts";
import { CHROMIUM, needs } from "../needs.ts";
import { run } from "./program.ts";
import { watch } from "./retained.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-page-"));
/** The page's own part: it answers what it hears. */
const PROGRAM = `
  const client = connect(location.href.replace("http", "ws") + "mqtt", { id: "page", mqtt: 5, status: "home/page/status" });
  client.subscribe("home/hall/+", ({ topic, payload }) => client.send("home/page/heard", topic + " " + payload, { qos: 2 }));
`;

beforeAll(async () => {
  writeFileSync(join(FOLDER, "package.json"), '{ "private": true, "type": "module" }\n');
  await run("npm", ["install", "--prefer-offline", inject("packages")["ringmote-client"] as string], FOLDER);
});

afterAll(() => rmSync(FOLDER, { recursive: true }));

test.each(["as it is", "bundled"])(
  "a page runs the client %s, over WebSocket",
  needs(CHROMIUM),
  async (how) => {
    const broker = await startBroker(0);
    onTestFinished(broker.close);
    const from = how === "bundled" ? "ringmote-client" : "./node_modules/ringmote-client/page.js";
    writeFileSync(join(FOLDER, "program.js"), `import { connect } from "${from}";${PROGRAM}`);
    if (how === "bundled")
      await build({
        root: FOLDER,
        configFile: false,
        logLevel: "silent",
        build: {
          rollupOptions: { input: "program.js", output: { entryFileNames: "program.js" } },
          outDir: "dist",
        },
      });
    const script = how === "bundled" ? "dist/program.js" : "program.js";
    const served: RequestListener = ({ url = "/" }, response) => {
      const isPage = url === "/";
      response.setHeader("content-type", isPage ? "text/html" : "text/javascript");
      if (isPage) response.end(`<!doctype html><script type="module" src="/${script}"></script>`);
      else if (url.endsWith(".js")) response.end(readFileSync(join(FOLDER, url)));
      else response.writeHead(404).end();
    };
    const port = await webSocketBridge(broker.port, served);
    const { client, saw } = await watch(`mqtt://127.0.0.1:${broker.port}`);
    const browser = await startChromium();
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`http://127.0.0.1:${port}/`);
    await saw(({ topic, payload }) => topic === "home/page/status" && payload === "online");
    await client.publishAsync("home/hall/temperature", "21 °C", { qos: 1 });
    await saw(
      ({ topic, payload }) => topic === "home/page/heard" && payload === "home/hall/temperature 21 °C",
    );
    await page.close();
    await saw(({ topic, payload }) => topic === "home/page/status" && payload === "offline");
    expect(faults).toEqual([]);
  },
);
