import { Worker } from "node:worker_threads";
import { AppError } from "../errors/app-error";
import type { LogoutSignatureOutcome, SignatureOutcome } from "./check-signature";
import { type RefusalReason, refusal } from "./refusal";

/** What the thread is asked. */
export interface SignatureJob {
  readonly id: number;
  readonly message: "login" | "logout";
  /** A login as it was decoded, a logout message after its scan. */
  readonly xml: string;
  /** SPKI PEM of the connection's certificates. At least one. */
  readonly publicKeys: readonly string[];
}

type Outcome = SignatureOutcome | LogoutSignatureOutcome;

type Answer =
  | { readonly id: number; readonly outcome: Outcome }
  | {
      readonly id: number;
      readonly refused: { readonly reason: RefusalReason; readonly explanation: string };
    };

export interface SignatureVerifier {
  /**
   * Scans a Response and checks its signatures.
   * @param publicKeys SPKI PEM
   * @param isDoubted waits until nobody else does, and never takes more than one thread
   * @throws AppError `signin.response_refused`, or `signin.busy` when too many wait
   */
  verify(
    xml: string,
    publicKeys: readonly string[],
    sender?: { readonly isDoubted: boolean },
  ): Promise<SignatureOutcome>;
  /**
   * The same for a scanned LogoutRequest or LogoutResponse.
   * @returns the bytes the signature covers, in canonical form
   */
  verifyLogout(xml: string, publicKeys: readonly string[]): Promise<string>;
  /** Ends the threads. Waiting callers are told `signin.busy`. */
  close(): Promise<void>;
}

export interface SignatureVerifierOptions {
  /** Starts a thread running `verify-signature.worker.ts`. */
  readonly startWorker?: () => Worker;
  /** Threads at most; they start when needed. */
  readonly threads?: number;
  /** Milliseconds one message may take. */
  readonly deadlineMs?: number;
  /** Messages waiting for a thread at most. */
  readonly maxWaiting?: number;
  /** Milliseconds a message waits for a thread at most. */
  readonly maxWaitMs?: number;
}

interface Waiting {
  readonly job: SignatureJob;
  readonly isDoubted: boolean;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  readonly waitTimer: NodeJS.Timeout;
}

interface Thread {
  readonly worker: Worker;
  ready: boolean;
  current: Waiting | undefined;
  deadline: NodeJS.Timeout | undefined;
}

