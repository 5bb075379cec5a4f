/**
 * A child process that is kept alive: started, probed for real work (never for an open port), killed when it no longer
 * answers, started again when it ended, stopped when asked.
 */
import { spawn } from 'node:child_process';
import { openRotatingLog } from './rotatingLog.mjs';

const FAILED_PROBES = 2;
const FIRST_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
const HEALTHY_AFTER_MS = 60_000;
const STOP_MS = 15_000;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Settles as the promise does, or rejects after `ms`. */
function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/**
 * @typedef {object} Probe
 * @property {() => Promise<void>} ready rejects until the service can do its work
 * @property {() => Promise<void>} alive rejects when it should be killed (not when only what it needs is down)
 * @property {() => Promise<void>} [close]
 */

/**
 * Starts and keeps one service.
 * @param {object} options
 * @param {string} options.name for messages and the log file
 * @param {{command: string, args: string[], env?: Record<string, string>}} options.command
 * @param {Probe} options.probe
 * @param {string} options.logFile
 * @param {number} [options.readyMs] how long a start may take
 * @param {number} [options.probeMs] how long one probe may take
 * @param {number} [options.probeEveryMs] pause between two probes
 * @param {(text: string) => void} options.report hears of ends and restarts
 * @returns {{ready: Promise<void>, stop(): Promise<void>, killNow(): void, pid(): number | undefined}}
 */
export function supervise({
  name,
  command,
  probe,
  logFile,
  readyMs = 60_000,
  probeMs = 10_000,
  probeEveryMs = 5_000,
  report,
}) {
  const log = openRotatingLog(logFile);
  let child;
  let exited = Promise.resolve();
  let stopping = false;
  let pause = FIRST_PAUSE_MS;

  function launch() {
    const { command: file, args, env } = command;
    // a process group of its own: Ctrl-C reaches this process only, which then stops the services in order
    child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    child.stdout.on('data', log.write);
    child.stderr.on('data', log.write);
    const started = child;
    exited = new Promise((resolve) => {
      started.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
      started.once('error', (error) => resolve(error.message));
    });
    return exited;
  }

  async function waitUntilReady(ended) {
    const deadline = Date.now() + readyMs;
    let end;
    void ended.then((reason) => (end = reason));
    for (;;) {
      try {
        return await within(probeMs, probe.ready());
      } catch (error) {
        if (stopping) throw new Error(`${name} was stopped`);
        if (end !== undefined) throw new Error(`${name} ended (${end})\n${log.tail()}`);
        if (Date.now() > deadline) throw new Error(`${name} did not become ready: ${error.message}\n${log.tail()}`);
        await sleep(50);
      }
    }
  }

  /** Probes until the child ended; kills it when it stops answering. Resolves with the reason of its end. */
  async function watch(ended) {
    let failed = 0;
    for (;;) {
      const end = await Promise.race([ended, sleep(probeEveryMs).then(() => undefined)]);
      if (end !== undefined || stopping) return end;
      try {
        await within(probeMs, probe.alive());
        failed = 0;
      } catch (error) {
        failed += 1;
        if (failed < FAILED_PROBES || stopping) continue;
        report(`${name} no responde (${error.message}): se reinicia`);
        child.kill('SIGKILL');
        await ended;
        return 'no answer';
      }
    }
  }

  async function keep() {
    let ended = exited;
    let since = Date.now();
    while (!stopping) {
      const reason = await watch(ended);
      if (stopping) return;
      if (Date.now() - since > HEALTHY_AFTER_MS) pause = FIRST_PAUSE_MS;
      report(`${name} terminó (${reason}): se inicia de nuevo`);
      await sleep(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      if (stopping) return;
      ended = launch();
      since = Date.now();
      try {
        await waitUntilReady(ended);
        report(`${name} responde de nuevo`);
      } catch (error) {
        if (stopping) return;
        report(error.message);
        child.kill('SIGKILL');
        await ended;
      }
    }
  }

  /** A first start may meet the last run's server still closing the same files, so it gets a few attempts. */
  async function firstStart() {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await waitUntilReady(launch());
      } catch (error) {
        child.kill('SIGKILL');
        await exited;
        if (stopping || attempt === FIRST_ATTEMPTS) throw error;
        await sleep(1_000);
      }
    }
  }

  const ready = firstStart().then(() => void keep());
  return {
    ready,
    pid: () => child?.pid,
    killNow: () => child?.kill('SIGKILL'),
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(late);
      await probe.close?.();
      log.close();
    },
  };
}
