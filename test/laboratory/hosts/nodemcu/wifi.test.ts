// The Wi-Fi rows of the NodeMCU tables.
import { describe, expect, test } from "vitest";
import { CHIPS, joining, lab } from "./lab.ts";

const HOME = { ssid: "home", password: "long enough" };

describe.each(CHIPS)("the station of the %s", (chip) => {
  test("never gets an address with a wrong password", () => {
    const table = lab(chip, { wifi: HOME });
    table.run(joining(chip, "home", "wrong password"));
    table.advance(60_000);
    expect(table.notes()).toMatch(/^disconnected 15/);
    table.advance(60_000);
    expect(table.notes()).not.toContain("got_ip");
  });

  test("does not find a network that is not there", () => {
    const table = lab(chip, { wifi: HOME });
    table.run(joining(chip, "elsewhere"));
    table.advance(500);
    expect(table.notes()).toBe("disconnected 201");
  });

  test("loses an event that nobody had registered for yet", () => {
    const table = lab(chip);
    table.run(joining(chip).replace(/^[\s\S]*?(?=wifi\.(set)?mode\()/, ""));
    table.advance(100);
    table.run(joining(chip).replace(/wifi\.(set)?mode\([\s\S]*$/, ""));
    table.advance(10_000);
    expect(table.notes()).toBe("");
  });
});

describe("the station of the ESP8266", () => {
  test("joins by itself unless auto is false, and again after a loss", () => {
    const table = lab("esp8266");
    table.run(joining("esp8266").replace("{ ssid", "{ auto = false, ssid"));
    table.advance(1000);
    expect(table.notes()).toBe("");
    table.run("wifi.sta.connect()");
    table.advance(100);
    table.world.setNetwork(false);
    table.advance(3000);
    table.world.setNetwork(true);
    table.advance(2000);
    expect(table.notes()).toMatch(/^connected nil; got_ip .*disconnected 200;.*got_ip 192.0.2.10$/);
  });

  test.each([
    ["", "got_ip 192.0.2.10"],
    ["save = true, ", "got_ip 192.0.2.10"],
    ["save = false, ", ""],
  ])("joins what was set with %j after a restart: %j", (save, notes) => {
    const table = lab("esp8266");
    table.run(joining("esp8266").replace("{ ssid", `{ ${save}ssid`));
    table.device.kill();
    table.device.boot();
    table.run(joining("esp8266").replace(/wifi.sta.config.*$/, "wifi.sta.connect()"));
    table.advance(1000);
    expect(table.notes()).toBe(notes === "" ? "" : `connected nil; ${notes}`);
  });

  test("answers status, address and signal", () => {
    const table = lab("esp8266");
    const state = "note(wifi.sta.status(), wifi.sta.getip(), wifi.sta.getrssi())";
    table.run(state);
    table.run(joining("esp8266"));
    table.run("note(wifi.sta.status())");
    table.advance(100);
    table.notes();
    table.run("note(wifi.sta.status(), (wifi.sta.getip()), wifi.sta.getrssi())");
    expect(table.notes()).toBe("5 192.0.2.10 -60");
    table.world.setNetwork(false);
    table.advance(100);
    table.notes();
    table.run("note(wifi.sta.getip())");
    expect(table.notes()).toBe("nil");
  });
});

describe("the station of the ESP32", () => {
  test("stays away after a loss until it is told to connect", () => {
    const table = lab("esp32");
    table.run(joining("esp32"));
    table.advance(100);
    table.world.setNetwork(false);
    table.advance(100);
    table.world.setNetwork(true);
    table.advance(60_000);
    expect(table.notes()).toBe("connected nil; got_ip 192.0.2.10; disconnected 200");
    table.run("wifi.sta.connect()");
    table.advance(100);
    expect(table.notes()).toMatch(/got_ip/);
  });

  test("must be started before it connects", () => {
    const table = lab("esp32");
    table.run('wifi.mode(wifi.STATION) wifi.sta.config({ ssid = "home", pwd = "long enough" })');
    table.run("try(wifi.sta.connect) wifi.start() try(wifi.sta.connect)");
    expect(table.notes()).toBe("connect failed, code 12290; fine");
  });

  test("refuses to connect while it is connecting", () => {
    const table = lab("esp32");
    table.run(joining("esp32"));
    table.run("try(wifi.sta.connect)");
    table.advance(100);
    expect(table.notes()).toBe("connect failed, code 12295; connected nil; got_ip 192.0.2.10");
  });

  test("tells when it has started", () => {
    const table = lab("esp32");
    table.run('wifi.sta.on("start", function(event) note(event) end) wifi.mode(wifi.STATION) wifi.start()');
    table.advance(1);
    expect(table.notes()).toBe("start");
  });

  test("has no status", () => {
    expect(lab("esp32").run("return wifi.sta.status == nil and wifi.eventmon == nil")).toBe("true");
  });
});
