// What programs around helm say of a failure, without what they wrap it in, and without what nobody should read: an Event
// has other readers than the values.
export function plainMessage(text: string): string {
  const wrapped = /^.*\bexit status \d+: (?:Error: )?(.*)$/s.exec(text)?.[1] ?? text;
  const said = /(?:^|\n)Error: (?:INSTALLATION FAILED: )?(.*)$/s.exec(wrapped)?.[1] ?? wrapped;
  return said
    .replace(/^Failed to load target state: |failed to generate manifest for source \d+ of \d+: /g, '')
    .replace(/rpc error: code = \w+ desc = /g, '')
    .replace(/\b(\w+:\/\/)[^\s/@"'`]*@/g, '$1…@')
    .replace(/\bInvalid value: (?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s:]+)/g, 'Invalid value')
    .replace(/(- at '[^']*': )'.*' (does not match pattern|is not valid)/g, '$1it $2')
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '…')
    .replace(/(\b(?:read|write) \w+ [\w.:[\]]*):\d+->/g, '$1->')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}
