// The server of `ringmote web`: whom it serves, under which names, and what an edit of a device makes of it.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from "vitest";
import { BuildError } from "../../tools/compiler/source/build-error.ts";
import { packageFolder } from "../../tools/files/package-folder.ts";
import type { Catalogue } from "../../tools/web/catalogue-types.ts";
import type { Build } from "../../tools/web/image-file.ts";
import { fetchImage } from "../../tools/web/page/fetch-image.ts";
import { type PageServer, servePage } from "../../tools/web/server.ts";
import { MOST_WAITING } from "../../tools/web/turns.ts";
import { createOwnProject, type OwnProject } from "../cli/own-project.ts";
import { sourceAsImage } from "./source-as-image.ts";

const BOARD = "esp32-espruino";

let project: OwnProject;
beforeEach(() => {
  project = createOwnProject();
});
afterEach(() => project.remove());

/** A copy of the lamp in a folder of one's own. */
function lampAt(...path: string[]): string {
  return lampIn(project, ...path);
}

function lampIn(owned: OwnProject, ...path: string[]): string {
  const folder = join(owned.folder, ...path);
  mkdirSync(folder, { recursive: true });
  cpSync(join(packageFolder, "firmware", "lamp"), folder, { recursive: true });
  return folder;
}

function served(firmware: readonly string[], build: Build): Promise<PageServer> {
  return servePage({ firmware, boards: [BOARD], host: "127.0.0.1", port: 0, build });
}

async function serve(firmware: readonly string[], build: Build = sourceAsImage): Promise<PageServer> {
  const server = await served(firmware, build);
  onTestFinished(() => server.close());
  return server;
}

async function catalogueOf({ url }: PageServer): Promise<Catalogue> {
  return (await fetch(`${url}catalogue.json`)).json() as Promise<Catalogue>;
}

/** The program of the image that the page comes by. */
async function programOf({ url }: PageServer, name: string): Promise<string | undefined> {
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", (path: string) => fetch(new URL(path, url)));
  try {
    const { image } = await fetchImage(BOARD, name);
    return image.files[0]?.content;
  } finally {
    vi.unstubAllGlobals();
  }
}

describe("two folders of one name", () => {
  test("two folders of one name are refused, as one known device", async () => {
    const [first, second] = [lampAt("a", "light"), lampAt("b", "light")];
    await expect(serve([first, second])).rejects.toThrow(
      /^Two devices are called "light": .*a\/light and .*b\/light\. The page .* rename one of the folders\.$/,
    );
  });

  test("two folders whose names a computer may confuse are refused", async () => {
    await expect(serve([lampAt("a", "light"), lampAt("b", "Light")])).rejects.toThrow(
      'Two devices are called "light"',
    );
  });

  test("a folder or board that is named twice is listed once", async () => {
    const folder = lampAt("light");
    const options = { firmware: [folder, `${folder}/`], boards: [BOARD, BOARD] };
    const server = await servePage({ ...options, host: "127.0.0.1", port: 0, build: sourceAsImage });
    onTestFinished(() => server.close());
    const { firmware, boards } = await catalogueOf(server);
    expect([firmware.map(({ name }) => name), boards.map(({ name }) => name)]).toEqual([["light"], [BOARD]]);
  });
});

describe("an edit while the page is served", () => {
  const edit = (folder: string, name: string, from: string, to: string) => {
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(from, to));
  };

  test("an edit while the page is served is in the next image", async () => {
    const folder = lampAt("light");
    const server = await serve([folder]);
    expect(await programOf(server, "light")).toContain('label: "Lamp"');
    edit(folder, "device.ts", 'label: "Lamp"', 'label: "Reading lamp"');
    expect(await programOf(server, "light")).toContain('label: "Reading lamp"');
  });

  test("an edit shows after reloading, and a mistake is reported", async () => {
    const folder = lampAt("light");
    const server = await serve([folder]);
    edit(folder, "device.ts", 'sensor("button"', 'sensor("knob"');
    edit(folder, "device.ts", 'when("button")', 'when("knob")');
    const { firmware } = await catalogueOf(server);
    expect(firmware[0]?.sensors.map(({ name }) => name)).toEqual(["knob"]);
    edit(folder, "device.ts", "export default device({", "export default device({{");
    const response = await fetch(`${server.url}catalogue.json`);
    expect([response.status, await response.text()]).toEqual([
      422,
      expect.stringContaining("light/device.ts:"),
    ]);
  });
});

