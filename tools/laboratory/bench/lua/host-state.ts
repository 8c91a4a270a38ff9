// Memory that the host itself holds for a connected program: on a chip a socket, a timer and the Wi-Fi events
// are C's, outside of Lua's heap; the host has them as tables in it.
import { createVirtualClock } from "../../../sim/worlds/clock.ts";
import { createVirtualWorld } from "../../../sim/worlds/virtual-world.ts";
import { hostNodeMcu } from "../../hosts/nodemcu/nodemcu.ts";
import type { LuaChip } from "./hosted-climate.ts";

/** Names and a handler, so that what comes later is the host's alone. */
const PROGRAM = "SOCKET=false TIMER=false function HANDLE() end";

const JOIN: Readonly<Record<LuaChip["chip"], string>> = {
  esp32: `wifi.mode(wifi.STATION) wifi.sta.on("got_ip",HANDLE) wifi.sta.on("disconnected",HANDLE)
    wifi.sta.config({ssid="network",pwd="password"}) wifi.start() wifi.sta.connect()`,
  esp8266: `wifi.eventmon.register(wifi.eventmon.STA_GOT_IP,HANDLE)
    wifi.eventmon.register(wifi.eventmon.STA_DISCONNECTED,HANDLE) wifi.setmode(wifi.STATION)
    wifi.sta.config({ssid="network",pwd="password"}) wifi.sta.connect()`,
};

const CONNECT = `SOCKET=net.createConnection() SOCKET:on("connection",HANDLE) SOCKET:on("receive",HANDLE)
  SOCKET:on("sent",HANDLE) SOCKET:on("disconnection",HANDLE) SOCKET:connect(1883,"broker")
  TIMER=tmr.create() TIMER:alarm(60000,tmr.ALARM_SINGLE,HANDLE)`;

const SETTLED_MS = 5000;

/**
 * Bytes of Lua's heap that the host holds for one connected socket, one running timer and the Wi-Fi events.
 */
export function hostStateBytes({ chip, lua }: LuaChip): number {
  const clock = createVirtualClock();
  const world = createVirtualWorld({
    clock,
    peer: () => ({ received: () => undefined, closed: () => undefined }),
  });
  const device = hostNodeMcu({ image: { "init.lua": PROGRAM }, chip, lua, world, splitOdds: 0 });
  device.boot();
  clock.advance(SETTLED_MS);
  const before = device.heapBytes();
  device.evaluate(JOIN[chip]);
  clock.advance(SETTLED_MS);
  device.evaluate(CONNECT);
  clock.advance(SETTLED_MS);
  return device.heapBytes() - before;
}
