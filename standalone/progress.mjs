/**
 * What a person sees while a command works: a line when a step begins, and a sign of life at least every 5 seconds.
 * @param {(line: string) => void} write
 */
export function createProgress(write = console.log) {
  const started = Date.now();
  let current = '';
  let lastLine = 0;
  const say = (text) => {
    lastLine = Date.now();
    write(`[${String(Math.round((lastLine - started) / 1000)).padStart(3)} s] ${text}`);
  };
  const heartbeat = setInterval(() => {
    if (current && Date.now() - lastLine >= 4_000) say(`… ${current}`);
  }, 1_000);
  heartbeat.unref();
  return {
    say,
    /** Names the step that now begins. */
    step(text) {
      current = text;
      say(text);
    },
    /** No more signs of life. */
    end() {
      current = '';
      clearInterval(heartbeat);
    },
    seconds: () => (Date.now() - started) / 1000,
  };
}