test.each(["what is it?", "100%", "a#b", "brücke", "a%2Fb", "a b&c+d"])(
  "a folder named %j has its image",
  async (name) => {
    const server = await serve([lampAt(name)]);
    expect((await catalogueOf(server)).firmware.map((firmware) => firmware.name)).toEqual([name]);
    expect(await programOf(server, name)).toContain("a dimmed light");
  },
);

describe("images that many ask for", () => {
  /** A build that waits until it is let go, and what it was asked for. */
  const heldBuild = () => {
    const begun: string[] = [];
    const held: (() => void)[] = [];
    const build: Build = async (options) => {
      begun.push(basename(options.firmware));
      await new Promise<void>((resolve) => held.push(resolve));
      return sourceAsImage(options);
    };
    return { build, begun, letGo: () => held.shift()?.() };
  };
  const NAMES = Array.from({ length: MOST_WAITING + 3 }, (_, at) => `lamp-${at}`);
  const serveLamps = (build: Build, names = NAMES) =>
    serve(
      names.map((name) => lampAt(name)),
      build,
    );
  const imageOf = ({ url }: PageServer, name: string, init?: RequestInit) =>
    fetch(`${url}images/${BOARD}/${name}.json`, init);

  test("images are built one after another, and further requests refused", async () => {
    const { build, begun, letGo } = heldBuild();
    const server = await serveLamps(build);
    const refused: Response[] = [];
    const asked = NAMES.map(async (name) => {
      const response = await imageOf(server, name);
      if (response.status === 503) refused.push(response);
      return response.status;
    });
    const beyond = NAMES.length - MOST_WAITING - 1;
    await expect.poll(() => refused.length).toBe(beyond);
    expect(await refused[0]?.text()).toBe(
      `One image is built at a time, and ${MOST_WAITING} wait already; ask again in a minute.`,
    );
    for (let built = 1; built <= MOST_WAITING + 1; built++) {
      await expect.poll(() => begun.length).toBe(built);
      // Another one would begin while the server answers this.
      await catalogueOf(server);
      expect(begun.length).toBe(built);
      letGo();
    }
    const statuses = await Promise.all(asked);
    expect(statuses.filter((status) => status === 200)).toHaveLength(MOST_WAITING + 1);
    expect(refused).toHaveLength(beyond);
  });

  test("an image that many wait for is built once", async () => {
    const { build, begun, letGo } = heldBuild();
    const server = await serveLamps(build, NAMES.slice(0, 6));
    const first = imageOf(server, "lamp-0");
    await expect.poll(() => begun.length).toBe(1);
    const asked = Array.from({ length: 32 }, () => imageOf(server, "lamp-1"));
    // The server has read all of them when it has answered a later one.
    for (let reads = 0; reads < 4; reads++) await catalogueOf(server);
    letGo();
    await first;
    await expect.poll(() => begun).toEqual(["lamp-0", "lamp-1"]);
    letGo();
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 200));
    expect(begun).toEqual(["lamp-0", "lamp-1"]);
  });

  test("images that many ask for are not built when all who asked have gone", async () => {
    const { build, begun, letGo } = heldBuild();
    const server = await serveLamps(build, NAMES.slice(0, 6));
    const first = imageOf(server, "lamp-0");
    await expect.poll(() => begun.length).toBe(1);
    const leave = new AbortController();
    const dropped = NAMES.slice(1, 4).map((name) => imageOf(server, name, { signal: leave.signal }));
    for (let reads = 0; reads < 4; reads++) await catalogueOf(server);
    leave.abort();
    expect((await Promise.allSettled(dropped)).map(({ status }) => status)).toEqual([
      "rejected",
      "rejected",
      "rejected",
    ]);
    for (let reads = 0; reads < 4; reads++) await catalogueOf(server);
    letGo();
    await first;
    const last = imageOf(server, "lamp-5");
    await expect.poll(() => begun).toEqual(["lamp-0", "lamp-5"]);
    letGo();
    expect((await last).status).toBe(200);
  });

  test("an image is not built on without echo when who asked has gone", async () => {
    const begun: boolean[] = [];
    let fail = () => {};
    const server = await serve([lampAt("light")], async (options) => {
      begun.push(options.with !== undefined);
      await new Promise<void>((resolve) => {
        fail = resolve;
      });
      throw new BuildError(["no room"]);
    });
    const leave = new AbortController();
    const asked = imageOf(server, "light", { signal: leave.signal });
    await expect.poll(() => begun).toEqual([true]);
    leave.abort();
    await expect(asked).rejects.toThrow();
    for (let reads = 0; reads < 4; reads++) await catalogueOf(server);
    fail();
    await catalogueOf(server);
    expect(begun).toEqual([true]);
  });
});

