// Builds in a process of its own: who serves others meanwhile answers them, for a build is seconds of work in
// one go.
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { BuildError } from "../../compiler/source/build-error.ts";
import type { BuildOptions, Image } from "../build.ts";

export interface BuildRequest {
  id: number;
  options: BuildOptions;
}

/** Exactly one of the three. */
export interface BuildAnswer {
  id: number;
  image?: Image;
  /** Errors that the user of the build can mend. */
  refusals?: readonly string[];
  /** An unexpected error, with its place. */
  failure?: string;
}

interface Waiting {
  resolve: (image: Image) => void;
  reject: (error: Error) => void;
}

const PROGRAM = fileURLToPath(new URL("./build-worker-process.js", import.meta.url));

export class BuildWorker {
  private child: ChildProcess | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;

  /** As `keptImage`, and with its errors; the process begins with the first one. */
  build(options: BuildOptions): Promise<Image> {
    this.child ??= this.begun();
    const { child } = this;
    this.asked += 1;
    const id = this.asked;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      child.send({ id, options } satisfies BuildRequest);
    });
  }

  /** Ends the process; unfinished builds are refused. */
  close(): void {
    this.child?.disconnect();
    this.lose("the build was ended before the image was built");
  }

  private begun(): ChildProcess {
    const child = fork(PROGRAM, { serialization: "advanced" });
    child.on("message", (answer: BuildAnswer) => this.take(answer));
    const ended = (why: string): void => {
      if (this.child === child) this.lose(why);
    };
    child.once("error", (error) => ended(`the process that builds could not go on: ${error.message}`));
    child.once("exit", (code, signal) => ended(`the process that builds ended with ${code ?? signal}`));
    return child;
  }

  private take({ id, image, refusals, failure }: BuildAnswer): void {
    const request = this.waiting.get(id);
    this.waiting.delete(id);
    if (image !== undefined) request?.resolve(image);
    else request?.reject(refusals === undefined ? new Error(failure) : new BuildError(refusals));
  }

  /** Every waiting caller gets the error; the next one begins a new process. */
  private lose(why: string): void {
    this.child = undefined;
    for (const { reject } of this.waiting.values()) reject(new Error(why));
    this.waiting.clear();
  }
}
