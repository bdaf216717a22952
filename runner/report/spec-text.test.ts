import { specText } from './spec-text.ts';

describe('the spec, to be read', () => {
  test('is YAML in the order it was given', () => {
    const spec = [{ task: 'http', with: { url: 'http://a.b/get', qps: 8, percentiles: [50, 99], empty: {} } }];
    expect(specText(spec)).toBe(
      '- task: http\n  with:\n    url: http://a.b/get\n    qps: 8\n    percentiles:\n      - 50\n      - 99\n    empty: {}\n',
    );
  });

  test('quotes what could be read as something else, and shows what cannot be seen', () => {
    expect(specText([{ run: 'yes' }])).toBe('- run: "yes"\n');
    expect(specText([{ run: 'a: b' }])).toBe('- run: "a: b"\n');
    expect(specText([{ run: '12' }])).toBe('- run: "12"\n');
    expect(specText([{ run: 'a\u202e\n"b"' }])).toBe('- run: "a\\u202e\\n\\"b\\""\n');
  });

  test('keeps from documents of 0.13 what nobody should read', () => {
    const text = specText([
      {
        task: 'http',
        with: {
          url: 'https://user:pa55word@a.b/x?token=t0psecret',
          headers: { Authorization: 'Bearer t0psecret', 'X-Custom': 't0psecret', 'content-type': 'application/json' },
          tls: { key: 't0psecret' },
        },
      },
      {
        task: 'notify',
        with: { url: 'https://hooks.example/services/T0/t0psecret', params: { api_key: 't0psecret' } },
      },
    ]);
    expect(text).not.toMatch(/t0psecret|pa55word/);
    expect(text).toContain('content-type: application/json');
    expect(text).toContain('url: "https://hooks.example/[redacted]"');
  });

  test('leaves references to secrets as they are', () => {
    const reference = `\${secret:http.headers.a}`;
    expect(specText([{ task: 'http', with: { headers: { a: reference } } }])).toContain(reference);
  });

  test('is bounded', () => {
    const spec = Array.from({ length: 1000 }, (_, i) => ({ run: `step ${i}` }));
    expect(specText(spec)).toMatch(/# … 600 more lines\n$/);
  });
});
