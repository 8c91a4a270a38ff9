// The page of a device on boards, as it was built for them: beside its job, and with its memory bounded.
import { expect, test } from "vitest";
import board from "../../boards/esp8266-nodemcu.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { WATCH } from "../../tools/laboratory/sizes/heap.ts";
import { LOADER } from "../../tools/targets/nodemcu/lua/init.ts";
import { BOARDS } from "../setup/built.ts";
import { GET, HOME, powered } from "../setup/powered.ts";

const OPTIONS = {
  options: 'page: true, diagnostics: ["uptime"],',
  records: { [SETTINGS]: settingsRecord({ ...HOME, host: "192.168.1.20", id: "room-1" }) },
};

test.each(BOARDS)("%s shows its page, says its address, and refuses commands", async (boardName) => {
  const { air, ask, broker, lines, pass } = await powered(boardName, OPTIONS);
  air.isHome = true;
  pass(70_000);
  expect(lines.find((line) => line.startsWith("page: "))).toMatch(/^page: http:\/\/\d+\.\d+\.\d+\.\d+\/$/);
  const page = ask(GET).heard;
  expect(page).toMatch(
    /^HTTP\/1\.1 200 OK\r\n.*<h1>room<\/h1><p>room-1<br>On for 1 min<br>Broker: connected<\/p>/s,
  );
  expect(page).toMatch(/uptime<\/th><td>\d+ s<\/td>.*heater<\/th><td>off<\/td>.*<\/html>$/s);
  const command = ask(`POST / HTTP/1.1\r\nHost: 192.168.1.7\r\nContent-Length: 2\r\n\r\non`).heard;
  expect(command).toMatch(/^HTTP\/1\.1 405 /);
  expect(ask("GET /<b> HTTP/1.1\r\nHost: 1.2.3.4\r\n\r\n").heard).toMatch(/^HTTP\/1\.1 404 [^<]*$/);
  expect(ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n").heard).toMatch(/^HTTP\/1\.1 421 /);
  expect([broker.connects.length, lines.filter((line) => /error/i.test(line))]).toEqual([1, []]);
});

test.each(BOARDS)("%s obeys at once while ten phones load its page", async (boardName) => {
  const { air, broker, call, lines, pass } = await powered(boardName, OPTIONS);
  air.isHome = true;
  pass(10_000);
  const phones = Array.from({ length: 10 }, () => {
    const phone = call();
    phone.stream.write(GET.slice(0, -2));
    return phone;
  });
  for (const phone of phones) phone.stream.write("\r\n");
  broker.deliver("home/room-1/heater/set", "on");
  pass(50);
  expect(broker.kept("home/room-1/heater")).toBe("on");
  pass(3000);
  expect(phones.filter(({ heard }) => heard.endsWith("</html>"))).toHaveLength(2);
  for (let i = 0; i < 2; i += 1) call(() => false).stream.write(GET);
  pass(120_000);
  expect([broker.connects.length, lines.filter((line) => /error/i.test(line))]).toEqual([1, []]);
});

test.each(["5.1", "5.3"] as const)("a page under ten phones fits an ESP8266 with Lua %s", async (lua) => {
  const { air, call, heap, pass, worstHeap } = await powered(board.name, {
    ...OPTIONS,
    lua,
    stored: (files) => ({ ...files, [LOADER]: WATCH + files[LOADER] }),
  });
  air.isHome = true;
  pass(10_000);
  const phones = Array.from({ length: 10 }, () => call());
  for (const phone of phones) phone.stream.write(GET);
  const held: number[] = [];
  for (let passed = 0; passed < 3000; passed += 20) {
    held.push(heap());
    pass(20);
  }
  expect(phones.some(({ heard }) => heard.endsWith("</html>"))).toBe(true);
  expect(Math.max(...held, worstHeap())).toBeLessThanOrEqual(board.budget.held);
});
