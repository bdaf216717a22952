import { didYouMean } from '../../model/suggest.ts';
import { sampleOf, withoutCredentials } from './address.ts';

// Says what is wrong with an address, and what was probably meant. References to secrets may be part of it.
export function checkUrl(path: string, url: string, report: (path: string, message: string) => void): void {
  const sample = sampleOf(url);
  if (sample === undefined) return;
  const shown = JSON.stringify(withoutCredentials(url));
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(sample)?.[1];
  if (scheme === undefined) {
    const [, said = 'http', rest = ''] = /^(?:(https?):)?\/*(.*)$/is.exec(withoutCredentials(url)) ?? [];
    const meant = `${said}://${rest}`;
    const suggestion = URL.canParse(meant) ? `; did you mean ${meant}?` : '; write it as http://host:port/path';
    report(path, `${shown} is no URL${suggestion}`);
  } else if (!/^https?$/i.test(scheme)) {
    report(path, `${shown}: ${scheme} is not supported, http and https are${didYouMean(scheme, ['http', 'https'])}`);
  } else if (!URL.canParse(sample)) {
    report(path, `${shown} is no URL: check its host and port`);
  }
}
