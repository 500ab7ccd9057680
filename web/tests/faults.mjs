// What every test ends with: one thing that was tried either has no faults or fails with all of them, one a line.
export function noFaults(faults) {
  if (faults.length === 0) return;
  const error = new Error(faults.join('\n'));
  // Where in the test it is said tells nobody anything; each fault names its page.
  error.stack = error.message;
  throw error;
}

// Whoever started something ends it with the process, however that ends: a test that is stuck, a runner that gives up on
// it, Ctrl-C. The browser has such an end of its own (playwright).
const ends = new Set();

export function atTheEnd(end) {
  ends.add(end);
  return () => ends.delete(end);
}

process.on('exit', () => { for (const end of ends) end(); });
for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.on(signal, () => process.exit(status));
// The runner that reads is gone. Unheard, this would end the process without its exit.
process.stdout.on('error', () => process.exit(1));
