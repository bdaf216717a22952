// What the containers of a cluster in memory have written.
interface PodLogs {
  write(pod: string, text: string): void;
  end(pod: string): void; // the container ended: nobody needs to follow it any longer
  read(
    pod: string,
    how: { follow: boolean; tailLines?: number | undefined },
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array>;
}

export function createPodLogs(): PodLogs {
  const kept = new Map<string, { text: string; ended: boolean; wake: Set<() => void> }>();
  const of = (pod: string) => {
    const known = kept.get(pod) ?? { text: '', ended: false, wake: new Set<() => void>() };
    kept.set(pod, known);
    return known;
  };
  return {
    write(pod, text) {
      of(pod).text += text;
      for (const wake of of(pod).wake) wake();
    },
    end(pod) {
      of(pod).ended = true;
      for (const wake of of(pod).wake) wake();
    },
    async *read(pod, { follow, tailLines }, signal) {
      const log = of(pod);
      let at = tailLines === undefined ? 0 : startOfTail(log.text, tailLines);
      while (!signal.aborted) {
        const fresh = log.text.slice(at);
        at += fresh.length;
        if (fresh !== '') yield new TextEncoder().encode(fresh);
        else if (!follow || log.ended) return;
        else await changed(log.wake, signal);
      }
    },
  };
}

function startOfTail(text: string, lines: number): number {
  let at = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let n = 0; n < lines && at >= 0; n++) at = at === 0 ? -1 : text.lastIndexOf('\n', at - 1);
  return lines === 0 ? text.length : at + 1;
}

function changed(wake: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      wake.delete(done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    wake.add(done);
    signal.addEventListener('abort', done);
  });
}
