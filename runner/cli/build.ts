// The version this was built as, and what it runs on.
declare const __ITER8_VERSION__: string | undefined;

interface Build {
  version: string; // v1.0.0
  node: string;
  platform: string;
}

export function build(): Build {
  const number = typeof __ITER8_VERSION__ === 'string' ? __ITER8_VERSION__ : '0.0.0-source';
  return { version: `v${number}`, node: process.version, platform: `${process.platform}/${process.arch}` };
}
