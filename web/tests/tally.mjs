// Counts what passed and what did not, and says so in the form that scripts/test adds up.
export class Tally {
  #passed = 0;
  #failed = 0;

  // One thing that was tried, with everything that was wrong.
  add(name, faults) {
    this.#passed += faults.length === 0 ? 1 : 0;
    this.#failed += faults.length === 0 ? 0 : 1;
    for (const fault of faults) console.log(`FAILED ${name}: ${fault}`);
  }

  // Runs the work, tidies up, says the result and ends the process: the browser too, whether it answers or not.
  async closing(work, tidy) {
    const start = Date.now();
    try {
      await work();
    } catch (error) {
      // What broke off has not passed.
      this.add('broke off', [error.stack]);
    } finally {
      await tidy();
    }
    console.log(`${Math.round((Date.now() - start) / 1000)} s`);
    console.log(`test result: ${this.#failed ? 'FAILED' : 'ok'}. ${this.#passed} passed; ${this.#failed} failed;`);
    process.exit(this.#failed ? 1 : 0);
  }
}
