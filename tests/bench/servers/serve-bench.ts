/** What a server under test tells the bench, over the IPC channel of its process. */
export type ServerReport = { type: 'listening'; port: number } | { type: 'cpu'; usedUs: number };

/** Reports the port, and the CPU time used so far whenever the bench asks. */
export function serveBench(port: number): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ type: 'cpu', usedUs: user + system } satisfies ServerReport);
  });
  process.send?.({ type: 'listening', port } satisfies ServerReport);
}
