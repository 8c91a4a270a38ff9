// Answers of the page's server, compressed as a client accepts them.
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answer } from "../../tools/web/answer.ts";

const BODY = Buffer.from("const lamp = on;\n".repeat(3000));
let server: Server;

beforeAll(async () => {
  server = createServer((_, response) =>
    answer(response, { status: 200, type: "js", body: BODY, unreadMs: 1000 }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => server.close());

async function asked(accepted?: string) {
  const { port } = server.address() as AddressInfo;
  const headers = accepted === undefined ? {} : { "accept-encoding": accepted };
  const response = await new Promise<IncomingMessage>((resolve) =>
    get({ host: "127.0.0.1", port, headers }, resolve),
  );
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  expect(response.headers).toMatchObject({ "content-length": `${bytes.length}`, vary: "accept-encoding" });
  return { encoding: response.headers["content-encoding"], bytes };
}

test.each([
  [undefined, undefined, (bytes: Buffer) => bytes],
  ["identity, br;q=0, gzip; q=0.0", undefined, (bytes: Buffer) => bytes],
  ["gzip, deflate", "gzip", gunzipSync],
  ["GZIP;q=0.5, br", "br", brotliDecompressSync],
])("an answer to %j is sent as %s, and is the same", async (accepted, encoding, plain) => {
  const told = await asked(accepted);
  expect(told.encoding).toBe(encoding);
  expect(plain(told.bytes).equals(BODY)).toBe(true);
  if (encoding !== undefined) expect(told.bytes.length).toBeLessThan(BODY.length / 4);
});
