// SPDX-License-Identifier: Apache-2.0
// What the calls of shop show: that they are served or refused, by whom, and that none fails meanwhile.
// Each resolves with a line for the report and throws where the calls show something else.
import { type Answer, isRefused, isServed, type Mesh, type Variant } from './mesh.ts';
import { Stop } from './until.ts';

const UNTIL_SURE_MS = 1_000;
/** As many answers in a row from the others as show that one gets no calls any more. */
const ANSWERS_IN_A_ROW = 20;

/** Calls until an answer is the wanted one. */
export async function callUntil(
  what: string,
  mesh: Mesh,
  patienceMs: number,
  isWanted: (answer: Answer) => boolean | Promise<boolean>,
): Promise<string> {
  let last = 'none';
  await mesh
    .until(what, patienceMs, async () => {
      const answer = await mesh.call();
      last = told(answer);
      return isWanted(answer);
    })
    .catch((error: unknown) => {
      throw new Error(`${String(error)}; last answer: ${last}`, { cause: error });
    });
  return last;
}

/** Calls until one is refused, and by nobody but the sidecar of orders. */
export async function becomesRefused(
  mesh: Mesh,
  variant: Variant,
  patienceMs: number,
): Promise<string> {
  const before = await mesh.denials();
  return callUntil(
    'the call is refused by the sidecar of orders',
    mesh,
    patienceMs,
    async (answer) => {
      return isRefused(answer, variant) && (await mesh.denials()) > before;
    },
  );
}

/** No single call gets through for as long as an intention would have taken to work. */
export async function staysRefused(mesh: Mesh, variant: Variant): Promise<string> {
  const deadline = performance.now() + UNTIL_SURE_MS;
  const before = await mesh.denials();
  let count = 0;
  while (performance.now() < deadline) {
    const answer = await mesh.call();
    count += 1;
    // A real importer may lose its way to the other side for a moment: no call gets through then, either.
    const isFine = isRefused(answer, variant) || (!mesh.west.isOurs && !isServed(answer));
    if (!isFine) throw new Error(`call ${count} got ${told(answer)}`);
  }
  const refused = (await mesh.denials()) - before;
  if (refused === 0) throw new Error(`none of ${count} calls came as far as being refused`);
  return `${count} calls, none served, ${refused} refused by the sidecar of orders`;
}

/** Both instances get calls, and no call fails until they do. */
export async function bothAnswer(mesh: Mesh, patienceMs: number): Promise<string> {
  const seen = new Set<string>();
  await mesh.until('both instances answer', patienceMs, async () => {
    const answer = await mesh.call();
    if (!isServed(answer)) throw new Stop(`a call failed: ${told(answer)}`);
    seen.add(answer.body);
    return seen.size === 2;
  });
  return [...seen].sort().join(' / ');
}

export function onlyAnswers(id: string, mesh: Mesh, patienceMs: number): Promise<void> {
  let inARow = 0;
  return mesh.until(`only ${id} answers`, patienceMs, async () => {
    const answer = await mesh.call();
    inARow = answer.body.includes(id) ? inARow + 1 : 0;
    return inARow >= ANSWERS_IN_A_ROW;
  });
}

/** Calls all the time while something is done; no call may fail. */
export async function callDuring(mesh: Mesh, work: () => Promise<void>): Promise<string> {
  let isOver = false;
  let count = 0;
  const calling = (async () => {
    while (!isOver) {
      const answer = await mesh.call();
      count += 1;
      if (!isServed(answer)) throw new Error(`call ${count} failed: ${told(answer)}`);
    }
  })();
  const working = work().finally(() => (isOver = true));
  await Promise.all([calling, working]);
  return `${count} calls, all answered`;
}

function told({ status, body }: Answer): string {
  return `${status} ${body}`;
}
