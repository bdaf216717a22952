// What our tests use of autocannon, which brings no types.
declare module 'autocannon' {
  export interface AutocannonOptions {
    url: string;
    connections?: number;
    amount?: number;
    duration?: number;
  }
  export interface AutocannonResult {
    errors: number;
    non2xx: number;
    '2xx': number;
    requests: { sent: number; total: number; average: number };
  }
  export default function autocannon(options: AutocannonOptions): Promise<AutocannonResult>;
}
