import type { Lane, Row } from './wire-store.ts';

type Place = Pick<Lane, 'connectionId' | 'streamId'>;

/** `connection 1`, and over HTTP/2 `connection 1, stream 3`. */
export function placeOf({ connectionId, streamId }: Place): string {
  return streamId === null
    ? `connection ${connectionId}`
    : `connection ${connectionId}, stream ${streamId}`;
}

/** `1`, and over HTTP/2 `1·s3`: what stands at the beginning of a line. */
export function shortPlaceOf({ connectionId, streamId }: Place): string {
  return streamId === null ? `${connectionId}` : `${connectionId}·s${streamId}`;
}

/** What stands between the frames from before a run and its own. */
export function dividerText(
  { connectionId, isEarlier }: Extract<Row, { kind: 'divider' }>,
  namesConnection: boolean,
): string {
  if (!isEarlier) return 'your run';
  return namesConnection ? `earlier on connection ${connectionId}` : 'earlier on this connection';
}
