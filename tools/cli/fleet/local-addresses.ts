// The addresses of this computer that a fleet's devices connect from, in turn: each has ports of its own.
import { createServer, isIP } from "node:net";
import { UsageError } from "../words/failure.ts";

const MOST_ADDRESSES = 1000;

/** Reads "10.0.0.5,10.0.0.6". Throws a UsageError for what is no list of addresses. */
export function localAddressOption(text: string): string[] {
  const addresses = text.split(",").map((address) => address.trim());
  const wrong = addresses.find((address) => isIP(address) === 0);
  if (wrong !== undefined)
    throw new UsageError(
      `--local-address ${JSON.stringify(wrong)} is no address; give those of this computer with commas between, as "10.0.0.5,10.0.0.6".`,
    );
  if (new Set(addresses).size !== addresses.length || addresses.length > MOST_ADDRESSES)
    throw new UsageError(`--local-address takes each address once, and at most ${MOST_ADDRESSES}.`);
  return addresses;
}

/** Throws a UsageError when nothing on this computer can connect from one of them. */
export async function checkLocalAddresses(addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    const why = await whyUnusable(address);
    if (why === undefined) continue;
    throw new UsageError(
      `--local-address ${address} cannot be used here (${why}); "ip address" lists those of this computer.`,
    );
  }
}

function whyUnusable(host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code, message }: NodeJS.ErrnoException) => resolve(code ?? message));
    server.listen({ host, port: 0 }, () => server.close(() => resolve(undefined)));
  });
}