/** The bundler recognizes exactly this expression and builds the thread's file from it. */
function startBundledWorker(): Worker {
  return new Worker(new URL("./verify-signature.worker.ts", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
}

/**
 * A small pool of threads that scan messages and check their signatures. A 400 KiB message can keep signature code
 * busy for a minute (measured): here it costs one thread until the deadline, never the event loop, and the thread
 * is replaced.
 */
export function createSignatureVerifier(options: SignatureVerifierOptions = {}): SignatureVerifier {
  return new ThreadPool({
    startWorker: options.startWorker ?? startBundledWorker,
    threads: options.threads ?? 2,
    deadlineMs: options.deadlineMs ?? 2_000,
    maxWaiting: options.maxWaiting ?? 256,
    maxWaitMs: options.maxWaitMs ?? 10_000,
  });
}

class ThreadPool implements SignatureVerifier {
  readonly #options: Required<SignatureVerifierOptions>;
  readonly #threads = new Set<Thread>();
  readonly #queue: Waiting[] = [];
  #nextId = 1;
  #closed = false;

  constructor(options: Required<SignatureVerifierOptions>) {
    this.#options = options;
  }

  async verify(
    xml: string,
    publicKeys: readonly string[],
    { isDoubted } = { isDoubted: false },
  ): Promise<SignatureOutcome> {
    const outcome = await this.#ask({ message: "login", xml, publicKeys }, isDoubted);
    if (outcome.covers === "logout")
      throw new AppError("internal.unexpected", { reason: "signature_thread" });
    return outcome;
  }

  async verifyLogout(xml: string, publicKeys: readonly string[]): Promise<string> {
    const outcome = await this.#ask({ message: "logout", xml, publicKeys }, false);
    if (outcome.covers !== "logout")
      throw new AppError("internal.unexpected", { reason: "signature_thread" });
    return outcome.signedXml;
  }

  #ask(asked: Omit<SignatureJob, "id">, isDoubted: boolean): Promise<Outcome> {
    const { maxWaiting } = this.#options;
    // The doubted may take half of the places: the others must not stand outside because of them.
    const room = isDoubted ? maxWaiting / 2 : maxWaiting;
    if (this.#closed || this.#queue.length >= room) return Promise.reject(busy());
    return new Promise((resolve, reject) => {
      const job = { ...asked, id: this.#nextId++ };
      const waitTimer = setTimeout(() => this.#giveUpWaiting(job), this.#options.maxWaitMs);
      this.#queue.push({ job, isDoubted, resolve, reject, waitTimer });
      this.#dispatch();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#queue.splice(0)) {
      clearTimeout(waiting.waitTimer);
      waiting.reject(busy());
    }
    await Promise.all(
      Array.from(this.#threads, (thread) => {
        this.#drop(thread)?.reject(busy());
        return thread.worker.terminate();
      }),
    );
  }

  #dispatch(): void {
    for (const thread of this.#threads) {
      if (thread.ready && !thread.current) this.#give(thread, this.#next());
    }
    const starting = Array.from(this.#threads).filter((thread) => !thread.ready).length;
    const missing = Math.min(this.#queue.length - starting, this.#options.threads - this.#threads.size);
    for (let count = 0; count < missing; count += 1) this.#start();
  }

  /** Takes the next one out of the queue: of the doubted one at a time, when nobody else waits. */
  #next(): Waiting | undefined {
    const others = this.#queue.findIndex(({ isDoubted }) => !isDoubted);
    const mayDoubted = !Array.from(this.#threads).some(({ current }) => current?.isDoubted);
    const place = others >= 0 || !mayDoubted ? others : 0;
    return place < 0 ? undefined : this.#queue.splice(place, 1)[0];
  }

  #give(thread: Thread, waiting: Waiting | undefined): void {
    if (!waiting) return;
    clearTimeout(waiting.waitTimer);
    thread.current = waiting;
    thread.deadline = setTimeout(() => {
      const overrun = `checking took longer than ${this.#options.deadlineMs} ms`;
      this.#drop(thread)?.reject(refusal("signature_timeout", overrun));
      void thread.worker.terminate();
      this.#dispatch();
    }, this.#options.deadlineMs);
    thread.worker.ref();
    thread.worker.postMessage(waiting.job);
  }

  #start(): void {
    const worker = this.#options.startWorker();
    const thread: Thread = { worker, ready: false, current: undefined, deadline: undefined };
    this.#threads.add(thread);
    worker.on("message", (message: "ready" | Answer) => {
      if (message === "ready") thread.ready = true;
      else this.#settle(thread, message);
      // An idle thread must not keep the process from ending.
      if (!thread.current) worker.unref();
      this.#dispatch();
    });
    worker.on("error", (error) => this.#lost(thread, error));
    worker.on("exit", (code) => this.#lost(thread, new Error(`the thread ended with ${code}`)));
  }

  #settle(thread: Thread, answer: Answer): void {
    const waiting = thread.current;
    if (waiting?.job.id !== answer.id) return;
    clearTimeout(thread.deadline);
    thread.current = undefined;
    if ("outcome" in answer) waiting.resolve(answer.outcome);
    else waiting.reject(refusal(answer.refused.reason, answer.refused.explanation));
  }

  /** Takes the thread out of the pool; gives what it was working on. */
  #drop(thread: Thread): Waiting | undefined {
    clearTimeout(thread.deadline);
    this.#threads.delete(thread);
    return thread.current;
  }

  #lost(thread: Thread, cause: Error): void {
    if (!this.#threads.has(thread)) return;
    const waiting = this.#drop(thread);
    if (waiting) {
      // Out of memory, for instance: the message did it, so the message is refused.
      waiting.reject(refusal("signature_crashed", "checking the signature broke down", cause));
    } else if (!thread.ready) {
      // It cannot even start. One caller learns it; the next one tries again.
      const first = this.#queue.shift();
      clearTimeout(first?.waitTimer);
      first?.reject(new AppError("internal.unexpected", { reason: "signature_thread_start", cause }));
    }
    this.#dispatch();
  }

  #giveUpWaiting(job: SignatureJob): void {
    const index = this.#queue.findIndex((waiting) => waiting.job === job);
    const [waiting] = index < 0 ? [] : this.#queue.splice(index, 1);
    waiting?.reject(busy());
  }
}

function busy(): AppError {
  return new AppError("signin.busy", { retryAfterSeconds: 5 });
}
