// Limits of CPU and memory as a pod has them: a cgroup of version 1 or 2, whichever the machine has. Needs root.
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';

const periodMicros = 100_000;

// Gives {path, throttled(), close()}, or in words why there is none.
export function limitCpu(cores) {
  const name = `iter8-bench-${process.pid}`;
  const v1 = '/sys/fs/cgroup/cpu';
  const isV2 = existsSync('/sys/fs/cgroup/cgroup.controllers');
  const parent = isV2 ? '/sys/fs/cgroup' : v1;
  try {
    accessSync(parent, constants.W_OK);
    const path = `${parent}/${name}`;
    mkdirSync(path);
    const quota = Math.round(cores * periodMicros);
    try {
      if (isV2) writeFileSync(`${path}/cpu.max`, `${quota} ${periodMicros}`);
      else {
        writeFileSync(`${path}/cpu.cfs_period_us`, String(periodMicros));
        writeFileSync(`${path}/cpu.cfs_quota_us`, String(quota));
      }
    } catch (error) {
      rmdirSync(path);
      throw error;
    }
    return {
      path,
      throttled: () => Number(/^nr_throttled (\d+)/m.exec(readFileSync(`${path}/cpu.stat`, 'utf8'))?.[1] ?? 0),
      close: () => rmdirSync(path),
    };
  } catch (error) {
    return `no cgroup can be made here (${error.code ?? error.message})`;
  }
}

// Gives {path, peakMiB(), close()}, or in words why there is none.
export function limitMemory(mib) {
  const isV2 = existsSync('/sys/fs/cgroup/cgroup.controllers');
  const path = `${isV2 ? '/sys/fs/cgroup' : '/sys/fs/cgroup/memory'}/iter8-soak-${process.pid}`;
  const file = (v2, v1) => `${path}/memory.${isV2 ? v2 : v1}`;
  try {
    mkdirSync(path);
    try {
      writeFileSync(file('max', 'limit_in_bytes'), String(mib * 1024 * 1024));
    } catch (error) {
      rmdirSync(path);
      throw error;
    }
    return {
      path,
      peakMiB: () => Number(readFileSync(file('peak', 'max_usage_in_bytes'), 'utf8')) / 1024 / 1024,
      close: () => rmdirSync(path),
    };
  } catch (error) {
    return `no cgroup can be made here (${error.code ?? error.message})`;
  }
}
