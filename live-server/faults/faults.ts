import type { Socket } from 'node:net';
import type { FaultName } from '#contract/faults.ts';
import type { Carrier } from '../runs/carrier.ts';
import type { Run } from '../runs/run.ts';
import { resetPeer } from './reset-peer.ts';
import { stall } from './stall.ts';

const FAULTS: Record<FaultName, (socket: Socket) => void> = {
  reset_peer: resetPeer,
  stall,
};

export function inflict(fault: FaultName, socket: Socket): void {
  FAULTS[fault](socket);
}

/** Fires the faults of a run whose token has been written, as soon as it is also flushed. */
export async function fireDueFaults(run: Run, carrier: Carrier): Promise<void> {
  await carrier.flushed();
  for (const { name } of run.due.splice(0)) carrier.suffer(name);
}