describe("is answered", () => {
  const owned = createOwnProject();
  let server: PageServer;
  beforeAll(async () => {
    server = await served([lampIn(owned, "light")], sourceAsImage);
  });
  afterAll(async () => {
    await server.close();
    owned.remove();
  });

  /** The status of a request with these headers, and what it says. */
  const asked = async (headers: Record<string, string>, path = "catalogue.json") => {
    const { port } = new URL(server.url);
    return new Promise<string>((resolve, reject) => {
      const filled = Object.entries(headers).map(([name, value]) => [name, value.replace("PORT", port)]);
      const options = { host: "127.0.0.1", port, path: `/${path}`, headers: Object.fromEntries(filled) };
      request(options, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part) => {
          text += part;
        });
        response.on("end", () => resolve(`${response.statusCode} ${text}`));
      })
        .on("error", reject)
        .end();
    });
  };

  test.each([
    "localhost:PORT",
    "127.0.0.1:PORT",
    "[::1]:PORT",
    "LocalHost.",
    "localhost:9000",
    "192.168.1.7:PORT",
  ])("a request that asks %s", async (host) => {
    expect(await asked({ host })).toMatch(/^200 /);
  });

  test.each([
    "evil.example:PORT",
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "a@localhost",
  ])("a request to %j, a foreign name for this address, is refused", async (host) => {
    expect(await asked({ host })).toMatch(/^421 .*http:\/\/localhost:\d+\//);
  });

  test("a request with two Host headers is refused", async () => {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    const lines = ["GET / HTTP/1.1", "Host: localhost", "Host: evil.example", "Connection: close", "", ""];
    socket.end(lines.join("\r\n"));
    expect(await text(socket)).toMatch(/^HTTP\/1.1 400 [\s\S]*names several/);
  });

  test.each<Record<string, string>>([
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
    { "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" },
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
  ])("no other page's script: %j", async (headers) => {
    expect(await asked({ host: "localhost:PORT", ...headers })).toMatch(/^403 /);
  });

  test.each([
    ["", "iframe"],
    [`images/${BOARD}/light.json`, "iframe"],
    [`images/${BOARD}/light.json`, "document"],
  ])("no other page that leads to /%s, shown in its %s", async (path, dest) => {
    const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": dest };
    expect(await asked({ host: "localhost:PORT", ...headers }, path)).toMatch(/^403 /);
  });

  test.each<Record<string, string>>([
    { origin: "http://localhost:PORT", "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors" },
    { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" },
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
  ])("the page itself, and who follows a link to it: %j", async (headers) => {
    expect(await asked({ host: "localhost:PORT", ...headers }, "")).toMatch(/^200 /);
  });
});
