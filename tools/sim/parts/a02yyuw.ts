// A02YYUW sensor of distance, byte by byte, at the end of a UART: it speaks by itself, and hears nothing.
// Source: DFRobot, product wiki of SEN0311.
// Not modelled: the faster output while its RX is low.
import { createVoice, type LineFault, type OnUart, spoiled } from "./voice.ts";

export interface A02yyuwOptions extends OnUart {
  centimetres: () => number;
}

export interface A02yyuwModel {
  fault: LineFault;
}

const BAUD = 9600;
const START = 0xff;
const CYCLE_MS = 300;
const LEAST = 30;
const MOST = 4500;

export function createA02yyuw(options: A02yyuwOptions): A02yyuwModel {
  const { after, centimetres } = options;
  const model: A02yyuwModel = { fault: "none" };
  const say = createVoice(options, BAUD, 0, () => model.fault);
  const speak = () => {
    say(spoiled(frameOf(centimetres()), model.fault));
    after(CYCLE_MS, speak);
  };
  after(CYCLE_MS, speak);
  return model;
}

/** Nearer than it can measure is 0. */
function frameOf(centimetres: number): string {
  const measured = Math.round(Math.min(MOST, centimetres * 10));
  const millimetres = measured < LEAST ? 0 : measured;
  const bytes = [START, millimetres >> 8, millimetres & 255];
  const sum = bytes.reduce((before, byte) => before + byte, 0);
  return Buffer.from([...bytes, sum & 255]).toString("latin1");
}
