// The MQTT client alone in a real Espruino, where there is one: what is counted of it, and how.
import { expect, test } from "vitest";
import { clientCost, type EspruinoClient } from "../../tools/laboratory/bench/espruino/client-cost.ts";
import { espruinoClientHeld } from "../../tools/laboratory/bench/espruino/client-held.ts";
import { publishZero, receiveZero } from "../../tools/laboratory/bench/operations/client-work.ts";
import { type EspruinoBinary, espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { COUNTED_ESPRUINO, ESPRUINO, needs } from "../needs.ts";

/** One counts, after one that does not. */
const TINY = { warmUp: 1, counted: 1 };

const binaries = espruinoBinaries();
const largest = binaries.at(-1);

/** As short as a client can be: what it writes and takes has 19 bytes in front of the payload. */
function bareClient(more = ""): EspruinoClient {
  const source = `
function publishZero(payload){${more}$socket.write("0123456789012345678"+payload);}
function writeBytes(bytes){$socket.write(bytes);}
function subscribeTo(count){}
function doNothing(bytes){}
function countWritten(){return $written;}
function countDelivered(){return $delivered;}
$socket.on("data",function(packet){$delivered+=packet.length-19;});
$socket.write("CONNECT");`;
  return { source };
}

function cost(client: EspruinoClient, work = publishZero) {
  return clientCost(largest as EspruinoBinary, client, work, TINY);
}

test(
  "the client's writes and listener calls are counted beside its instructions",
  needs(COUNTED_ESPRUINO),
  async () => {
    expect(await cost(bareClient())).toMatchObject({ written: 2 * 39, delivered: 0, count: 2 });
    expect(await cost(bareClient(), receiveZero())).toMatchObject({
      written: 0,
      delivered: 2 * 20,
    });
  },
);

test("only what a client does more makes its count larger", needs(COUNTED_ESPRUINO), async () => {
  const bare = (await cost(bareClient())).instructions;
  const again = (await cost(bareClient())).instructions;
  const more = (await cost(bareClient('payload+="";'))).instructions;
  expect(again / bare).toBeCloseTo(1, 1);
  expect(more).toBeGreaterThan(bare);
});

test(
  "a client that fails is an error with the interpreter's own words",
  needs(COUNTED_ESPRUINO),
  async () => {
    await expect(cost(bareClient("nowhere();"))).rejects.toThrow(/fails in .*nowhere/);
  },
);

test("without a peer the row counts JsVars and names the missing figure", needs(ESPRUINO), async () => {
  const skipped: string[] = [];
  const rows = await espruinoClientHeld.measure((reason) => skipped.push(reason), {});
  expect(skipped).toEqual([
    expect.stringContaining("the peer espruino-mqtt was not given"),
    expect.stringContaining("the peer tinymqtt was not given"),
  ]);
  expect(rows).toHaveLength(2 * binaries.length);
  for (const row of rows) {
    expect(row.ours).toBeGreaterThan(0);
    expect(row).not.toHaveProperty("value");
  }
});
