// The tortured client as a program of its own: what an image is made of.
import {
  begin,
  broken,
  drain,
  keep,
  lose,
  open,
  prove,
  report,
  settle,
  take,
  tell,
  wait,
} from "./tortured-client.ts";

tortureBegin = begin;
tortureOpen = open;
tortureLose = lose;
tortureTake = take;
tortureTell = tell;
tortureKeep = keep;
tortureDrain = drain;
tortureWait = wait;
tortureProve = prove;
tortureSettle = settle;
tortureReport = report;
tortureBroken = broken;
