export interface SampleService {
  address: string; // what an experiment is told: a URL, or host:port
  close(): Promise<void>;
}
