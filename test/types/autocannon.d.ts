// What our tests use of autocannon, which brings no types.
declare module 'autocannon' {
  interface Options {
    url: string;
    connections?: number;
    amount?: number;
    duration?: number;
  }
  interface Result {
    errors: number;
    non2xx: number;
    '2xx': number;
    requests: { sent: number; total: number; average: number };
  }
  function autocannon(options: Options): Promise<Result>;
  export = autocannon;
}
