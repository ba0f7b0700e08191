// The engine: Oxigraph in a worker, over the page's quads. Nothing is fetched; all of it lies in the page, packed.

const engine = (() => {
  let module = null; // the promise of the WebAssembly module, compiled once for all workers
  let program = null; // the promise of a worker's program, as a Blob
  let started = null; // the promise of a worker that has the quads: {worker, seconds, quads}
  let asked = null; // the question that waits for its answer: {id, resolve, reject, timer}
  let last = 0;

  const isThere = () => Boolean(document.getElementById("engine-wasm")) && "WebAssembly" in window;

  /** A failure, whose message is a key of the page's words. */
  const failure = ({ message, slots = {} }) => Object.assign(new Error(message), { slots });

  /** Start a worker, unless one is there; returns the promise of its {seconds, quads}. */
  function start() {
    if (!started) {
      const mine = startWorker();
      started = mine;
      mine.catch(() => { if (started === mine) started = null; });
    }
    return started;
  }

  async function startWorker() {
    const begun = performance.now();
    module = module || WebAssembly.compileStreaming(unpack("engine-wasm", "application/wasm"));
    program = program || unpack("engine-program", "text/javascript").blob();
    const address = URL.createObjectURL(await program);
    const worker = new Worker(address);
    try {
      const ready = new Promise((resolve, reject) => {
        worker.addEventListener("message", ({ data: told }) => {
          if (told.kind === "ready") resolve(told);
          else if (told.id === undefined) reject(failure(told));
          else hear(told);
        });
        worker.addEventListener("error", (event) => {
          event.preventDefault();
          const broken = { message: "engineRefused", slots: { reason: event.message || "" }, broken: true };
          reject(failure(broken));
          if (asked) hear({ ...broken, kind: "error", id: asked.id });
        });
      });
      worker.postMessage({ kind: "load", module: await module, graph: bytesOf("graph-trig") });
      const { quads } = await ready;
      return { worker, quads, seconds: (performance.now() - begun) / 1000 };
    } catch (error) {
      worker.terminate();
      throw error;
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  /** Take what the worker says of the question that waits; what it says of an earlier one is no longer wanted. */
  function hear(told) {
    if (told.broken) replaceWorker();
    if (!asked || told.id !== asked.id) return;
    const { resolve, reject } = settle();
    if (told.kind === "answer") resolve(told);
    else reject(failure(told));
  }

  function settle() {
    const question = asked;
    clearTimeout(question.timer);
    asked = null;
    return question;
  }

  /** End the worker, for nothing else ends a query, and start the next at once. */
  function replaceWorker() {
    if (started) started.then(({ worker }) => worker.terminate(), () => {});
    started = null;
    start();
  }

  function stop(reason) {
    const { reject, timer } = settle();
    if (timer) replaceWorker(); // else it is still loading, and of use
    reject(failure(reason));
  }

  /** Give up the question that waits, if there is one. */
  function cancel() {
    if (asked) stop({ message: "engineCancelled" });
  }

  /** The promise of a query's answer. A question that still waits is given up; the time counts from when the engine is ready. */
  function ask(text, { limitSeconds = 10, union = true } = {}) {
    cancel();
    return new Promise((resolve, reject) => {
      const question = { id: (last += 1), resolve, reject, timer: 0 };
      asked = question;
      start().then(({ worker }) => {
        if (asked !== question) return;
        question.timer = setTimeout(() => stop({ message: "engineTimeout", slots: { seconds: limitSeconds } }), limitSeconds * 1000);
        worker.postMessage({ kind: "query", id: question.id, text, union });
      }).catch((error) => { if (asked === question) settle().reject(error); });
    });
  }

  return { isThere, start, ask, cancel };
})();
