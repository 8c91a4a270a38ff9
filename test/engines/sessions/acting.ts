// Sessions about what devices do by command and by themselves: rules, policies, confirmations, kept states.
import { SETTINGS_RECORD, type Session } from "../session.ts";

export const ACTING: readonly Session[] = [
  {
    name: "thermostat",
    title:
      "A heater and a fan by rules and by hand: hysteresis, minimum times, interlock, a sensor that dies.",
    firmware: "thermostat",
    play({ pass, network, air, sensor, command }) {
      pass(500);
      network(true);
      air.celsius = 19.2;
      pass(12_300);
      command("target", "25.5");
      pass(700);
      for (const payload of ["", "-5.5", "5,5", "1e", "3e1000", "30.06", "25.50"]) command("target", payload);
      for (const payload of [
        "21.11111111111111",
        "0.30000000000000004",
        "-4.9999999999999",
        "-1.25",
        "1e-07",
      ]) {
        pass(200);
        command("target", payload);
      }
      pass(200);
      command("target", " +.255E2 ");
      pass(9_200);
      command("heater", "off");
      pass(4_000);
      command("fan", "on");
      pass(30_000);
      air.celsius = 31;
      pass(40_100);
      command("fan", "off");
      pass(2_000);
      air.celsius = -6.5;
      pass(12_200);
      command("target", "-5");
      pass(40_000);
      sensor.fault = "absent";
      pass(60_300);
      sensor.fault = "none";
      pass(30_000);
    },
  },
  {
    name: "porch",
    title: "A lamp is dimmed and toggled; a lock locks by itself, is jammed, is moved by hand.",
    firmware: "porch",
    play({ pass, network, air, command }) {
      air.humidity = 50;
      pass(500);
      network(true);
      pass(8_300);
      command("lamp/brightness", "40");
      pass(300);
      command("lamp", "off");
      command("lamp", "on");
      command("lamp/brightness", "256");
      command("lamp/brightness", "0");
      pass(5_200);
      command("door", "unlock");
      pass(1_000);
      air.humidity = 80;
      pass(31_000);
      command("door", "lock");
      pass(1_300);
      air.humidity = 50;
      pass(7_000);
      for (const humidity of [20, 50, 20, 20, 50]) {
        air.humidity = humidity;
        pass(3_000);
      }
      air.humidity = 80;
      pass(24_000);
    },
  },
  {
    name: "pump",
    title:
      "States are kept, in auto a rule acts, without a broker the pump goes off, and a bell rings for a moment.",
    firmware: "pump",
    records: { settings: SETTINGS_RECORD, states: "\npump=1\nmode=1\n" },
    play({ pass, network, air, command }) {
      pass(500);
      network(true);
      pass(9_200);
      command("bell", "press");
      pass(300);
      command("bell", "press");
      command("bell", "ring");
      pass(1_400);
      command("mode", "auto");
      pass(4_300);
      command("pump", "on");
      pass(1_000);
      air.humidity = 25;
      pass(13_000);
      network(false);
      pass(70_000);
      air.humidity = 41;
      pass(8_000);
      air.humidity = 12;
      pass(8_000);
      network(true);
      pass(30_000);
    },
  },
  {
    name: "shelf",
    title:
      "A strip of LEDs comes back as it was, and takes colours and brightnesses, some of which are none.",
    firmware: "shelf",
    records: { settings: SETTINGS_RECORD, states: "\nlight=40\nlight/color=1122867\n" },
    play({ pass, network, command }) {
      pass(500);
      network(true);
      pass(9_200);
      for (const [name, payload] of [
        ["light/color", "255,128,0"],
        ["light/brightness", "255"],
        ["light/color", "256,0,0"],
        ["light/color", "1,15,16"],
        ["light/brightness", "1"],
        ["light/color", "0,0,0"],
        ["light", "on"],
        ["light/brightness", "256"],
        ["light/color", "255,255,255"],
        ["light/brightness", "200"],
        ["light", "toggle"],
      ] as const) {
        command(name, payload);
        pass(1_300);
      }
      command("light", "on");
      command("light/color", "10,20,30");
      pass(12_000);
      network(false);
      pass(30_000);
      network(true);
      pass(11_000);
    },
  },
  {
    name: "beds",
    title: "Outputs of two shift registers come back together as they were, and change one by one.",
    firmware: "beds",
    records: { settings: SETTINGS_RECORD, states: "\nroses=1\nlamp=1\n" },
    play({ pass, network, command }) {
      pass(500);
      network(true);
      pass(9_200);
      for (const [name, payload] of [
        ["beans", "open"],
        ["roses", "close"],
        ["pump", "on"],
        ["lamp", "off"],
        ["beans", "on"],
        ["pump", "off"],
        ["roses", "open"],
        ["beans", "close"],
        ["lamp", "on"],
      ] as const) {
        command(name, payload);
        pass(1_300);
      }
      pass(12_000);
      network(false);
      pass(30_000);
    },
  },
  {
    name: "aviary",
    title: "Outputs of a board on I2C take all values; it is away at start, in between, and loses its power.",
    firmware: "aviary",
    records: { settings: SETTINGS_RECORD, states: "\nlamp=40\n" },
    play({ pass, network, part, command }) {
      const board = part("pwmBoards", "driver");
      const ordered = (name: string, payload: string) => {
        command(name, payload);
        pass(1_310);
      };
      board.fault = "absent";
      pass(510);
      network(true);
      pass(9_210);
      board.fault = "none";
      pass(3_010);
      ordered("flap", "0");
      ordered("flap", "180");
      ordered("flap", "181");
      ordered("fan", "1");
      ordered("fan", "100");
      ordered("mist", "open");
      ordered("lamp/brightness", "255");
      ordered("lamp", "off");
      board.losePower();
      ordered("mist", "close");
      ordered("lamp", "on");
      board.fault = "unpowered";
      ordered("fan", "55");
      ordered("flap", "45");
      board.fault = "none";
      pass(4_010);
      board.fault = "foreign";
      pass(3_010);
      network(false);
      pass(4_010);
      board.fault = "none";
      board.losePower();
      pass(12_010);
      network(true);
      pass(9_010);
    },
  },
  {
    name: "blind",
    title:
      "Two stepper motors go to their numbers, there and back, turn round on the way, and without the broker.",
    firmware: "blind",
    records: { settings: SETTINGS_RECORD, states: "\nblind=13\n" },
    play({ pass, network, command }) {
      pass(500);
      network(true);
      pass(9_200);
      for (const [name, payload, ms] of [
        ["blind", "40", 2_010],
        ["slats", "3", 2_010],
        ["blind", "13", 210],
        ["blind", "60", 3_010],
        ["blind", "-20", 4_010],
        ["slats", "0", 2_010],
        ["blind", "4001", 1_010],
        ["blind", "-19", 1_010],
      ] as const) {
        command(name, payload);
        pass(ms);
      }
      command("blind", "9");
      pass(312);
      network(false);
      pass(12_000);
    },
  },
  {
    name: "reef",
    title: "A light shares its colours with white on the way of a ramp, from where it was, and off.",
    firmware: "reef",
    records: { settings: SETTINGS_RECORD, states: "\nlight=128\nlight/color=16744512\n" },
    play({ pass, network, command }) {
      pass(500);
      network(true);
      pass(9_200);
      for (const [name, payload, ms] of [
        ["light/brightness", "255", 1_312],
        ["light/color", "64,128,255", 312],
        ["light/color", "255,255,255", 312],
        ["light", "off", 262],
        ["light", "on", 1_312],
        ["light/color", "1,2,1", 312],
        ["light/brightness", "90", 1_312],
        ["light/color", "0,255,0", 312],
        ["light/color", "0,0,0", 1_312],
        ["light/color", "255,0,255,0", 312],
      ] as const) {
        command(name, payload);
        pass(ms);
      }
      pass(12_000);
      network(false);
      pass(30_000);
    },
  },
  {
    name: "larder",
    title:
      "Two displays on one bus with a sensor: values that change, a display that is away or loses its power.",
    firmware: "larder",
    play({ pass, network, air, sensor, part, command }) {
      const panel = part("displays", "panel");
      const label = part("displays", "label");
      label.fault = "unpowered";
      pass(500);
      network(true);
      pass(9_230);
      label.fault = "none";
      air.celsius = 4.26;
      pass(5_000);
      command("target", "3.5");
      pass(6_000);
      command("target", "4.5");
      command("cooler", "off");
      pass(3_000);
      network(false);
      air.celsius = -18.77;
      air.humidity = 9;
      pass(6_000);
      panel.losePower();
      pass(4_000);
      network(true);
      sensor.fault = "absent";
      pass(12_300);
      panel.fault = "absent";
      pass(12_000);
      sensor.fault = "none";
      panel.fault = "none";
      label.fault = "untold";
      pass(11_000);
      label.losePower();
      air.celsius = 100.04;
      pass(6_000);
    },
  },
  {
    name: "vivarium",
    title: "A fan follows the temperature and a lamp the damp: by hand, too hot, without readings.",
    firmware: "vivarium",
    play({ pass, network, air, sensor, command }) {
      air.celsius = 19.9;
      air.humidity = 20;
      pass(500);
      network(true);
      pass(9_200);
      for (const celsius of [20, 20.1, 22.3, 24.5, 27.9, 28, 29.9]) {
        air.celsius = celsius;
        pass(5_000);
      }
      for (const humidity of [30, 31, 45, 59, 60, 90, 40]) {
        air.humidity = humidity;
        pass(5_000);
      }
      command("fan", "15");
      command("lamp", "off");
      pass(11_000);
      air.celsius = 26;
      pass(5_000);
      air.celsius = 30.1;
      pass(5_000);
      air.humidity = 35;
      pass(5_000);
      air.celsius = 25.4;
      pass(6_000);
      network(false);
      air.celsius = -7.3;
      pass(6_000);
      network(true);
      pass(10_000);
      sensor.fault = "absent";
      pass(40_300);
      sensor.fault = "none";
      pass(12_000);
    },
  },
  {
    name: "cistern",
    title:
      "A vent comes on again with the first reading; a pump is refused by its float switch, by the damp, and by no reading.",
    firmware: "cistern",
    records: { settings: SETTINGS_RECORD, states: "\nvent=1\n" },
    play({ pass, network, air, sensor, level, command }) {
      level("float", 0);
      pass(500);
      network(true);
      pass(9_200);
      level("float", 1);
      pass(2_000);
      command("pump", "on");
      command("vent", "on");
      pass(1_000);
      command("pump", "on");
      pass(400);
      command("pump", "off");
      pass(700);
      level("float", 0);
      pass(3_000);
      command("pump", "on");
      pass(300);
      air.humidity = 60;
      pass(5_000);
      air.celsius = 41;
      command("pump", "on");
      pass(5_000);
      command("pump", "on");
      pass(4_000);
      air.celsius = 17;
      pass(9_000);
      air.humidity = 59;
      pass(9_000);
      command("vent", "off");
      pass(500);
      network(false);
      air.humidity = 19;
      pass(9_000);
      network(true);
      pass(20_000);
      air.humidity = 45;
      air.celsius = 25;
      pass(9_000);
      command("pump", "on");
      command("vent", "on");
      pass(6_000);
      sensor.fault = "absent";
      pass(40_000);
    },
  },
  {
    name: "doser",
    title:
      "A press and a rule are refused in a minimum time, and both when there were too many; the rule asks again. A close waits.",
    firmware: "doser",
    records: { settings: SETTINGS_RECORD, starts: "\ndose=3600,3500,300,\nflush=70,60,\n" },
    play({ pass, network, air, command }) {
      air.humidity = 50;
      pass(500);
      network(true);
      pass(9_200);
      command("dose", "press");
      command("flush", "open");
      pass(1_300);
      command("flush", "close");
      pass(2_000);
      air.humidity = 20;
      pass(12_100);
      command("flush", "close");
      pass(600);
      command("flush", "open");
      pass(30_000);
      command("flush", "close");
      pass(800);
      command("flush", "open");
      air.humidity = 50;
      pass(25_000);
      command("flush", "open");
      pass(400);
      command("flush", "close");
      pass(80_000);
      command("dose", "press");
      pass(900);
      command("dose", "press");
      pass(4_000);
      command("dose", "press");
      pass(9_000);
    },
  },
  {
    name: "wall",
    title:
      "Knobs turn a number and a lamp, with bounces and in between commands, beyond their ends and without the broker; a lamp goes by its ramp.",
    firmware: "wall",
    play({ pass, network, level, command }) {
      /** Detents, clockwise or the other way; `bounces` of each contact. */
      const turn = (role: string, detents: number, bounces = 0) => {
        const [first, second] = detents > 0 ? ["clk", "dt"] : ["dt", "clk"];
        for (let i = 0; i < Math.abs(detents); i += 1)
          for (const [line, to] of [
            [first, 0],
            [second, 0],
            [first, 1],
            [second, 1],
          ] as const) {
            for (let j = 0; j < bounces; j += 1) {
              level(`${role}.${line}`, to);
              level(`${role}.${line}`, 1 - to);
            }
            level(`${role}.${line}`, to);
            pass(11);
          }
      };
      pass(500);
      turn("knob", 1);
      network(true);
      pass(9_000);
      turn("knob", -2);
      pass(300);
      turn("knob", 3, 2);
      pass(500);
      command("target", "-4.5");
      pass(700);
      turn("knob", -3);
      turn("knob", 1, 1);
      pass(400);
      turn("dimmer", -1);
      turn("dimmer", 2);
      pass(6_000);
      command("lamp/brightness", "250");
      pass(300);
      turn("dimmer", 2, 3);
      pass(200);
      command("lamp", "off");
      pass(400);
      turn("dimmer", 1);
      turn("dimmer", 2);
      pass(5_500);
      command("target", "23.5");
      pass(300);
      turn("knob", 2);
      pass(1_000);
      turn("dimmer", 1);
      pass(500);
      command("glow", "on");
      pass(1_312);
      command("glow/brightness", "40");
      pass(512);
      command("glow", "off");
      pass(262);
      command("glow", "on");
      pass(3_012);
      network(false);
      pass(20_000);
      turn("knob", -9);
      turn("dimmer", -1);
      pass(70_000);
      turn("dimmer", 3);
      pass(3_000);
    },
  },
  {
    name: "pump-across-the-wrap",
    title: "The clock begins again while the pump waits for the broker and its state for the storage.",
    firmware: "pump",
    clock: 2 ** 31 - 20_000,
    play({ pass, network, air }) {
      air.humidity = 20;
      pass(500);
      network(true);
      pass(5_200);
      network(false);
      pass(70_000);
    },
  },
];
