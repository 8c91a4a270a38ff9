// Open doors in a device's network that "ringmote doctor --device" finds.
import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { doorFindings } from "../../tools/cli/doctor/doors-check.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A port where somebody listens, or one where nobody does any more. */
async function port(isOpen: boolean): Promise<number> {
  const server = createServer((socket) => socket.on("error", () => undefined));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: number } = server.address() as { port: number };
  if (isOpen) servers.push(server);
  else await new Promise((resolve) => server.close(resolve));
  return number;
}

test.each([
  [false, false],
  [true, false],
  [false, true],
])("an open console (%s) and an open update server (%s) are reported", async (telnet, update) => {
  const ports = { telnet: await port(telnet), update: await port(update) };
  const [console, updates] = await doorFindings("127.0.0.1", ports);
  expect(console).toMatchObject({ ok: !telnet, said: telnet ? expect.stringMatching(/password/) : "shut" });
  expect(updates).toMatchObject({ ok: !update, said: update ? expect.stringMatching(/update/) : "shut" });
});

test("an absent device does not count as closed", async () => {
  expect(await doorFindings("nobody.invalid")).toMatchObject([{ ok: false }]);
});
