// Questions to NodeMCU for the bytes on a UART of an ESP32.

import { luaText } from "../../targets/nodemcu/lua-text.ts";
import { MOST_HEARD, type UartLine } from "../uart-search.ts";

/** The chip's global for the bytes that it hears meanwhile. */
const KEPT = "_U";

/**
 * `undefined` where the program has this UART: it has lost it now, for the firmware tells only at the start.
 */
export async function heardOnUart(
  { uart, tx, rx, baud }: UartLine,
  question: string,
  call: (what: string) => Promise<string>,
  pause: () => Promise<void>,
): Promise<string | undefined> {
  const begun = await call(
    `function()${KEPT}=""uart.setup(${uart},${baud},8,uart.PARITY_NONE,uart.STOPBITS_1,{tx=${tx},rx=${rx}})uart.on(${uart},"data",0,function(d)if #${KEPT}<${MOST_HEARD} then ${KEPT}=${KEPT}..d end end)return uart.start(${uart})end`,
  );
  if (begun !== "true") return undefined;
  if (question !== "") await call(`function()uart.write(${uart},${luaText(question)})return""end`);
  await pause();
  return call(`function()local h=${KEPT} ${KEPT}=nil uart.on(${uart},"data")uart.stop(${uart})return h end`);
}
